"""The process's settings: read once from the environment, checked at once, frozen afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Literal, cast, get_args
from urllib.parse import urlsplit

from kezek.core.retention import WrongSpan, spans_from

Env = Literal["demo", "test", "production"]

_PACKAGE = Path(__file__).resolve().parent

# The checkout, or the copy of it that a container holds.
ROOT = _PACKAGE.parent.parent

_SHIPPED = _PACKAGE / "shipped"

DATA = _SHIPPED if _SHIPPED.is_dir() else ROOT
"""Where pages, translations and regions lie: in a wheel beside the modules."""

HOME = Path.home() / ".kezek" if _SHIPPED.is_dir() else ROOT / ".kezek"
"""Where a demo keeps its data unless it is told another place."""

LOCAL_ADDRESS = "http://127.0.0.1:8000"

MIN_SECRET = 32

SIGNER = "wss://127.0.0.1:13579"
"""Where NCALayer listens on everybody's own computer."""

TELEGRAM = "https://api.telegram.org"
"""Where the Bot API answers."""

UNSET = "unset"
"""A gateway that was not named in service: SMS are not sent, and everybody concerned is told."""


class OperatorError(Exception):
    """Something the operator can mend; the message says in plain words what and how."""


class SettingsError(OperatorError):
    """The environment does not describe a process that may start; every line says what to do."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Party:
    """Another system of the state: where it answers, and the key that both sides sign with."""

    url: str = ""
    secret: str = field(default="", repr=False)

    @property
    def is_asked(self) -> bool:
        """Whether we ask it anything; one that only sends to us has a key and no address."""
        return bool(self.url)


@dataclass(frozen=True, slots=True)
class UploadsStore:
    """A store that speaks S3, in which uploads lie instead of a folder."""

    endpoint: str
    bucket: str
    prefix: str
    region: str
    key: str = field(repr=False)
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a process needs to know about where it runs; rules of a region are not among it."""

    env: Env
    database_url: str = field(repr=False)
    redis_url: str = field(repr=False)
    secret_key: str = field(repr=False)
    migration_database_url: str | None = field(repr=False)
    data_dir: Path
    keys_dir: Path
    uploads_dir: Path
    tenants_dir: Path
    templates_dir: Path
    translations_dir: Path
    public_url: str
    database_pool_size: int
    uploads_store: UploadsStore | None = None
    """Nothing where uploads lie in `uploads_dir`."""
    sms_url: str = "null"
    sms_token: str = field(default="", repr=False)
    sms_sender: str = ""
    sms_gateway: Literal["generic", "mobizon"] = "generic"
    """How the provider behind `sms_url` is spoken to."""
    sms_report_secret: str = field(default="", repr=False)
    """What the provider signs its reports of delivery with; without it none is believed."""
    telegram_url: str = TELEGRAM
    telegram_token: str = field(default="", repr=False)
    telegram_bot: str = ""
    """The bot's name, by which a parent finds it."""
    telegram_secret: str = field(default="", repr=False)
    """What Telegram says with each call to us."""
    smtp_url: str = field(default="null", repr=False)
    mail_from: str = ""
    eds_trust_dir: Path | None = None
    """Roots of the certification centre; without it no electronic signature is taken."""
    eds_revocation: Literal["require", "warn"] = "warn"
    eds_gost_url: str = ""
    """An NCANode-compatible service for the country's own algorithms."""
    eds_signer_url: str = SIGNER
    """Where a reader's own computer answers: NCALayer."""
    registers: Party = Party()
    """The state registers: birth and parentage, benefits, telephones (docs/registers.md)."""
    portal: Party = Party()
    """The state portal: it sends applications and asks for numbers (docs/portal.md)."""
    monitoring: Party = Party()
    """The monitoring of state services: it is told of every stage (docs/monitoring.md)."""
    national_base: Party = Party()
    """The national education base: it asks us, and we ask it (docs/national-base.md)."""

    stored_in: str = ""
    """Where data of persons lie, as the operator declares; service asks for KZ (law 94-V)."""
    retention: Mapping[str, timedelta] = field(default_factory=lambda: spans_from(""))
    """How long each kind of data is kept (`core.retention`)."""

    @property
    def sends_email(self) -> bool:
        """Whether notices leave by e-mail too; a deployment may have no mail server."""
        return self.smtp_url != UNSET

    @property
    def has_telegram(self) -> bool:
        """Whether families may be beckoned by a bot; a deployment may have none."""
        return bool(self.telegram_token)

    @property
    def shows_sent_codes(self) -> bool:
        """Whether the page with sent SMS codes exists at all: in the demo and in tests only."""
        return self.env in ("demo", "test")

    @property
    def needs_two_step(self) -> bool:
        """Whether staff come in by a second step only; who tries the demo has no app for it."""
        return self.env == "production"

    @property
    def has_stand_in_signer(self) -> bool:
        """Whether NCALayer is played by a stand-in, which signs at once with made-up keys."""
        return self.eds_signer_url != SIGNER

    @property
    def secure_cookies(self) -> bool:
        """Whether cookies are for https alone; the demo on a loopback address speaks http."""
        return self.public_url.startswith("https://")

    def owner_url(self) -> str:
        """The address by which the schema's owner enters; SettingsError says how to give it."""
        if self.migration_database_url is None:
            raise SettingsError(
                [
                    "MIGRATION_DATABASE_URL is not set: the schema is changed by its owner "
                    "(kezek_owner), never by the role that serves pages. Set it for this command."
                ]
            )
        return self.migration_database_url

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """The settings that these variables describe; SettingsError names all that is wrong."""
        reader = _Reader(environ)
        env = reader.env()
        data_dir = reader.path("KEZEK_DATA_DIR", HOME)
        public_url = reader.text("KEZEK_PUBLIC_URL", LOCAL_ADDRESS).rstrip("/")
        settings = cls(
            env=env,
            database_url=reader.database("DATABASE_URL") or reader.missing("DATABASE_URL"),
            redis_url=reader.redis("REDIS_URL"),
            secret_key=reader.secret("KEZEK_SECRET_KEY"),
            migration_database_url=reader.database("MIGRATION_DATABASE_URL"),
            data_dir=data_dir,
            keys_dir=reader.path("KEZEK_KEYS_DIR", data_dir / "keys", required=env == "production"),
            uploads_dir=reader.path("KEZEK_UPLOADS_DIR", data_dir / "uploads"),
            tenants_dir=reader.path("KEZEK_TENANTS_DIR", DATA / "tenants"),
            templates_dir=reader.path("KEZEK_TEMPLATES_DIR", DATA / "templates"),
            translations_dir=reader.path("KEZEK_TRANSLATIONS_DIR", DATA / "translations"),
            public_url=public_url,
            database_pool_size=reader.number("KEZEK_DATABASE_POOL_SIZE", 10, 1, 200),
            uploads_store=reader.store(env, "KEZEK_UPLOADS"),
            sms_url=reader.gateway(env, "KEZEK_SMS_URL", ("http", "https")),
            sms_token=reader.text("KEZEK_SMS_TOKEN", ""),
            sms_sender=reader.text("KEZEK_SMS_SENDER", "Kezek"),
            sms_gateway=reader.sms_gateway("KEZEK_SMS_GATEWAY"),
            sms_report_secret=reader.text("KEZEK_SMS_REPORT_SECRET", ""),
            telegram_url=reader.service("KEZEK_TELEGRAM_URL") or TELEGRAM,
            telegram_token=reader.text("KEZEK_TELEGRAM_TOKEN", ""),
            telegram_bot=reader.text("KEZEK_TELEGRAM_BOT", "").removeprefix("@"),
            telegram_secret=reader.text("KEZEK_TELEGRAM_SECRET", ""),
            smtp_url=reader.gateway(env, "KEZEK_SMTP_URL", ("smtp", "smtps")),
            mail_from=reader.text("KEZEK_MAIL_FROM", ""),
            eds_trust_dir=reader.folder("KEZEK_EDS_TRUST_DIR"),
            eds_revocation=reader.revocation("KEZEK_EDS_REVOCATION"),
            eds_gost_url=reader.service("KEZEK_EDS_GOST_URL"),
            eds_signer_url=reader.signer(env, "KEZEK_EDS_SIGNER_URL"),
            registers=reader.party(env, "KEZEK_REGISTERS"),
            portal=reader.party(env, "KEZEK_PORTAL"),
            monitoring=reader.party(env, "KEZEK_MONITORING"),
            national_base=reader.party(env, "KEZEK_NATIONAL_BASE"),
            stored_in=reader.text("KEZEK_STORED_IN", "").upper(),
            retention=reader.retention("KEZEK_RETENTION"),
        )
        reader.public(env, public_url)
        reader.sender(settings)
        reader.bot(settings)
        if reader.problems:
            raise SettingsError(reader.problems)
        return settings


def keys_folder(environ: Mapping[str, str]) -> Path:
    """Where the keys lie, for a command that needs nothing else of a process's settings."""
    reader = _Reader(environ)
    return reader.path("KEZEK_KEYS_DIR", reader.path("KEZEK_DATA_DIR", HOME) / "keys")


def public_address(environ: Mapping[str, str]) -> str:
    """The address under which people know this deployment, for such a command."""
    return _Reader(environ).text("KEZEK_PUBLIC_URL", LOCAL_ADDRESS).rstrip("/")


class _Reader:
    """Reads variables one by one and gathers what is wrong, so that it is said all at once."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self.problems: list[str] = []

    def text(self, name: str, default: str) -> str:
        return self._environ.get(name, "").strip() or default

    def missing(self, name: str) -> str:
        self.problems.append(f"{name} is not set.")
        return ""

    def env(self) -> Env:
        value = self.text("KEZEK_ENV", "production")
        if value not in get_args(Env):
            self.problems.append(f"KEZEK_ENV is '{value}'; it may be {', '.join(get_args(Env))}.")
        return cast(Env, value)

    def database(self, name: str) -> str | None:
        value = self.text(name, "")
        if not value:
            return None
        scheme, mark, rest = value.partition("://")
        if not mark or scheme not in ("postgres", "postgresql", "postgresql+psycopg"):
            self.problems.append(f"{name} must begin with postgresql://")
        return f"postgresql+psycopg://{rest}"

    def redis(self, name: str) -> str:
        value = self.text(name, "") or self.missing(name)
        if value and urlsplit(value).scheme not in ("redis", "rediss", "unix"):
            self.problems.append(f"{name} must begin with redis://, rediss:// or unix://")
        return value

    def gateway(self, env: Env, name: str, schemes: tuple[str, ...]) -> str:
        # In service nothing is ever pretended to be sent: without an address sending fails.
        pretended = () if env == "production" else ("null", "console")
        value = self.text(name, pretended[0] if pretended else UNSET)
        if value not in (*pretended, UNSET) and urlsplit(value).scheme not in schemes:
            allowed = ", ".join((*(f"{scheme}://…" for scheme in schemes), *pretended))
            self.problems.append(f"{name} may be {allowed}.")
        return value

    def secret(self, name: str) -> str:
        value = self.text(name, "") or self.missing(name)
        if value and len(value) < MIN_SECRET:
            self.problems.append(
                f"{name} is shorter than {MIN_SECRET} characters; "
                "make one with: openssl rand -hex 32"
            )
        return value

    def path(self, name: str, default: Path, *, required: bool = False) -> Path:
        value = self.text(name, "")
        if not value and required:
            self.missing(name)
        return Path(value).expanduser().resolve() if value else default

    def folder(self, name: str) -> Path | None:
        value = self.text(name, "")
        if value and not Path(value).expanduser().is_dir():
            self.problems.append(f"{name} is '{value}', which is no folder.")
        return Path(value).expanduser().resolve() if value else None

    def store(self, env: Env, name: str) -> UploadsStore | None:
        """`NAME_URL` as s3+https://host/bucket/prefix, `NAME_KEY` and `NAME_SECRET`."""
        value = self.text(f"{name}_URL", "").rstrip("/")
        if not value:
            return None
        parts = urlsplit(value)
        bucket, _, prefix = parts.path.strip("/").partition("/")
        schemes = ("s3+https",) if env == "production" else ("s3+https", "s3+http")
        if parts.scheme not in schemes or not parts.netloc or not bucket:
            self.problems.append(f"{name}_URL is s3+https://host/bucket, or .../bucket/prefix.")
        key = self.text(f"{name}_KEY", "") or self.missing(f"{name}_KEY")
        secret = self.text(f"{name}_SECRET", "") or self.missing(f"{name}_SECRET")
        endpoint = f"{parts.scheme.removeprefix('s3+')}://{parts.netloc}"
        region = self.text(f"{name}_REGION", "us-east-1")
        return UploadsStore(endpoint, bucket, prefix, region, key, secret)

    def revocation(self, name: str) -> Literal["require", "warn"]:
        value = self.text(name, "warn")
        if value not in ("require", "warn"):
            self.problems.append(f"{name} is '{value}'; it may be require or warn.")
        return "require" if value == "require" else "warn"

    def retention(self, name: str) -> Mapping[str, timedelta]:
        try:
            return spans_from(self.text(name, ""))
        except WrongSpan as problem:
            self.problems.append(f"{problem}.")
            return spans_from("")

    def service(self, name: str) -> str:
        value = self.text(name, "").rstrip("/")
        if value and urlsplit(value).scheme not in ("http", "https"):
            self.problems.append(f"{name} must begin with https:// or http://")
        return value

    def party(self, env: Env, name: str) -> Party:
        """`NAME_URL` and `NAME_SECRET`; what travels there is about people, so https in service."""
        url = self.service(f"{name}_URL")
        if env == "production" and url.startswith("http://"):
            self.problems.append(f"{name}_URL must begin with https:// in service.")
        secret = self.text(f"{name}_SECRET", "")
        if (url or secret) and len(secret) < MIN_SECRET:
            self.problems.append(
                f"{name}_SECRET is shorter than {MIN_SECRET} characters: agree on a key with the "
                "other side, for example of: openssl rand -hex 32"
            )
        return Party(url, secret)

    def signer(self, env: Env, name: str) -> str:
        value = self.text(name, SIGNER).rstrip("/")
        if env == "production" and value != SIGNER:
            self.problems.append(f"{name} is for the demonstration and tests; NCALayer is {SIGNER}")
        return value

    def number(self, name: str, default: int, least: int, most: int) -> int:
        value = self.text(name, str(default))
        if not value.isdecimal() or not least <= int(value) <= most:
            self.problems.append(f"{name} is '{value}'; it is a number from {least} to {most}.")
            return default
        return int(value)

    def sender(self, settings: Settings) -> None:
        if settings.smtp_url.startswith("smtp") and "@" not in settings.mail_from:
            self.problems.append(
                "KEZEK_MAIL_FROM is not set: the address from which letters come, as in "
                "kezek@example.kz."
            )

    def sms_gateway(self, name: str) -> Literal["generic", "mobizon"]:
        value = self.text(name, "generic")
        if value not in ("generic", "mobizon"):
            self.problems.append(f"{name} is '{value}'; it may be generic or mobizon.")
        return "mobizon" if value == "mobizon" else "generic"

    def bot(self, settings: Settings) -> None:
        """A bot without a name is found by nobody, and without a secret anybody speaks for it."""
        if not settings.telegram_token:
            return
        if not settings.telegram_bot or len(settings.telegram_secret) < MIN_SECRET:
            self.problems.append(
                "KEZEK_TELEGRAM_TOKEN is set: set KEZEK_TELEGRAM_BOT, the bot's name, and "
                f"KEZEK_TELEGRAM_SECRET, at least {MIN_SECRET} letters and digits, as well."
            )

    def public(self, env: Env, public_url: str) -> None:
        if env == "production" and not public_url.startswith("https://"):
            self.problems.append(
                "KEZEK_PUBLIC_URL must be the https:// address that people see; "
                "cookies travel by https only."
            )
