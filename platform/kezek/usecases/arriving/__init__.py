"""A queue that a region already has comes in: looked at line by line, then written whole (G-13)."""
