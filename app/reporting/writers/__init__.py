"""Documents drawn in the formats that people read."""
