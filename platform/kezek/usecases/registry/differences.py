"""In what a file of the registry differs from the registry: looked at only, nothing is written."""

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from kezek.adapters.registry_lines import GroupLine, KindergartenLine, Lines
from kezek.core.queues import Kind
from kezek.db.kindergartens import GroupRow, KindergartenRow
from kezek.db.registry import FIELDS, groups_by_cohort, kindergartens_by_external_id, with_queues


class Change(StrEnum):
    """What a line of a file does to the registry."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


class WhyNot(StrEnum):
    """Why a line cannot be taken in."""

    FAMILIES_WAIT_THERE = "families_wait_there"
    FAMILIES_WAIT_SO = "families_wait_so"
    NO_SUCH_KINDERGARTEN = "no_such_kindergarten"
    IS_CLOSED = "is_closed"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a row before and after, as plain values: texts and whole numbers."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class LineChange:
    """One line of a file and what it does."""

    line: int
    subject: str
    change: Change
    fields: tuple[FieldChange, ...] = ()
    is_group: bool = False
    why_not: WhyNot | None = None
    because: str = ""
    """What the refusal names: the territory or the kind that the families wait for."""

    @property
    def detail(self) -> str:
        """The same in a few English words, for the operator's terminal."""
        if self.why_not is not None:
            return _ENGLISH[self.why_not].format(self.because)
        if self.is_group:
            return ", ".join(f"{one.name} {one.before} → {one.after}" for one in self.fields)
        return ", ".join(one.name for one in self.fields)


_ENGLISH = {
    WhyNot.FAMILIES_WAIT_THERE: "families wait for it in the territory {}",
    WhyNot.FAMILIES_WAIT_SO: "families wait for it as {}",
    WhyNot.NO_SUCH_KINDERGARTEN: "no such kindergarten",
    WhyNot.IS_CLOSED: "closed since {}",
}


@dataclass(frozen=True, slots=True)
class Known:
    """The registry as it is, for comparing many lines with it."""

    kindergartens: Mapping[str, KindergartenRow]
    groups: Mapping[tuple[uuid.UUID, int, str], GroupRow]
    busy: Collection[uuid.UUID]
    """Kindergartens to which a queue has ever led."""

    @classmethod
    def of(cls, session: Session) -> "Known":
        """The registry of the region at this moment."""
        return cls(
            kindergartens_by_external_id(session), groups_by_cohort(session), with_queues(session)
        )


def compared(known: Known, lines: Lines) -> tuple[LineChange, ...]:
    """What each line would do, kindergartens first."""
    new = {one.external_id for one in lines.kindergartens}
    return (
        *(_kindergarten(known, one) for one in lines.kindergartens),
        *(_group(known, new, one) for one in lines.groups),
    )


def columns_of(line: KindergartenLine) -> dict[str, Any]:
    """The columns of the row that a line describes."""
    said = {name: getattr(line, name) for name in FIELDS} | {"languages": list(line.languages)}
    return said if line.bin is not None else {k: v for k, v in said.items() if k != "bin"}


def _kindergarten(known: Known, line: KindergartenLine) -> LineChange:
    row = known.kindergartens.get(line.external_id)
    values = columns_of(line)
    if row is None:
        return LineChange(line.line, line.external_id, Change.NEW, tuple(_new_fields(values)))
    if row.closed_on is not None:
        return _refused(line, WhyNot.IS_CLOSED, row.closed_on.isoformat())
    if row.id in known.busy and (refused := moved_queues(row, line.territory, line.kind)):
        return _refused(line, *refused)
    fields = tuple(changed_fields(row, values))
    change = Change.CHANGED if fields else Change.SAME
    return LineChange(line.line, line.external_id, change, fields)


def _refused(line: KindergartenLine, why: WhyNot, because: str) -> LineChange:
    return LineChange(line.line, line.external_id, Change.REFUSED, why_not=why, because=because)


def moved_queues(row: KindergartenRow, territory: str, kind: str) -> tuple[WhyNot, str] | None:
    """Why a kindergarten with queues cannot become this; nothing when it can."""
    if row.territory != territory:
        return WhyNot.FAMILIES_WAIT_THERE, row.territory
    if Kind(row.kind).queue_type is not Kind(kind).queue_type:
        return WhyNot.FAMILIES_WAIT_SO, row.kind
    return None


def changed_fields(row: object, values: Mapping[str, Any]) -> Iterator[FieldChange]:
    """The fields in which a row differs from these values."""
    for name, value in values.items():
        before = getattr(row, name)
        if before != value:
            yield FieldChange(name, plain(before), plain(value))


def _new_fields(values: Mapping[str, Any]) -> Iterator[FieldChange]:
    for name, value in values.items():
        if name != "external_id" and value not in (None, "", [], False):
            yield FieldChange(name, None, plain(value))


def plain(value: object) -> Any:
    """A value as the journal keeps it: fractions as text, lists as one text."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, list | tuple):
        return ";".join(str(one) for one in value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)


def _group(known: Known, new: Collection[str], line: GroupLine) -> LineChange:
    subject = f"{line.external_id} {line.birth_year} {line.language}"
    home = known.kindergartens.get(line.external_id)
    if home is None and line.external_id not in new:
        return LineChange(
            line.line,
            subject,
            Change.REFUSED,
            is_group=True,
            why_not=WhyNot.NO_SUCH_KINDERGARTEN,
            because=line.external_id,
        )
    if home is not None and home.closed_on is not None:
        closed = home.closed_on.isoformat()
        return LineChange(line.line, subject, Change.REFUSED, (), True, WhyNot.IS_CLOSED, closed)
    row = known.groups.get((home.id, line.birth_year, line.language)) if home else None
    if home is None or row is None:
        begun = (FieldChange("capacity", None, line.capacity),)
        return LineChange(line.line, subject, Change.NEW, begun, is_group=True)
    is_demo = home.is_demo if line.is_demo is None else line.is_demo
    values = {"capacity": line.capacity, "is_demo": is_demo}
    fields = tuple(changed_fields(row, values))
    change = Change.CHANGED if fields else Change.SAME
    return LineChange(line.line, subject, change, fields, is_group=True)


def refused(changes: Iterable[LineChange]) -> bool:
    """Whether a line is refused, so that nothing of the file is saved."""
    return any(one.change is Change.REFUSED for one in changes)
