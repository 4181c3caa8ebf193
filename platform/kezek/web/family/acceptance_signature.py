"""A family takes a place or a voucher with its key: the text is read, signed, and taken (A-54)."""

import uuid

from flask import Blueprint, abort, flash, request, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.acceptance_texts import Taken
from kezek.core.access import Permission
from kezek.core.errors import Refusal
from kezek.core.signed_texts import SignedAct
from kezek.reads.application_page import ApplicationPage
from kezek.reads.signatures import open_ways, waiting_text
from kezek.reads.subjects import application_subject
from kezek.usecases.signed_acceptance import Wish, accept_signed, begin_acceptance
from kezek.web.family.acts import answered_once, lead_back, once
from kezek.web.family.application import get_page, refused
from kezek.web.family.key_pages import KeyPage, key_response
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post
from kezek.web.i18n import current_language
from kezek.web.login import current_actor
from kezek.web.refusals import sentence_of
from kezek.web.security import limiter
from kezek.web.tenant import current_tenant
from kezek.web.words import mark, say

blueprint = Blueprint(
    "family_acceptance_signature",
    __name__,
    url_prefix="/<slug:slug>/family/applications/<uuid:application_id>/acceptance-signature",
)

_TAKES = needs(Permission.REFERRAL_ACCEPT, application_subject)
_TRIES = "60/minute;600/hour"
_TEXT = "acceptance_text"

_TITLES = {
    Taken.OFFER: mark("Agree with your key (EDS)"),
    Taken.PLACE: mark("Take the place with your key (EDS)"),
    Taken.VOUCHER: mark("Agree to the voucher with your key (EDS)"),
}
_DONE = {
    Taken.OFFER: mark("You have agreed. The referral is issued."),
    Taken.PLACE: mark("The place is yours."),
    Taken.VOUCHER: mark("You have agreed. The voucher is active: choose a kindergarten."),
}
_NEXT = {
    Taken.OFFER: "family_referrals.show",
    Taken.PLACE: "family_places.show",
    Taken.VOUCHER: "family_voucher_places.index",
}
_BACK = {
    Taken.OFFER: "family_answers.offer",
    Taken.PLACE: "family_places.show",
    Taken.VOUCHER: "family_vouchers.offer",
}


@blueprint.post("/")
@limiter.limit(_TRIES)
@_TAKES
def begin(application_id: uuid.UUID) -> BaseResponse:
    """Gives out the text by which this place, or voucher, is taken."""
    wish = _wished()
    if wish is None or not open_ways(current_tenant().id, SignedAct.ACCEPTANCE).eds:
        abort(404)
    try:
        _give_out(application_id, wish)
    except Refusal as refusal:
        return refused(application_id, refusal)
    return redirect_after_post(
        url_for("family_acceptance_signature.show", application_id=application_id)
    )


@blueprint.get("/")
@_TAKES
def show(application_id: uuid.UUID) -> BaseResponse:
    """The text to be read, and the button that opens NCALayer."""
    return _page(get_page(application_id), "", 200)


@blueprint.post("/taken")
@limiter.limit(_TRIES)
@_TAKES
def sign(application_id: uuid.UUID) -> BaseResponse:
    """Checks the signature and takes; a second press leads to the same place."""
    kept = _kept(application_id)
    if kept is None:
        return lead_back(application_id)
    wish, text_id, language = kept
    key = once("take-signed", application_id, text_id)
    try:
        with answered_once():
            accept_signed(
                current_tenant().id,
                current_actor(),
                application_id,
                wish,
                text_id,
                request.form.get("cms", ""),
                language,
                once=key,
            )
    except Refusal as refusal:
        return _refused(application_id, wish, refusal)
    flash(say(_DONE[wish.taken]), "good")
    return redirect_after_post(url_for(_NEXT[wish.taken], application_id=application_id))


def _refused(application_id: uuid.UUID, wish: Wish, refusal: Refusal) -> BaseResponse:
    """The same page with a fresh text; where none can be given, how the application stands."""
    try:
        _give_out(application_id, wish)
    except Refusal:
        return refused(application_id, refusal)
    return _page(get_page(application_id), sentence_of(refusal), 422)


def _wished() -> Wish | None:
    """What the button stands for: a late answer is not taken for the next offer."""
    place = request.args.get("place", type=uuid.UUID)
    kindergarten = request.args.get("kindergarten", type=uuid.UUID)
    voucher = request.args.get("voucher", type=int)
    if place is not None:
        return Wish(Taken.OFFER, place_id=place)
    if kindergarten is not None:
        return Wish(Taken.PLACE, kindergarten_id=kindergarten)
    return Wish(Taken.VOUCHER, voucher=voucher) if voucher is not None else None


def _give_out(application_id: uuid.UUID, wish: Wish) -> None:
    language = current_language()
    waiting = begin_acceptance(current_tenant().id, current_actor(), application_id, wish, language)
    session[_TEXT] = {
        "application": str(application_id),
        "text": str(waiting.id),
        "language": language,
        "taken": str(wish.taken),
        "place": str(wish.place_id or ""),
        "kindergarten": str(wish.kindergarten_id or ""),
        "voucher": wish.voucher,
    }


def _kept(application_id: uuid.UUID) -> tuple[Wish, uuid.UUID, str] | None:
    """The text that this browser asked for to take something for this application."""
    kept = session.get(_TEXT)
    if kept is None or kept["application"] != str(application_id):
        return None
    wish = Wish(
        Taken(kept["taken"]),
        uuid.UUID(kept["place"]) if kept["place"] else None,
        uuid.UUID(kept["kindergarten"]) if kept["kindergarten"] else None,
        kept["voucher"],
    )
    return wish, uuid.UUID(kept["text"]), kept["language"]


def _page(page: ApplicationPage, problem: str, status: int) -> BaseResponse:
    kept = _kept(page.id)
    if kept is None:
        return lead_back(page.id)
    wish, text_id, language = kept
    subject = wish.subject(page.id, language)
    waiting = waiting_text(
        current_tenant().id, text_id, SignedAct.ACCEPTANCE, subject, current_actor()
    )
    if waiting is None:
        return redirect_after_post(url_for(_BACK[wish.taken], application_id=page.id))
    shown = KeyPage(
        title=say(_TITLES[wish.taken]),
        not_done=gettext("Nothing was taken"),
        button=gettext("Sign and agree"),
        action=url_for("family_acceptance_signature.sign", application_id=page.id),
        back=url_for(_BACK[wish.taken], application_id=page.id),
        back_text=gettext("Back"),
    )
    return key_response(page, shown, waiting, problem, status)
