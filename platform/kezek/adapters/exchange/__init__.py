"""Talking with other systems of the state: one envelope, one signature, one way of failing."""
