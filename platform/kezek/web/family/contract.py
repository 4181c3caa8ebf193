"""The contract: read in the reader's language, signed by a code from an SMS, and its end."""

import uuid

from flask import Blueprint, Response, flash, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.admission_papers import HEALTH_CERTIFICATE
from kezek.core.admission_stages import Stage
from kezek.core.applications import State
from kezek.core.contract_words import VERSION
from kezek.core.errors import Refusal
from kezek.core.signed_texts import SignedAct
from kezek.reads.accounts import WaitingCode, find_waiting_code
from kezek.reads.application_page import ApplicationPage
from kezek.reads.signatures import is_signed, open_ways
from kezek.reads.subjects import application_subject
from kezek.usecases import admission
from kezek.usecases.codes import sign_code
from kezek.usecases.contracts import sign_by_code
from kezek.web.contract_words import parts_of
from kezek.web.family.acts import act_and_lead, answered_once, lead_back, once
from kezek.web.family.application import get_page, refused
from kezek.web.family.cards import seat_facts
from kezek.web.family.consequences import of_ending
from kezek.web.family.forms import CodeForm
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.i18n import current_language
from kezek.web.login import current_actor
from kezek.web.navigation import find_url
from kezek.web.papers import PaperForm
from kezek.web.printed.contract import SIGNINGS
from kezek.web.security import limiter
from kezek.web.tenant import current_tenant

blueprint = Blueprint(
    "family_contract",
    __name__,
    url_prefix="/<slug:slug>/family/applications/<uuid:application_id>/contract",
)

_SEES = needs(Permission.APPLICATION_OWN, application_subject)
_SIGNS = needs(Permission.CONTRACT_SIGN, application_subject)
_ENDS = needs(Permission.APPLICATION_OWN, application_subject)

_SIGNED = frozenset({State.ENROLLED, State.ENROLLED_TEMP})
_SHOWN = frozenset({Stage.CONTRACT, Stage.PUPIL})
_CODE = "contract_code"

# The database counts by telephone; an address is shared by all customers of a mobile operator.
_ASKS = "30/minute;300/hour"
_TRIES = "60/minute;600/hour"


@blueprint.get("/")
@_SEES
def show(application_id: uuid.UUID) -> BaseResponse:
    """The contract to be read and signed; once signed, that the child is admitted."""
    page = get_page(application_id)
    if page.stage not in _SHOWN:
        return lead_back(application_id)
    return _contract_page(page)


@blueprint.post("/code")
@limiter.limit(_ASKS)
@_SIGNS
def send_code(application_id: uuid.UUID) -> BaseResponse:
    """Sends the code by which the contract is signed, to the telephone of the account."""
    page = get_page(application_id)
    if page.stage != Stage.CONTRACT or page.papers.needs_certificate:
        return lead_back(application_id)
    try:
        sent = sign_code(
            current_tenant().id, current_actor(), str(application_id), current_language()
        )
    except Refusal as refusal:
        return refused(application_id, refusal)
    session[_CODE] = {"code": str(sent.id), "application": str(application_id)}
    return redirect_after_post(url_for("family_contract.code", application_id=application_id))


@blueprint.get("/code")
@_SIGNS
def code(application_id: uuid.UUID) -> BaseResponse:
    """Where the code is entered."""
    page = get_page(application_id)
    if page.stage != Stage.CONTRACT:
        return redirect_after_post(url_for("family_contract.show", application_id=application_id))
    return _code_page(page, CodeForm(formdata=None), 200)


@blueprint.post("/signature")
@limiter.limit(_TRIES)
@_SIGNS
def sign(application_id: uuid.UUID) -> BaseResponse:
    """Signs: the child is admitted (row 33)."""
    form = CodeForm()
    request_key = once("sign", application_id)
    code_id = _code_of(application_id)
    if code_id is None or not form.validate_on_submit():
        return _again(application_id, form)
    try:
        with answered_once():
            sign_by_code(
                current_tenant().id,
                current_actor(),
                application_id,
                code_id,
                form.code.data,
                once=request_key,
            )
    except Refusal as refusal:
        form.refuse(refusal, "code" if _is_about_code(refusal) else None)
        return _again(application_id, form)
    flash(gettext("The contract is signed."), "good")
    return redirect_after_post(url_for("family_contract.show", application_id=application_id))


@blueprint.get("/end")
@_ENDS
def confirm_end(application_id: uuid.UUID) -> BaseResponse:
    """What ending the contract means."""
    page = get_page(application_id)
    if page.state not in _SIGNED:
        return lead_back(application_id)
    return respond("family/contract_end.html", page=page, consequences=of_ending(page))


@blueprint.post("/end")
@_ENDS
def end(application_id: uuid.UUID) -> BaseResponse:
    """Ends the contract: the place is free (row 35)."""
    return act_and_lead(
        application_id,
        "end-contract",
        lambda key: admission.end_contract(
            current_tenant().id, current_actor().tag, application_id, once=key
        ),
        url_for("family_application.show", application_id=application_id),
        gettext("The contract is ended."),
    )


def _code_of(application_id: uuid.UUID) -> uuid.UUID | None:
    """The code that this browser asked for to sign this contract."""
    kept = session.get(_CODE)
    if kept is None or kept["application"] != str(application_id):
        return None
    return uuid.UUID(kept["code"])


def _is_about_code(refusal: Refusal) -> bool:
    return refusal.detail in ("sms_code", "sms_attempts")


def _again(application_id: uuid.UUID, form: CodeForm) -> BaseResponse:
    """The box for the code with what was wrong; elsewhere how the application stands."""
    page = get_page(application_id)
    if page.state in _SIGNED:
        return redirect_after_post(url_for("family_contract.show", application_id=application_id))
    if page.stage != Stage.CONTRACT:
        return lead_back(application_id)
    return _code_page(page, form, 422)


def _contract_page(page: ApplicationPage) -> Response:
    assert page.seat is not None
    return respond(
        "family/contract.html",
        page=page,
        facts=seat_facts(page.seat),
        contract=parts_of(page),
        version=VERSION,
        ways=open_ways(current_tenant().id, SignedAct.CONTRACT),
        is_kept=is_signed(current_tenant().id, page.id),
        is_signed=page.stage == Stage.PUPIL,
        signed_at=next((one.at for one in page.happened if one.kind in SIGNINGS), None),
        certificate=HEALTH_CERTIFICATE,
        form=PaperForm(HEALTH_CERTIFICATE, formdata=None),
    )


def _code_page(page: ApplicationPage, form: CodeForm, status: int) -> BaseResponse:
    waiting = _waiting(page.id)
    if waiting is None:
        return redirect_after_post(url_for("family_contract.show", application_id=page.id))
    return respond(
        "family/contract_code.html",
        fragments={"sign-form"},
        status=status,
        page=page,
        form=form,
        waiting=waiting,
        demo_codes_url=find_url("demo.codes"),
    )


def _waiting(application_id: uuid.UUID) -> WaitingCode | None:
    code_id = _code_of(application_id)
    return find_waiting_code(current_tenant().id, code_id) if code_id else None
