"""What all rooms have in common: a table of acts, a table of spans, and how they are asked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from kezek.core.applications import ENDED, PHASE, Application, Phase, State, Term, TermKind
from kezek.core.errors import Code, Refusal
from kezek.core.modes.contract import Decision, Rules, World
from kezek.core.modes.draft import Draft, Ways
from kezek.core.triggers import (
    Distribute,
    DueTrigger,
    OnApplication,
    ReviewRefusal,
    TermDue,
    Trigger,
)

Act = Callable[[Draft, Application, Any], None]
Due = Callable[[Draft, Application], None]
DueTerm = Callable[[Draft, Application, Term], None]


@dataclass(frozen=True, slots=True)
class Row:
    """From which states an act is legal, what it does, and which rows of rulebook 9 it is."""

    states: frozenset[State]
    act: Act
    rows: str
    elsewhere: Code = Code.WRONG_STATE
    """The refusal in a state where the act has no place (R-30)."""
    answered_in: frozenset[State] = frozenset()
    """States in which a staff question has already been answered (R-23)."""
    codes: Mapping[State, Code] = field(default_factory=dict)
    """States in which the act has no place for a reason of its own."""


@dataclass(frozen=True, slots=True)
class Room:
    """One mode: its declared tables, its own ways, and what follows after every step."""

    acts: Mapping[type, Row]
    """Every act on an application."""
    terms: Mapping[TermKind, tuple[frozenset[State], Due, str]]
    """What happens at the end of each span, and in which states; elsewhere it waits (R-54)."""
    of_terms: Mapping[TermKind, DueTerm]
    """Spans of which several run at once: what happens is told which of them ended."""
    others: Mapping[type, Callable[[Draft, Any], None]]
    """Triggers that are not about one application that exists."""
    ways: Ways
    settle: Callable[[Draft], None]
    """What follows after the steps of one moment: free places are looked at again (R-8)."""

    def decide(self, world: World, trigger: Trigger, rules: Rules, now: datetime) -> Decision:
        """What follows from one trigger, then from the places that are free.

        Raises Refusal when the act has no place; nothing then changes.
        """
        draft = Draft(world, rules, now, self.ways)
        self.take_step(draft, trigger)
        self.settle(draft)
        return draft.decision()

    def decide_due(
        self, world: World, triggers: Sequence[DueTrigger], rules: Rules, now: datetime
    ) -> Decision:
        """What follows from all that fell due at one moment, in the order of R-8.

        The triggers come in the order of their phase and of submission.
        """
        draft = Draft(world, rules, now, self.ways)
        reminders = [one for one in triggers if _is_reminder(one)]
        for trigger in triggers:
            if trigger not in reminders:
                self.take_step(draft, trigger)
        self.settle(draft)
        for trigger in reminders:
            self.take_step(draft, trigger)
        return draft.decision()

    def take_step(self, draft: Draft, trigger: Trigger) -> None:
        """Takes the one step that the trigger asks for, without what follows after it.

        An act that the mode does not know is refused `mode_mismatch` (R-30).
        """
        match trigger:
            case TermDue():
                self._term_due(draft, trigger)
            case Distribute():
                pass
            case OnApplication():
                self._act(draft, trigger)
            case _:
                self.others[type(trigger)](draft, trigger)

    def _act(self, draft: Draft, trigger: OnApplication) -> None:
        application = draft.application(trigger.application)
        row = self.acts.get(type(trigger))
        if row is None:
            raise Refusal(Code.MODE_MISMATCH, "act", territory=application.territory)
        if application.state not in row.states:
            code = _code_elsewhere(row, trigger, application)
            raise Refusal(code, "state", state=application.label)
        row.act(draft, application, trigger)

    def _term_due(self, draft: Draft, trigger: TermDue) -> None:
        application = draft.application(trigger.application)
        term = application.term(trigger.kind)
        if term is None or term.waits or term.due_at > draft.now:
            return
        if trigger.kind in self.of_terms:
            self.of_terms[trigger.kind](draft, application, term)
            return
        states, due, _ = self.terms[trigger.kind]
        if application.state in states:
            due(draft, application)
        else:
            _wait_for_return(draft, application, trigger.kind)


def _code_elsewhere(row: Row, trigger: OnApplication, application: Application) -> Code:
    answered = application.state in row.answered_in or (
        isinstance(trigger, ReviewRefusal)
        and application.reviewed
        and application.state not in ENDED
    )
    if answered:
        return Code.ALREADY_DECIDED
    return row.codes.get(application.state, row.elsewhere)


def _wait_for_return(draft: Draft, application: Application, kind: TermKind) -> None:
    """What fell due while it can have no effect is kept for the return to the queue (R-54)."""
    terms = tuple(
        replace(term, waits=True) if term.kind is kind else term for term in application.terms
    )
    draft.record("term:waits", "R-54", applications=[replace(application, terms=terms)])


def _is_reminder(trigger: DueTrigger) -> bool:
    return isinstance(trigger, TermDue) and PHASE.get(trigger.kind) is Phase.REMIND
