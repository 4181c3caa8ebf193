"""PRINTED: papers as PDF, each its own module that says when it is there and what stands in it."""
