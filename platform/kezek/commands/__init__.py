"""The operator's words: one module per word of `kezek …`, each with a click command `command`.

A word reads what was typed, calls one use case or adapter, and prints one plain sentence. It
holds no rule of the queue and no SQL. What is imported at the top of a module is paid for by
that word alone: `kezek.cli` imports a module when its word is said.
"""
