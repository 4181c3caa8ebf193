"""Electronic signatures from outside: taken apart, checked, and asked about."""
