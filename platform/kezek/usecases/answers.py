"""A family answers an offer of a place (rows 10, 11), or of a voucher (9.3 rows 3, 4)."""

import uuid

from kezek.core.applications import Application
from kezek.core.errors import Code, Refusal
from kezek.core.ids import ApplicationId, PlaceId
from kezek.core.signed_texts import SignedAct
from kezek.core.signing_ways import need_no_key
from kezek.core.triggers import Accept, Decline, Trigger
from kezek.db.idempotency import Once
from kezek.usecases.deciding import act_on_application
from kezek.usecases.unit_of_work import Act


def accept(
    tenant_id: int,
    actor: str,
    application_id: uuid.UUID,
    *,
    place_id: uuid.UUID | None = None,
    voucher: int | None = None,
    once: Once | None = None,
) -> Application:
    """Agrees to the offered place: a referral is issued (L-15.5); or to the voucher (VX-12).

    `place_id` is the place that the family read about, `voucher` which of its vouchers, counted
    from one: an answer to an offer that has ended is not taken for the next one. Raises NotFound,
    Refusal, also where the region asks for an electronic signature (A-54).
    """
    answer = Accept(ApplicationId(application_id), _place(place_id))

    def trigger(running: Act, application: Application) -> Trigger:
        need_no_key(running.rules(running.now()).settings, SignedAct.ACCEPTANCE)
        need_the_voucher_read(application, voucher)
        return answer

    return act_on_application(tenant_id, actor, application_id, trigger, once=once)


def decline(
    tenant_id: int,
    actor: str,
    application_id: uuid.UUID,
    *,
    place_id: uuid.UUID | None = None,
    voucher: int | None = None,
    once: Once | None = None,
) -> Application:
    """Refuses: the place goes to the next (L-15.6), the voucher ends (VX-13). As `accept`."""
    answer = Decline(ApplicationId(application_id), _place(place_id))

    def trigger(_: Act, application: Application) -> Trigger:
        need_the_voucher_read(application, voucher)
        return answer

    return act_on_application(tenant_id, actor, application_id, trigger, once=once)


def _place(place_id: uuid.UUID | None) -> PlaceId | None:
    return PlaceId(place_id) if place_id is not None else None


def need_the_voucher_read(application: Application, voucher: int | None) -> None:
    """Goes on while the voucher that the family read about is still the last one, which is known
    under the lock. Raises Refusal."""
    offered = len(application.voucher.given_at) if application.voucher else 0
    if voucher is not None and voucher != offered:
        raise Refusal(Code.NO_LIVE_OFFER, "another_voucher")
