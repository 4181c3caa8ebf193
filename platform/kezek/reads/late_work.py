"""Work that is late by more than its own term: for the head, by territory (9.1 row 6, N-54)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kezek.adapters.services import services
from kezek.core.access import Actor
from kezek.core.paging import Pages, pages_of
from kezek.core.work import Wanted, Work
from kezek.db.accounts import alarm_readers
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.db.waiting_work import Worklist
from kezek.reads.office_desk import territories_of
from kezek.reads.office_work import WorkItem, shown_items

PAGE = 50


@dataclass(frozen=True, slots=True)
class LatePage:
    """What is late in each territory, and the matters themselves, the oldest first."""

    now: datetime
    territories: tuple[tuple[str, str], ...]
    kinds: tuple[Work, ...]
    """Those of which something is late."""
    counts: Mapping[str, Mapping[Work, int]]
    """By territory; under no name what belongs to none."""
    items: tuple[WorkItem, ...]
    pages: Pages
    told: tuple[str, ...]
    """Who of those who answer for it is told by e-mail."""

    def total(self, territory: str) -> int:
        """How much is late in a territory."""
        return sum(self.counts.get(territory, {}).values())


def late_page(tenant_id: int, actor: Actor, territory: str, wished: int, language: str) -> LatePage:
    """Everything of it that this reader answers for."""
    with read_scope(tenant_id) as session:
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        work = Worklist(session, region, actor, now)
        counts: dict[str, dict[Work, int]] = defaultdict(dict)
        for (slug, kind), amount in work.count_long_late().items():
            counts[slug][kind] = amount
        chosen = counts if not territory else {territory: counts.get(territory, {})}
        total = sum(sum(one.values()) for one in chosen.values())
        pages = pages_of(total, wished, PAGE)
        wanted = Wanted(territory=territory)
        late = work.long_late(wanted, pages.first_item - 1, PAGE) if total else []
        return LatePage(
            now=now,
            territories=territories_of(region, actor, language),
            kinds=tuple(one for one in Work if any(one in row for row in counts.values())),
            counts=dict(counts),
            items=tuple(shown_items(session, late, actor.account_id, language)),
            pages=pages,
            told=tuple(one.full_name for one in alarm_readers(session, territory)),
        )
