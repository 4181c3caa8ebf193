"""The board of kindergartens: what is chosen and looked for stands in the address, nowhere else.

So every step of choosing is a link, the back button takes it back, two tabs do not meet, and
nothing has to be kept for those who only look.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from kezek.core.applications import MAX_CHOICES
from kezek.core.wishes import Cohort
from kezek.reads.choice_of_kindergartens import ChoicePage, Order, Search, choice_page
from kezek.web.i18n import current_language
from kezek.web.tenant import current_tenant

CHOICE = "choice"
_MAX_QUERY = 80
_ANCHOR = "choice-board"
_NOTHING = "none"


@dataclass(frozen=True, slots=True)
class Board:
    """The page's list, and the addresses that its links lead to."""

    page: ChoicePage
    endpoint: str
    subject: dict[str, Any]
    """The route's own values: the child's, or the application's id."""

    @property
    def choices(self) -> tuple[uuid.UUID, ...]:
        """What is chosen, in the parent's order."""
        return tuple(one.id for one in self.page.chosen)

    @property
    def is_full(self) -> bool:
        """Whether no other kindergarten can be added."""
        return len(self.page.chosen) >= MAX_CHOICES

    @property
    def most(self) -> int:
        """How many can be chosen."""
        return MAX_CHOICES

    def action(self) -> str:
        """Where the search and the choice are sent, without what stands in the address."""
        return _address(self.endpoint, self.subject)

    def with_one(self, kindergarten_id: uuid.UUID) -> str:
        """The board with one more at the end."""
        return self._url((*self.choices, kindergarten_id))

    def without(self, kindergarten_id: uuid.UUID) -> str:
        """The board with one less."""
        return self._url([one for one in self.choices if one != kindergarten_id])

    def moved_up(self, kindergarten_id: uuid.UUID) -> str:
        """The board with one of the chosen a step nearer to the first."""
        order = list(self.choices)
        at = order.index(kindergarten_id)
        order[at - 1], order[at] = order[at], order[at - 1]
        return self._url(order)

    def page_url(self, number: int) -> str:
        """Another page of the list."""
        return self._url(self.choices, page=number)

    def _url(self, choices: Sequence[uuid.UUID], page: int | None = None) -> str:
        search = self.page.search
        wished = self.page.pages.current if page is None else page
        looked_for = {
            # An empty list is said too: without it the kept choice would come back.
            CHOICE: [str(one) for one in choices] or _NOTHING,
            "q": search.query or None,
            "order": None if search.order is Order.NAME else str(search.order),
            "page": None if wished == 1 else wished,
        }
        return _address(self.endpoint, self.subject | looked_for | {"_anchor": _ANCHOR})


def _address(endpoint: str, values: dict[str, Any]) -> str:
    return url_for(endpoint, **values)


def board(
    endpoint: str, subject: dict[str, Any], cohort: Cohort, kept: Sequence[uuid.UUID]
) -> Board:
    """The board as the address asks for it; without a choice in it, with the one that is kept."""
    chosen = kept if CHOICE not in request.values else chosen_ids(request.values.getlist(CHOICE))
    page = choice_page(
        current_tenant().id, cohort, chosen[:MAX_CHOICES], _search(), current_language()
    )
    return Board(page, endpoint, subject)


def chosen_ids(sent: Sequence[str]) -> tuple[uuid.UUID, ...]:
    """The ids that were sent; what is no id was not sent by our pages and is left out."""
    ids = []
    for text in sent:
        try:
            ids.append(uuid.UUID(text))
        except ValueError:
            continue
    return tuple(ids)


def _search() -> Search:
    wished = request.values.get("order", "")
    return Search(
        query=request.values.get("q", "").strip()[:_MAX_QUERY],
        order=Order(wished) if wished in tuple(Order) else Order.NAME,
        page=request.values.get("page", 1, type=int),
    )
