"""What every page of statistics stands on: the moment, the period, whose children, the choices."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.access import Actor
from kezek.core.regions import Tenant
from kezek.core.statistics import Sieve, months_asked
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope

OLDEST = 8
"""Years back to the eldest cohort that may still wait (A-08, with a ПМПК conclusion)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody asks for by an address; what is unknown there narrows nothing."""

    territory: str = ""
    birth_year: int | None = None
    language: str = ""
    standing: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a page says of its figures, and what its form offers."""

    as_of: datetime
    today: date
    sieve: Sieve
    territories: tuple[tuple[str, str], ...]
    """Slug and name of those that the reader answers for."""
    birth_years: tuple[int, ...]
    languages: tuple[str, ...]

    def territory(self, slug: str) -> str:
        """A territory by its name; by its slug once the region has it no more."""
        return dict(self.territories).get(slug, slug)


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a region's figures."""

    session: Session
    region: Tenant
    basis: Basis


@contextmanager
def look_at(tenant_id: int, actor: Actor | None, wish: Wish, reader: str) -> Iterator[Look]:
    """Opens one snapshot; without an actor it is everybody's look at the whole region."""
    with read_scope(tenant_id) as session:
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        today = region.calendar.local_day(now)
        own = actor.territories if actor is not None else frozenset()
        territories = tuple(
            (one.slug, one.ru if reader == "ru" else one.kk)
            for one in region.territories
            if not own or one.slug in own
        )
        years = tuple(range(today.year, today.year - OLDEST, -1))
        basis = Basis(
            as_of=now,
            today=today,
            sieve=_sieve(wish, today, region, [slug for slug, _ in territories], bool(own)),
            territories=territories,
            birth_years=years,
            languages=region.instruction_languages,
        )
        yield Look(session, region, basis)


def _sieve(wish: Wish, today: date, region: Tenant, known: list[str], is_bound: bool) -> Sieve:
    chosen: tuple[str, ...] | None = tuple(known) if is_bound else None
    if wish.territory in known:
        chosen = (wish.territory,)
    return Sieve(
        months=months_asked(wish.first, wish.last, today),
        territories=chosen,
        birth_year=wish.birth_year,
        language=wish.language if wish.language in region.instruction_languages else None,
        standing=wish.standing if wish.standing in ("O", "P", "G") else None,
    )
