"""How the schema came to be: numbered steps, one idea each, never edited after they landed."""
