"""Who waits for whom: the names of the locks and the one order in which they are taken.

Order, always: **hand → child → application → cohorts (by birth year) → queues (by key) → places
(by id)**. A *hand* is one person whose acts of a day are counted.
A *cohort* is one birth year of one tenant; whoever changes who stands in a queue, or gives a
place, holds its cohort. So one distribution at a time runs per tenant and birth year, the
moment of a submission is read from the database's clock while nobody else can enter those
queues, and the order of moments is the order of commits (L-10.1). Acts of other birth years
and other tenants do not meet. Facts of the journal are inserted without any lock.

All locks end with their transaction.
"""

import hashlib
import uuid
from collections.abc import Iterable

from sqlalchemy import text
from sqlalchemy.orm import Session

_LOCK = text("select pg_advisory_xact_lock(:key)")
_TRY_LOCK = text("select pg_try_advisory_xact_lock(:key)")


def lock_hand(session: Session, tenant_id: int, actor: str) -> None:
    """Waits until no other counted act of this person is under way."""
    session.execute(_LOCK, {"key": _key("hand", tenant_id, actor)})


def lock_child(session: Session, tenant_id: int, child_id: uuid.UUID) -> None:
    """Waits until no other act on this child is under way."""
    session.execute(_LOCK, {"key": _key("child", tenant_id, child_id)})


def lock_application(session: Session, tenant_id: int, application_id: uuid.UUID) -> None:
    """Waits until no other act on this application is under way."""
    session.execute(_LOCK, {"key": _key("application", tenant_id, application_id)})


def lock_cohorts(session: Session, tenant_id: int, birth_years: Iterable[int]) -> None:
    """Waits for the cohorts, in the order of their years (the order is what prevents deadlock)."""
    for year in sorted(set(birth_years)):
        session.execute(_LOCK, {"key": _key("cohort", tenant_id, year)})


def lock_file(session: Session, tenant_id: int, path: str) -> None:
    """Waits until nobody else keeps or drops this file; taken after all locks of the order."""
    session.execute(_LOCK, {"key": _key("file", tenant_id, path)})


def try_lock_sealer(session: Session, tenant_id: int) -> bool:
    """Whether this transaction is now the only sealer of the tenant's journal."""
    return bool(session.scalar(_TRY_LOCK, {"key": _key("sealer", tenant_id, "")}))


def lock_proposals(session: Session, tenant_id: int, subject: str) -> None:
    """Waits until nobody else lays an act about this before a second person."""
    session.execute(_LOCK, {"key": _key("proposals", tenant_id, subject)})


def lock_settings(session: Session, tenant_id: int) -> None:
    """Waits until nobody else changes what the region has set; no act on a child waits for it."""
    session.execute(_LOCK, {"key": _key("settings", tenant_id, "")})


def _key(kind: str, tenant_id: int, subject: object) -> int:
    digest = hashlib.blake2b(f"{kind}:{tenant_id}:{subject}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
