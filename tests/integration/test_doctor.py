"""The doctor says of a sick installation what is wrong, and of a sound one nothing."""

import dataclasses
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from kezek.adapters import examination, examined_regions
from kezek.adapters.embedded import Postgres
from kezek.adapters.examination import examine
from kezek.adapters.keys import Keys
from kezek.adapters.tenants import read_tenant
from kezek.clock import host_now
from kezek.commands.doctor import command
from kezek.demonstration.certification import Centre
from kezek.settings import UNSET, Settings
from kezek.usecases.regions import load_region, open_region
from kezek.usecases.rules_change import change_settings
from tests.factories.certification import YEAR, served
from tests.factories.regions import open_house


def test_a_sound_installation_has_nothing_wrong(sound: Settings) -> None:
    assert wrong(sound) == {}


@pytest.mark.parametrize(
    ("subject", "changes", "says"),
    [
        ("redis", {"redis_url": "redis://127.0.0.1:1/0"}, "refused"),
        ("keys", {"keys_dir": Path("/nowhere")}, "kezek keys create"),
    ],
)
def test_what_is_missing_is_named(
    sound: Settings, subject: str, changes: dict[str, object], says: str
) -> None:
    found = wrong(dataclasses.replace(sound, **changes))  # type: ignore[arg-type]

    assert list(found) == [subject]
    assert says in found[subject]


def test_a_database_that_is_not_there_is_named_with_its_reason(sound: Settings) -> None:
    gone = sound.database_url.rsplit("/", 1)[0] + "/gone"

    found = wrong(dataclasses.replace(sound, database_url=gone))

    looked = {"database", "role", "schema", "keys", "clock", "calendars in force"}
    assert looked | {"signatures asked for"} == set(found)
    assert '"gone"' in found["database"]


def test_serving_as_the_owner_or_as_a_superuser_is_refused(
    sound: Settings, postgres: Postgres
) -> None:
    name = sound.database_url.rsplit("/", 1)[1]

    owner = wrong(dataclasses.replace(sound, database_url=postgres.owner_url(name)))
    superuser = wrong(dataclasses.replace(sound, database_url=postgres.superuser_url(name)))

    assert "owns tables" in owner["role"]
    assert "is a superuser and has BYPASSRLS" in superuser["role"]


def test_a_schema_that_was_not_migrated_is_named(sound: Settings, postgres: Postgres) -> None:
    postgres.create_database("kezek_bare")

    found = wrong(dataclasses.replace(sound, database_url=postgres.app_url("kezek_bare")))

    assert list(found) == ["schema", "keys", "calendars in force", "signatures asked for"]
    assert "kezek migrate" in found["schema"]


def test_keys_that_others_may_read_are_named(sound: Settings) -> None:
    (sound.keys_dir / "deployment.key").chmod(0o644)

    assert "chmod 600" in wrong(sound)["keys"]


def test_a_region_that_is_described_wrongly_is_named(sound: Settings, tmp_path: Path) -> None:
    tenants = tmp_path / "tenants"
    shutil.copytree(sound.tenants_dir, tenants)
    with (tenants / "saran" / "tenant.toml").open("a") as file:
        file.write("\n[unheard_of]\nknob = 1\n")

    found = wrong(dataclasses.replace(sound, tenants_dir=tenants))

    assert list(found) == ["tenants"]
    assert "unheard_of" in found["tenants"]


def test_a_year_without_a_calendar_is_named_before_it_begins(
    sound: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examined_regions, "WELL_AHEAD", timedelta(days=3660))

    assert "no calendar of" in wrong(sound)["calendar"]


def test_a_region_that_was_not_loaded_with_its_next_year_is_named(sound: Settings) -> None:
    region = read_tenant("saran")
    short = dataclasses.replace(region, calendar=region.calendar.only([2025]))
    with open_house(sound):
        open_region(short)
        Keys(sound.keys_dir, may_create=True).create([1])
        assert "not loaded in: saran" in wrong(sound)["calendars in force"]

        load_region(region, save=True, at_once=True)
        assert wrong(sound) == {}


def test_how_messages_leave_and_what_tells_of_them_is_said(sound: Settings) -> None:
    spoken = dataclasses.replace(sound, sms_url="https://api.mobizon.kz", sms_gateway="mobizon")
    with_key = dataclasses.replace(spoken, sms_token="key")
    with_all = dataclasses.replace(
        with_key, sms_report_secret="s", telegram_token="7:t", telegram_bot="KezekBot"
    )

    assert "KEZEK_SMS_TOKEN" in wrong(spoken)["sms"]
    assert "it is asked instead" in words(with_key)["sms"]
    assert "/gateways/sms/mobizon" in words(with_all)["sms"]
    assert "KEZEK_TELEGRAM_TOKEN" in words(with_key)["telegram"]
    assert "/gateways/telegram" in words(with_all)["telegram"]


def test_in_service_a_missing_sms_provider_is_named(sound: Settings) -> None:
    found = wrong(dataclasses.replace(sound, env="production", sms_url=UNSET, stored_in="KZ"))

    assert list(found) == ["sms"]
    assert "KEZEK_SMS_URL" in found["sms"]


def test_a_missing_mail_server_is_named_and_nothing_wrong(sound: Settings) -> None:
    settings = dataclasses.replace(sound, smtp_url=UNSET)

    assert wrong(settings) == {}
    (said,) = [found.words for found in examine(settings) if found.subject == "e-mail"]
    assert "KEZEK_SMTP_URL" in said


def test_roots_of_signatures_are_named_with_their_ends(sound: Settings, tmp_path: Path) -> None:
    now = host_now()
    lasting, ending = Centre.opened("ҰКО", now), Centre.opened("ҰКО ескі", now - 8 * YEAR)
    settings = dataclasses.replace(sound, eds_trust_dir=tmp_path)
    assert "holds no root" in wrong(settings)["roots of signatures"]

    (tmp_path / "root.pem").write_bytes(lasting.roots_pem())
    assert "roots of signatures" not in wrong(settings)
    (said,) = [one.words for one in examine(settings) if one.subject == "roots of signatures"]
    assert f"ҰКО root until {now.year + 8}" in said
    assert "is taken, and that is kept" in said
    (tmp_path / "old.pem").write_bytes(ending.roots_pem())
    assert "ҰКО ескі root" in wrong(settings)["roots of signatures"]


def test_a_service_for_gost_keys_that_is_away_is_named(sound: Settings, tmp_path: Path) -> None:
    (tmp_path / "root.pem").write_bytes(Centre.opened("ҰКО", host_now()).roots_pem())
    settings = dataclasses.replace(sound, eds_trust_dir=tmp_path)
    (without,) = [one.words for one in examine(settings) if one.subject == "GOST"]
    assert "KEZEK_EDS_GOST_URL" in without

    away = dataclasses.replace(settings, eds_gost_url="http://127.0.0.1:9")
    assert "does not answer" in wrong(away)["GOST"]
    with served(lambda *_: (404, b"")) as url:
        assert "GOST" not in wrong(dataclasses.replace(settings, eds_gost_url=url))


def test_a_region_that_asks_for_keys_which_nobody_checks_is_named(sound: Settings) -> None:
    with open_house(sound, "demo") as house:
        change_settings(house["demo"], "admin:1", {"application_needs_eds": True})

    assert "demo ask" in wrong(sound)["signatures asked for"]


def test_clocks_that_differ_are_named(sound: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examination, "host_now", lambda: datetime.now(UTC) - timedelta(minutes=1))

    assert "differ by 60" in wrong(sound)["clock"]


def test_an_old_table_of_zones_is_named(sound: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examination, "_ZONE", "Asia/Omsk")  # what Almaty was until 2024

    assert "older than March 2024" in wrong(sound)["time zone"]


def test_the_command_ends_with_1_if_anything_is_wrong(sound: Settings) -> None:
    environ = {
        "KEZEK_ENV": "test",
        "DATABASE_URL": sound.database_url,
        "REDIS_URL": sound.redis_url,
        "KEZEK_SECRET_KEY": sound.secret_key,
        "KEZEK_KEYS_DIR": str(sound.keys_dir),
        "KEZEK_TENANTS_DIR": str(sound.tenants_dir),
    }

    well = CliRunner().invoke(command, env=environ)
    sick = CliRunner().invoke(command, env={**environ, "REDIS_URL": "redis://127.0.0.1:1/0"})
    unset = CliRunner().invoke(command, env={**environ, "REDIS_URL": ""})

    assert well.exit_code == 0, well.output
    assert sick.exit_code == 1
    assert "WRONG redis" in sick.output
    assert unset.exit_code == 1
    assert "WRONG settings: REDIS_URL is not set." in unset.output


def wrong(settings: Settings) -> dict[str, str]:
    """Subject → words of everything that is not well."""
    return {found.subject: found.words for found in examine(settings) if not found.is_well}


def words(settings: Settings) -> dict[str, str]:
    """Subject → words of everything that was looked at."""
    return {found.subject: found.words for found in examine(settings)}


@pytest.fixture
def sound(new_database: Callable[[], Settings], tmp_path: Path) -> Settings:
    """A migrated database, a region and keys."""
    settings = dataclasses.replace(new_database(), keys_dir=tmp_path / "keys")
    Keys(settings.keys_dir, may_create=True).create([])
    return settings
