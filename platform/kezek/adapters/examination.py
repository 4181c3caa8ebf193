"""Looks at an installation from outside and says of each thing whether it is well."""

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import psycopg
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from sqlalchemy.exc import SQLAlchemyError

from kezek.adapters import (
    examined_exchange,
    examined_regions,
    examined_signatures,
    examined_storage,
)
from kezek.adapters.examined_regions import Wrong
from kezek.adapters.keys import Keys
from kezek.adapters.schema import present_revision, wanted_revision
from kezek.adapters.tenants import CALENDAR, list_tenants, validate
from kezek.clock import host_now
from kezek.settings import Settings

_ZONE = "Asia/Almaty"
_SUMMER = datetime(2026, 6, 1, tzinfo=UTC)
_LEAST_DISK = 1024**3
_LARGEST_SKEW = timedelta(seconds=2)
_OLDEST_SERVER = 150000
_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about one thing, in words for the operator."""

    is_well: bool
    subject: str
    words: str


def examine(settings: Settings) -> list[Finding]:
    """Everything that was looked at, in an order in which it can be mended."""
    looks: list[tuple[str, Callable[[Settings], str]]] = [
        ("python", _python),
        ("time zone", _time_zone),
        ("disk", _disk),
        ("tenants", _tenants),
        ("calendar", _calendar),
        ("database", _database),
        ("role", _role),
        ("schema", _schema),
        ("keys", _keys),
        ("clock", _clock),
        ("redis", _redis),
        ("calendars in force", _loaded_calendars),
        ("sms", examined_regions.sms),
        ("e-mail", examined_regions.email),
        ("telegram", examined_regions.telegram),
        ("storage", examined_storage.storage),
        ("roots of signatures", _roots),
        ("GOST", examined_signatures.gost),
        ("signatures asked for", _asked_for),
        ("state registers", examined_exchange.registers),
    ]
    return [_look(subject, look, settings) for subject, look in looks]


def _look(subject: str, look: Callable[[Settings], str], settings: Settings) -> Finding:
    try:
        return Finding(True, subject, look(settings))
    except Wrong as wrong:
        return Finding(False, subject, str(wrong))
    except (psycopg.Error, SQLAlchemyError, redis.RedisError, OSError) as error:
        return Finding(False, subject, " ".join(str(error).split()))


def _python(_settings: Settings) -> str:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < (3, 11):  # noqa: UP036 - said in plain words rather than by a crash
        raise Wrong(f"{version}; 3.11 or newer is needed")
    return version


def _time_zone(_settings: Settings) -> str:
    try:
        offset = _SUMMER.astimezone(ZoneInfo(_ZONE)).utcoffset()
    except ZoneInfoNotFoundError as error:
        raise Wrong(f"{_ZONE} is unknown; install the package tzdata") from error
    if offset != timedelta(hours=5):
        raise Wrong(
            f"{_ZONE} is {offset} ahead of UTC in 2026 instead of 5 hours: the table of zones is "
            "older than March 2024. Update the system's tzdata, or remove it so that ours is used"
        )
    return f"{_ZONE} is UTC+5"


def _disk(settings: Settings) -> str:
    folder = settings.data_dir
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if free < _LEAST_DISK:
        raise Wrong(f"{free // 1024**2} MB free at {folder}; make room")
    return f"{free // 1024**3} GB free at {folder}"


def _tenants(settings: Settings) -> str:
    problems = validate(settings.tenants_dir)
    if problems:
        raise Wrong(f"{problems[0]} (of {len(problems)}; kezek tenant validate shows all)")
    return f"{len(list_tenants(settings.tenants_dir))} regions in {settings.tenants_dir}"


def _calendar(settings: Settings) -> str:
    last = (host_now() + examined_regions.WELL_AHEAD).year
    if not (settings.tenants_dir / CALENDAR / f"{last}.toml").is_file():
        raise Wrong(
            f"no calendar of {last}: terms in working days that reach into it are refused. Write "
            f"{CALENDAR}/{last}.toml in {settings.tenants_dir}, then: kezek tenant load --all"
        )
    return f"known to the end of {last}"


def _keys(settings: Settings) -> str:
    keys = Keys(settings.keys_dir)
    with _connect(settings) as connection:
        numbers = [number for (number,) in connection.execute("select id from tenants")]
    missing = keys.missing(numbers)
    if missing:
        raise Wrong(
            f"missing in {settings.keys_dir}: {', '.join(missing)}. Nothing personal can be read "
            "or written without them. Bring them back from where their copies are kept; for what "
            "is new: kezek keys create --all"
        )
    exposed = keys.exposed()
    if exposed:
        raise Wrong(
            f"others may read {', '.join(exposed)}; run: chmod 600 {settings.keys_dir}/*.key"
        )
    return f"{len(numbers) + 1} in {settings.keys_dir}"


def _database(settings: Settings) -> str:
    with _connect(settings) as connection:
        version = connection.info.server_version
    if version < _OLDEST_SERVER:
        raise Wrong(f"PostgreSQL {version // 10000}; {_OLDEST_SERVER // 10000} or newer is needed")
    return f"PostgreSQL {version // 10000}.{version % 10000}"


def _role(settings: Settings) -> str:
    with _connect(settings) as connection:
        row = connection.execute(
            """
            select
              role.rolname,
              role.rolsuper,
              role.rolbypassrls,
              exists (
                select 1
                from pg_class as relation
                join pg_namespace as space on space.oid = relation.relnamespace
                where space.nspname = 'public'
                  and pg_has_role(role.oid, relation.relowner, 'member')
              )
            from pg_roles as role
            where role.rolname = current_user
            """
        ).fetchone()
    name, is_super, bypasses, owns = row or ("?", True, True, True)
    faults = [
        words
        for is_so, words in (
            (is_super, "is a superuser"),
            (bypasses, "has BYPASSRLS"),
            (owns, "owns tables, or may become who owns them"),
        )
        if is_so
    ]
    if faults:
        raise Wrong(
            f"{name} {' and '.join(faults)}: rows of one region would not be kept from another. "
            "Let DATABASE_URL name a role with grants only"
        )
    return f"{name} is held by row-level security"


def _schema(settings: Settings) -> str:
    wanted, present = wanted_revision(), present_revision(settings.database_url)
    if wanted != present:
        raise Wrong(f"the database is at {present}, this version needs {wanted}: kezek migrate")
    return f"at {present}"


def _clock(settings: Settings) -> str:
    with _connect(settings) as connection:
        before = host_now()
        row = connection.execute("select clock_timestamp()").fetchone()
        after = host_now()
    if row is None:
        raise Wrong("the database does not say what time it is")
    # The moment was taken somewhere between; half the way is the best guess.
    skew = abs(row[0].astimezone(UTC) - (before + (after - before) / 2))
    if skew > _LARGEST_SKEW:
        raise Wrong(
            f"this machine and the database differ by {skew.total_seconds():.1f} s; set the time "
            "by network (the database's clock decides deadlines)"
        )
    return "agrees with the database's"


def _redis(settings: Settings) -> str:
    client = redis.Redis.from_url(
        settings.redis_url,
        retry=Retry(NoBackoff(), 0),
        socket_connect_timeout=_SECONDS,
        socket_timeout=_SECONDS,
    )
    with client:
        client.ping()
    return "answers"


def _loaded_calendars(settings: Settings) -> str:
    with _connect(settings) as connection:
        return examined_regions.loaded_calendars(connection, host_now())


def _roots(settings: Settings) -> str:
    return examined_signatures.roots(settings, host_now())


def _asked_for(settings: Settings) -> str:
    with _connect(settings) as connection:
        return examined_signatures.asked_for(connection, settings, host_now())


def _connect(settings: Settings) -> psycopg.Connection:
    url = settings.database_url.replace("postgresql+psycopg://", "postgresql://", 1)
    return psycopg.connect(url, connect_timeout=_SECONDS, autocommit=True)
