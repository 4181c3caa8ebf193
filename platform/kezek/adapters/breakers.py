"""A way out that failed some times in a row is left alone for a while."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from typing import TypeVar

_Answer = TypeVar("_Answer")


class Away(Exception):
    """The other side does not answer, or did not lately."""


@dataclass(slots=True)
class Breaker:
    """Counts failures in a row; after `most` of them it asks nobody for `seconds`, then one."""

    most: int = 3
    seconds: float = 30
    clock: Callable[[], float] = monotonic
    _failures: int = 0
    _closed_until: float = 0
    _lock: Lock = field(default_factory=Lock)

    @property
    def rests(self) -> bool:
        """Whether a question would be answered with Away at once."""
        with self._lock:
            return self._failures >= self.most and self.clock() < self._closed_until

    def ask(self, question: Callable[[], _Answer]) -> _Answer:
        """The answer of the other side. Raises Away, at once where it failed lately."""
        with self._lock:
            now = self.clock()
            if self._failures >= self.most:
                if now < self._closed_until:
                    raise Away
                # This caller tries; the others are told as before until it knows.
                self._closed_until = now + self.seconds
        try:
            answer = question()
        except Away:
            with self._lock:
                self._failures += 1
                self._closed_until = self.clock() + self.seconds
            raise
        with self._lock:
            self._failures = 0
        return answer
