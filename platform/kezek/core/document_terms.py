"""How long a paper holds, told as soon as its day of issue is known (rulebook 11)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kezek.core.documents import Document, Validity, document, valid_through_on

SOON_DAYS = 7
"""From how many days before its end a paper is spoken of: a week is enough to ask for a new one."""


class TermState(StrEnum):
    """Where a day stands in the term of a paper."""

    TOO_EARLY = "too_early"
    """It would be issued later than today."""
    HOLDS = "holds"
    ENDS_SOON = "ends_soon"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Term:
    """The term of one paper as it stands on a day."""

    document: Document
    state: TermState
    through_on: date
    """The last day on which it is good; of certificate 027/е, the last day for the contract."""
    days_left: int
    """Days after today on which it is still good; below nought once it is over."""

    @property
    def counts_for_contract(self) -> bool:
        """Whether the day of the contract is what it must reach (A-20)."""
        return self.document.validity is Validity.DAYS_BEFORE_CONTRACT

    @property
    def is_looked_at_twice(self) -> bool:
        """Whether it must hold at queueing and after the referral again (L-14.1, DOC-03/04)."""
        return self.document.validity is Validity.ONE_MONTH

    @property
    def wants_a_new_one(self) -> bool:
        """Whether it is over, or soon will be."""
        return self.state in (TermState.ENDS_SOON, TermState.OVER)


def term_of(code: str, issued_on: date, today: date, health_days: int) -> Term | None:
    """The term of a paper issued on a day; nothing for one whose term does not count from it.

    A certificate 027/е of the 7th is good for a contract of the 10th at the latest, where the
    region allows three days (A-20, L-28.1).
    """
    kind = document(code)
    through = valid_through_on(kind, issued_on)
    if kind.validity is Validity.DAYS_BEFORE_CONTRACT:
        through = issued_on + timedelta(days=health_days)
    if through is None:
        return None
    left = (through - today).days
    # Of three days every one is near the end; only the last of them is worth a word.
    soon = SOON_DAYS if kind.validity is Validity.ONE_MONTH else 0
    if issued_on > today:
        state = TermState.TOO_EARLY
    elif left < 0:
        state = TermState.OVER
    else:
        state = TermState.ENDS_SOON if left <= soon else TermState.HOLDS
    return Term(kind, state, through, left)


def terms_to_watch(
    papers: Iterable[tuple[str, date | None]], today: date, health_days: int
) -> tuple[Term, ...]:
    """Of each kind of paper the term of its best copy, where it is over or ends soon.

    What a family is reminded of in its cabinet before a second check asks for it; of a paper that
    it has already brought anew nothing is said.
    """
    best: dict[str, Term] = {}
    for code, issued_on in papers:
        term = term_of(code, issued_on, today, health_days) if issued_on is not None else None
        if term is not None and (code not in best or best[code].through_on < term.through_on):
            best[code] = term
    return tuple(term for term in best.values() if term.wants_a_new_one)
