"""THE WINDOWS: one function per screen, each gives a frozen page model; nothing is decided here."""
