"""The long forms of August: what is decided on many children, and numbers of places by group."""

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext

from kezek.core.paging import Pages, page_of
from kezek.core.typed import read_whole
from kezek.core.year_ends import Deed, Goes, Opening
from kezek.reads.year_end import Cohort, EndChild, EndGroup, YearEndPage
from kezek.web.kindergarten.words import group_name
from kezek.web.words import mark, say

PART = 40
"""So many children stand on one page; each page is kept by itself."""

_CHILD = re.compile(r"child\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
MOST = 60


@dataclass(frozen=True, slots=True)
class Part:
    """The children of one group, a page of them."""

    group: str
    """As `2021-kk`; empty for all."""
    children: Sequence[EndChild]
    pages: Pages

    @property
    def next_page(self) -> int:
        """Where one goes on after this page is kept."""
        return min(self.pages.current + 1, self.pages.last)


def children_part(page: YearEndPage, asked: Mapping[str, str]) -> Part:
    """The part of the list that the address names: first the group that goes to school."""
    going = next((one for one in page.groups if one.goes and one.pupils), None)
    usual = f"{going.birth_year}-{going.language}" if going else ""
    group = asked.get("group", usual)
    own = [one for one in page.children if group in ("", f"{one.cohort[0]}-{one.cohort[1]}")]
    number = read_whole(asked.get("page", ""), 1, len(own))
    part, pages = page_of(own, number or 1, PART)
    return Part(group, part, pages)


def group_choices(page: YearEndPage) -> list[tuple[str, str, Cohort]]:
    """The groups into which a child may move, with their children: its own is none for it."""
    return [
        (
            str(one.id),
            gettext("Moves to: %(group)s", group=group_name(*_named(one))),
            (one.birth_year, one.language),
        )
        for one in page.groups
        if one.id is not None and not one.goes
    ]


def _named(one: EndGroup) -> tuple[int, str, str]:
    return (one.birth_year, one.language, one.age)


def decisions(form: Mapping[str, str]) -> dict[uuid.UUID, Goes]:
    """What was chosen for each child; a value that no box has is as if it was not sent."""
    found = {}
    for name, value in form.items():
        box = _CHILD.fullmatch(name)
        if box is None:
            continue
        goes = _goes(value)
        if goes is not None:
            found[uuid.UUID(box[1])] = goes
    return found


def _goes(value: str) -> Goes | None:
    if value in (Deed.LEAVES, Deed.STAYS):
        return Goes(Deed(value))
    try:
        return Goes(Deed.MOVES, uuid.UUID(value))
    except ValueError:
        return None


def openings(
    page: YearEndPage, form: Mapping[str, str]
) -> tuple[tuple[Opening, ...], dict[str, str]]:
    """The places of each group as they were typed, and what is wrong with them."""
    planned, wrong = [], {}
    for one in page.openings:
        cohort = f"{one.birth_year}.{one.language}"
        places, norm = form.get(f"n.{cohort}", ""), form.get(f"c.{cohort}", str(one.capacity))
        count, seats = read_whole(places, 0, MOST), read_whole(norm, 1, MOST)
        if count is None:
            wrong[f"n.{cohort}"] = say(mark("From 0 to %(most)s places, in digits."), most=MOST)
        elif seats is None:
            wrong[f"c.{cohort}"] = say(mark("From 1 to %(most)s seats, in digits."), most=MOST)
        elif one.is_new and count > seats:
            wrong[f"n.{cohort}"] = say(mark("That is more than the norm of the group."))
        else:
            planned.append(replace(one, places=count, capacity=seats))
    return tuple(planned), wrong
