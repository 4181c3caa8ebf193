"""Applying and signing where a child already attends (9.2 rows 1, 15; I-3.10, A-42)."""

from dataclasses import replace

from kezek.core.applications import Application, State, Term, TermKind
from kezek.core.errors import Code, Refusal
from kezek.core.modes.draft import Draft
from kezek.core.modes.linear import admission, intake
from kezek.core.triggers import EndContract, Sign, Submit

_YEARLY = frozenset({TermKind.YEARLY_QUESTION, TermKind.YEARLY_ANSWER})


def submit(draft: Draft, trigger: Submit) -> None:
    """Into the shared queue, or to the specialist (row 1); no kindergarten is named (5.2(1)).

    A child that attends already stands in class G with a moment of its own (A-42).
    """
    intake.need_consent(trigger)
    if trigger.chosen:
        raise Refusal(Code.INVALID_CHOICE, "none_here")
    application = replace(trigger.application, is_transfer=trigger.attending)
    lost = trigger.lost_privilege or trigger.attending
    intake.take_in(
        draft, replace(trigger, application=application, lost_privilege=lost), _first_terms
    )


def _first_terms(draft: Draft, application: Application) -> tuple[Term, ...]:
    """As in the linear room; the yearly question only where the region asks it here (9.2)."""
    terms = intake.first_terms(draft, application)
    if draft.settings.yearly_in_indigo:
        return terms
    return tuple(term for term in terms if term.kind not in _YEARLY)


def sign(draft: Draft, application: Application, trigger: Sign) -> None:
    """The new contract holds, and with it ends the one of the old kindergarten (row 15)."""
    for other in tuple(draft.applications()):
        is_same_child = other.child == application.child and other.id != application.id
        if is_same_child and other.state is State.ENROLLED:
            admission.end_contract(draft, other, EndContract(other.id))
    admission.sign(draft, replace(application, is_transfer=False), trigger)
