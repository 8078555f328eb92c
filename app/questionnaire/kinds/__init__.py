"""The kinds of item, each known from the field that was posted to the column it becomes."""
