"""What the columns of a file with an existing queue may hold, and what a wrong cell is told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, is_valid_number
from phonenumbers import parse as parse_phone

from kezek.core.applications import State
from kezek.core.people import DocumentKind, iin_fault, is_document_number
from kezek.core.queues import QueueType
from kezek.core.regions import Tenant
from kezek.core.standing import CATEGORIES

STAGES: Mapping[str, State] = {
    "queued": State.QUEUED,
    "deferred": State.DEFERRED,
    "under_review": State.UNDER_REVIEW,
    "suspended": State.SUSPENDED,
    "stop_list": State.STOP_LIST,
    "inactive": State.INACTIVE,
}
"""The stages of an old queue by the words of the file."""

_YES = {"yes": True, "no": False}
_LONGEST = 300


class WrongCell(ValueError):
    """A cell that cannot be: the code of its sentence, with what the sentence names."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell of the file, or with one line as a whole."""

    line: int
    column: str
    code: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Column:
    """How a cell is read; `read` raises WrongCell."""

    read: Callable[[str], Any]
    is_required: bool = False


def application_columns(region: Tenant) -> dict[str, Column]:
    """The columns of a file of applications, with the region's own territories and languages."""
    territories = {one.slug: one.slug for one in region.territories}
    languages = {one: one for one in region.instruction_languages}
    letters = {one: one for one in region.interface_languages}
    documents = {str(one): one for one in DocumentKind}
    return {
        "ref": Column(_text(80), is_required=True),
        "submitted_at": Column(_moment, is_required=True),
        "territory": Column(_word(territories), is_required=True),
        "queue_type": Column(_word({str(one): one for one in QueueType}, QueueType.GENERAL)),
        "language": Column(_word(languages), is_required=True),
        "choices": Column(_several),
        "categories": Column(_categories),
        "confirmed": Column(_word(_YES, default=True)),
        "pmpk": Column(_word(_YES, default=False)),
        "stage": Column(_word(STAGES, State.QUEUED)),
        "through": Column(_day),
        "planned_from": Column(_day),
        "strikes": Column(_whole(0, 9)),
        "restored": Column(_whole(0, 9)),
        "child_name": Column(_text(_LONGEST), is_required=True),
        "born_on": Column(_needed_day, is_required=True),
        "child_iin": Column(_iin),
        "child_document_kind": Column(_word(documents, None)),
        "child_document": Column(_document),
        "guardian_name": Column(_text(_LONGEST), is_required=True),
        "guardian_iin": Column(_iin),
        "guardian_document_kind": Column(_word(documents, None)),
        "guardian_document": Column(_document),
        "phone": Column(_phone, is_required=True),
        "email": Column(_text(_LONGEST)),
        "address": Column(_text(_LONGEST)),
        "letters": Column(_word(letters, region.interface_languages[0])),
        "number_before": Column(_numbers),
    }


def count_columns(region: Tenant) -> dict[str, Column]:
    """The columns of a file of counts: how many general turns went since the last first one."""
    territories = {one.slug: one.slug for one in region.territories}
    languages = {one: one for one in region.instruction_languages}
    return {
        "territory": Column(_word(territories), is_required=True),
        "kindergarten": Column(_text(80)),
        "queue_type": Column(_word({str(one): one for one in QueueType}, QueueType.GENERAL)),
        "birth_year": Column(_whole(2000, 2100), is_required=True),
        "language": Column(_word(languages, "")),
        "count": Column(_whole(0, 99), is_required=True),
    }


def _text(longest: int) -> Callable[[str], str]:
    def read(cell: str) -> str:
        if len(cell) > longest:
            raise WrongCell("too_long", most=longest)
        return cell

    return read


_NOTHING = object()


def _word(words: Mapping[str, Any], default: Any = _NOTHING) -> Callable[[str], Any]:
    def read(cell: str) -> Any:
        if not cell and default is not _NOTHING:
            return default
        if cell not in words:
            raise WrongCell("word", cell=cell, allowed=", ".join(words))
        return words[cell]

    return read


def _moment(cell: str) -> datetime:
    try:
        moment = datetime.fromisoformat(cell)
    except ValueError:
        raise WrongCell("moment", cell=cell) from None
    if moment.tzinfo is None:
        raise WrongCell("no_zone", cell=cell)
    if moment.microsecond % 1000:
        raise WrongCell("finer_than_ms", cell=cell)
    return moment


def _needed_day(cell: str) -> date:
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise WrongCell("day", cell=cell) from None


def _day(cell: str) -> date | None:
    return _needed_day(cell) if cell else None


def _whole(low: int, high: int) -> Callable[[str], int]:
    def read(cell: str) -> int:
        if not cell:
            return low
        if not (cell.isascii() and cell.isdecimal()) or not low <= int(cell) <= high:
            raise WrongCell("whole", cell=cell, low=low, high=high)
        return int(cell)

    return read


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";")] if cell else []


def _several(cell: str) -> tuple[str, ...]:
    return tuple(_parts(cell))


def _categories(cell: str) -> tuple[int, ...]:
    known = {str(one.code): one.code for one in CATEGORIES}
    parts = _parts(cell) or ["13"]
    if any(part not in known for part in parts) or len(set(parts)) != len(parts):
        raise WrongCell("categories", cell=cell)
    return tuple(known[part] for part in parts)


def _numbers(cell: str) -> tuple[int | None, ...]:
    parts = _parts(cell)
    if any(part and not (part.isascii() and part.isdecimal() and int(part)) for part in parts):
        raise WrongCell("numbers", cell=cell)
    return tuple(int(part) if part else None for part in parts)


def _iin(cell: str) -> str:
    if cell and iin_fault(cell) is not None:
        raise WrongCell(f"iin_{iin_fault(cell)}")
    return cell


def _document(cell: str) -> str:
    if cell and not is_document_number(cell):
        raise WrongCell("document")
    return cell


def _phone(cell: str) -> str:
    try:
        parsed = parse_phone(cell, "KZ")
    except NumberParseException:
        raise WrongCell("phone", cell=cell) from None
    if not is_valid_number(parsed):
        raise WrongCell("phone", cell=cell)
    return format_number(parsed, PhoneNumberFormat.E164)
