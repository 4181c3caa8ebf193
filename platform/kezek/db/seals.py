"""The journal's order and proof: seals, positions, and what the sealer and the verifier read."""

import uuid
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, and_, delete, except_, func, insert, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.core.seals import MAX_FACTS_PER_SEAL, Leaf, Seal
from kezek.db.base import Base, TenantKey
from kezek.db.journal import FactRow, UnsealedRow, record_of

_NAMED = 1000
"""Among how many lost facts the earliest is looked for."""


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


def seals_after(session: Session, number: int, most: int) -> list[Seal]:
    """The next seals after that number, in their order."""
    rows = session.scalars(
        select(SealRow).where(SealRow.seal > number).order_by(SealRow.seal).limit(most)
    )
    return [row.value for row in rows]


def sealed_leaves(session: Session, seals: Sequence[Seal]) -> Generator[tuple[Seal, list[Leaf]]]:
    """Each of some successive seals with the positions of its span, read in one go."""
    rows = session.execute(
        select(PositionRow, FactRow)
        .outerjoin(
            FactRow,
            and_(FactRow.tenant_id == PositionRow.tenant_id, FactRow.id == PositionRow.fact_id),
        )
        .where(PositionRow.position.between(seals[0].first, seals[-1].last))
        .order_by(PositionRow.position)
        .execution_options(yield_per=MAX_FACTS_PER_SEAL, populate_existing=True)
    )
    leaves = (_leaf(position, fact) for position, fact in rows)
    try:
        waiting = next(leaves, None)
        for seal in seals:
            own = []
            while waiting is not None and waiting.position <= seal.last:
                own.append(waiting)
                waiting = next(leaves, None)
            yield seal, own
    finally:
        rows.close()


def seal_over(session: Session, fact_id: uuid.UUID) -> tuple[Seal, int, list[bytes]] | None:
    """The seal that covers a fact, the fact's position, and the hashes of all that it covers.

    Nothing while the fact waits for its position.
    """
    own = session.scalar(select(PositionRow).where(PositionRow.fact_id == fact_id))
    if own is None:
        return None
    seal = session.scalars(select(SealRow).where(SealRow.seal == own.seal)).one().value
    hashes = session.scalars(
        select(PositionRow.hash)
        .where(PositionRow.position.between(seal.first, seal.last))
        .order_by(PositionRow.position)
    )
    return seal, own.position, list(hashes)


def _leaf(position: PositionRow, fact: FactRow | None) -> Leaf:
    return Leaf(
        seal=position.seal,
        position=position.position,
        fact_id=position.fact_id,
        hash=position.hash,
        record=record_of(fact) if fact else None,
        recorded_hash=fact.hash if fact else None,
    )


def fact_outside(session: Session) -> FactRow | None:
    """The earliest fact that neither stands in a seal nor waits for one."""
    # As sets: joined, and with statistics that are behind, this would be quadratic.
    lost = session.scalars(
        except_(
            except_(select(FactRow.id), select(PositionRow.fact_id)),
            select(UnsealedRow.fact_id),
        ).limit(_NAMED)
    ).all()
    if not lost:
        return None
    return session.scalar(
        select(FactRow).where(FactRow.id.in_(lost)).order_by(FactRow.at, FactRow.id).limit(1)
    )


def position_outside(session: Session, last: int) -> PositionRow | None:
    """The first position that no seal covers, the newest of which ends at `last`."""
    return session.scalar(
        select(PositionRow)
        .where(or_(PositionRow.position < 1, PositionRow.position > last))
        .order_by(PositionRow.position)
        .limit(1)
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """Facts that have waited too long for their position: how many, and since when."""

    count: int
    since: datetime | None


def waiting_longer_than(session: Session, span: timedelta) -> Waiting:
    """Committed facts that the sealer should have taken by now, by the database's clock."""
    row = session.execute(
        select(func.count(), func.min(UnsealedRow.recorded_at)).where(
            UnsealedRow.recorded_at < func.clock_timestamp() - span
        )
    ).one()
    return Waiting(row[0], row[1])
