"""What an embedded server can fail with: one sentence on what is wrong and one on the way out."""

from kezek.settings import OperatorError


class EmbeddedError(OperatorError):
    """A server could not be found, started or reached."""
