"""Kinds of values that are times: of a day, of a year, and spans of both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import ClassVar

from kezek.core.knobs import OneOf
from kezek.core.spans import DayOfYear, Hours, YearSpan

_MONTH_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class WallClock:
    """A local time of day, `HH:MM`."""

    allowed: ClassVar[str] = "a time of day HH:MM, in quotation marks"

    def read(self, raw: object) -> time:
        """The time of day. A whole number is minutes: so does YAML read an unquoted 20:00."""
        if isinstance(raw, bool):
            raise ValueError(self.allowed)
        if isinstance(raw, int) and 0 <= raw < 24 * 60:
            return time(raw // 60, raw % 60)
        if not isinstance(raw, str) or len(raw) != len("HH:MM"):
            raise ValueError(self.allowed)
        try:
            return time.fromisoformat(raw)
        except ValueError:
            raise ValueError(self.allowed) from None

    def write(self, value: time) -> object:
        """The time as `HH:MM`."""
        return value.strftime("%H:%M")


@dataclass(frozen=True, slots=True)
class DayHours:
    """A span of the day `HH:MM-HH:MM`, or one word that stands for no span at all."""

    word: str

    @property
    def allowed(self) -> str:
        """The shape and the word."""
        return f"two times of day HH:MM-HH:MM, or {self.word!r}"

    def read(self, raw: object) -> Hours | None:
        """The span; nothing for the word."""
        if raw == self.word:
            return None
        if not isinstance(raw, str) or raw.count("-") != 1:
            raise ValueError(self.allowed)
        begins, ends = (WallClock().read(part.strip()) for part in raw.split("-"))
        if begins == ends:
            raise ValueError(self.allowed)
        return Hours(begins, ends)

    def write(self, value: Hours | None) -> object:
        """The span as text, or the word."""
        if value is None:
            return self.word
        return f"{value.begins:%H:%M}-{value.ends:%H:%M}"


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day of every year as `MM-DD`; one of a few, where the list is not empty."""

    only: tuple[str, ...] = ()

    @property
    def allowed(self) -> str:
        """The days or the shape."""
        if self.only:
            return OneOf(self.only).allowed
        return "a day of the year MM-DD, in quotation marks"

    def read(self, raw: object) -> DayOfYear:
        """The day of the year."""
        if not isinstance(raw, str) or (self.only and raw not in self.only):
            raise ValueError(self.allowed)
        month, dash, day = raw.partition("-")
        if not (dash and month.isdecimal() and day.isdecimal() and len(raw) == len("MM-DD")):
            raise ValueError(self.allowed)
        if not 1 <= int(month) <= 12 or not 1 <= int(day) <= _MONTH_LENGTHS[int(month) - 1]:
            raise ValueError(self.allowed)
        return DayOfYear(int(month), int(day))

    def write(self, value: DayOfYear) -> object:
        """The day as `MM-DD`."""
        return str(value)


@dataclass(frozen=True, slots=True)
class YearSpans:
    """A list of spans of every year, `MM-DD..MM-DD`."""

    allowed: ClassVar[str] = 'a list of spans "MM-DD..MM-DD", or empty'

    def read(self, raw: object) -> tuple[YearSpan, ...]:
        """The spans in their order."""
        if not isinstance(raw, Sequence) or isinstance(raw, str):
            raise ValueError(self.allowed)
        return tuple(self._span(item) for item in raw)

    def write(self, value: tuple[YearSpan, ...]) -> object:
        """The spans as a list of text."""
        return [f"{span.first}..{span.last}" for span in value]

    def _span(self, raw: object) -> YearSpan:
        parts = raw.split("..") if isinstance(raw, str) else []
        if len(parts) != 2:
            raise ValueError(self.allowed)
        try:
            first, last = (MonthDay().read(part) for part in parts)
        except ValueError:
            raise ValueError(self.allowed) from None
        return YearSpan(first, last)
