"""What a family is shown of its voucher: category, clock, waiting lists, a kept place, a move."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from kezek.core.admission_stages import Arrival, arrival_of
from kezek.core.applications import Application, State
from kezek.core.cohorts import reference_year, updated_at
from kezek.core.ids import KindergartenId
from kezek.core.mode_rules import VoucherCategory
from kezek.core.modes.registry import gives_vouchers
from kezek.core.regions import Tenant
from kezek.core.rules import TenantRules
from kezek.core.vouchers import Voucher
from kezek.db.notice_subjects import kindergartens_by_id
from kezek.db.waiting_lists import position_of


@dataclass(frozen=True, slots=True)
class ShownCategory:
    """The category in which a child waits for its voucher, and what moves it (VX-5, VX-6)."""

    cohort: int
    standing: str
    reference_year: int
    is_served: bool
    """Whether the region's table has it: children of others wait (R-80)."""
    min_age_months: int
    issued_last: bool
    changes_on: date
    """The day of the next yearly update."""

    @property
    def code(self) -> str:
        """Its name on pages: `3-G`."""
        return f"{self.cohort}-{self.standing}"


@dataclass(frozen=True, slots=True)
class ShownList:
    """A turn on the waiting list of one kindergarten."""

    kindergarten_id: uuid.UUID
    kindergarten: str
    joined_at: datetime
    position: int


@dataclass(frozen=True, slots=True)
class ShownHold:
    """A place that is kept for the first of its list."""

    kindergarten_id: uuid.UUID
    kindergarten: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class ShownMove:
    """An enrolled child on its way into another kindergarten (R-81)."""

    stage: str
    from_kindergarten: str
    to_kindergarten: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownVoucher:
    """The voucher of one application, with the terms of the region that sentences name."""

    category: ShownCategory | None
    offered: int
    """How many were offered: an answer says to which of them it is."""
    due_at: datetime | None
    days_left: int | None
    """Working days that a stopped clock still has."""
    pause_days_left: int
    lists: tuple[ShownList, ...]
    hold: ShownHold | None
    move: ShownMove | None
    asked_days: int | None
    is_extended: bool
    was_answered: bool
    may_extend: bool
    has_restored: bool
    settings: TenantRules

    @property
    def listed(self) -> frozenset[uuid.UUID]:
        """The kindergartens for which the child waits."""
        return frozenset(one.kindergarten_id for one in self.lists)


def shown_voucher(
    session: Session, region: Tenant, one: Application, language: str, now: datetime
) -> ShownVoucher | None:
    """Everything about the voucher; nothing in another mode."""
    if not gives_vouchers(one.mode):
        return None
    voucher = one.voucher or Voucher()
    names = _names(session, one, voucher, language)
    return ShownVoucher(
        category=_category(region, one, now),
        offered=len(voucher.given_at),
        due_at=voucher.due_at,
        days_left=voucher.days_left,
        pause_days_left=max(0, region.rules.voucher_pause_calendar_days - voucher.pause_used),
        lists=tuple(_lists(session, one, voucher, names)),
        hold=_hold(voucher, names),
        move=_move(one, names),
        asked_days=voucher.extension_asked_days,
        is_extended=voucher.extended,
        was_answered=voucher.extension_answered,
        may_extend=_may_extend(one, voucher, region.rules, now),
        has_restored=voucher.restored > 0,
        settings=region.rules,
    )


def named_kindergartens(one: Application) -> set[KindergartenId]:
    """Every kindergarten that the voucher of an application speaks of."""
    voucher = one.voucher or Voucher()
    kept = [each for each in (voucher.hold, voucher.transfer) if each is not None]
    return {each.kindergarten for each in (*voucher.lists, *kept)}


def _names(
    session: Session, one: Application, voucher: Voucher, language: str
) -> Mapping[uuid.UUID, str]:
    wanted: set[uuid.UUID] = set(named_kindergartens(one))
    if one.referral is not None and voucher.transfer is not None:
        wanted.add(one.referral.kindergarten)
    if not wanted:
        return {}
    return {key: row.name(language) for key, row in kindergartens_by_id(session, wanted).items()}


def _category(region: Tenant, one: Application, now: datetime) -> ShownCategory | None:
    if one.cohort is None:
        return None
    code = f"{one.cohort}-{one.standing}"
    row: VoucherCategory | None = next(
        (each for each in region.rules.voucher_categories if each.code == code), None
    )
    year = reference_year(region.rules, region.calendar, now)
    return ShownCategory(
        cohort=one.cohort,
        standing=str(one.standing),
        reference_year=year,
        is_served=row is not None,
        min_age_months=row.min_age_months if row else 0,
        issued_last=row.issued_last if row else False,
        changes_on=region.calendar.local_day(updated_at(year + 1, region.rules, region.calendar)),
    )


def _lists(
    session: Session, one: Application, voucher: Voucher, names: Mapping[uuid.UUID, str]
) -> Iterable[ShownList]:
    for entry in voucher.lists:
        position = position_of(session, one.id, entry.kindergarten)
        yield ShownList(
            entry.kindergarten, names[entry.kindergarten], entry.joined_at, position or 1
        )


def _hold(voucher: Voucher, names: Mapping[uuid.UUID, str]) -> ShownHold | None:
    hold = voucher.hold
    if hold is None:
        return None
    return ShownHold(hold.kindergarten, names[hold.kindergarten], hold.due_at)


def _move(one: Application, names: Mapping[uuid.UUID, str]) -> ShownMove | None:
    if one.state is not State.TRANSFER or one.referral is None:
        return None
    moving: Arrival | None = arrival_of(one)
    assert moving is not None, "TRANSFER without a transfer"
    return ShownMove(
        str(moving.stage),
        names[one.referral.kindergarten],
        names[moving.referral.kindergarten],
    )


def _may_extend(one: Application, voucher: Voucher, settings: TenantRules, now: datetime) -> bool:
    """Once, while the days to choose and to hand in papers run (row 13)."""
    return (
        one.state in (State.VOUCHER_ACTIVE, State.PLACE_CHOSEN)
        and voucher.due_at is not None
        and now < voucher.due_at
        and not voucher.extended
        and voucher.extension_asked_days is None
        and settings.voucher_extension_max_days > 0
    )
