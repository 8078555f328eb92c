"""The pages of think-tank staff."""
