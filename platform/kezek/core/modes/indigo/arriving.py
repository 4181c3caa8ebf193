"""An application of an old queue in an indigo territory: its stages and its spans (G-13)."""

from datetime import datetime

from kezek.core.applications import Application, State, Term, TermKind
from kezek.core.modes.arrivals import IN_ANY_MODE, Entrance, one_term
from kezek.core.modes.contract import Rules, World
from kezek.core.modes.draft import Draft
from kezek.core.modes.indigo.misses import IndigoWays
from kezek.core.modes.linear.intake import age_terms, next_yearly


def waiting(application: Application, rules: Rules, now: datetime) -> tuple[int, tuple[Term, ...]]:
    """What the age sets, and the next yearly question where the region asks it here (9.2)."""
    draft = Draft(World(), rules, now, IndigoWays())
    if not rules.settings.yearly_in_indigo:
        return 0, age_terms(draft, application)
    turn, question = next_yearly(draft, application)
    return turn - 1, (question, *age_terms(draft, application))


ENTRANCE = Entrance(
    stages=IN_ANY_MODE | {State.STOP_LIST},
    waiting=waiting,
    blocks={State.STOP_LIST: one_term(TermKind.STOP_LIST)},
)
