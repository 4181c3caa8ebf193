"""How places are given in each territory, what is set to change, and every signed switch."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.modes.rehearsals import Account, ChildLine, account_of
from kezek.core.regions import Tenant
from kezek.core.territories import Territory, UnknownTerritory, get_territory
from kezek.db.accounts import name_of
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.db.territory_switches import (
    TerritorySwitchRow,
    all_switches,
    find_switch,
    lines_from_json,
    waiting_by_territory,
)


@dataclass(frozen=True, slots=True)
class ShownSwitch:
    """One signed switch without its children."""

    id: uuid.UUID
    territory: str
    territory_name: str
    mode_before: str
    mode_after: str
    from_on: date
    reason: str
    signed_at: datetime
    signed_by: str
    """The tag of the account, as the journal has it."""
    signed_name: str
    """The name of the account; empty for a command of the operator."""
    cancelled_at: datetime | None
    cancelled_by: str
    cancelled_name: str
    cancelled_why: str
    happened_at: datetime | None

    @property
    def is_planned(self) -> bool:
        """Whether its day is still to come."""
        return self.cancelled_at is None and self.happened_at is None


@dataclass(frozen=True, slots=True)
class TerritoryModes:
    """One territory: the mode that rules, since when, and the one that is set."""

    slug: str
    name: str
    mode: str
    """Empty before the first mode begins."""
    since: date | None
    next_mode: str
    next_on: date | None
    waiting: int


@dataclass(frozen=True, slots=True)
class ModesPage:
    """The administrator's first page."""

    territories: tuple[TerritoryModes, ...]
    switches: tuple[ShownSwitch, ...]
    today: date


@dataclass(frozen=True, slots=True)
class SwitchPage:
    """One signed switch with every child: what was rehearsed, and what happened."""

    switch: ShownSwitch
    rehearsed: tuple[ChildLine, ...]
    happened: tuple[ChildLine, ...] | None
    account: Account | None


def modes_page(tenant_id: int, language: str) -> ModesPage:
    """The territories of a region with their modes, and the switches that were signed."""
    with read_scope(tenant_id) as session:
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        today = region.calendar.local_day(now)
        waiting = waiting_by_territory(session)
        return ModesPage(
            tuple(
                _modes(one, today, waiting.get(one.slug, 0), language) for one in region.territories
            ),
            tuple(_shown(session, one, region, language) for one in all_switches(session)),
            today,
        )


def switch_page(tenant_id: int, switch_id: uuid.UUID, language: str) -> SwitchPage | None:
    """One switch, with both lists and what they differ in; nothing if there is none here."""
    with read_scope(tenant_id) as session:
        row = find_switch(session, switch_id)
        if row is None:
            return None
        _, region = region_at(session, tenant_id, services().clock.now(session))
        said = lines_from_json(row.rehearsal)
        done = lines_from_json(row.outcome) if row.outcome is not None else None
        return SwitchPage(
            _shown(session, row, region, language),
            said,
            done,
            account_of(said, done) if done is not None else None,
        )


def _modes(territory: Territory, today: date, waiting: int, language: str) -> TerritoryModes:
    begun = [one for one in territory.modes if one.from_on <= today]
    coming = territory.next_switch(today)
    return TerritoryModes(
        slug=territory.slug,
        name=_name(territory, language),
        mode=str(begun[-1].mode) if begun else "",
        since=begun[-1].from_on if begun else None,
        next_mode=str(coming.mode) if coming else "",
        next_on=coming.from_on if coming else None,
        waiting=waiting,
    )


def _shown(session: Session, row: TerritorySwitchRow, region: Tenant, language: str) -> ShownSwitch:
    return ShownSwitch(
        id=row.id,
        territory=row.territory,
        territory_name=_territory_name(region, row.territory, language),
        mode_before=row.mode_before,
        mode_after=row.mode_after,
        from_on=row.from_on,
        reason=row.reason,
        signed_at=row.signed_at,
        signed_by=row.signed_by,
        signed_name=name_of(session, row.signed_by),
        cancelled_at=row.cancelled_at,
        cancelled_by=row.cancelled_by or "",
        cancelled_name=name_of(session, row.cancelled_by or ""),
        cancelled_why=row.cancelled_why or "",
        happened_at=row.happened_at,
    )


def _territory_name(region: Tenant, slug: str, language: str) -> str:
    try:
        return _name(get_territory(region.territories, slug), language)
    except UnknownTerritory:
        return slug


def _name(territory: Territory, language: str) -> str:
    return territory.ru if language == "ru" else territory.kk
