"""How the deployment is: its processes, its servers, and what waits in each region."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kezek.adapters.redis_health import RedisHealth, ask_redis
from kezek.adapters.services import services
from kezek.core.liveliness import LATE, LATE_NIGHT, OLD_MESSAGE, REPLACED, SILENT
from kezek.db.health import (
    ChannelHealth,
    DatabaseHealth,
    Waiting,
    channels_in,
    database_health,
    waiting_in,
)
from kezek.db.processes import HeartbeatRow, count_failures, heartbeats
from kezek.db.register_questions import count_waiting
from kezek.db.scope import deployment_scope, read_scope
from kezek.db.stops import open_stops
from kezek.db.tenants import all_tenants
from kezek.reads.exchange_health import Line, exchange_lines

QUEUES = ("codes", "notices", "terms", "upkeep")
"""As the actors of the worker name them; a test looks that these are all."""

OF_LATE = timedelta(hours=24)
"""Of messages that have ended, those of so long are counted."""

KINDS = ("web", "worker", "ticker")


@dataclass(frozen=True, slots=True)
class Process:
    """One process and its last sign of life."""

    kind: str
    name: str
    version: str
    began_at: datetime
    seen_at: datetime
    is_silent: bool
    done: int
    failed: int


@dataclass(frozen=True, slots=True)
class LateJob:
    """Work that the ticker has known of for longer than it should have to."""

    job: str
    due_at: datetime
    handed_at: datetime | None


@dataclass(frozen=True, slots=True)
class RegionHealth:
    """What waits in one region."""

    id: int
    slug: str
    is_stopped: bool
    waiting: Waiting
    channels: tuple[ChannelHealth, ...]
    looked_at: datetime | None
    """When the ticker last looked round it."""
    late: tuple[LateJob, ...]
    is_term_late: bool
    is_message_late: bool
    is_seal_late: bool
    questions: int
    """Questions to state registers that wait to be asked again."""

    @property
    def is_well(self) -> bool:
        """Whether nothing in it needs an operator."""
        troubles = (self.late, self.is_term_late, self.is_message_late, self.is_seal_late)
        return self.is_stopped or not any(troubles)


@dataclass(frozen=True, slots=True)
class HealthPage:
    """The health of the whole."""

    now: datetime
    database: DatabaseHealth
    redis: RedisHealth | None
    processes: tuple[Process, ...]
    missing: tuple[str, ...]
    """Kinds of process of which none is alive."""
    regions: tuple[RegionHealth, ...]
    failures: int
    exchange: tuple[Line, ...]
    """Other systems of the state, as they have answered."""

    @property
    def questions(self) -> int:
        """Questions that no state register has answered yet."""
        return sum(one.questions for one in self.regions)

    @property
    def messages(self) -> int:
        """All messages that wait to leave the house."""
        return sum(one.waiting.messages for one in self.regions)

    @property
    def channels(self) -> tuple[ChannelHealth, ...]:
        """Each way out, over all regions; also one that nothing has gone by."""
        found = {channel: ChannelHealth(channel) for channel in _open_channels()}
        for one in (channel for region in self.regions for channel in region.channels):
            found[one.channel] = found.get(one.channel, ChannelHealth(one.channel)).with_more(one)
        return tuple(found.values())

    @property
    def oldest_message_at(self) -> datetime | None:
        """Since when the oldest of them waits."""
        moments = [one.waiting.oldest_message_at for one in self.regions]
        return min((one for one in moments if one is not None), default=None)


def _open_channels() -> tuple[str, ...]:
    """The ways out that this deployment has, with or without messages in them."""
    settings = services().settings
    has = {"sms": True, "email": settings.sends_email, "telegram": settings.has_telegram}
    return tuple(channel for channel, is_open in has.items() if is_open)


def health_page() -> HealthPage:
    """Everything that an operator looks at first; without Redis it says so and shows the rest."""
    with deployment_scope() as session:
        now = services().clock.now(session)
        database = database_health(session)
        rows = heartbeats(session)
        beats = [_process(row, now) for row in rows]
        lines = exchange_lines(row.detail for row in rows if now - row.seen_at <= SILENT)
        ticking = _ticking(rows, now)
        failures = count_failures(session)
        stopped = {row.tenant_id for row in open_stops(session)}
        tenants = [(row.id, row.slug) for row in all_tenants(session)]
    alive = {one.kind for one in beats if not one.is_silent}
    return HealthPage(
        now=now,
        database=database,
        redis=ask_redis(services().settings.redis_url, QUEUES),
        processes=tuple(sorted(_told(beats, alive, now), key=lambda one: one.is_silent)),
        missing=tuple(kind for kind in KINDS if kind not in alive),
        regions=tuple(
            _region(tenant_id, slug, now, tenant_id in stopped, ticking)
            for tenant_id, slug in sorted(tenants, key=lambda one: one[1])
        ),
        failures=failures,
        exchange=lines,
    )


def _told(beats: Sequence[Process], alive: Collection[str], now: datetime) -> Iterator[Process]:
    """Those that are alive, and the silent ones; what others have long replaced is no news."""
    for one in beats:
        if not (one.is_silent and one.kind in alive and now - one.seen_at > REPLACED):
            yield one


def _process(row: HeartbeatRow, now: datetime) -> Process:
    return Process(
        row.kind,
        row.process.partition(":")[2],
        row.version,
        row.began_at,
        row.seen_at,
        now - row.seen_at > SILENT,
        int(row.detail.get("done", 0)),
        int(row.detail.get("failed", 0)),
    )


def _ticking(rows: Sequence[HeartbeatRow], now: datetime) -> dict[str, Any]:
    """What the ticker that spoke last has said of each region; nothing when none is alive."""
    tickers = [row for row in rows if row.kind == "ticker" and now - row.seen_at <= SILENT]
    if not tickers:
        return {}
    found: dict[str, Any] = max(tickers, key=lambda row: row.seen_at).detail.get("regions", {})
    return found


def _region(
    tenant_id: int, slug: str, now: datetime, is_stopped: bool, ticking: dict[str, Any]
) -> RegionHealth:
    with read_scope(tenant_id) as session:
        waiting = waiting_in(session)
        questions = count_waiting(session)
        channels = channels_in(session, now - OF_LATE)
    jobs = ticking.get(str(tenant_id), {})
    looks = [one for one in (_moment(seen[0]) for seen in jobs.values()) if one is not None]
    return RegionHealth(
        id=tenant_id,
        slug=slug,
        is_stopped=is_stopped,
        waiting=waiting,
        channels=tuple(channels),
        looked_at=max(looks, default=None),
        late=tuple(_late(jobs)),
        is_term_late=_is_before(waiting.next_term_at, now - LATE),
        is_message_late=_is_before(waiting.oldest_message_at, now - OLD_MESSAGE),
        is_seal_late=_is_before(waiting.unsealed_since, now - LATE),
        questions=questions,
    )


def _late(jobs: dict[str, list[str | None]]) -> Iterator[LateJob]:
    for name, (looked, handed, due) in sorted(jobs.items()):
        looked_at, due_at = _moment(looked), _moment(due)
        limit = LATE_NIGHT if name == "night" else LATE
        if looked_at is not None and due_at is not None and looked_at - due_at > limit:
            yield LateJob(name, due_at, _moment(handed))


def _moment(said: str | None) -> datetime | None:
    return datetime.fromisoformat(said) if said else None


def _is_before(moment: datetime | None, limit: datetime) -> bool:
    return moment is not None and moment < limit
