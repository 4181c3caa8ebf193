"""The short messages of N-01: a code, or the word that a number is bound to another telephone."""

from kezek.adapters.letters import compose_code
from kezek.core.codes import VALID

_MINUTES = int(VALID.total_seconds()) // 60


def code_message(digits: str, language: str) -> str:
    """The message that carries a code."""
    return compose_code("code", language, {"digits": digits, "minutes": _MINUTES})


def caller_message(digits: str, language: str) -> str:
    """The message whose code is meant to be told, to an operator whom one has called oneself."""
    return compose_code("caller", language, {"digits": digits, "minutes": _MINUTES})


def bound_message(language: str) -> str:
    """The message to a telephone with which this person does not enter; it carries no code."""
    return compose_code("bound", language, {})
