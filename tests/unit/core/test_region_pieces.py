"""One piece is taken out of a change, and nothing else leaves it."""

from dataclasses import replace

import pytest

from kezek.adapters.change_words import change_lines
from kezek.core.errors import Refusal
from kezek.core.region_changes import difference
from kezek.core.region_pieces import taken_out
from kezek.core.regions import Tenant
from tests.unit.test_change_words import CASES, DEMO, NEW

AFTERS = [case[0] for case in CASES]
SAID = [case[2] for case in CASES]


@pytest.mark.parametrize("after", AFTERS, ids=SAID)
def test_every_line_names_a_piece_without_which_nothing_differs(after: Tenant) -> None:
    for piece in {line.piece for line in change_lines(DEMO, after)}:
        after = taken_out(DEMO, after, piece)

    assert difference(DEMO, after) == []


@pytest.mark.parametrize("after", AFTERS, ids=SAID)
def test_what_is_not_of_the_piece_stays_in_the_change(after: Tenant) -> None:
    both = replace(after, brand={**after.brand, "--line": "#112233"})

    left = taken_out(DEMO, both, "brand/--line")

    assert difference(after, left) == []


def test_a_territory_that_was_taken_away_comes_back() -> None:
    after = replace(DEMO, territories=DEMO.territories[:1])

    assert taken_out(DEMO, after, f"territories/{DEMO.territories[1].slug}") == DEMO


def test_a_territory_that_was_added_goes_again() -> None:
    after = replace(DEMO, territories=(NEW, *DEMO.territories))

    assert taken_out(DEMO, after, "territories/new") == DEMO


@pytest.mark.parametrize("piece", ["", "rules/nothing", "slug", "rules", "contacts/nothing", "x/y"])
def test_what_no_region_has_is_refused(piece: str) -> None:
    with pytest.raises(Refusal):
        taken_out(DEMO, DEMO, piece)
