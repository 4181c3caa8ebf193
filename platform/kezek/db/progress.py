"""How far a referral has come, as one JSON value beside the columns that are searched."""

from datetime import datetime
from typing import Any

from kezek.core.applications import Referral

_PLAIN = (
    "extension_asked_days",
    "extension_answered",
    "extended",
    "lapses_when_answered",
    "documents_complete",
    "vaccinated",
    "refusal",
    "refusal_reviewed",
)
_LATER = {"rechecked": False}
"""What older rows do not have yet, and what it was then."""
_MOMENTS = ("documents_at", "check_due_at", "cancel_until")


def progress_to_json(referral: Referral) -> dict[str, Any]:
    """What has become of a referral, for its row."""
    plain = {name: getattr(referral, name) for name in (*_PLAIN, *_LATER)}
    moments = {name: getattr(referral, name) for name in _MOMENTS}
    return plain | {name: at.isoformat() if at else None for name, at in moments.items()}


def progress_from_json(progress: dict[str, Any]) -> dict[str, Any]:
    """The same, as arguments of `Referral`."""
    plain = {name: progress[name] for name in _PLAIN}
    plain |= {name: progress.get(name, before) for name, before in _LATER.items()}
    moments = {name: progress[name] for name in _MOMENTS}
    return plain | {
        name: datetime.fromisoformat(at) if at else None for name, at in moments.items()
    }
