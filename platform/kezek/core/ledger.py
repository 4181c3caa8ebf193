"""What the tables must hold, from facts alone: folds images in any order in which facts are read.

The current image of a place or queue is the one with the highest version. Applications are
followed version by version, because rows keep what is over too: every offer and referral with
its end. A version read before its turn waits; one that never comes is a gap in the journal.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from kezek.core.applications import Application, Offer, Referral
from kezek.core.bulletins import BulletinLine, lines_of
from kezek.core.ids import ApplicationId, PlaceId
from kezek.core.images import (
    application_from_image,
    move_from_image,
    personal_of_erased,
    place_from_image,
    queue_from_image,
)
from kezek.core.moves import Move
from kezek.core.places import Place
from kezek.core.queues import Queue, QueueKey

Lasting = TypeVar("Lasting", Offer, Referral)


@dataclass(frozen=True, slots=True)
class Span(Generic[Lasting]):
    """An offer or referral as it last was; with its end, and the kind of fact that ended it."""

    value: Lasting
    ended_at: datetime | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """An application after one fact: what the fact was called, and when."""

    application: Application
    at: datetime
    kind: str
    is_erased: bool = False
    """The family was erased: what is personal in `application` only stands in."""


@dataclass(slots=True)
class Trail:
    """One application followed through its facts."""

    last: Step | None = None
    state_since: datetime | None = None
    offers: list[Span[Offer]] = field(default_factory=list)
    referrals: list[Span[Referral]] = field(default_factory=list)
    early: dict[int, Step] = field(default_factory=dict)

    def take(self, step: Step) -> None:
        """Goes one version on, and through all that waited for it."""
        self.early[step.application.version] = step
        while (ready := self.early.pop(self._next_version(), None)) is not None:
            self._go(ready)

    def _next_version(self) -> int:
        return self.last.application.version + 1 if self.last else 1

    def _go(self, step: Step) -> None:
        application = step.application
        if self.last is None or self.last.application.state is not application.state:
            self.state_since = step.at
        _follow(self.offers, application.offer, step)
        _follow(self.referrals, application.referral, step)
        self.last = step


def _follow(spans: list[Span[Lasting]], now: Lasting | None, step: Step) -> None:
    live = spans[-1] if spans and spans[-1].ended_at is None else None
    if live is not None and (now is None or _began(now) != _began(live.value)):
        spans[-1] = replace(live, ended_at=step.at, outcome=step.kind)
        live = None
    if now is not None and live is not None:
        spans[-1] = Span(now)
    elif now is not None:
        spans.append(Span(now))


def _began(value: Offer | Referral) -> datetime:
    return value.made_at if isinstance(value, Offer) else value.issued_at


@dataclass(slots=True)
class Ledger:
    """Everything that the facts taken so far say."""

    trails: dict[ApplicationId, Trail] = field(default_factory=dict)
    places: dict[PlaceId, Place] = field(default_factory=dict)
    queues: dict[QueueKey, Queue] = field(default_factory=dict)
    moves: dict[QueueKey, list[tuple[UUID, Move]]] = field(default_factory=dict)
    bulletins: list[BulletinLine] = field(default_factory=list)

    def take(
        self,
        fact_id: UUID,
        kind: str,
        at: datetime,
        payload: Mapping[str, Any],
        personal: Mapping[str, Any] | None,
    ) -> None:
        """Takes in one fact; `personal` is None where it has none or its family was erased."""
        changes: Mapping[str, Any] = payload.get("changes", {})
        for change in changes.get("applications", ()):
            self._take_application(change, kind, at, personal)
        places = [place_from_image(change["image"]) for change in changes.get("places", ())]
        self.bulletins.extend(lines_of(kind, payload.get("detail", {}), places, at))
        for place in places:
            known = self.places.get(place.id)
            if known is None or known.version < place.version:
                self.places[place.id] = place
        for change in changes.get("queues", ()):
            queue = queue_from_image(change["image"])
            stored = self.queues.get(queue.key)
            if stored is None or stored.version < queue.version:
                self.queues[queue.key] = queue
        for image in payload.get("moves", ()):
            key, move = move_from_image(image)
            self.moves.setdefault(key, []).append((fact_id, replace(move, at=at)))

    def _take_application(
        self,
        change: Mapping[str, Any],
        kind: str,
        at: datetime,
        personal: Mapping[str, Any] | None,
    ) -> None:
        public = change["image"]
        own = personal["applications"][change["id"]] if personal else personal_of_erased(public)
        application = application_from_image(public, own)
        trail = self.trails.setdefault(application.id, Trail())
        trail.take(Step(application, at, kind, is_erased=personal is None))

    def gaps(self) -> Iterator[tuple[ApplicationId, int]]:
        """Applications of which a version is missing in the journal, with that version."""
        for application_id, trail in self.trails.items():
            if trail.early:
                yield application_id, trail.last.application.version + 1 if trail.last else 1

    def keys(self) -> set[QueueKey]:
        """Every queue that any fact speaks of."""
        stood = {
            key
            for trail in self.trails.values()
            if trail.last
            for key in trail.last.application.keys
        }
        return stood | {place.key for place in self.places.values()} | {*self.queues, *self.moves}
