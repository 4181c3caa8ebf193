"""How a tap on a place is confirmed without a key: by a code beforehand (A-54)."""

SUBJECT = "claims"
"""What the code beforehand is for, within the purpose of signing."""
