"""After how long a process is taken for gone, and work for late."""

from datetime import timedelta

SILENT = timedelta(seconds=20)
"""A process writes every five seconds that it lives: after four silences it is taken for gone."""

REPLACED = timedelta(hours=1)
"""A silent process whose kind lives on is news for so long; then it was replaced."""

LATE = timedelta(minutes=1)
"""In service what is due is done within seconds; after a minute somebody should look."""

LATE_NIGHT = timedelta(minutes=30)
"""The work of the night goes region by region, and takes its time."""

OLD_MESSAGE = timedelta(hours=12)
"""Quiet hours last eleven: a message that waits longer waits for something else."""
