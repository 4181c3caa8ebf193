"""`kezek journal` and `kezek keys`: what the operator reads, and by what a script knows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from kezek.adapters.doorbell import LocalDoorbell
from kezek.cli import kezek
from kezek.commands import journal, keys
from kezek.db.base import db
from kezek.reads.regions import served_regions
from kezek.settings import Settings
from kezek.wiring import create_wiring
from tests.factories.journal import new_tenant, tamper, write

Run = Callable[..., Result]


@contextmanager
def in_app(settings: Settings) -> Iterator[None]:
    """Work in an app of its own, whose connections are closed afterwards."""
    app = create_wiring(settings, doorbell=LocalDoorbell())
    with app.app_context():
        try:
            yield
        finally:
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def tenant(settings: Settings) -> int:
    """A region of its own with three facts, unsealed."""
    with in_app(settings):
        made = new_tenant()
        write(made, 3)
        return made


@pytest.fixture
def slug(tenant: int, settings: Settings) -> str:
    """The slug by which the operator names it."""
    with in_app(settings):
        return next(region.slug for region in served_regions() if region.id == tenant)


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Says a word of the command, in the surroundings of this database."""
    monkeypatch.setenv("KEZEK_ENV", settings.env)
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    monkeypatch.setenv("REDIS_URL", settings.redis_url)
    monkeypatch.setenv("KEZEK_SECRET_KEY", settings.secret_key)
    monkeypatch.setenv("KEZEK_DATA_DIR", str(settings.data_dir))

    def say(*words: str) -> Result:
        made: list[Flask] = []

        def wire(given: Settings) -> Flask:
            made.append(create_wiring(given))
            return made[-1]

        for module in (journal, keys):
            monkeypatch.setattr(module, "create_wiring", wire)
        result = CliRunner().invoke(kezek, words)
        # A command's process ends with its connections; this one goes on.
        for app in made:
            with app.app_context():
                db.session.remove()
                db.engine.dispose()
        return result

    return say


def test_facts_are_sealed_and_the_root_is_printed(run: Run, slug: str) -> None:
    assert run("journal", "root", "--tenant", slug).output == f"{slug} nothing sealed yet\n"
    assert run("journal", "seal", "--tenant", slug).output == f"{slug}: 3 facts sealed\n"
    noted = run("journal", "root", "--tenant", slug).output.split()[1]

    verified = run("journal", "verify", "--tenant", slug, "--expect", noted)

    assert verified.exit_code == 0
    assert verified.output == f"{slug}: intact: 3 facts in 1 seals; the newest is {noted}\n"


def test_the_broken_fact_and_its_day_are_named(
    run: Run, slug: str, tenant: int, settings: Settings
) -> None:
    run("journal", "seal", "--tenant", slug)
    tamper(settings, tenant, "update journal_facts set actor = 'x' where at::date = '2026-09-08'")

    verified = run("journal", "verify", "--tenant", slug)

    assert verified.exit_code == 1
    assert verified.output.startswith(f"{slug}: BROKEN at position 2, fact ")
    assert verified.output.endswith("seal 1, of 2026-09-08: the fact is not as it was written\n")


def test_facts_that_wait_too_long_are_said(
    run: Run, slug: str, tenant: int, settings: Settings
) -> None:
    tamper(
        settings,
        tenant,
        "update journal_unsealed set recorded_at = clock_timestamp() - interval '1 minute'",
    )
    verified = run("journal", "verify", "--tenant", slug)
    assert verified.exit_code == 1
    assert f"{slug}: LATE: 3 facts wait for a seal since" in verified.output


def test_a_journal_is_compared_with_the_tables(run: Run, slug: str) -> None:
    compared = run("journal", "rebuild", "--tenant", slug)
    assert compared.exit_code == 0
    assert compared.output.startswith(f"{slug}: equal; 3 facts make 0 queues")


def test_every_region_is_looked_at(run: Run, slug: str) -> None:
    assert f"{slug}: 3 facts sealed\n" in run("journal", "seal", "--all").output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("verify",), "--tenant SLUG, or say --all"),
        (("verify", "--all", "--tenant", "demo"), "--tenant SLUG, or say --all"),
        (("verify", "--all", "--expect", "1:ab"), "A noted seal is of one region"),
        (("verify", "--tenant", "demo", "--expect", "first"), "write it as"),
    ],
)
def test_a_slip_of_the_operator_is_explained(run: Run, words: tuple[str, ...], said: str) -> None:
    result = run("journal", *words)
    assert result.exit_code == 2
    assert said in result.output


def test_a_region_that_is_not_there_is_named(run: Run) -> None:
    result = run("journal", "seal", "--tenant", "atlantis")
    assert "The database has no region 'atlantis'" in str(result.exception)


def test_keys_are_made_on_purpose_and_once(
    run: Run, slug: str, tenant: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEZEK_KEYS_DIR", str(tmp_path / "keys"))
    made = run("keys", "create", "--tenant", slug)
    assert made.output == (
        f"deployment.key is made in {tmp_path / 'keys'}\n"
        f"receipts-1.key is made in {tmp_path / 'keys'}\n"
        f"tenant-{tenant}.key is made in {tmp_path / 'keys'}\n"
    )
    assert run("keys", "create", "--tenant", slug).output.startswith("All keys are there")
