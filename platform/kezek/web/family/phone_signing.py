"""The contract on the telephone that has read the square: its text, a code, and it is signed.

Nobody signs in here: the link was shown to the signed-in parent, holds for minutes, and a code goes
to the telephone of the account alone.
"""

import uuid

from flask import Blueprint, abort, session, url_for
from werkzeug.wrappers import Response as BaseResponse

from kezek.adapters.services import services
from kezek.core.errors import Refusal
from kezek.core.signed_texts import SignedAct
from kezek.reads.accounts import WaitingCode, find_waiting_code
from kezek.reads.phone_signing import Waiting, find_waiting
from kezek.reads.signatures import checks_keys, open_ways
from kezek.usecases.codes import sign_code
from kezek.usecases.contracts import sign_by_code
from kezek.usecases.repeats import Once
from kezek.web.family.acts import answered_once
from kezek.web.family.contract_phone import MOBILE
from kezek.web.family.forms import CodeForm
from kezek.web.guards import public
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.i18n import current_language
from kezek.web.navigation import find_url
from kezek.web.refusals import sentence_of
from kezek.web.security import LOOKUP_LIMIT, limiter
from kezek.web.tenant import current_tenant

blueprint = Blueprint("phone_signing", __name__, url_prefix="/<slug:slug>/sign/<link>")

_CODE = "phone_code"


@blueprint.get("/")
@public
@limiter.limit(LOOKUP_LIMIT)
def show(link: str) -> BaseResponse:
    """What is to be signed; once it is, that it is."""
    return _page(link, CodeForm(formdata=None))


@blueprint.post("/code")
@limiter.limit(LOOKUP_LIMIT)
@public
def send_code(link: str) -> BaseResponse:
    """Sends the code by which the contract is signed, to the telephone of the account."""
    waiting = _need(link)
    if waiting.is_over or not open_ways(current_tenant().id, SignedAct.CONTRACT).sms:
        return redirect_after_post(url_for("phone_signing.show", link=link))
    try:
        sent = sign_code(
            current_tenant().id, waiting.actor, str(waiting.application_id), current_language()
        )
    except Refusal as refusal:
        return _page(link, CodeForm(formdata=None), problem=refusal)
    session[_CODE] = {"code": str(sent.id), "application": str(waiting.application_id)}
    return redirect_after_post(url_for("phone_signing.show", link=link))


@blueprint.post("/signature")
@limiter.limit(LOOKUP_LIMIT)
@public
def sign(link: str) -> BaseResponse:
    """Signs with the code: the child is admitted, and the other screen says so."""
    waiting, form = _need(link), CodeForm()
    code_id = _code_of(waiting)
    if waiting.is_over or code_id is None:
        return redirect_after_post(url_for("phone_signing.show", link=link))
    if not form.validate_on_submit():
        return _page(link, form, status=422)
    try:
        with answered_once():
            sign_by_code(
                current_tenant().id,
                waiting.actor,
                waiting.application_id,
                code_id,
                form.code.data,
                once=Once(f"phone:{waiting.challenge_id}", f"sign:{waiting.application_id}"),
            )
    except Refusal as refusal:
        is_about_code = refusal.detail in ("sms_code", "sms_attempts")
        form.refuse(refusal, "code" if is_about_code else None)
        return _page(link, form, status=422)
    return redirect_after_post(url_for("phone_signing.show", link=link))


def _page(
    link: str, form: CodeForm, *, problem: Refusal | None = None, status: int = 200
) -> BaseResponse:
    waiting = _need(link)
    code = None if waiting.is_over else _waiting_code(waiting)
    here = services().settings.public_url
    return respond(
        "family/phone_signing.html",
        fragments={"sign-form"},
        status=422 if problem else status,
        link=link,
        waiting=waiting,
        form=form,
        code=code,
        problem=sentence_of(problem) if problem else "",
        ways=open_ways(current_tenant().id, SignedAct.CONTRACT),
        mobile_url=MOBILE + here + url_for("phone_request.request_to_sign", link=link)
        if checks_keys()
        else "",
        demo_codes_url=find_url("demo.codes"),
    )


def _need(link: str) -> Waiting:
    found = find_waiting(current_tenant().id, link)
    if found is None:
        abort(404)
    return found


def _code_of(waiting: Waiting) -> uuid.UUID | None:
    """The code that this telephone asked for to sign this contract."""
    kept = session.get(_CODE)
    if kept is None or kept["application"] != str(waiting.application_id):
        return None
    return uuid.UUID(kept["code"])


def _waiting_code(waiting: Waiting) -> WaitingCode | None:
    code_id = _code_of(waiting)
    return find_waiting_code(current_tenant().id, code_id) if code_id else None
