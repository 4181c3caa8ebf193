"""Every id of the rulebook: where the code follows it, and which story or test shows it."""
