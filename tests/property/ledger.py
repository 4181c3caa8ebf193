"""The same town through the use cases on PostgreSQL, called by the same verbs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import select

from kezek.core.access import Actor, Role
from kezek.core.applications import Application
from kezek.core.errors import Code, Refusal
from kezek.core.ids import ApplicationId, KindergartenId
from kezek.core.queues import Kind
from kezek.core.territories import Mode
from kezek.core.triggers import ConfirmAgain, Relocate
from kezek.core.turns import Standing
from kezek.db.applications import load_applications
from kezek.db.numbers import numbers_of, shown_order
from kezek.db.places import PlaceRow, load_places
from kezek.db.queues import QueueRow
from kezek.db.scope import read_scope
from kezek.scenarios.stage import Stage, add_child, made_up_iin, set_stage
from kezek.scenarios.story import Garden, Story
from kezek.usecases import (
    admission,
    answers,
    applications,
    outages,
    places,
    referrals,
    rules_change,
    sanatorium,
    standing,
)
from kezek.usecases.deciding import act_on_application
from tests.builders import CALENDAR
from tests.property.region import BEGIN, summary
from tests.property.town import CATEGORY, DONE, Child

GARDENS = (1, 2, 3)
_PEOPLE = count(1)
"""Children of all seasons of a process: one has one live application in the whole deployment."""

FAMILY, OFFICE, KINDERGARTEN, ADMIN = "family", "office", "kindergarten", "admin"


@dataclass
class Ledger:
    """A region of its own in the test's database."""

    stage: Stage
    names: list[UUID] = field(default_factory=list)
    place_names: list[UUID] = field(default_factory=list)
    children: dict[int, UUID] = field(default_factory=dict)

    @classmethod
    def open(cls, settings: Mapping[str, Any]) -> "Ledger":
        """A new region with these settings, at nine o'clock of the first day."""
        gardens = {f"K{at}": Garden(f"K{at}", Kind.NURSERY_KINDERGARTEN) for at in GARDENS}
        begins = CALENDAR.local(BEGIN).replace(tzinfo=None)
        story = Story("A season", begins, settings, {"city": Mode.LINEAR}, gardens, ())
        return cls(set_stage(story, tenant=None))

    def act(self, verb: str, subject: int = 0, **given: Any) -> str:
        """Does one thing; gives `done` or the code of the refusal."""
        self.stage.tick()
        try:
            if hasattr(self, f"_{verb}"):
                getattr(self, f"_{verb}")(subject, **given)
            else:
                SIMPLE[verb](self.stage.tenant_id, self.names[subject - 1], given)
        except Refusal as refusal:
            return str(refusal.code)
        return DONE

    def go_to(self, moment: datetime) -> None:
        """From due moment to due moment."""
        self.stage.go_to(moment)

    @property
    def _tenant(self) -> int:
        return self.stage.tenant_id

    def _gardens(self, numbers: tuple[int, ...]) -> tuple[UUID, ...]:
        return tuple(self.stage.gardens[f"K{number}"] for number in numbers)

    def _apply_for(
        self,
        _: int,
        *,
        child: Child,
        gardens: tuple[int, ...],
        standing: Standing,
        proved: bool,
        planned_from: date | None,
    ) -> None:
        if child.serial not in self.children:
            iin = made_up_iin(child.born_on, next(_PEOPLE) * 3)
            name, parent = f"child {child.serial}", f"parent {child.parent}"
            self.children[child.serial] = add_child(self.stage, name, parent, child.born_on, iin)
        wish = applications.Wish(
            child_id=self.children[child.serial],
            territory="city",
            language="kk",
            choices=self._gardens(gardens),
            categories=(CATEGORY[standing],),
            planned_from=planned_from,
            consent=True,
            proof_accepted=proved,
        )
        self.names.append(applications.submit(self._tenant, FAMILY, wish).id)

    def _change_choices(self, subject: int, *, gardens: tuple[int, ...]) -> None:
        one = self.names[subject - 1]
        applications.change_choices(self._tenant, FAMILY, one, self._gardens(gardens))

    def _accept(self, subject: int, *, place: int | None = None) -> None:
        self._answer(answers.accept, subject, place)

    def _decline(self, subject: int, *, place: int | None = None) -> None:
        self._answer(answers.decline, subject, place)

    def _answer(self, how: Callable[..., object], subject: int, place: int | None) -> None:
        read = self.place_names[place - 1] if place else None
        how(self._tenant, FAMILY, self.names[subject - 1], place_id=read)

    def _publish(self, _: int, *, at: int, year: int, count: int, until: date | None) -> None:
        vacancy = places.Vacancy(
            kindergarten_id=self.stage.gardens[f"K{at}"],
            birth_year=year,
            language="kk",
            places=count,
            until=until,
        )
        self.place_names.extend(places.publish(self._tenant, KINDERGARTEN, vacancy))

    def _recall(self, subject: int) -> None:
        places.recall(self._tenant, KINDERGARTEN, self.place_names[subject - 1], reason="property")

    def _keep_place(self, subject: int, *, until: date) -> None:
        one = self.application(subject)
        if one.referral is None:
            raise Refusal(Code.WRONG_STATE)
        by = _worker(one.referral.kindergarten)
        sanatorium.keep_place(self._tenant, by, one.id, until)
        with read_scope(self._tenant) as session:
            known = set(self.place_names)
            made = session.scalars(
                select(PlaceRow.id).where(PlaceRow.in_place_of == one.referral.place)
            )
            self.place_names.extend(place for place in made if place not in known)

    def _pupil_returned(self, subject: int) -> None:
        place = self.place_names[subject - 1]
        with read_scope(self._tenant) as session:
            (lent,) = load_places(session, [place]).values()
        sanatorium.pupil_returned(self._tenant, _worker(lent.key.kindergarten), place)

    def _outage(self, _: int, *, began_at: datetime, ended_at: datetime) -> None:
        outages.record_outage(self._tenant, ADMIN, began_at, ended_at)

    def _set(self, _: int, **settings: object) -> None:
        rules_change.change_settings(self._tenant, ADMIN, settings)

    # What the ledger says now.

    def application(self, serial: int) -> Application:
        """The application with this serial."""
        one = self.names[serial - 1]
        with read_scope(self._tenant) as session:
            return load_applications(session, [one])[ApplicationId(one)]

    def applications(self) -> list[tuple[Any, ...]]:
        """All of them in short, by serial."""
        numbers = {KindergartenId(one): int(name[1:]) for name, one in self.stage.gardens.items()}
        with read_scope(self._tenant) as session:
            loaded = load_applications(session, self.names)
        return [summary(loaded[ApplicationId(one)], numbers) for one in self.names]

    def places(self) -> list[tuple[Any, ...]]:
        """All places: state, who has it, the class it is bound to, its turn."""
        with read_scope(self._tenant) as session:
            loaded = load_places(session, self.place_names)
        by_id = {place.id: place for place in loaded.values()}
        serials = {one: at for at, one in enumerate(self.names, start=1)}
        found = []
        for name in self.place_names:
            place = next(one for key, one in by_id.items() if key == name)
            holder = serials[place.holder] if place.holder else None
            found.append((str(place.state), holder, place.slot, place.opened_at, place.serial))
        return found

    def queues(self) -> dict[tuple[int, int], tuple[Any, ...]]:
        """The count, the ratio and the order of each queue; the last one's number counted alone."""
        serials = {one: at for at, one in enumerate(self.names, start=1)}
        gardens = {garden: int(name[1:]) for name, garden in self.stage.gardens.items()}
        found = {}
        with read_scope(self._tenant) as session:
            for row in session.scalars(select(QueueRow)):
                order = shown_order(session, row)
                counted = [
                    now.number
                    for one in order[-1:]
                    for now in numbers_of(session, one)
                    if now.queue_id == row.id
                ]
                assert counted in ([], [len(order)])
                name = (gardens[row.seats.kindergarten], row.birth_year)
                found[name] = (row.value.count, row.value.ratio, [serials[one] for one in order])
        return found


def _worker(kindergarten: UUID) -> Actor:
    return Actor(UUID(int=1), Role.KINDERGARTEN, kindergarten_id=KindergartenId(kindergarten))


Simple = Callable[[int, UUID, Mapping[str, Any]], object]

SIMPLE: Mapping[str, Simple] = {
    "withdraw": lambda t, one, _: applications.withdraw(t, FAMILY, one),
    "plan_age": lambda t, one, given: applications.plan_age(t, FAMILY, one, **given),
    "verify": lambda t, one, _: standing.verify(t, OFFICE, one),
    "reject": lambda t, one, given: standing.reject(t, OFFICE, one, **given),
    "relocate": lambda t, one, _: act_on_application(t, OFFICE, one, Relocate(ApplicationId(one))),
    "confirm_again": lambda t, one, _: act_on_application(
        t, OFFICE, one, ConfirmAgain(ApplicationId(one))
    ),
    "confirm_interest": lambda t, one, _: applications.answer_interest(
        t, FAMILY, one, interested=True
    ),
    "deny_interest": lambda t, one, _: applications.answer_interest(
        t, FAMILY, one, interested=False
    ),
    "cancel": lambda t, one, _: referrals.cancel(t, FAMILY, one),
    "ask_extension": lambda t, one, given: referrals.ask_extension(t, FAMILY, one, **given),
    "grant_extension": lambda t, one, _: referrals.answer_extension(
        t, KINDERGARTEN, one, granted=True
    ),
    "refuse_extension": lambda t, one, _: referrals.answer_extension(
        t, KINDERGARTEN, one, granted=False
    ),
    "submit_documents": lambda t, one, given: admission.submit_documents(t, FAMILY, one, **given),
    "admit": lambda t, one, _: admission.admit(t, KINDERGARTEN, one),
    "refuse_admission": lambda t, one, given: admission.refuse_admission(
        t, KINDERGARTEN, one, **given
    ),
    "review_refusal": lambda t, one, given: admission.review_refusal(t, OFFICE, one, **given),
    "sign": lambda t, one, _: admission.sign(t, FAMILY, one),
    "end_contract": lambda t, one, _: admission.end_contract(t, FAMILY, one),
}
