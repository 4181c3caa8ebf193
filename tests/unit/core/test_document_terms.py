"""How long a paper holds, day by day (rulebook 11, DOC-03, DOC-04, DOC-14, A-20, L-14.1)."""

from datetime import date, timedelta

import pytest

from kezek.core.document_terms import SOON_DAYS, TermState, term_of, terms_to_watch

ISSUED = date(2026, 9, 7)
LAST = date(2026, 10, 7)
HEALTH_DAYS = 3


def test_a_certificate_of_the_workplace_holds_through_the_same_day_of_the_next_month() -> None:
    states = {}
    for ahead in range(-1, 33):
        today = ISSUED + timedelta(days=ahead)
        term = term_of("DOC-03", ISSUED, today, HEALTH_DAYS)
        assert term is not None
        assert term.through_on == LAST
        assert term.days_left == (LAST - today).days
        states[today] = term.state

    assert states[ISSUED - timedelta(days=1)] is TermState.TOO_EARLY
    assert states[ISSUED] is TermState.HOLDS
    assert states[LAST - timedelta(days=SOON_DAYS + 1)] is TermState.HOLDS
    assert states[LAST - timedelta(days=SOON_DAYS)] is TermState.ENDS_SOON
    assert states[LAST] is TermState.ENDS_SOON
    assert states[LAST + timedelta(days=1)] is TermState.OVER


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 9, 7), TermState.HOLDS),
        (date(2026, 9, 9), TermState.HOLDS),
        (date(2026, 9, 10), TermState.ENDS_SOON),
        (date(2026, 9, 11), TermState.OVER),
    ],
)
def test_a_certificate_of_health_is_good_for_a_contract_of_three_days(
    today: date, state: TermState
) -> None:
    term = term_of("DOC-14", ISSUED, today, HEALTH_DAYS)

    assert term is not None
    assert (term.state, term.through_on) == (state, date(2026, 9, 10))
    assert term.counts_for_contract
    assert not term.is_looked_at_twice


@pytest.mark.parametrize("code", ["DOC-05", "DOC-06", "DOC-12"])
def test_other_papers_have_no_term_of_this_kind(code: str) -> None:
    assert term_of(code, ISSUED, ISSUED, HEALTH_DAYS) is None


def test_a_family_is_reminded_in_the_last_week_and_not_once_it_has_brought_a_new_one() -> None:
    old = ("DOC-04", ISSUED)
    week_before = LAST - timedelta(days=SOON_DAYS)

    def watched(*papers: tuple[str, date | None], today: date = week_before) -> list[str]:
        return [one.document.code for one in terms_to_watch(papers, today, HEALTH_DAYS)]

    assert watched(old) == ["DOC-04"]
    assert watched(old, today=week_before - timedelta(days=1)) == []
    assert watched(old, ("DOC-04", week_before)) == []
    assert watched(old, ("DOC-05", None)) == ["DOC-04"]
    assert watched(old, ("DOC-03", date(2026, 9, 30))) == ["DOC-04"]
