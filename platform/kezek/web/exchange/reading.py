"""Reads the contents of a call value by value, and gathers everything that is wrong with it."""

import base64
import binascii
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, is_valid_number
from phonenumbers import parse as parse_phone

from kezek.web.exchange.door import Problem, problem
from kezek.web.words import mark, say

_MISSING = mark("This value is missing.")
_TYPE = mark("This value is not of the kind that the contract names.")
_LONG = mark("This value is too long.")
_DAY = mark("This is not a day like 2026-03-14.")
_MOMENT = mark("This is not a moment with its zone like 2026-03-14T09:00:00+05:00.")
_CHOICE = mark("This value is none of those that the contract names.")
_PHONE = mark("This is not a mobile number of Kazakhstan like +77011234567.")
_BYTES = mark("This is not base64.")

TEXT_LENGTH = 400


class Contents:
    """A JSON object of a call, or a part of one; `problems` is shared by all its parts."""

    def __init__(
        self, values: Mapping[str, Any], name: str = "", problems: list[Problem] | None = None
    ) -> None:
        self._values = values
        self._name = name
        self.problems: list[Problem] = [] if problems is None else problems

    def text(self, key: str, *, most: int = TEXT_LENGTH, default: str | None = None) -> str:
        """A text without blanks around it; a missing one is wrong unless there is a default."""
        value = self._values.get(key)
        if value is None or value == "":
            return self._absent(key) if default is None else default
        if not isinstance(value, str) or "\0" in value:
            return self._wrong(key, "field_type", _TYPE)
        if len(value) > most:
            return self._wrong(key, "field_too_long", _LONG)
        return value.strip()

    def choice(self, key: str, allowed: Collection[str], *, default: str | None = None) -> str:
        """One of the words that the contract names."""
        value = self.text(key, default=default)
        if value and value not in allowed:
            return self._wrong(key, "field_choice", _CHOICE)
        return value

    def phone(self, key: str) -> str:
        """A telephone as `+77011234567`."""
        value = self.text(key, most=30)
        if not value:
            return value
        try:
            parsed = parse_phone(value, "KZ")
        except NumberParseException:
            parsed = None
        if parsed is None or not is_valid_number(parsed):
            return self._wrong(key, "field_phone", _PHONE)
        return format_number(parsed, PhoneNumberFormat.E164)

    def day(self, key: str) -> date:
        """A day that must be there; what is given for a wrong one is never used."""
        return self.find_day(key) or self._no_day(key)

    def find_day(self, key: str) -> date | None:
        """A day, or nothing."""
        value = self.text(key, most=10, default="")
        if not value:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            self._wrong(key, "field_day", _DAY)
            return date.min

    def moment(self, key: str) -> datetime:
        """A moment with its zone; what is given for a wrong one is never used."""
        value = self.text(key, most=40)
        try:
            found = datetime.fromisoformat(value)
        except ValueError:
            found = datetime.fromordinal(1)
        if value and found.tzinfo is None:
            self._wrong(key, "field_moment", _MOMENT)
        return found

    def content(self, key: str) -> bytes:
        """Bytes as base64."""
        value = self._values.get(key)
        if not isinstance(value, str) or not value:
            self._absent(key)
            return b""
        try:
            return base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError):
            self._wrong(key, "field_base64", _BYTES)
            return b""

    def part(self, key: str) -> "Contents":
        """An object within this one; a missing one says so once and then has no values."""
        value = self._values.get(key)
        if isinstance(value, Mapping):
            return Contents(value, self._path(key), self.problems)
        self._absent(key)
        return Contents({}, self._path(key), [])

    def find_part(self, key: str) -> "Contents | None":
        """An object within this one, or nothing."""
        return self.part(key) if self._values.get(key) is not None else None

    def parts(self, key: str, most: int) -> list["Contents"]:
        """A list of objects, which may be left out."""
        listed = self._list(key, most)
        if any(not isinstance(one, Mapping) for one in listed):
            self._wrong(key, "field_type", _TYPE)
            return []
        return [
            Contents(one, f"{self._path(key)}.{place}", self.problems)
            for place, one in enumerate(listed)
        ]

    def texts(self, key: str, most: int) -> list[str]:
        """A list of texts, which may be left out."""
        listed = self._list(key, most)
        if any(not isinstance(one, str) for one in listed):
            self._wrong(key, "field_type", _TYPE)
            return []
        return list(listed)

    def numbers(self, key: str, most: int) -> list[int]:
        """A list of whole numbers, which may be left out."""
        listed = self._list(key, most)
        if any(not isinstance(one, int) or isinstance(one, bool) for one in listed):
            self._wrong(key, "field_type", _TYPE)
            return []
        return list(listed)

    def find_number(self, key: str) -> int | None:
        """A whole number, or nothing."""
        value = self._values.get(key)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            self._wrong(key, "field_type", _TYPE)
            return None
        return value

    def wrong(self, key: str, code: str, sentence: str) -> None:
        """Notes what another look at a value has found."""
        self._wrong(key, code, sentence)

    def _list(self, key: str, most: int) -> Sequence[Any]:
        value = self._values.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self._wrong(key, "field_type", _TYPE)
            return []
        if len(value) > most:
            self._wrong(key, "field_too_long", _LONG)
            return []
        return value

    def _no_day(self, key: str) -> date:
        if not self._values.get(key):
            self._absent(key)
        return date.min

    def _absent(self, key: str) -> str:
        return self._wrong(key, "field_missing", _MISSING)

    def _wrong(self, key: str, code: str, sentence: str) -> str:
        self.problems.append(problem(code, lambda: say(sentence), self._path(key)))
        return ""

    def _path(self, key: str) -> str:
        return f"{self._name}.{key}" if self._name else key
