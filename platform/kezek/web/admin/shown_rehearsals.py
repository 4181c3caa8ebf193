"""The part of a rehearsed change that is looked at: sifted, sorted, in pages, by the address.

Whoever shows a rehearsal on a page of its own asks `shown(...)` and imports the macros of
`ui/rehearsal.html`.
"""

import csv
import io
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, request, url_for
from flask_babel import gettext

from kezek.core.cells import harmless
from kezek.core.paging import Pages, page_of
from kezek.core.rehearsing.changes import ChildChange, Effect, Why
from kezek.core.rehearsing.found import (
    Rehearsal,
    Sums,
    by_category,
    by_standing,
    by_territory,
    shares,
    sums_of,
)
from kezek.core.standing import CATEGORIES
from kezek.core.turns import Standing
from kezek.usecases.switching import kindergarten_names
from kezek.web.admin import rehearsal_words as words
from kezek.web.admin.words import queue_text
from kezek.web.i18n import current_language
from kezek.web.labels import category_name, standing_label
from kezek.web.tenant import current_tenant
from kezek.web.words import mark, say

SIZE = 50

_Key = Callable[[ChildChange], Any]
SORTS: Mapping[str, tuple[str, _Key | None]] = {
    "submission": (mark("By the moment of submission"), None),
    "nearer": (mark("Those who gain most first"), lambda one: min(one.steps, default=0)),
    "further": (mark("Those who lose most first"), lambda one: -max(one.steps, default=0)),
    "number": (mark("By application number"), lambda one: one.number),
}
"""In which order children can be asked for."""


@dataclass(frozen=True, slots=True)
class Sifted:
    """By what the children are sifted and sorted; an empty word sifts nothing."""

    effect: str
    standing: str
    category: str
    territory: str
    number: str
    sort: str

    @classmethod
    def asked(cls, territories: Mapping[str, str]) -> "Sifted":
        """As the address says; a word that there is none of sifts nothing."""
        asked = request.args
        return cls(
            effect=_known(asked.get("effect", ""), list(Effect)),
            standing=_known(asked.get("standing", ""), list(Standing)),
            category=_known(asked.get("category", ""), [str(one.code) for one in CATEGORIES]),
            territory=_known(asked.get("territory", ""), list(territories)),
            number=asked.get("number", "").strip().upper(),
            sort=_known(asked.get("sort", ""), list(SORTS)) or "submission",
        )

    def of(self, children: Sequence[ChildChange]) -> list[ChildChange]:
        """The children that are asked for, in the order in which they are."""
        found = [one for one in children if self._lets_through(one)]
        key = SORTS[self.sort][1]
        return sorted(found, key=key) if key else found

    def _lets_through(self, child: ChildChange) -> bool:
        return (
            (not self.effect or child.effect == self.effect)
            and (not self.standing or child.standing == self.standing)
            and (not self.category or str(child.category) == self.category)
            and (not self.territory or child.territory == self.territory)
            and self.number in child.number
        )


@dataclass(frozen=True, slots=True)
class Shown:
    """A rehearsal as a page shows it: its sums, and one page of its children."""

    found: Rehearsal
    sums: Sums
    standings: Mapping[Standing, Sums]
    categories: Mapping[int | None, Sums]
    territories: Mapping[str, Sums]
    names: Mapping[str, str]
    """How territories are called."""
    named_categories: Sequence[tuple[str, str]]
    """Categories that anybody of the rehearsal counts to, with their names."""
    shares: Mapping[Any, Any]
    """Who would get the places that open, by territory and class."""
    lines: Sequence[ChildChange]
    pages: Pages
    sifted: Sifted
    reasons: Sequence[Why]
    """The reasons that stand on this page."""
    gardens: Mapping[uuid.UUID, str]


def shown(found: Rehearsal, names: Mapping[str, str]) -> dict[str, Any]:
    """What the templates need to show a rehearsal; `names` are those of the territories."""
    sifted = Sifted.asked(names)
    lines, pages = page_of(sifted.of(found.children), request.args.get("page", 1, type=int), SIZE)
    categories = by_category(found.children)
    page = Shown(
        found=found,
        sums=sums_of(found.children),
        standings=by_standing(found.children),
        categories=categories,
        named_categories=[(str(one), category_name(one)) for one in categories if one],
        territories={str(key): one for key, one in by_territory(found.children).items()},
        names=names,
        shares=shares(found.opening) if found.opening else {},
        lines=lines,
        pages=pages,
        sifted=sifted,
        reasons=list(dict.fromkeys(why for one in lines for why in one.reasons)),
        gardens=_gardens(lines),
    )
    return {
        "shown": page,
        "said": words,
        "queue_text": queue_text,
        "effects": [(effect, label) for effect, label in words.EFFECT.items()],
        "sorts": [(name, say(text)) for name, (text, _) in SORTS.items()],
        "list_url": url_for(request.endpoint or "", **(request.view_args or {})),
        "page_url": _page_url,
    }


def as_csv(found: Rehearsal, names: Mapping[str, str], filename: str) -> Response:
    """The children that the address asks for, a line for each queue in which one stands."""
    lines = Sifted.asked(names).of(found.children)
    answer = Response(_rows(lines, names, _gardens(lines)), mimetype="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer


def _rows(
    lines: Sequence[ChildChange], names: Mapping[str, str], gardens: Mapping[uuid.UUID, str]
) -> str:
    # Semicolons and the mark at the beginning: so that an office program opens it by a click.
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(_heads())
    for child in lines:
        writer.writerows(map(_harmless, _cells(child, names, gardens)))
    return "\ufeff" + written.getvalue()


def _harmless(cells: Sequence[object]) -> list[object]:
    return [harmless(cell) if isinstance(cell, str) else cell for cell in cells]


def _heads() -> list[str]:
    return [
        gettext("Application"),
        gettext("Standing"),
        gettext("Benefit category"),
        gettext("Territory"),
        gettext("Queue"),
        gettext("Number before"),
        gettext("Number after"),
        gettext("Step"),
        gettext("What happens"),
        gettext("Why"),
    ]


def _cells(
    child: ChildChange, names: Mapping[str, str], gardens: Mapping[uuid.UUID, str]
) -> Iterator[list[object]]:
    for old, new in zip(child.before, child.after, strict=True):
        yield [
            child.number,
            say(standing_label(child.standing).text),
            category_name(child.category),
            names.get(child.territory, child.territory),
            queue_text(old.queue, gardens),
            old.number,
            new.number,
            new.number - old.number,
            say(words.effect_label(child.effect).text),
            words.why_text(child),
        ]


def _gardens(lines: Sequence[ChildChange]) -> Mapping[uuid.UUID, str]:
    keys = {one.queue for line in lines for one in line.before}
    return kindergarten_names(current_tenant().id, keys, current_language())


def _page_url(number: int) -> str:
    asked = {**request.args.to_dict(), **(request.view_args or {}), "page": number}
    return url_for(request.endpoint or "", **asked)


def _known(word: str, words_known: Sequence[str]) -> str:
    return word if word in words_known else ""
