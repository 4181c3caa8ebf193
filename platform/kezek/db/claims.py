"""One live application per child in the whole deployment (G-40): the doors of a table nobody reads.

**Order of locks**: a claim holds its child across all regions until the transaction ends, so it is
made first of all, before `lock_child`, applications and cohorts. Two parents of one child who each
held their cohort and then waited for the other's claim would wait for ever.
"""

import uuid
from collections.abc import Mapping
from enum import StrEnum

from sqlalchemy import text
from sqlalchemy.orm import Session


class Claim(StrEnum):
    """The answer to a claim; it says nothing of who else there is, nor where."""

    GRANTED = "granted"
    TAKEN = "taken"
    """A proven parent has an application for this child: this one is refused."""
    CONFLICT = "conflict"
    """Granted, and a specialist has to look: somebody else has claimed the child, too."""


_LOCK = text("select pg_advisory_xact_lock(hashtextextended(encode(:child_hash, 'hex'), 40))")
_CLAIM = text("select claim_child(:child_hash, :application, :is_proven)")
_CLAIM_MANY = text(
    "select * from claim_children(cast(:hashes as bytea[]), cast(:applications as uuid[]))"
)
_PROVE = text("select prove_claim(:application)")
_PASS = text("select pass_claim(:application, :to)")
_RELEASE = text("select release_child(:application)")


def lock_claim(session: Session, child_hash: bytes) -> None:
    """Waits until nobody claims or proves this child anywhere; the functions hold the same lock.

    Whoever decides by the child's row holds it first and reads the row again afterwards.
    """
    session.execute(_LOCK, {"child_hash": child_hash})


def claim_child(
    session: Session, child_hash: bytes, application_id: uuid.UUID, *, is_proven: bool
) -> Claim:
    """Claims the child for this application of the transaction's tenant; repeating it is harmless.

    A claim of unproven parentage blocks nobody; a proven one blocks all that come after it. Asked
    again for the same application it says how the claim stands now.
    """
    values = {"child_hash": child_hash, "application": application_id, "is_proven": is_proven}
    return Claim(session.scalars(_CLAIM, values).one())


def claim_children(session: Session, children: Mapping[uuid.UUID, bytes]) -> dict[uuid.UUID, Claim]:
    """Claims many children by proven parents, each for its application; the answers that matter.

    It waits for nobody but those who claim one of these children at this very moment.
    """
    values = {"hashes": list(children.values()), "applications": list(children)}
    return {row.application: Claim(row.answer) for row in session.execute(_CLAIM_MANY, values)}


def prove_claim(session: Session, application_id: uuid.UUID) -> Claim:
    """Makes the application's claim a proven one; TAKEN when another is proven already."""
    return Claim(session.scalars(_PROVE, {"application": application_id}).one())


def release_child(session: Session, application_id: uuid.UUID) -> None:
    """Lets the child go when its application has ended; nothing happens where there is no claim."""
    session.execute(_RELEASE, {"application": application_id})


def pass_claim(session: Session, application_id: uuid.UUID, to: uuid.UUID) -> None:
    """Lets a child's claim go from one of its applications to another of the same region (A-42).

    Nobody can come between, so it takes no lock and may be done at any point of an act.
    """
    session.execute(_PASS, {"application": application_id, "to": to})
