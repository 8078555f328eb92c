"""Where everything in a chart stands: positions in pixels, computed without any font."""
