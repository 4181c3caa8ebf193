"""The children of a kindergarten as a list that is sifted, sorted and paged by the server."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kezek.adapters.services import services
from kezek.core.admission_stages import Stage
from kezek.core.kazakh_order import name_key
from kezek.core.paging import Pages, page_of
from kezek.db.absences import open_absences
from kezek.db.kindergartens import find_kindergarten
from kezek.db.scope import read_scope
from kezek.reads.child_lines import ChildLine, child_lines

PAGE = 50

Sieved = Callable[[ChildLine], bool]

KINDS: Mapping[str, Sieved] = {
    "pupils": lambda one: one.stage is Stage.PUPIL,
    "coming": lambda one: one.stage is not Stage.PUPIL,
    "papers": lambda one: one.stage is Stage.PAPERS,
    "check": lambda one: one.stage is Stage.CHECK,
    "contract": lambda one: one.stage is Stage.CONTRACT,
    "temporary": lambda one: one.stage is Stage.PUPIL and one.temporary_until is not None,
    "moving-in": lambda one: one.is_transfer and one.stage is not Stage.PUPIL,
    "moving-out": lambda one: one.is_transfer and one.stage is Stage.PUPIL,
}
"""Which children are asked for; `away` needs the absences and is added to them below."""

SORTS: Mapping[str, Callable[[ChildLine], Any]] = {
    "name": lambda one: (name_key(one.name), one.number),
    "born": lambda one: (one.born_on, one.number),
    "number": lambda one: one.number,
    "due": lambda one: (one.due_at is None, one.due_at, one.number),
}


@dataclass(frozen=True, slots=True)
class ChildSieve:
    """What is asked for."""

    kind: str = "pupils"
    group: str = ""
    """As `2022-kk`."""
    text: str = ""
    """A part of the name or of the number."""
    sort: str = "name"
    page: int = 1


@dataclass(frozen=True, slots=True)
class Away:
    """Why a pupil is away, and through which day its place is kept."""

    because: str
    until_on: Any


@dataclass(frozen=True, slots=True)
class ChildrenPage:
    """The children that were asked for."""

    id: uuid.UUID
    name: str
    now: datetime
    lines: tuple[ChildLine, ...]
    pages: Pages
    groups: tuple[tuple[int, str], ...]
    away: Mapping[uuid.UUID, Away]


def children_page(
    tenant_id: int, kindergarten_id: uuid.UUID, reader: str, sieve: ChildSieve
) -> ChildrenPage | None:
    """The children who are here or come here, as they were asked for."""
    with read_scope(tenant_id) as session:
        garden = find_kindergarten(session, kindergarten_id)
        if garden is None:
            return None
        now = services().clock.now(session)
        every = child_lines(session, kindergarten_id, now)
        away = {
            one.application_id: Away(one.because, one.until_on)
            for one in open_absences(session, kindergarten_id)
        }
    found = [one for one in every if _suits(one, sieve, away)]
    found.sort(key=SORTS.get(sieve.sort, SORTS["name"]))
    part, pages = page_of(found, sieve.page, PAGE)
    groups = tuple(sorted({one.group for one in every}, key=lambda one: (-one[0], one[1])))
    return ChildrenPage(garden.id, garden.name(reader), now, tuple(part), pages, groups, away)


def _suits(one: ChildLine, sieve: ChildSieve, away: Mapping[uuid.UUID, Away]) -> bool:
    if sieve.group and sieve.group != f"{one.group[0]}-{one.group[1]}":
        return False
    asked = sieve.text.casefold()
    if asked and asked not in one.name.casefold() and asked not in one.number.casefold():
        return False
    if sieve.kind == "away":
        return one.stage is Stage.PUPIL and (one.is_away or one.application_id in away)
    return KINDS.get(sieve.kind, KINDS["pupils"])(one)
