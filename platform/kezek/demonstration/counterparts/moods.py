"""How a made-up system behaves at an address: well, slowly, not at all, or wrongly."""

from dataclasses import dataclass, field
from enum import StrEnum
from threading import Lock


class Mood(StrEnum):
    """What becomes of a call."""

    WELL = "well"
    SLOW = "slow"
    """It is answered after a while; beyond the caller's patience it comes too late."""
    SILENT = "silent"
    """The connection is closed without a word."""
    FAILS = "fails"
    """500."""
    GARBLED = "garbled"
    """Signed, and no JSON."""
    FORGED = "forged"
    """Well-formed, and signed with another key."""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """A mood with its seconds, for the slow one."""

    mood: Mood = Mood.WELL
    seconds: float = 0


@dataclass(slots=True)
class Moods:
    """The behaviour of every address; the longest named beginning of a path counts."""

    _set: dict[str, Behaviour] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def set(self, path: str, mood: Mood, seconds: float = 0) -> None:
        """From now on every address that begins so behaves so."""
        with self._lock:
            self._set[path] = Behaviour(mood, seconds)

    def clear(self) -> None:
        """Everybody behaves well again."""
        with self._lock:
            self._set.clear()

    def of(self, path: str) -> Behaviour:
        """How this address behaves now."""
        with self._lock:
            known = [one for one in self._set if path.startswith(one)]
            return self._set[max(known, key=len)] if known else Behaviour()
