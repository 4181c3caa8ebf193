"""Kezek: the queue for a place in a kindergarten."""

__version__ = "0.1.0"
