"""Stories of the three modes go only along the ways that the diagrams show."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from kezek.core.applications import State
from kezek.core.ledger import Ledger
from kezek.core.modes.graphs import GRAPHS
from kezek.core.territories import Mode
from kezek.db.family_keys import read_family_keys
from kezek.db.journal import FactRow, open_personal
from kezek.db.scope import read_scope
from kezek.reads.regions import served_regions
from kezek.scenarios.runner import tell
from kezek.scenarios.story import read_story
from kezek.settings import Settings
from tests.factories.regions import House, open_house

STORIES = Path(__file__).resolve().parents[1] / "scenarios"
TOLD = {
    "linear": (
        "silence-suspends-and-a-second-silence-archives",
        "temporary-place-ends-and-the-child-returns",
        "ended-contract-frees-the-place",
    ),
    "indigo": (
        "a-member-may-take-a-private-place",
        "a-missed-referral-leads-to-the-stop-list",
        "the-windows-place-comes-first",
    ),
    "voucher": (
        "voucher-to-contract",
        "five-days-run-out",
        "restore-twice-where-allowed",
        "transfer-frees-a-place-for-the-list",
        "temporary-place",
    ),
    "switch": ("suspended-child-returns-into-the-new-mode",),
}


@pytest.mark.parametrize(
    "path", [f"{folder}/{name}" for folder, names in TOLD.items() for name in names]
)
@pytest.mark.usefixtures("theatre")
def test_no_story_goes_another_way(path: str) -> None:
    outcome = tell(read_story((STORIES / f"{path}.yaml").read_text("utf-8")))

    gone = set(_ways(served_regions()[-1].id))
    assert outcome.ok, outcome.failures
    assert len(gone) > 1
    assert {one for one in gone if not GRAPHS[one[0]].allows(one[1], one[2])} == set()


def _ways(tenant_id: int) -> Iterator[tuple[Mode, State | None, State]]:
    """Every step of every application, from the journal: by the rules of which mode, from, to."""
    with read_scope(tenant_id) as session:
        read_family_keys(session)
        before: dict[object, tuple[Mode, State]] = {}
        ledger = Ledger()
        for fact in session.scalars(select(FactRow).order_by(FactRow.id)):
            personal = open_personal(session, fact)
            ledger.take(fact.id, fact.kind, fact.at, fact.payload, personal)
            for change in fact.payload.get("changes", {}).get("applications", ()):
                image = change["image"]
                after = (Mode(image["mode"]), State(image["state"]))
                mode, state = before.get(change["id"], (after[0], None))
                yield mode, state, after[1]
                before[change["id"]] = after


@pytest.fixture
def theatre(new_database: Callable[[], Settings]) -> Iterator[House]:
    """A house of its own: the same children are in many stories."""
    with open_house(new_database()) as house:
        yield house
