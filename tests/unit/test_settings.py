"""Settings say all that is wrong at once, and never take less than is safe."""

from pathlib import Path

import pytest

from kezek.settings import Settings, SettingsError

GOOD = {
    "KEZEK_ENV": "production",
    "DATABASE_URL": "postgresql://app:p%40ss@db/kezek",
    "REDIS_URL": "redis://:x@cache/0",
    "KEZEK_SECRET_KEY": "s" * 32,
    "KEZEK_KEYS_DIR": "/srv/kezek/keys",
    "KEZEK_PUBLIC_URL": "https://kezek.example/",
}


def test_a_complete_environment_gives_settings() -> None:
    settings = Settings.from_env(GOOD)

    assert settings.database_url == "postgresql+psycopg://app:p%40ss@db/kezek"
    assert settings.keys_dir == Path("/srv/kezek/keys")
    assert settings.public_url == "https://kezek.example"
    assert settings.secure_cookies
    assert not settings.shows_sent_codes


def test_everything_that_is_missing_is_named_at_once() -> None:
    with pytest.raises(SettingsError) as raised:
        Settings.from_env({})

    for name in ("DATABASE_URL", "REDIS_URL", "KEZEK_SECRET_KEY", "KEZEK_KEYS_DIR"):
        assert any(problem.startswith(name) for problem in raised.value.problems)
    assert "KEZEK_PUBLIC_URL" in str(raised.value)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("KEZEK_ENV", "prod", "demo, test, production"),
        ("DATABASE_URL", "mysql://db/kezek", "postgresql://"),
        ("DATABASE_URL", "db", "postgresql://"),
        ("REDIS_URL", "http://cache", "redis://"),
        ("KEZEK_SECRET_KEY", "short", "openssl rand"),
        ("KEZEK_SMS_URL", "null", "https://"),
        ("KEZEK_SMS_URL", "console", "https://"),
        ("KEZEK_SMTP_URL", "http://mail", "smtp://"),
        ("KEZEK_PUBLIC_URL", "http://kezek.example", "https://"),
        ("KEZEK_EDS_TRUST_DIR", "/nowhere/at/all", "no folder"),
        ("KEZEK_EDS_REVOCATION", "perhaps", "require or warn"),
        ("KEZEK_EDS_GOST_URL", "ncanode:14579", "https://"),
        ("KEZEK_EDS_SIGNER_URL", "ws://127.0.0.1:20000", "wss://127.0.0.1:13579"),
        ("KEZEK_DATABASE_POOL_SIZE", "many", "from 1 to 200"),
        ("KEZEK_DATABASE_POOL_SIZE", "0", "from 1 to 200"),
    ],
)
def test_a_wrong_value_is_refused_with_what_is_allowed(name: str, value: str, says: str) -> None:
    with pytest.raises(SettingsError) as raised:
        Settings.from_env({**GOOD, name: value})

    assert name in str(raised.value)
    assert says in str(raised.value)


def test_without_the_owners_address_the_schema_cannot_be_changed() -> None:
    with pytest.raises(SettingsError, match="MIGRATION_DATABASE_URL"):
        Settings.from_env(GOOD).owner_url()


def test_secrets_do_not_show_in_a_printed_settings() -> None:
    shown = repr(Settings.from_env({**GOOD, "MIGRATION_DATABASE_URL": "postgresql://o:hush@db/k"}))

    assert "p%40ss" not in shown
    assert "hush" not in shown
    assert "s" * 32 not in shown


def test_the_demo_shows_sent_codes_and_production_does_not() -> None:
    demo = {**GOOD, "KEZEK_ENV": "demo", "KEZEK_PUBLIC_URL": "http://127.0.0.1:8000"}

    assert Settings.from_env(demo).shows_sent_codes
    assert not Settings.from_env(demo).secure_cookies


def test_in_service_nothing_is_pretended_to_be_sent() -> None:
    service = Settings.from_env(GOOD)
    demo = Settings.from_env({**GOOD, "KEZEK_ENV": "demo"})

    assert (service.sms_url, service.sends_email) == ("unset", False)
    assert (demo.sms_url, demo.smtp_url, demo.sends_email) == ("null", "null", True)


def test_a_mail_server_needs_the_address_from_which_letters_come() -> None:
    with pytest.raises(SettingsError, match="KEZEK_MAIL_FROM is not set"):
        Settings.from_env({**GOOD, "KEZEK_SMTP_URL": "smtp://mail"})


def test_a_mail_server_with_a_sender_is_taken() -> None:
    mail = {"KEZEK_SMTP_URL": "smtps://u:p@mail", "KEZEK_MAIL_FROM": "kezek@example.kz"}
    settings = Settings.from_env({**GOOD, **mail, "KEZEK_SMS_URL": "https://sms.example.kz"})

    assert settings.sends_email
    assert "u:p" not in repr(settings)


def test_without_a_word_about_keys_no_signature_is_taken() -> None:
    settings = Settings.from_env(GOOD)

    assert settings.eds_trust_dir is None
    assert (settings.eds_revocation, settings.eds_gost_url) == ("warn", "")
    assert not settings.has_stand_in_signer


def test_roots_and_a_service_for_gost_are_taken_as_they_are_named(tmp_path: Path) -> None:
    keys = {"KEZEK_EDS_TRUST_DIR": str(tmp_path), "KEZEK_EDS_REVOCATION": "require"}
    settings = Settings.from_env({**GOOD, **keys, "KEZEK_EDS_GOST_URL": "http://ncanode:14579/"})

    assert (settings.eds_trust_dir, settings.eds_revocation) == (tmp_path, "require")
    assert settings.eds_gost_url == "http://ncanode:14579"


def test_only_a_demonstration_is_signed_by_a_stand_in() -> None:
    stand_in = {"KEZEK_ENV": "demo", "KEZEK_EDS_SIGNER_URL": "ws://127.0.0.1:20000"}

    assert Settings.from_env({**GOOD, **stand_in}).has_stand_in_signer
