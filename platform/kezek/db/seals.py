"""The journal's order and proof: seals, positions, and what the sealer and the verifier read."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BigInteger, delete, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.core.seals import MAX_FACTS_PER_SEAL, Seal
from kezek.db.base import Base, TenantKey
from kezek.db.journal import FactRow, UnsealedRow


class SealRow(Base):
    """One seal over a gapless run of positions."""

    __tablename__ = "journal_seals"

    tenant_id: Mapped[TenantKey]
    seal: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    first_position: Mapped[int] = mapped_column(BigInteger)
    last_position: Mapped[int] = mapped_column(BigInteger)
    root: Mapped[bytes]
    previous: Mapped[bytes]
    hash: Mapped[bytes]
    sealed_at: Mapped[datetime]

    @property
    def value(self) -> Seal:
        """The seal as the core checks it."""
        return Seal(
            self.seal,
            self.first_position,
            self.last_position,
            self.root,
            self.previous,
            self.sealed_at,
            self.hash,
        )


class PositionRow(Base):
    """Which fact stands at a position, and the hash that it had when it was sealed."""

    __tablename__ = "journal_positions"

    tenant_id: Mapped[TenantKey]
    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    fact_id: Mapped[uuid.UUID]
    hash: Mapped[bytes]
    seal: Mapped[int]


def last_seal(session: Session) -> Seal | None:
    """The tenant's newest seal."""
    row = session.scalar(select(SealRow).order_by(SealRow.seal.desc()).limit(1))
    return row.value if row else None


def waiting_facts(
    session: Session, most: int = MAX_FACTS_PER_SEAL
) -> list[tuple[uuid.UUID, bytes]]:
    """Committed facts without a position, the first recorded first: id and hash."""
    rows = session.execute(
        select(FactRow.id, FactRow.hash)
        .join(
            UnsealedRow,
            (UnsealedRow.tenant_id == FactRow.tenant_id) & (UnsealedRow.fact_id == FactRow.id),
        )
        .order_by(UnsealedRow.recorded_at, UnsealedRow.fact_id)
        .limit(most)
    )
    return [(row.id, row.hash) for row in rows]


def save_seal(
    session: Session, tenant_id: int, seal: Seal, facts: Sequence[tuple[uuid.UUID, bytes]]
) -> None:
    """Writes a seal with its positions; its facts wait no longer."""
    session.execute(
        insert(SealRow).values(
            tenant_id=tenant_id,
            seal=seal.number,
            first_position=seal.first,
            last_position=seal.last,
            root=seal.root,
            previous=seal.previous,
            hash=seal.hash,
            sealed_at=seal.sealed_at,
        )
    )
    session.execute(
        insert(PositionRow),
        [
            {
                "tenant_id": tenant_id,
                "position": position,
                "fact_id": fact_id,
                "hash": digest,
                "seal": seal.number,
            }
            for position, (fact_id, digest) in enumerate(facts, start=seal.first)
        ],
    )
    session.execute(
        delete(UnsealedRow)
        .where(UnsealedRow.fact_id.in_([fact_id for fact_id, _ in facts]))
        .execution_options(synchronize_session=False)
    )
