"""Every setting as people read it, in both languages: one module for each room of settings."""
