"""A key for each family, wrapped by the region's key outside the database; erased for good.

What a family's key has sealed cannot be read once the key is destroyed, while the facts that
hold the ciphertext, and every proof over them, stay as they are.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol, cast

from flask import current_app
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session

from kezek.core.applications import ENDED, State
from kezek.db.applications import ApplicationRow
from kezek.db.base import Base, TenantKey, UuidKey

_CACHE = "kezek.family_keys"
_SERVICES = "kezek"  # `adapters.services.EXTENSION`: tables and adapters do not know each other


class FamilyKeyRow(Base):
    """A family's key, wrapped by the tenant's; without it once the family is erased."""

    __tablename__ = "family_keys"

    tenant_id: Mapped[TenantKey]
    family_id: Mapped[UuidKey]
    wrapped_key: Mapped[bytes | None]
    destroyed_at: Mapped[datetime | None]


class FamilyCipher(Protocol):
    """What the journal needs of the keys outside the database (`adapters.keys.Keys`)."""

    def new_family_key(self, tenant_id: int, family_id: uuid.UUID) -> bytes:
        """A fresh key for one family, wrapped by its tenant's."""

    def seal_personal(
        self,
        tenant_id: int,
        family_id: uuid.UUID,
        wrapped: bytes,
        fact_id: uuid.UUID,
        personal: Mapping[str, Any],
    ) -> bytes:
        """The personal part of a fact as ciphertext."""

    def open_personal(
        self,
        tenant_id: int,
        family_id: uuid.UUID,
        wrapped: bytes,
        fact_id: uuid.UUID,
        sealed: bytes,
    ) -> dict[str, Any]:
        """The personal part of a fact."""

    def iin_hash(self, iin: str) -> bytes:
        """The keyed hash by which a person is found."""

    def phone_hash(self, tenant_id: int, phone: str) -> bytes:
        """The keyed hash by which a telephone is found in one region."""

    def open_text(self, sealed: bytes, context: str = "") -> str:
        """What was sealed under the deployment's key."""


class _Services(Protocol):
    keys: FamilyCipher


class FamilyErased(Exception):
    """A personal fact of a family whose key was destroyed: it comes back as a new family."""


def family_key(session: Session, tenant_id: int, family_id: uuid.UUID) -> bytes:
    """The family's wrapped key, made if it has none. Raises FamilyErased.

    Called when a family signs up, it spares the first acts of that family from meeting here.
    """
    make_family_keys(session, tenant_id, [family_id])
    return _cache(session)[tenant_id, family_id]


def make_family_keys(session: Session, tenant_id: int, families: Iterable[uuid.UUID]) -> None:
    """Sees to it that each of these families has a key, in few statements. Raises FamilyErased."""
    cache = _cache(session)
    # In one order, so that two who load many families at once cannot wait for each other.
    unknown = sorted({family for family in families if (tenant_id, family) not in cache})
    if not unknown:
        return
    found = _read(session, tenant_id, unknown)
    missing = [family for family in unknown if family not in found]
    if not missing:
        return
    session.execute(
        insert(FamilyKeyRow).on_conflict_do_nothing(),
        [
            {
                "tenant_id": tenant_id,
                "family_id": family,
                "wrapped_key": cipher().new_family_key(tenant_id, family),
            }
            for family in missing
        ],
    )
    # Read back: another act may have made a family's key a moment before.
    _read(session, tenant_id, missing)


def _read(
    session: Session, tenant_id: int, families: Sequence[uuid.UUID]
) -> dict[uuid.UUID, bytes]:
    rows = session.execute(
        select(FamilyKeyRow.family_id, FamilyKeyRow.wrapped_key).where(
            FamilyKeyRow.family_id.in_(families)
        )
    )
    found: dict[uuid.UUID, bytes] = {}
    for row in rows:
        if row.wrapped_key is None:
            raise FamilyErased(f"the key of family {row.family_id} was destroyed")
        found[row.family_id] = _cache(session)[tenant_id, row.family_id] = row.wrapped_key
    return found


def _cache(session: Session) -> dict[tuple[int, uuid.UUID], bytes]:
    # Kept no longer than the transaction, or savepoint, that read or made the keys: a key that
    # was rolled back would seal facts that nobody could ever open.
    transaction = session.get_nested_transaction() or session.get_transaction()
    kept: tuple[object, dict[tuple[int, uuid.UUID], bytes]] | None = session.info.get(_CACHE)
    if transaction is None or kept is None or kept[0] is not transaction:
        kept = session.info[_CACHE] = (transaction, {})
    return kept[1]


def cipher() -> FamilyCipher:
    """The keys outside the database, as the running service holds them."""
    services = cast(_Services, current_app.extensions[_SERVICES])
    return services.keys


def seal_for_family(
    session: Session,
    tenant_id: int,
    family_id: uuid.UUID,
    fact_id: uuid.UUID,
    personal: Mapping[str, Any],
) -> bytes:
    """The personal part of a fact as ciphertext. Raises FamilyErased and the errors of keys."""
    wrapped = family_key(session, tenant_id, family_id)
    return cipher().seal_personal(tenant_id, family_id, wrapped, fact_id, personal)


def open_for_family(
    session: Session,
    tenant_id: int,
    family_id: uuid.UUID,
    fact_id: uuid.UUID,
    sealed: bytes,
) -> dict[str, Any] | None:
    """What was sealed for a family; nothing once it was erased. Raises the errors of keys."""
    try:
        wrapped = _cache(session).get((tenant_id, family_id)) or _read(
            session, tenant_id, [family_id]
        ).get(family_id)
    except FamilyErased:
        return None
    if wrapped is None:
        return None
    return cipher().open_personal(tenant_id, family_id, wrapped, fact_id, sealed)


def read_family_keys(session: Session) -> None:
    """Reads all keys of the tenant at once: for those who open many facts in one transaction."""
    cache = _cache(session)
    rows = session.execute(
        select(FamilyKeyRow.tenant_id, FamilyKeyRow.family_id, FamilyKeyRow.wrapped_key).where(
            FamilyKeyRow.wrapped_key.is_not(None)
        )
    )
    for row in rows:
        cache[row.tenant_id, row.family_id] = row.wrapped_key


def lock_family_keys(session: Session, after: uuid.UUID, most: int) -> Sequence[FamilyKeyRow]:
    """Keys that are still there, in the order of their families after one, held for a change."""
    return session.scalars(
        select(FamilyKeyRow)
        .where(FamilyKeyRow.family_id > after, FamilyKeyRow.wrapped_key.is_not(None))
        .order_by(FamilyKeyRow.family_id)
        .limit(most)
        .with_for_update()
    ).all()


def destroy_family_key(session: Session, family_id: uuid.UUID, at: datetime) -> bool:
    """Forgets a family's key for good; whether there was one to forget."""
    cache = _cache(session)
    for key in [key for key in cache if key[1] == family_id]:
        del cache[key]
    destroyed = session.scalars(
        update(FamilyKeyRow)
        .where(FamilyKeyRow.family_id == family_id, FamilyKeyRow.wrapped_key.is_not(None))
        .values(wrapped_key=None, destroyed_at=at)
        .returning(FamilyKeyRow.family_id)
    )
    return destroyed.one_or_none() is not None


def has_live_application(session: Session, family_id: uuid.UUID) -> bool:
    """Whether more facts of the family are to come: an application neither over nor fulfilled."""
    over = [str(state) for state in (*ENDED, State.ENROLLED)]
    found = session.scalar(
        select(ApplicationRow.id)
        .where(ApplicationRow.guardian_id == family_id, ApplicationRow.state.not_in(over))
        .limit(1)
    )
    return found is not None
