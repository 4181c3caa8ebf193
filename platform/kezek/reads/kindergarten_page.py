"""One kindergarten for everybody: what it is, its groups with places and queues (L-3.06, V-13)."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.modes.registry import gives_vouchers, names_kindergartens
from kezek.core.queues import Kind
from kezek.core.regions import Tenant
from kezek.core.territories import Mode
from kezek.db.figures import QueueFigures, cohorts_of, figures_of, under_review_of
from kezek.db.kindergartens import KindergartenRow, find_kindergarten
from kezek.db.queues import find_queue
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.db.waiting_lists import lengths_at
from kezek.reads.kindergarten_list import Closed, closed_because
from kezek.reads.queue_board import (
    Cohort,
    QueueBoard,
    Version,
    key_of,
    queue_board,
    shown_anew,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortLine:
    """One year of birth and language: places and queue of it."""

    birth_year: int
    language: str
    has_group: bool
    free: int
    temporary: int
    offered: int
    waiting: int
    under_review: int
    on_list: int | None
    """How many wait on its list; nothing where places are not given by vouchers (VX-14)."""
    is_chosen: bool
    """Whether its queue is the one that the page shows."""
    has_queue: bool = True
    """Whether children wait for this kindergarten itself (V-17)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KindergartenPage:
    """One kindergarten, its cohorts, and one of its queues."""

    id: uuid.UUID
    name: str
    is_name_russian: bool
    """No Kazakh name is known, so a Kazakh reader is shown the Russian one."""
    is_demo: bool
    kind: str
    ownership: str
    territory: str
    territory_slug: str
    provider: str
    address: str
    phone: str
    hours: str
    capacity: int | None
    languages: tuple[str, ...]
    place_on_map: tuple[float, float] | None
    closed: Closed | None
    closed_on: date | None
    """From which day on it takes nobody: nobody waits for it any more (L-3.06)."""
    closed_words: str
    """Why, as the region tells everybody."""
    keeps_moment: bool
    """Whether who chooses other kindergartens keeps the moment of applying (L-15.8)."""
    mode: str
    as_of: datetime
    cohorts: tuple[CohortLine, ...]
    board: QueueBoard | None

    @property
    def topic(self) -> str:
        """What rings when anything of this kindergarten changed."""
        return topic_of(self.id)

    @property
    def topics(self) -> tuple[str, ...]:
        """What the page listens to."""
        if self.board is None or self.board.topic == self.topic:
            return (self.topic,)
        return (self.board.topic, self.topic)


def topic_of(kindergarten_id: uuid.UUID) -> str:
    """What rings when anything of a kindergarten changed."""
    return f"kindergarten-{kindergarten_id}"


def kindergarten_page(
    tenant_id: int,
    kindergarten_id: uuid.UUID,
    reader_language: str,
    cohort: Cohort | None = None,
    page: int = 1,
) -> KindergartenPage | None:
    """The page of a kindergarten with the queue of one cohort, or with its longest queue.

    Nothing where there is no such kindergarten, or it has neither group nor queue of that cohort.
    """
    with read_scope(tenant_id) as session:
        row = find_kindergarten(session, kindergarten_id)
        if row is None:
            return None
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        if row.closed_on is not None:
            # It was closed when nobody was left: what its groups were says nothing any more.
            return _page(row, region, reader_language, now, (), None)
        mode = _mode_of(row, region, now)
        lines = _cohorts(session, row, cohort, mode)
        chosen = next((line for line in lines if line.is_chosen), None)
        if cohort is not None and chosen is None:
            return None
        board = None
        if chosen is not None and names_kindergartens(mode):
            shown = (chosen.birth_year, chosen.language)
            board = queue_board(session, row, shown, page, now, reader_language)
        return _page(row, region, reader_language, now, lines, board)


@dataclass(frozen=True, slots=True)
class CohortNews:
    """The cohorts of a kindergarten; none when the reader has them as they are."""

    version: Version
    cohorts: tuple[CohortLine, ...] | None
    queue_id: uuid.UUID | None
    """The queue of the chosen one, once somebody has stood in it."""


def cohort_news(
    tenant_id: int,
    kindergarten_id: uuid.UUID,
    cohort: Cohort,
    is_known: Callable[[Version], bool],
) -> CohortNews | None:
    """The cohorts with their places and queues, unless the reader has this version already.

    Nothing where there is no such kindergarten.
    """
    with read_scope(tenant_id) as session:
        row = find_kindergarten(session, kindergarten_id)
        if row is None:
            return None
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        lines = _cohorts(session, row, cohort, _mode_of(row, region, now))
        queue = find_queue(session, key_of(row, cohort))
        queue_id = queue.id if queue else None
        version = (lines, queue_id, shown_anew(now))
        return CohortNews(version, None if is_known(version) else lines, queue_id)


def _mode_of(row: KindergartenRow, region: Tenant, now: datetime) -> Mode | None:
    """By which rules its territory gives places today."""
    territory = next((one for one in region.territories if one.slug == row.territory), None)
    return territory.mode_on(region.calendar.local_day(now)) if territory else None


def _cohorts(
    session: Session, row: KindergartenRow, wished: Cohort | None, mode: Mode | None
) -> tuple[CohortLine, ...]:
    """Every cohort that has a group or a queue, the youngest first."""
    lists = lengths_at(session, row.id) if gives_vouchers(mode) else None
    queue_type = Kind(row.kind).queue_type
    figures = {
        (one.birth_year, one.language): one
        for one in figures_of(session, [row.id])
        if one.queue_type == str(queue_type)
    }
    groups = cohorts_of(session, [row.id]).get(row.id, set())
    left_out = under_review_of(session, row.id, queue_type)
    known = sorted(groups | set(figures) | set(left_out), key=lambda one: (-one[0], one[1]))
    shown = wished if wished is not None else _longest(known, figures)
    lines = (
        _cohort(one, figures.get(one), one in groups, left_out.get(one, 0), one == shown)
        for one in known
    )
    if names_kindergartens(mode):
        return tuple(lines)
    return tuple(
        replace(
            one,
            has_queue=False,
            on_list=None if lists is None else lists.get((one.birth_year, one.language), 0),
        )
        for one in lines
    )


def _longest(known: Iterable[Cohort], figures: Mapping[Cohort, QueueFigures]) -> Cohort | None:
    return max(known, key=lambda one: figures[one].waiting if one in figures else 0, default=None)


def _cohort(
    cohort: Cohort,
    figures: QueueFigures | None,
    has_group: bool,
    under_review: int,
    is_chosen: bool,
) -> CohortLine:
    return CohortLine(
        birth_year=cohort[0],
        language=cohort[1],
        has_group=has_group,
        free=figures.free if figures else 0,
        temporary=figures.temporary if figures else 0,
        offered=figures.offered if figures else 0,
        waiting=figures.waiting if figures else 0,
        under_review=under_review,
        on_list=None,
        is_chosen=is_chosen,
    )


def _page(
    row: KindergartenRow,
    region: Tenant,
    language: str,
    now: datetime,
    cohorts: tuple[CohortLine, ...],
    board: QueueBoard | None,
) -> KindergartenPage:
    territory = next((one for one in region.territories if one.slug == row.territory), None)
    mode = _mode_of(row, region, now)
    address = row.address_kk if language == "kk" else row.address_ru
    provider = region.provider_of(territory) if territory else region.provider
    return KindergartenPage(
        id=row.id,
        name=row.name(language),
        is_name_russian=language == "kk" and not row.name_kk,
        is_demo=row.is_demo,
        kind=row.kind,
        ownership=row.ownership,
        territory=(territory.kk if language == "kk" else territory.ru) if territory else "",
        territory_slug=row.territory,
        provider=provider.in_language(language),
        address=address or row.address_ru or row.address_kk,
        phone=row.phone,
        hours=f"{row.hours:f}".rstrip("0").rstrip(".") if row.hours is not None else "",
        capacity=row.capacity,
        languages=tuple(row.languages),
        place_on_map=(row.lat, row.lon) if row.lat is not None and row.lon is not None else None,
        closed=closed_because(row.ownership, any(one.has_group for one in cohorts), mode),
        closed_on=row.closed_on,
        closed_words=row.closed_words(language),
        keeps_moment=region.rules.choice_change_keeps_ts,
        mode=str(mode or ""),
        as_of=now,
        cohorts=cohorts,
        board=board,
    )
