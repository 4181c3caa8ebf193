"""A family takes a place or a voucher with its electronic signature (A-54, I-3.7, I-3.10)."""

import uuid
from dataclasses import dataclass

from kezek.core.acceptance_texts import AcceptanceSaid, SeatSaid, Taken, acceptance_text
from kezek.core.access import Actor
from kezek.core.applications import Application
from kezek.core.errors import Code, Refusal
from kezek.core.ids import ApplicationId, PlaceId
from kezek.core.people import Identity
from kezek.core.places import Place
from kezek.core.regions import Words
from kezek.core.signatures import Wanted
from kezek.core.signed_texts import Person, SignedAct, Stamp
from kezek.core.territories import get_territory
from kezek.core.triggers import Accept, Take, Trigger
from kezek.db.applications import load_applications
from kezek.db.idempotency import Once
from kezek.db.kindergartens import chosen_kindergartens, find_kindergarten
from kezek.db.people import find_child, find_guardian
from kezek.db.places import load_places
from kezek.db.private import identity_of
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.usecases.answers import need_the_voucher_read
from kezek.usecases.deciding import NotFound, act_on_application
from kezek.usecases.signing import Challenge, check, give_out, keep, stamp_of
from kezek.usecases.taking import wait_for_turn
from kezek.usecases.unit_of_work import Act, act


@dataclass(frozen=True, slots=True)
class Wish:
    """What a family takes: the place that it read about, a kindergarten, or which voucher."""

    taken: Taken
    place_id: uuid.UUID | None = None
    kindergarten_id: uuid.UUID | None = None
    voucher: int | None = None

    def subject(self, application_id: uuid.UUID, language: str) -> str:
        """What a text is about, so that it signs nothing else."""
        about = self.place_id or self.kindergarten_id or self.voucher
        return f"{application_id}:{self.taken}:{about}:{language}"


def begin_acceptance(
    tenant_id: int, actor: Actor, application_id: uuid.UUID, wish: Wish, language: str
) -> Challenge:
    """The text by which the family takes this. Raises NotFound, and Refusal: no IIN, no offer."""
    with act(tenant_id, actor.tag) as running:
        application = _own(running, actor, application_id)
        return give_out(
            running,
            SignedAct.ACCEPTANCE,
            wish.subject(application_id, language),
            actor,
            lambda stamp: _text(running, application, wish, stamp, language),
        )


def accept_signed(
    tenant_id: int,
    actor: Actor,
    application_id: uuid.UUID,
    wish: Wish,
    challenge_id: uuid.UUID,
    cms: str,
    language: str,
    *,
    once: Once | None = None,
) -> Application:
    """Takes it; what was signed is kept in the same commit.

    Raises what answering and taking raise, and Refusal for the signature; nothing has changed then.
    """
    signed = check(
        tenant_id,
        challenge_id,
        cms,
        Wanted(iin=_iin_of(tenant_id, actor)),
        signed_act=SignedAct.ACCEPTANCE,
        subject=wish.subject(application_id, language),
        asked_by=actor,
    )
    if wish.taken is Taken.PLACE:
        wait_for_turn(tenant_id, actor.tag, application_id)

    def trigger(running: Act, application: Application) -> Trigger:
        stamp = stamp_of(running, signed.challenge)
        if _text(running, application, wish, stamp, language) != signed.challenge.content:
            raise Refusal(Code.ALREADY_DECIDED, "acceptance_other")
        keep(running, signed, SignedAct.ACCEPTANCE, application.id, application.guardian, "A-54")
        return _trigger(running, application, wish)

    also = [wish.kindergarten_id] if wish.kindergarten_id else []
    return act_on_application(tenant_id, actor.tag, application_id, trigger, also=also, once=once)


def _trigger(running: Act, application: Application, wish: Wish) -> Trigger:
    if wish.taken is Taken.PLACE:
        assert wish.kindergarten_id is not None
        chosen = chosen_kindergartens(running.session, [wish.kindergarten_id])
        if chosen is None:
            raise NotFound(wish.kindergarten_id)
        return Take(application.id, chosen[0])
    need_the_voucher_read(application, wish.voucher)
    return Accept(application.id, PlaceId(wish.place_id) if wish.place_id else None)


def _own(running: Act, actor: Actor, application_id: uuid.UUID) -> Application:
    key = ApplicationId(application_id)
    found = load_applications(running.session, [key]).get(key)
    if found is None or found.guardian != actor.guardian_id:
        raise NotFound(application_id)
    return found


def _iin_of(tenant_id: int, actor: Actor) -> str:
    with read_scope(tenant_id) as session:
        guardian = find_guardian(session, actor.guardian_id) if actor.guardian_id else None
        if guardian is None:
            raise NotFound(actor.account_id)
        return identity_of(guardian).iin


def _text(running: Act, application: Application, wish: Wish, stamp: Stamp, language: str) -> bytes:
    session = running.session
    guardian = find_guardian(session, application.guardian)
    child = find_child(session, application.child)
    if guardian is None or child is None:
        raise NotFound(application.id)
    parent = identity_of(guardian)
    if not parent.iin:
        raise Refusal(Code.WRONG_STATE, "eds_without_iin")
    _, region = region_at(session, running.tenant_id, stamp.asked_at)
    territory = get_territory(region.territories, application.territory)
    said = AcceptanceSaid(
        taken=wish.taken,
        parent=Person(guardian.full_name, parent.iin),
        child=Person(child.full_name, _number(identity_of(child)), born_on=child.born_on),
        number=application.number,
        territory=Words(territory.kk, territory.ru),
        seat=_seat(running, application, wish),
    )
    return acceptance_text(said, stamp, language)


def _seat(running: Act, application: Application, wish: Wish) -> SeatSaid | None:
    """The place as it stands now. Raises Refusal where the offer is over."""
    if wish.taken is Taken.VOUCHER:
        return None
    place = _offered(running, application, wish) if wish.taken is Taken.OFFER else None
    kindergarten_id = place.key.kindergarten if place else wish.kindergarten_id
    row = find_kindergarten(running.session, kindergarten_id) if kindergarten_id else None
    if row is None:
        raise NotFound(application.id)
    return SeatSaid(
        Words(row.name("kk"), row.name("ru")),
        place.key.birth_year if place else application.birth_year,
        place.key.language if place else application.language,
        place.temporary_until if place else None,
    )


def _offered(running: Act, application: Application, wish: Wish) -> Place:
    offer = application.offer
    if offer is None or offer.place != wish.place_id:
        raise Refusal(Code.NO_LIVE_OFFER)
    return load_places(running.session, [offer.place])[offer.place]


def _number(identity: Identity) -> str:
    return identity.iin or identity.document_number
