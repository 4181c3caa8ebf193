"""Two hundred claims a second from one family, against the web server as it is deployed."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 2
MOST_OF_A_PROCESSOR = 0.02
"""Seconds of processor that a claim of the flood may cost on average, on a slow machine; the
figure itself is measured by the bench on a quiet one."""


def test_it_gets_one_place_at_most_and_is_told_why(flood: dict[str, Any]) -> None:
    statuses = flood["loud"]["flood"]["statuses"]

    assert flood["in the end"]["places of the flood"] <= 1
    assert flood["in the end"]["twice"] == 0
    assert statuses["429"] > sum(statuses.values()) / 2
    assert "Тым жиі басып жатырсыз" in flood["loud"]["flood"]["said"]


def test_all_others_are_served(flood: dict[str, Any]) -> None:
    assert set(flood["loud"]["claims"]["statuses"]) == {"303"}
    assert set(flood["loud"]["reads"]["statuses"]) <= {"200", "303"}


def test_a_claim_that_is_not_heard_costs_next_to_nothing(flood: dict[str, Any]) -> None:
    more = flood["loud"]["web"]["busy"] - flood["quiet"]["web"]["busy"]

    assert more * SECONDS / flood["loud"]["flood"]["answers"] < MOST_OF_A_PROCESSOR


@pytest.fixture(scope="module")
def flood() -> dict[str, Any]:
    """What the bench found in a short run."""
    usual = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    path = os.pathsep.join((str(ROOT / "platform"), str(ROOT)))
    done = subprocess.run(
        [sys.executable, "scripts/bench_claims.py", f"--seconds={SECONDS}", "--json"],
        cwd=ROOT,
        env={**usual, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
