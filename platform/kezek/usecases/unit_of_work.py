"""One act: a transaction in one tenant, its locks in the one order, its moment, its bells."""

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.errors import Refusal
from kezek.core.modes.contract import Rules
from kezek.db.idempotency import Once, Repeated, find_response, remember_response
from kezek.db.locks import lock_application, lock_child, lock_cohorts
from kezek.db.rules_in_force import rules_at
from kezek.db.scope import tenant_scope

SYSTEM = "system"


@dataclass
class Act:
    """What a use case works with inside its transaction."""

    session: Session
    tenant_id: int
    actor: str
    bells: set[str] = field(default_factory=set)
    response: dict[str, object] = field(default_factory=dict)
    """What a repeated request of the same key is answered with."""
    kept: dict[object, Any] = field(default_factory=dict)
    """What was read in this transaction and stays as it is to its end."""

    def hold(
        self,
        *,
        child: uuid.UUID | None = None,
        application: uuid.UUID | None = None,
        birth_years: Iterable[int] = (),
    ) -> datetime:
        """Takes the locks in their order, then reads the clock: the moment of this act (L-10.1)."""
        if child is not None:
            lock_child(self.session, self.tenant_id, child)
        if application is not None:
            lock_application(self.session, self.tenant_id, application)
        lock_cohorts(self.session, self.tenant_id, birth_years)
        return self.now()

    def now(self) -> datetime:
        """The database's present moment, to the millisecond as the queue has it (L-10.1)."""
        moment = services().clock.now(self.session)
        return moment.replace(microsecond=moment.microsecond // 1000 * 1000)

    def rules(self, now: datetime) -> Rules:
        """The rules in force at the moment of the act."""
        return rules_at(self.session, self.tenant_id, now)


@contextmanager
def act(tenant_id: int, actor: str, once: Once | None = None) -> Iterator[Act]:
    """One transaction; bells ring after its commit. Raises Repeated for a key already used.

    A request that is sent twice has its effect and its key in one commit: the second finds the
    key and is answered as the first was. So is one that waited behind the first, and met what the
    first had done.
    """
    running = None
    try:
        with tenant_scope(tenant_id) as session:
            running = Act(session, tenant_id, actor)
            if once is not None and (known := find_response(session, actor, once)) is not None:
                raise Repeated(known)
            yield running
            if once is not None:
                remember_response(session, tenant_id, actor, once, running.response, running.now())
    except IntegrityError as broken:
        if once is None or "pk_idempotency_keys" not in str(broken.orig):
            raise
        raise Repeated(_answer(tenant_id, actor, once) or {}) from broken
    except Refusal as refused:
        known = _answer(tenant_id, actor, once) if once is not None else None
        if known is None:
            raise
        raise Repeated(known) from refused
    if running is not None and running.bells:
        services().doorbell.ring(tenant_id, running.bells)


def _answer(tenant_id: int, actor: str, once: Once) -> dict[str, Any] | None:
    with tenant_scope(tenant_id) as session:
        return find_response(session, actor, once)
