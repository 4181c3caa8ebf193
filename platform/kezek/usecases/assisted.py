"""A specialist enters an application for a parent without internet (A-31).

The same use cases as online, and so the same rules and refusals: what is done for a family is done
with the specialist's name in the journal. The family enters later by its telephone and finds it.
"""

import uuid
from dataclasses import dataclass, replace
from datetime import date

from kezek.adapters.identities import person_hash
from kezek.core.access import Actor, Permission, demand
from kezek.core.children import check_identity
from kezek.core.consent import Consent
from kezek.core.errors import Code, Refusal
from kezek.core.ids import ApplicationId, GuardianId
from kezek.core.people import Identity
from kezek.db.accounts import find_family_account
from kezek.db.assisted_entries import keep_entry
from kezek.db.codes import lock_limits
from kezek.db.people import GuardianRow, find_guardian, find_holder, keep_contacts
from kezek.usecases import drafts
from kezek.usecases.deciding import NotFound
from kezek.usecases.proofs import ask_registers, mark_guardian, note
from kezek.usecases.sending import send
from kezek.usecases.sign_up import new_account, new_guardian
from kezek.usecases.staff_acts import press
from kezek.usecases.unit_of_work import Act, act


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyWish:
    """The parent as the papers on the counter show."""

    identity: Identity
    full_name: str
    address: str
    phone: str
    language: str
    """In which letters and messages are written."""


def on_behalf(by: Actor, guardian_id: uuid.UUID) -> Actor:
    """The specialist acting for a family: its children and papers, the specialist's name."""
    demand(by, Permission.ENTRY_ASSIST)
    return replace(by, guardian_id=GuardianId(guardian_id))


def open_family(tenant_id: int, by: Actor, wish: FamilyWish, *, intent: str) -> uuid.UUID:
    """The family with this person, found or made; the document was seen, so it is proven.

    Raises Refusal: the region does not do this, a number that cannot be, or another telephone is
    bound to the person, which is changed on the family's own page.
    """
    demand(by, Permission.ENTRY_ASSIST)
    check_identity(wish.identity)

    def do(running: Act) -> None:
        need_allowed(running)
        guardian = _found_or_made(running, wish)
        guardian.full_name, guardian.language = wish.full_name, wish.language
        contacts = replace(guardian.contacts, address=wish.address)
        keep_contacts(running.session, guardian, contacts)
        mark_guardian(running, guardian, by.tag, running.now())
        running.response["guardian"] = str(guardian.id)

    request = f"family:{person_hash(wish.identity).hex()}:{wish.phone}:{wish.language}"
    done = press(tenant_id, by, do, intent=intent, request=request)
    guardian_id = uuid.UUID(str(done["guardian"]))
    ask_registers(tenant_id, guardian_id)
    return guardian_id


def keep_paper_consent(
    tenant_id: int,
    by: Actor,
    guardian_id: uuid.UUID,
    child_id: uuid.UUID,
    language: str,
    signed_on: date,
) -> None:
    """The consent of Annex 5 lies here on paper: its language, and the day of its signature.

    Raises NotFound, and Refusal for a day that has not come.
    """
    with act(tenant_id, by.tag) as running:
        need_allowed(running)
        now = running.now()
        calendar = running.rules(now).calendar
        if signed_on > calendar.local_day(now):
            raise Refusal(Code.TOO_EARLY, "signed_later")
        given_at = min(now, calendar.start_of_day(signed_on))
    actor = on_behalf(by, guardian_id)
    drafts.consent(tenant_id, actor, child_id, language, given_at=given_at)


def send_for_family(
    tenant_id: int, by: Actor, guardian_id: uuid.UUID, child_id: uuid.UUID, *, intent: str
) -> uuid.UUID:
    """Sends the application; it is kept who entered it and when the paper was signed (L-A5.1).

    Raises what sending raises.
    """

    def also(running: Act, application_id: ApplicationId, consent: Consent) -> None:
        need_allowed(running)
        now = running.now()
        signed_on = running.rules(now).calendar.local_day(consent.given_at)
        keep_entry(running.session, tenant_id, application_id, by.account_id, signed_on, now)
        note(running, "application:assisted", "A-31", guardian_id, now)

    return send(tenant_id, on_behalf(by, guardian_id), child_id, intent=intent, also=also)


def need_allowed(running: Act) -> None:
    """Goes on where the region lets its staff enter applications (A-31)."""
    if not running.rules(running.now()).settings.assisted_entry:
        raise Refusal(Code.WRONG_STATE, "assisted_entry")


def _found_or_made(running: Act, wish: FamilyWish) -> GuardianRow:
    hashed = person_hash(wish.identity)
    lock_limits(running.session, running.tenant_id, hashed.hex())
    now = running.now()
    holder = find_holder(running.session, hashed)
    if holder is None:
        holder = new_guardian(running, wish.identity, wish.phone, wish.language, now)
    elif holder.phone != wish.phone:
        raise Refusal(Code.ALREADY_DECIDED, "other_phone")
    if find_family_account(running.session, holder.id) is None:
        new_account(running, holder, now)
    found = find_guardian(running.session, holder.id)
    if found is None:
        raise NotFound(holder.id)
    return found
