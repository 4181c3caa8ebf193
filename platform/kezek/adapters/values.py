"""Kinds of values in data files that are no settings: texts, names, days, zones."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


class Reads(Protocol):
    """What tells good values from impossible ones."""

    @property
    def allowed(self) -> str:
        """What is allowed, in words."""

    def read(self, raw: object) -> Any:
        """The value; raises ValueError for an impossible one."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words for people, not empty."""

    longest: int = 300

    @property
    def allowed(self) -> str:
        """The length in words."""
        return f"text of 1 to {self.longest} characters"

    def read(self, raw: object) -> str:
        """The text itself."""
        if not isinstance(raw, str) or not raw.strip() or len(raw) > self.longest:
            raise ValueError(self.allowed)
        return raw


@dataclass(frozen=True, slots=True)
class Pattern:
    """Text of one shape, which `allowed` describes."""

    expression: str
    allowed: str

    def read(self, raw: object) -> str:
        """The text itself."""
        if not isinstance(raw, str) or not re.fullmatch(self.expression, raw):
            raise ValueError(self.allowed)
        return raw


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar, written as TOML writes days."""

    allowed: str = field(default="a day YYYY-MM-DD without quotation marks")

    def read(self, raw: object) -> date:
        """The day itself; a moment is no day."""
        if isinstance(raw, datetime) or not isinstance(raw, date):
            raise ValueError(self.allowed)
        return raw


@dataclass(frozen=True, slots=True)
class Days:
    """A list of different days."""

    allowed: str = field(default="a list of days YYYY-MM-DD without quotation marks, none twice")

    def read(self, raw: object) -> tuple[date, ...]:
        """The days."""
        if not isinstance(raw, list):
            raise ValueError(self.allowed)
        days = tuple(Day().read(item) for item in raw)
        if len(set(days)) != len(days):
            raise ValueError(self.allowed)
        return days


@dataclass(frozen=True, slots=True)
class Zone:
    """A time zone of the IANA table."""

    allowed: str = field(default="a time zone like Asia/Almaty")

    def read(self, raw: object) -> str:
        """The zone's name."""
        if not isinstance(raw, str):
            raise ValueError(self.allowed)
        try:
            ZoneInfo(raw)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(self.allowed) from None
        return raw


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of different values of one kind."""

    kind: Reads

    @property
    def allowed(self) -> str:
        """What each may be."""
        return f"a list without repetition, each {self.kind.allowed}"

    def read(self, raw: object) -> list[Any]:
        """The values."""
        if not isinstance(raw, list):
            raise ValueError(self.allowed)
        values = [self.kind.read(item) for item in raw]
        if len(set(values)) != len(values):
            raise ValueError(self.allowed)
        return values
