"""A short season: the real use cases and workers, and a ledger that is sound in the end."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import psycopg
import pytest

from kezek.adapters.doorbell import LocalDoorbell
from kezek.core.territories import Mode
from kezek.db.base import db
from kezek.scenarios.chronicle import Historian
from kezek.scenarios.season import Season, Turn, opening
from kezek.scenarios.season_table import ACTS
from kezek.scenarios.soundness import examine
from kezek.scenarios.stage import bring_about_now, set_stage
from kezek.settings import Settings
from kezek.wiring import create_wiring

ROOT = Path(__file__).resolve().parents[2]


def test_a_season_is_lived_with_workers_and_every_promise_is_kept() -> None:
    """Bulletins for three days, then vouchers: what falls due is the workers' to do."""
    done = season_of("--tenant=saran", "--days=4", "--seed=3", "--switch=saran:voucher:4")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "ledger.broken" not in done.stderr
    assert "territories: saran voucher" in done.stdout
    assert int(said(done.stdout, r"apply: (\d+) done")) > 3
    assert int(said(done.stdout, r"take: (\d+) done")) > 0
    assert int(said(done.stdout, r"(\d+) evenings")) == 4
    # What falls due and the word of the night were the workers' to do, not this process's.
    assert int(said(done.stdout, r"by workers: (\d+) moments")) > 0
    assert int(said(done.stdout, r"(\d+) nights")) > 0
    # Two words for each application, told through the outbox by the workers.
    assert int(said(done.stdout, r"messages sent: (\d+)")) > 6
    assert "facts, intact" in done.stdout
    assert "rebuild: equal" in done.stdout


def test_a_switch_of_a_territory_that_is_not_there_is_refused() -> None:
    done = season_of("--tenant=demo", "--days=1", "--switch=nowhere:voucher:2")

    assert done.returncode == 2
    assert "territories of this season are" in done.stderr


def season_of(*words: str) -> subprocess.CompletedProcess[str]:
    usual = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    path = os.pathsep.join((str(ROOT / "platform"), str(ROOT)))

    return subprocess.run(
        [sys.executable, "-m", "kezek.cli", "season", *words],
        env={**usual, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )


def said(text: str, pattern: str) -> str:
    found = re.search(pattern, text)
    assert found is not None, text
    return found[1]


def test_what_falls_due_is_left_to_whoever_looks_after_it(
    new_database: Callable[[], Settings],
) -> None:
    with served(new_database()):
        stage = set_stage(opening(), tenant="demo")
        looked_at: list[int] = []

        def look_after(tenant_id: int) -> None:
            looked_at.append(tenant_id)
            bring_about_now(tenant_id)

        stage.bring_about = look_after
        season = Season(stage, Random(7), ACTS)
        season.live(3)

        assert looked_at
        assert set(looked_at) == {stage.tenant_id}


THREE_MODES = {"town": Mode.INDIGO, "city": Mode.VOUCHER, "village": Mode.LINEAR}


def test_three_modes_live_side_by_side_and_one_is_switched(
    new_database: Callable[[], Settings],
) -> None:
    with served(new_database()):
        stage = set_stage(opening(THREE_MODES), tenant="demo")
        historian = Historian(stage.tenant_id)
        turns = (Turn("village", Mode.INDIGO, 3),)
        season = Season(stage, Random(5), ACTS, turns)
        season.in_the_evening = lambda: historian.evening(stage.clock.now())

        season.live(4)

        assert season.modes == THREE_MODES | {"village": Mode.INDIGO}
        assert historian.chronicle.broken == []
        assert historian.chronicle.checked["turns"] > 0
        assert examine(stage.tenant_id).problems == ()


@pytest.mark.parametrize(
    ("tampering", "named"),
    [
        ("update queues set count = 1 - least(count, 1)", "rebuild"),
        ("update applications set standing = 'O'", "rebuild"),
        ("update journal_facts set rule = 'X-1' where kind = 'application:submitted'", "journal"),
        ("delete from queue_entries where tenant_id > 0", "tables"),
        ("update queue_entries set is_shown = false", "tables"),
    ],
    ids=["a count", "a standing", "a fact", "the entries", "who is shown"],
)
def test_whoever_writes_past_the_use_cases_is_found_out(
    new_database: Callable[[], Settings], tampering: str, named: str
) -> None:
    settings = new_database()
    with served(settings):
        stage = set_stage(opening(), tenant="demo")
        Season(stage, Random(7), ACTS).live(1)
        assert examine(stage.tenant_id).problems == ()

        tamper(settings, stage.tenant_id, tampering)
        problems = examine(stage.tenant_id).problems

    assert any(one.startswith(named) for one in problems), problems


@contextmanager
def served(settings: Settings) -> Iterator[None]:
    """A process that serves this database."""
    with create_wiring(settings, doorbell=LocalDoorbell()).app_context():
        try:
            yield
        finally:
            db.session.remove()
            db.engine.dispose()


def tamper(settings: Settings, tenant_id: int, statement: str) -> None:
    """Writes as somebody with the owner's key, past every rule."""
    with psycopg.connect(settings.owner_url().replace("+psycopg", "")) as connection:
        connection.execute("select set_config('kezek.tenant', %s, false)", [str(tenant_id)])
        changed = connection.execute(statement.encode()).rowcount
        assert changed > 0
