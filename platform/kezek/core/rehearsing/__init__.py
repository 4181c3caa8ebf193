"""What other rules would do, before they are signed: the same core, played in memory (N6)."""
