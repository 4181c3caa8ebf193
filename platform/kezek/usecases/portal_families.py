"""Whom the state portal speaks for: it has seen the person's key or password (E-6, A-62).

A family that is here already is found by its number and keeps its own telephone: it is changed on
the family's own page, with codes to both. Whoever entered somebody else's number before without a
proof gives way, as at our own door (V-9).
"""

import uuid
from dataclasses import dataclass, replace

from kezek.adapters.identities import person_hash
from kezek.core.access import Actor, Role
from kezek.core.children import ChildWish, check_identity
from kezek.core.ids import GuardianId
from kezek.core.people import Identity
from kezek.db.accounts import find_family_account
from kezek.db.codes import lock_limits
from kezek.db.people import GuardianRow, find_child_by_person, find_holder, keep_contacts
from kezek.db.scope import read_scope
from kezek.usecases.children import add_child
from kezek.usecases.proofs import ask_registers, displace, mark_guardian
from kezek.usecases.sign_up import new_account, new_guardian
from kezek.usecases.unit_of_work import Act, act


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """The parent as the portal names one."""

    identity: Identity
    full_name: str
    address: str
    phone: str
    email: str
    language: str
    """In which letters and messages are written to a family that is new here."""


def tag_of(caller: str) -> str:
    """How the journal names the portal."""
    return f"portal:{caller}"


def family_from_portal(tenant_id: int, caller: str, applicant: Applicant) -> Actor:
    """The family of this person, found or made, to act for itself. Raises Refusal."""
    check_identity(applicant.identity)
    with act(tenant_id, tag_of(caller)) as running:
        guardian = _found_or_made(running, applicant)
        mark_guardian(running, guardian, running.actor, running.now())
        account = find_family_account(running.session, guardian.id)
        if account is None:
            account = new_account(running, guardian, running.now())
        actor = Actor(account.id, Role.FAMILY, guardian_id=GuardianId(guardian.id))
    assert actor.guardian_id is not None
    ask_registers(tenant_id, actor.guardian_id)
    return actor


def child_from_portal(tenant_id: int, actor: Actor, wish: ChildWish, *, intent: str) -> uuid.UUID:
    """The family's child of this number, found or added. Raises Refusal."""
    check_identity(wish.identity)
    assert actor.guardian_id is not None
    with read_scope(tenant_id) as session:
        known = find_child_by_person(session, actor.guardian_id, person_hash(wish.identity))
    return known.id if known is not None else add_child(tenant_id, actor, wish, intent=intent)


def _found_or_made(running: Act, applicant: Applicant) -> GuardianRow:
    hashed = person_hash(applicant.identity)
    lock_limits(running.session, running.tenant_id, hashed.hex())
    now = running.now()
    holder = find_holder(running.session, hashed)
    if holder is not None and not holder.proven and holder.phone != applicant.phone:
        displace(running, holder, now)
        holder = None
    if holder is None:
        holder = new_guardian(running, applicant.identity, applicant.phone, applicant.language, now)
    holder.full_name = holder.full_name or applicant.full_name
    known = holder.contacts
    contacts = replace(
        known,
        address=known.address or applicant.address,
        email=known.email or applicant.email,
    )
    keep_contacts(running.session, holder, contacts)
    return holder
