"""An application of an old queue in a linear territory: its stages and its spans (G-13)."""

from datetime import datetime

from kezek.core.applications import Application, State, Term, TermKind
from kezek.core.modes.arrivals import IN_ANY_MODE, Entrance, one_term
from kezek.core.modes.contract import Rules, World
from kezek.core.modes.draft import Draft
from kezek.core.modes.linear.intake import age_terms, next_yearly
from kezek.core.modes.linear.ways import LinearWays


def waiting(application: Application, rules: Rules, now: datetime) -> tuple[int, tuple[Term, ...]]:
    """The next yearly question after now, and what the age of the child sets (L-15.1, A-07)."""
    draft = Draft(World(), rules, now, LinearWays())
    turn, question = next_yearly(draft, application)
    return turn - 1, (question, *age_terms(draft, application))


ENTRANCE = Entrance(
    stages=IN_ANY_MODE | {State.SUSPENDED, State.STOP_LIST},
    waiting=waiting,
    blocks={
        State.SUSPENDED: one_term(TermKind.SUSPENSION),
        State.STOP_LIST: one_term(TermKind.STOP_LIST),
    },
)
