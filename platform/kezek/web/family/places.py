"""The places that a child of an indigo territory may take, one tap each (9.2 rows 3, 5, 6)."""

import uuid

from flask import Blueprint, Response, flash, request, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.applications import State
from kezek.core.errors import Code, Refusal
from kezek.reads.accounts import WaitingCode, find_waiting_code
from kezek.reads.places_to_take import PlacesPage, places_page
from kezek.reads.subjects import application_subject
from kezek.usecases import claiming
from kezek.usecases.bells import BULLETIN
from kezek.usecases.deciding import NotFound
from kezek.web.family.acts import answered_once, lead_back, once
from kezek.web.family.application import its_subject
from kezek.web.family.forms import CodeForm
from kezek.web.guards import needs
from kezek.web.htmx import is_fragment_request, redirect_after_post, respond, with_etag
from kezek.web.i18n import current_language
from kezek.web.login import current_actor
from kezek.web.morning_words import PHASES, clock_time
from kezek.web.navigation import find_url
from kezek.web.refusals import sentence_of, status_of
from kezek.web.security import limiter
from kezek.web.tenant import current_tenant

blueprint = Blueprint(
    "family_places",
    __name__,
    url_prefix="/<slug:slug>/family/applications/<uuid:application_id>/places",
)

_SEES = needs(Permission.APPLICATION_OWN, application_subject)
_TAKES = needs(Permission.REFERRAL_ACCEPT, application_subject)

_WAITING = "claim_code"
_CONFIRMED = "claims"
"""What the browser keeps: the number of the code, never that it was right."""

_HAS_PLACE = frozenset({State.REFERRED, State.BENEFIT_CHECK})

# The database counts by telephone; an address is shared by all customers of a mobile operator.
_ASKS = "30/minute;300/hour"
_TRIES = "60/minute;600/hour"


@blueprint.get("/")
@_SEES
def show(application_id: uuid.UUID) -> BaseResponse:
    """What may be taken now, and what has to be done before; it keeps itself up to date."""
    page = _get(application_id)
    if page.state in _HAS_PLACE:
        return redirect_after_post(_url_of_place(page))
    response = _page(page)
    return with_etag(response) if is_fragment_request() else response


@blueprint.post("/<uuid:kindergarten_id>")
@needs(Permission.REFERRAL_ACCEPT, its_subject)
def take(application_id: uuid.UUID, kindergarten_id: uuid.UUID) -> BaseResponse:
    """One tap: the place is this child's, or the list as it stands with the reason why not."""
    key = once("take", application_id, kindergarten_id)
    try:
        with answered_once():
            claiming.take_confirmed(
                current_tenant().id,
                current_actor(),
                application_id,
                kindergarten_id,
                code_id=_code_id(_CONFIRMED),
                once=key,
            )
    except Refusal as refusal:
        return _refused(application_id, refusal)
    page = _get(application_id)
    if page.state not in _HAS_PLACE:
        return lead_back(application_id)
    flash(gettext("The place is yours."), "good")
    return redirect_after_post(_url_of_place(page))


@blueprint.post("/code")
@limiter.limit(_ASKS)
@_TAKES
def send_code(application_id: uuid.UUID) -> BaseResponse:
    """Sends the code by which the taps of today are confirmed."""
    try:
        sent = claiming.ask_claim_code(current_tenant().id, current_actor(), current_language())
    except Refusal as refusal:
        return _refused(application_id, refusal)
    session[_WAITING] = str(sent.id)
    return redirect_after_post(url_for("family_places.code", application_id=application_id))


@blueprint.get("/code")
@_TAKES
def code(application_id: uuid.UUID) -> BaseResponse:
    """Where the code is entered."""
    return _code_page(application_id, CodeForm(formdata=None), 200)


@blueprint.post("/confirmation")
@limiter.limit(_TRIES)
@_TAKES
def confirm(application_id: uuid.UUID) -> BaseResponse:
    """Enters the code: to the end of the day each tap acts at once."""
    form = CodeForm()
    code_id = _code_id(_WAITING)
    if code_id is None or not form.validate_on_submit():
        return _code_page(application_id, form, 422)
    try:
        claiming.confirm_claims(current_tenant().id, current_actor(), code_id, form.code.data)
    except Refusal as refusal:
        form.refuse(refusal, "code")
        return _code_page(application_id, form, 422)
    session[_CONFIRMED] = str(code_id)
    flash(gettext("Confirmed. Until the end of today a place is taken with one tap."), "good")
    return redirect_after_post(url_for("family_places.show", application_id=application_id))


@blueprint.post("/watch")
@_TAKES
def watch(application_id: uuid.UUID) -> BaseResponse:
    """Asks to be told of open places, or no longer (N-37)."""
    is_on = request.form.get("on") == "yes"
    with answered_once():
        claiming.watch_places(
            current_tenant().id,
            current_actor(),
            application_id,
            is_on=is_on,
            once=once("watch", application_id, is_on),
        )
    said = (
        gettext("You will be told when open places exist.")
        if is_on
        else gettext("You will no longer be told of open places.")
    )
    flash(said, "good")
    return redirect_after_post(url_for("family_places.show", application_id=application_id))


def _get(application_id: uuid.UUID) -> PlacesPage:
    page = places_page(
        current_tenant().id,
        current_actor(),
        application_id,
        current_language(),
        _code_id(_CONFIRMED),
    )
    if page is None:
        raise NotFound(application_id)
    return page


def _page(page: PlacesPage, *, refusal: Refusal | None = None) -> Response:
    return respond(
        "family/places.html",
        fragments={"places-now"},
        status=status_of(refusal) if refusal else 200,
        page=page,
        problem=sentence_of(refusal) if refusal else "",
        phase=PHASES[page.today.phase],
        clock_time=clock_time,
        topics=[BULLETIN, f"family-{page.guardian_id}"],
        live_url=url_for("family_places.show", application_id=page.id),
    )


def _refused(application_id: uuid.UUID, refusal: Refusal) -> BaseResponse:
    """The list as it stands now; a second tap that came too soon leads to what the first took."""
    page = _get(application_id)
    if refusal.code in (Code.LIMIT_REACHED, Code.WRONG_STATE) and page.state in _HAS_PLACE:
        return redirect_after_post(_url_of_place(page))
    return _page(page, refusal=refusal)


def _url_of_place(page: PlacesPage) -> str:
    endpoint = (
        "family_benefit.show" if page.state == State.BENEFIT_CHECK else "family_referrals.show"
    )
    return url_for(endpoint, application_id=page.id)


def _code_id(name: str) -> uuid.UUID | None:
    kept = session.get(name)
    return uuid.UUID(kept) if kept else None


def _code_page(application_id: uuid.UUID, form: CodeForm, status: int) -> BaseResponse:
    page = _get(application_id)
    waiting = _waiting()
    if waiting is None:
        return redirect_after_post(url_for("family_places.show", application_id=application_id))
    return respond(
        "family/claim_code.html",
        fragments={"claim-form"},
        status=status,
        page=page,
        form=form,
        waiting=waiting,
        demo_codes_url=find_url("demo.codes"),
    )


def _waiting() -> WaitingCode | None:
    code_id = _code_id(_WAITING)
    return find_waiting_code(current_tenant().id, code_id) if code_id else None
