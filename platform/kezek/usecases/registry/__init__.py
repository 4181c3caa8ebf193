"""The registry of kindergartens and groups is kept by hand and comes in from files (L-3.06)."""
