"""Vouchers in the ledger: the journal alone makes their tables again, and every number follows."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import func, select

from kezek.adapters.doorbell import LocalDoorbell
from kezek.db.base import db
from kezek.db.tenants import TenantRow
from kezek.scenarios.runner import tell
from kezek.scenarios.soundness import examine
from kezek.scenarios.story import read_story
from kezek.settings import Settings
from kezek.usecases import due
from kezek.wiring import create_wiring

STORIES = Path(__file__).resolve().parents[1] / "scenarios" / "voucher"
SAMPLE = (
    "extension-granted",
    "iteration-out-of-turn-and-one-to-three",
    "outage-moves-the-terms",
    "papers-incomplete-too-late",
    "restore-at-the-end",
    "restore-only-once",
    "temporary-place",
    "transfer-frees-a-place-for-the-list",
    "transfer-refused",
    "two-modes-in-one-region",
    "waiting-list-next-of-the-list",
    "waiting-list-of-an-enrolled-child",
    "waiting-lists-end-with-the-choice",
    "withdrawal-everywhere",
    "yearly-update",
)


@pytest.fixture(scope="module")
def house(settings: Settings) -> Iterator[None]:
    with create_wiring(settings, doorbell=LocalDoorbell()).app_context():
        yield
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def town(house: None, owner_url: str) -> None:
    """Nobody has applied yet: children of all stories have the same numbers."""
    with psycopg.connect(owner_url.replace("+psycopg", "")) as owner:
        owner.execute("delete from child_claims")


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("name", SAMPLE)
def test_the_journal_alone_makes_the_tables_of_vouchers(name: str) -> None:
    story = read_story((STORIES / f"{name}.yaml").read_text(encoding="utf-8"))

    outcome = tell(story)
    findings = examine(region_of_the_last_story())

    assert outcome.failures == []
    assert findings.problems == ()


A_NIGHT_THAT_ONLY_LOOKS = """
title: The iteration before the yearly update finds nobody, and makes the queues of the new year
mode: voucher
now: 2026-06-29 10:00
kindergartens: {K1: {}}
steps:
  - apply: {child: A, born: 2023-03-01}
  - publish: {kindergarten: K1, born: 2023}
  - iterate: {}
  - expect: {state: {A: VOUCHER_OFFERED}, category: {A: 2-G}}
  - at: 2026-06-30 23:00
  - expect: {state: {A: VOUCHER_OFFERED}, category: {A: 3-G}}
"""


@pytest.mark.usefixtures("town")
def test_the_journal_knows_queues_that_a_look_without_a_fact_has_made() -> None:
    outcome = tell(read_story(A_NIGHT_THAT_ONLY_LOOKS))

    assert outcome.failures == []
    assert examine(region_of_the_last_story()).problems == ()


A_YEAR_OF_SEVEN = """
title: Seven children go up on the thirtieth of June
mode: voucher
now: 2026-06-29 10:00
kindergartens: {K1: {}}
steps:
  - apply: {child: A, born: 2023-03-01}
  - apply: {child: B, born: 2022-03-02}
  - apply: {child: C, born: 2023-03-03}
  - apply: {child: D, born: 2022-03-04, category: 10}
  - apply: {child: E, born: 2023-03-05}
  - apply: {child: F, born: 2021-03-06}
  - apply: {child: G, born: 2023-03-07}
  - at: 2026-06-30 23:00
  - expect:
      queue: {city/3-G: [A, C, E, G], city/4-G: [B], city/4-P: [D], city/5-G: [F]}
      notices: {A: [N-03, N-05, N-50], G: [N-03, N-05, N-50]}
"""


@pytest.mark.usefixtures("town")
def test_a_yearly_update_is_made_in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same in the end, and nobody waits for more than one portion of it."""
    portions: list[due.Settled] = []
    settle = due._settle_first_moment

    def settled(tenant_id: int) -> due.Settled | None:
        portion = settle(tenant_id)
        if portion is not None:
            portions.append(portion)
        return portion

    monkeypatch.setattr("kezek.usecases.portions.AT_ONCE", 3)
    monkeypatch.setattr(due, "_settle_first_moment", settled)

    outcome = tell(read_story(A_YEAR_OF_SEVEN))

    assert outcome.failures == []
    assert examine(region_of_the_last_story()).problems == ()
    assert len(portions) >= 3


def region_of_the_last_story() -> int:
    found = db.session.scalar(select(func.max(TenantRow.id)))
    db.session.commit()
    assert found is not None
    return int(found)
