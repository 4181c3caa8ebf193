"""The part of a rehearsal that is looked at: sifted, in pages, all of it named by the address."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from kezek.core.modes.rehearsals import (
    ChildLine,
    Effect,
    Reason,
    Totals,
    by_queue,
    totals_of,
)
from kezek.core.paging import Pages, page_of
from kezek.core.queues import QueueKey, key_order
from kezek.core.turns import Standing
from kezek.usecases.switching import kindergarten_names
from kezek.web.admin import words
from kezek.web.i18n import current_language
from kezek.web.tenant import current_tenant

SIZE = 50
_MOST_QUEUES = 30


@dataclass(frozen=True, slots=True)
class Sifted:
    """By what the children are sifted; an empty word sifts nothing."""

    effect: str
    standing: str
    number: str

    @classmethod
    def asked(cls) -> "Sifted":
        """As the address says; a word that there is none of sifts nothing."""
        effect, standing = request.args.get("effect", ""), request.args.get("standing", "")
        return cls(
            effect=effect if effect in list(Effect) else "",
            standing=standing if standing in list(Standing) else "",
            number=request.args.get("number", "").strip().upper(),
        )

    @property
    def words(self) -> dict[str, str]:
        """As an address says it."""
        said = {"effect": self.effect, "standing": self.standing, "number": self.number}
        return {name: value for name, value in said.items() if value}

    def lets_through(self, line: ChildLine) -> bool:
        """Whether a child is among those that are asked for."""
        return (
            (not self.effect or line.effect == self.effect)
            and (not self.standing or line.standing == self.standing)
            and self.number in line.number
        )


@dataclass(frozen=True, slots=True)
class ShownLines:
    """One page of the children, the sums of all of them, and the names of kindergartens."""

    totals: Totals
    queues: Sequence[tuple[QueueKey, Mapping[Effect, int]]]
    """The largest queues of the new mode, with what the switch does to those in them."""
    queues_left: int
    reasons: Sequence[Reason]
    """The reasons that stand on this page."""
    lines: Sequence[ChildLine]
    pages: Pages
    sifted: Sifted
    gardens: Mapping[uuid.UUID, str]


def shown_lines(lines: Sequence[ChildLine]) -> ShownLines:
    """The part of these children that the address asks for."""
    sifted = Sifted.asked()
    found = [line for line in lines if sifted.lets_through(line)]
    part, pages = page_of(found, request.args.get("page", 1, type=int), SIZE)
    queues = sorted(by_queue(lines).items(), key=lambda one: (-one[1].total(), key_order(one[0])))
    keys = {one.queue for line in part for one in (*line.before, *line.after)}
    keys |= {key for key, _ in queues[:_MOST_QUEUES]}
    return ShownLines(
        totals=totals_of(lines),
        queues=queues[:_MOST_QUEUES],
        queues_left=max(0, len(queues) - _MOST_QUEUES),
        reasons=list(dict.fromkeys(line.reason for line in part)),
        lines=part,
        pages=pages,
        sifted=sifted,
        gardens=kindergarten_names(current_tenant().id, keys, current_language()),
    )


def children_of(lines: Sequence[ChildLine]) -> dict[str, Any]:
    """What the templates need to show these children."""
    return {
        "shown": shown_lines(lines),
        "effects": [(effect, words.effect_label(effect)) for effect in words.EFFECT],
        "words": words,
        "page_url": _page_url,
        "list_url": url_for(request.endpoint or "", **(request.view_args or {})),
    }


def _page_url(number: int) -> str:
    asked = {**request.args.to_dict(), **(request.view_args or {}), "page": number}
    return url_for(request.endpoint or "", **asked)
