"""A season in a region: families apply, places open, people answer or stay silent, day after day.

Everything goes through the use cases, on a clock that steps from due moment to due moment.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import select

from kezek.core.applications import State
from kezek.core.errors import Refusal
from kezek.core.queues import Kind
from kezek.core.territories import Mode
from kezek.db.applications import ApplicationRow
from kezek.db.places import PlaceRow
from kezek.db.scope import read_scope
from kezek.scenarios.stage import Stage, add_child, made_up_iin
from kezek.scenarios.story import Garden, Story
from kezek.usecases import admission, answers, applications, places, referrals, standing
from kezek.usecases.deciding import NotFound

FAMILY, OFFICE, GARDEN = "family", "office", "kindergarten"
ACTS_A_DAY = 14
ROUND_AFTER = 5
"""So many acts lie between two rounds of what is done besides them."""
BEGIN = datetime(2026, 2, 2, 8)  # noqa: DTZ001 - the story's wall clock
GARDENS = 6
CATEGORIES = ((13,),) * 16 + ((10,), (11,), (12,), (7,), (1,), (3,))


def opening() -> Story:
    """The story in which a season begins: a town with kindergartens, and nobody in it yet."""
    gardens = {f"K{at}": Garden(f"K{at}", Kind.NURSERY_KINDERGARTEN) for at in range(GARDENS)}
    return Story("A season", BEGIN, {}, {"city": Mode.LINEAR}, gardens, ())


@dataclass
class Season:
    """What happened: how often each act was done or refused."""

    stage: Stage
    dice: Random
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    children: int = 0
    go_round: Callable[[], object] = lambda: None
    """What is done several times a day besides the acts: by workers, where there are any."""

    def live(self, days: int) -> None:
        """Lives so many days; acts come at odd moments between due ones."""
        for _ in range(days):
            self._day()

    def _day(self) -> None:
        stage = self.stage
        midnight = stage.calendar.local_day(stage.clock.now())
        gaps = sorted(self.dice.random() for _ in range(ACTS_A_DAY))
        begin = stage.calendar.start_of_day(midnight)
        for at, gap in enumerate(gaps, start=1):
            moment = begin + timedelta(seconds=gap * 86_000)
            if moment > stage.clock.now():
                stage.go_to(moment.replace(microsecond=0))
            stage.tick()
            self._act()
            if at % ROUND_AFTER == 0:
                self.go_round()
        stage.go_to(stage.calendar.start_of_day(midnight + timedelta(days=1)))
        self.go_round()

    def _act(self) -> None:
        name = self.dice.choices(list(ACTS), [weight for weight, _ in ACTS.values()])[0]
        try:
            done = ACTS[name][1](self)
        except (Refusal, NotFound):
            self.refused[name] += 1
        else:
            self.done[name] += done

    def some(self, *states: State) -> UUID | None:
        """One application in one of these states, by chance."""
        with read_scope(self.stage.tenant_id) as session:
            found = session.scalars(
                select(ApplicationRow.id)
                .where(ApplicationRow.state.in_([str(state) for state in states]))
                .order_by(ApplicationRow.serial)
            ).all()
        return self.dice.choice(found) if found else None

    def some_gardens(self, most: int) -> tuple[UUID, ...]:
        """Some of the kindergartens, in an order of preference."""
        names = self.dice.sample(sorted(self.stage.gardens), self.dice.randint(1, most))
        return tuple(self.stage.gardens[name] for name in names)


def apply(season: Season) -> int:
    """A family applies for a child."""
    stage, dice = season.stage, season.dice
    season.children += 1
    name = f"child {season.children}"
    born_on = _born_on(stage, dice)
    iin = made_up_iin(born_on, season.children)
    parent = f"parent {dice.randint(1, 1 + season.children)}"
    child = add_child(stage, name, parent, born_on, iin)
    today = stage.calendar.local_day(stage.clock.now())
    wish = applications.Wish(
        child_id=child,
        territory="city",
        language=dice.choice(("kk", "kk", "ru")),
        choices=season.some_gardens(4),
        categories=dice.choice(CATEGORIES),
        planned_from=today + timedelta(days=20) if dice.random() < 0.08 else None,
        consent=True,
        proof_accepted=dice.random() < 0.8,
    )
    applications.submit(stage.tenant_id, FAMILY, wish)
    return 1


def _born_on(stage: Stage, dice: Random) -> date:
    today = stage.calendar.local_day(stage.clock.now())
    year = dice.choice((today.year - 2, today.year - 3))
    return date(year, dice.randint(1, 12), dice.randint(1, 28))


def publish(season: Season) -> int:
    """A kindergarten publishes one to three places, some of them temporary."""
    stage, dice = season.stage, season.dice
    today = stage.calendar.local_day(stage.clock.now())
    vacancy = places.Vacancy(
        kindergarten_id=dice.choice(sorted(stage.gardens.values())),
        birth_year=dice.choice((today.year - 2, today.year - 3)),
        language=dice.choice(("kk", "kk", "ru")),
        places=dice.choice((1, 1, 2, 3)),
        until=today + timedelta(days=15) if dice.random() < 0.1 else None,
    )
    places.publish(stage.tenant_id, GARDEN, vacancy)
    return 1


def recall(season: Season) -> int:
    """A kindergarten takes a place back."""
    with read_scope(season.stage.tenant_id) as session:
        found = session.scalars(
            select(PlaceRow.id)
            .where(PlaceRow.state.in_(["PUBLISHED", "OFFERED"]))
            .order_by(PlaceRow.opened_at, PlaceRow.serial)
        ).all()
    if not found:
        return 0
    places.recall(season.stage.tenant_id, GARDEN, season.dice.choice(found), reason="season")
    return 1


def _on(
    states: tuple[State, ...], step: Callable[[int, UUID, Season], object]
) -> Callable[[Season], int]:
    def act(season: Season) -> int:
        subject = season.some(*states)
        if subject is None:
            return 0
        step(season.stage.tenant_id, subject, season)
        return 1

    return act


S = State
WAITING = (S.QUEUED, S.DEFERRED)
ACTS: dict[str, tuple[int, Callable[[Season], int]]] = {
    "apply": (30, apply),
    "publish": (13, publish),
    "recall": (2, recall),
    "accept": (16, _on((S.OFFERED,), lambda t, one, _: answers.accept(t, FAMILY, one))),
    "decline": (5, _on((S.OFFERED,), lambda t, one, _: answers.decline(t, FAMILY, one))),
    "withdraw": (
        3,
        _on(
            (*WAITING, S.OFFERED, S.SUSPENDED, S.UNDER_REVIEW),
            lambda t, one, _: applications.withdraw(t, FAMILY, one),
        ),
    ),
    "change choices": (
        5,
        _on(
            (*WAITING, S.SUSPENDED),
            lambda t, one, season: applications.change_choices(
                t, FAMILY, one, season.some_gardens(4)
            ),
        ),
    ),
    "answer interest": (
        6,
        _on(
            (S.INTEREST_CHECK,),
            lambda t, one, season: applications.answer_interest(
                t, FAMILY, one, interested=season.dice.random() < 0.8
            ),
        ),
    ),
    "verify": (6, _on((S.UNDER_REVIEW,), lambda t, one, _: standing.verify(t, OFFICE, one))),
    "reject": (
        4,
        _on(
            (S.UNDER_REVIEW, S.QUEUED, S.REFERRED),
            lambda t, one, season: standing.reject(
                t, OFFICE, one, whole=season.dice.random() < 0.2
            ),
        ),
    ),
    "cancel": (3, _on((S.REFERRED,), lambda t, one, _: referrals.cancel(t, FAMILY, one))),
    "extend": (
        3,
        _on(
            (S.REFERRED,),
            lambda t, one, season: referrals.ask_extension(
                t, FAMILY, one, days=season.dice.randint(1, 31)
            ),
        ),
    ),
    "answer extension": (
        3,
        _on(
            (S.REFERRED,),
            lambda t, one, season: referrals.answer_extension(
                t, GARDEN, one, granted=season.dice.random() < 0.6
            ),
        ),
    ),
    "documents": (
        12,
        _on(
            (S.REFERRED,),
            lambda t, one, season: admission.submit_documents(
                t,
                FAMILY,
                one,
                complete=season.dice.random() < 0.9,
                vaccinated=season.dice.random() < 0.8,
            ),
        ),
    ),
    "admit": (10, _on((S.ADMISSION,), lambda t, one, _: admission.admit(t, GARDEN, one))),
    "refuse admission": (
        3,
        _on(
            (S.ADMISSION,),
            lambda t, one, season: admission.refuse_admission(
                t,
                GARDEN,
                one,
                reason=season.dice.choice(("incomplete", "contraindication", "immunity")),
            ),
        ),
    ),
    "review refusal": (
        3,
        _on(
            (S.ADMISSION_REFUSED,),
            lambda t, one, season: admission.review_refusal(
                t, OFFICE, one, stands=season.dice.random() < 0.5
            ),
        ),
    ),
    "sign": (9, _on((S.CONTRACT,), lambda t, one, _: admission.sign(t, FAMILY, one))),
    "end contract": (
        1,
        _on(
            (S.ENROLLED, S.ENROLLED_TEMP),
            lambda t, one, _: admission.end_contract(t, GARDEN, one),
        ),
    ),
}
"""Each act with its weight."""
