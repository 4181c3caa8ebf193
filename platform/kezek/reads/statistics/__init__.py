"""STATISTICS: one page model for each subject, on one snapshot, with its own moment (N14)."""
