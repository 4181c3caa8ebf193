"""A family's cabinet: what waits for an answer, every application with its numbers, new notices."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.access import Actor
from kezek.core.admission_stages import arrival_of
from kezek.core.applications import (
    ENDED,
    Application,
    State,
    deadline,
)
from kezek.core.ids import KindergartenId
from kezek.core.rules import TenantRules
from kezek.core.turns import Standing
from kezek.core.waits import IN_QUEUES, Wait, waited_for
from kezek.db.applications import ApplicationRow, load_applications
from kezek.db.kindergartens import KindergartenRow
from kezek.db.notices import NoticeRow
from kezek.db.people import ChildRow, find_guardian
from kezek.db.places import load_places
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.reads.bad_contacts import BadContact, bad_contacts
from kezek.reads.numbers import ShownNumber, queues_version, shown_numbers
from kezek.reads.shown_vouchers import named_kindergartens

NEW_NOTICES = 5
"""The newest unread notices that the first page shows; the rest stands in the list."""


@dataclass(frozen=True, slots=True)
class DueCard:
    """One thing to be done by a moment; `due_at` is the first that is too late (G-05a)."""

    wait: Wait
    application_id: uuid.UUID
    child: str
    kindergarten: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Siblings:
    """Children of the family who wait for one kindergarten: offered together (L-26.1)."""

    kindergarten: str
    children: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ApplicationCard:
    """One application with its numbers."""

    id: uuid.UUID
    number: str
    child: str
    mode: str
    state: str
    reason: str
    standing: str
    submitted_at: datetime
    numbers: tuple[ShownNumber, ...]
    due_at: datetime | None
    """When the state ends by itself: a suspension, for one."""


@dataclass(frozen=True, slots=True)
class NewNotice:
    """A notice that has not been read yet."""

    id: uuid.UUID
    subject: str
    language: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FamilyHome:
    """The first page of a family."""

    now: datetime
    due: tuple[DueCard, ...]
    live: tuple[ApplicationCard, ...]
    past: tuple[ApplicationCard, ...]
    siblings: tuple[Siblings, ...]
    notices: tuple[NewNotice, ...]
    unread: int
    waiting_children: int
    """Children of the list without a live application."""
    bad_contacts: tuple[BadContact, ...]
    """Addresses that take nothing, to be mended (N-55)."""
    topics: tuple[str, ...]
    """What the page listens to: its queues, and whatever happens to the family."""


def family_home(tenant_id: int, actor: Actor, language: str) -> FamilyHome:
    """Everything that a family has here, on one snapshot."""
    with read_scope(tenant_id) as session:
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        applications = _applications_of(session, actor)
        children = _children_of(session, actor)
        gardens = _names_of(session, applications, language)
        cards = [
            _card(session, one, children.get(one.child, ""), language, now) for one in applications
        ]
        live = tuple(card for card in cards if State(card.state) not in ENDED)
        return FamilyHome(
            now=now,
            due=tuple(_due(session, applications, children, gardens)),
            live=live,
            past=tuple(card for card in cards if State(card.state) in ENDED),
            siblings=tuple(_siblings(applications, children, gardens, region.rules)),
            notices=tuple(_new_notices(session, actor)),
            unread=_unread(session, actor),
            waiting_children=_children_waiting(session, actor),
            bad_contacts=_bad_contacts(session, actor),
            topics=(f"family-{actor.guardian_id}", *_topics(live)),
        )


def home_version(tenant_id: int, actor: Actor) -> tuple[object, ...]:
    """What the first page depends on: another version means another page (house §5.7)."""
    with read_scope(tenant_id) as session:
        applications = session.execute(
            select(ApplicationRow.id, ApplicationRow.version)
            .where(ApplicationRow.guardian_id == actor.guardian_id)
            .order_by(ApplicationRow.id)
        ).all()
        newest = session.scalar(
            select(func.max(NoticeRow.seq)).where(NoticeRow.guardian_id == actor.guardian_id)
        )
        return (
            *map(tuple, applications),
            *queues_version(session, [row.id for row in applications]),
            newest,
            _unread(session, actor),
            _children_waiting(session, actor),
            *((one.way, one.hint) for one in _bad_contacts(session, actor)),
        )


def _bad_contacts(session: Session, actor: Actor) -> tuple[BadContact, ...]:
    guardian = find_guardian(session, actor.guardian_id) if actor.guardian_id else None
    return bad_contacts(session, guardian) if guardian is not None else ()


def _applications_of(session: Session, actor: Actor) -> list[Application]:
    """All applications of the family, the newest first."""
    ids = session.scalars(
        select(ApplicationRow.id).where(ApplicationRow.guardian_id == actor.guardian_id)
    ).all()
    return sorted(
        load_applications(session, ids).values(), key=lambda one: one.submitted_at, reverse=True
    )


def _children_of(session: Session, actor: Actor) -> Mapping[uuid.UUID, str]:
    """The names of all children the family ever listed."""
    rows = session.execute(
        select(ChildRow.id, ChildRow.full_name).where(ChildRow.guardian_id == actor.guardian_id)
    )
    return {row.id: row.full_name for row in rows}


def _children_waiting(session: Session, actor: Actor) -> int:
    live = select(ApplicationRow.child_id).where(
        ApplicationRow.guardian_id == actor.guardian_id, ApplicationRow.state.not_in(ENDED)
    )
    count = session.scalar(
        select(func.count())
        .select_from(ChildRow)
        .where(
            ChildRow.guardian_id == actor.guardian_id,
            ChildRow.removed_at.is_(None),
            ChildRow.id.not_in(live),
        )
    )
    return count or 0


def _names_of(
    session: Session, applications: Sequence[Application], language: str
) -> Mapping[KindergartenId, str]:
    """The names of all kindergartens that the applications are about."""
    named = {choice for one in applications for choice in one.choices}
    named |= {one.referral.kindergarten for one in applications if one.referral}
    named |= {garden for one in applications for garden in named_kindergartens(one)}
    rows = session.scalars(select(KindergartenRow).where(KindergartenRow.id.in_(named)))
    return {KindergartenId(row.id): row.name(language) for row in rows}


def _card(
    session: Session, application: Application, child: str, language: str, now: datetime
) -> ApplicationCard:
    has_numbers = application.state in IN_QUEUES
    return ApplicationCard(
        id=application.id,
        number=application.number,
        child=child,
        mode=str(application.mode),
        state=str(application.state),
        reason=str(application.reason or ""),
        standing=str(application.standing),
        submitted_at=application.submitted_at,
        numbers=shown_numbers(session, application.id, language, now) if has_numbers else (),
        due_at=deadline(application),
    )


def _due(
    session: Session,
    applications: Iterable[Application],
    children: Mapping[uuid.UUID, str],
    gardens: Mapping[KindergartenId, str],
) -> list[DueCard]:
    """What is waited for, the soonest first."""
    cards = []
    for one in applications:
        wait, due_at = waited_for(one)
        if wait is None or due_at is None:
            continue
        garden = _kindergarten_of(session, one)
        name = gardens.get(garden, "") if garden else ""
        cards.append(DueCard(wait, one.id, children.get(one.child, ""), name, due_at))
    return sorted(cards, key=lambda card: card.due_at)


def _kindergarten_of(session: Session, application: Application) -> KindergartenId | None:
    """The kindergarten of a kept place, or of the live offer or referral."""
    if application.voucher is not None and application.voucher.hold is not None:
        return application.voucher.hold.kindergarten
    arrival = arrival_of(application)
    if arrival is not None:
        return arrival.referral.kindergarten
    if application.offer is None:
        return None
    return load_places(session, [application.offer.place])[application.offer.place].key.kindergarten


def _siblings(
    applications: Sequence[Application],
    children: Mapping[uuid.UUID, str],
    gardens: Mapping[KindergartenId, str],
    settings: TenantRules,
) -> Iterable[Siblings]:
    """Kindergartens for which several children of the family wait together (R-47, R-48)."""
    if settings.siblings == "off":
        return
    waiting = [
        one
        for one in applications
        if one.state is State.QUEUED and (settings.siblings == "all" or one.standing is Standing.G)
    ]
    for garden, name in gardens.items():
        for queue_type in {one.queue_type for one in waiting}:
            together = [
                one for one in waiting if garden in one.choices and one.queue_type is queue_type
            ]
            if len(together) > 1:
                yield Siblings(name, tuple(children.get(one.child, "") for one in together))


def _new_notices(session: Session, actor: Actor) -> Iterable[NewNotice]:
    rows = session.scalars(
        select(NoticeRow)
        .where(NoticeRow.guardian_id == actor.guardian_id, NoticeRow.read_at.is_(None))
        .order_by(NoticeRow.seq.desc())
        .limit(NEW_NOTICES)
    )
    return [NewNotice(row.id, row.subject, row.language, row.recorded_at) for row in rows]


def _unread(session: Session, actor: Actor) -> int:
    count = session.scalar(
        select(func.count())
        .select_from(NoticeRow)
        .where(NoticeRow.guardian_id == actor.guardian_id, NoticeRow.read_at.is_(None))
    )
    return count or 0


def _topics(cards: Iterable[ApplicationCard]) -> list[str]:
    found = {str(number.queue_id) for card in cards for number in card.numbers}
    return sorted(found)[:MOST_TOPICS]


MOST_TOPICS = 15
"""Queues that a page listens to; what happens to the family itself rings apart from them."""
