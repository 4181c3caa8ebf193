"""An application that comes in from the queue a region had before, as the day finds it (G-13).

Its moment of submission, class, strikes and stage are those of the old queue; spans run on from
now: whatever the old queue would have asked later is asked here at the same moment.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from kezek.core.applications import Application, State, Term, TermKind
from kezek.core.applying import check_age
from kezek.core.events import Cause, Change, Fact
from kezek.core.modes.contract import Rules
from kezek.core.terms import expires_at
from kezek.core.turns import Standing
from kezek.core.vouchers import Voucher


class CannotArrive(ValueError):
    """A stage in which no application can come in; `detail` names what is wrong with it."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Entrance:
    """How a mode takes in an application of an old queue."""

    stages: frozenset[State]
    """Stages in which one may come in; none of them holds a place."""
    waiting: Callable[[Application, Rules, datetime], tuple[int, tuple[Term, ...]]]
    """The yearly questions that are past, and the spans that run on an application that waits."""
    blocks: Mapping[State, Callable[[datetime, Rules, datetime], tuple[Term, ...]]]
    """The spans of the stages that come with a last day, by the moment that is too late."""


IN_ANY_MODE = frozenset({State.UNDER_REVIEW, State.QUEUED, State.DEFERRED})


@dataclass(frozen=True, slots=True)
class Stage:
    """How far an application is: its stage, and the last day of a block."""

    state: State
    through_on: date | None = None
    is_confirmed: bool = True
    """Whether the class that it claims was confirmed."""
    restored: int = 0


def arrive(
    application: Application,
    stage: Stage,
    entrance: Entrance,
    rules: Rules,
    now: datetime,
) -> Application:
    """The application as it stands here from now on.

    Raises Refusal(not_eligible_age), and CannotArrive for a stage that cannot be.
    """
    today = rules.calendar.local_day(now)
    check_age(application.born_on, today, rules.settings, has_pmpk=application.has_pmpk)
    if stage.state not in entrance.stages:
        raise CannotArrive("stage")
    if not stage.is_confirmed and stage.state is not State.UNDER_REVIEW:
        raise CannotArrive("unconfirmed")
    past, terms = entrance.waiting(application, rules, now)
    waits_for_age = any(term.kind is TermKind.PLANNED_AGE for term in terms)
    if (stage.state is State.DEFERRED) != (waits_for_age and stage.state in _IN_LINE):
        raise CannotArrive("planned")
    is_reviewed = stage.state is State.UNDER_REVIEW
    voucher = Voucher(restored=stage.restored) if _has_voucher(stage) else None
    return replace(
        application,
        state=stage.state,
        standing=Standing.G if is_reviewed else application.claimed,
        reviewed=not is_reviewed and application.claimed is not Standing.G,
        yearly_year=past,
        voucher=voucher,
        terms=(*terms, *_block(stage, entrance, rules, now)),
        version=1,
    )


_IN_LINE = frozenset({State.QUEUED, State.DEFERRED})


def _has_voucher(stage: Stage) -> bool:
    return stage.state is State.INACTIVE or stage.restored > 0


def _block(stage: Stage, entrance: Entrance, rules: Rules, now: datetime) -> tuple[Term, ...]:
    block = entrance.blocks.get(stage.state)
    if block is None:
        return ()
    if stage.through_on is None or stage.through_on < rules.calendar.local_day(now):
        raise CannotArrive("through")
    return block(expires_at(stage.through_on, rules.calendar), rules, now)


def one_term(kind: TermKind) -> Callable[[datetime, Rules, datetime], tuple[Term, ...]]:
    """A block that is one span and nothing else."""

    def block(due_at: datetime, _: Rules, now: datetime) -> tuple[Term, ...]:
        return (Term(due_at, kind, now),)

    return block


def arrived(application: Application, *, file: str, line: int, ref: str) -> Fact:
    """The journal's fact of one application that came in: its place in time is the old one."""
    return Fact(
        kind="application:imported",
        rule="G-13",
        cause=Cause.ENTERED_AHEAD if application.is_shown else None,
        applications=(Change(None, application),),
        detail={"file": file, "line": line, "ref": ref},
    )
