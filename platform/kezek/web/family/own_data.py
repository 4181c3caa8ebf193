"""«Менің деректерім»: what we keep of a family and why, its copy, consents, and erasure (94-V)."""

import uuid
from dataclasses import dataclass

from flask import Blueprint, abort, flash, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.errors import Refusal
from kezek.reads.accounts import WaitingCode, find_waiting_code
from kezek.reads.family_data import GivenConsent, OwnData, find_copy, own_data
from kezek.reads.subjects import application_subject
from kezek.usecases import consents
from kezek.usecases.codes import sign_code
from kezek.usecases.family_rights import (
    ERASE,
    EXPORT,
    Answer,
    ask_by_code,
    prove_presence,
    take_back,
)
from kezek.web.family.forms import CodeForm
from kezek.web.family.own_copy import packed
from kezek.web.family_data_words import KEPT, WAYS, held_words
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.i18n import current_language
from kezek.web.idempotency import intent
from kezek.web.login import current_actor
from kezek.web.navigation import find_url
from kezek.web.printed.download import attached
from kezek.web.security import limiter
from kezek.web.tenant import current_tenant
from kezek.web.words import say

blueprint = Blueprint("family_data", __name__, url_prefix="/<slug:slug>/family/data")

_OWN = needs(Permission.FAMILY_ROOM)
_CONSENTS = needs(Permission.APPLICATION_WITHDRAW, application_subject)
_CODE = "own_data_code"
_ASKS = "30/minute;300/hour"
_TRIES = "60/minute;600/hour"


@dataclass(frozen=True, slots=True)
class Step:
    """One act that asks for a code: what the code is for, where it is asked for and entered."""

    subject: str
    sends: str
    does: str

    def is_about(self, one: GivenConsent) -> bool:
        """Whether it is this consent that is taken back."""
        return self.subject == f"{consents.WITHDRAW}:{one.application_id}"


@blueprint.get("/")
@_OWN
def index() -> BaseResponse:
    """What is kept, why and until when; the family's consents; what it can ask for."""
    return respond(
        "family/own_data.html",
        page=_page(),
        kept=[one.said() for one in KEPT],
        ways={name: say(words) for name, words in WAYS.items()},
        held_words=held_words,
    )


@blueprint.get("/copy")
@_OWN
def copy() -> BaseResponse:
    """What the copy holds, and the code that it asks for."""
    return _step_page(_copy_step(), CodeForm(formdata=None), 200)


@blueprint.post("/copy/code")
@limiter.limit(_ASKS)
@_OWN
def send_copy_code() -> BaseResponse:
    """Sends the code that opens the copy."""
    return _send(_copy_step(), url_for("family_data.copy"))


@blueprint.post("/copy")
@limiter.limit(_TRIES)
@_OWN
def take_copy() -> BaseResponse:
    """Gives the copy: one ZIP with a page to be read, JSON for machines, and every file."""
    step, form = _copy_step(), CodeForm()
    code = _code_for(step)
    if code is None or not form.validate_on_submit():
        return _step_page(step, form, 422)
    tenant_id, actor = current_tenant().id, current_actor()
    assert actor.guardian_id is not None
    try:
        prove_presence(tenant_id, actor, code, form.code.data, EXPORT)
    except Refusal as refusal:
        form.refuse(refusal, "code")
        return _step_page(step, form, 422)
    found = find_copy(tenant_id, actor.guardian_id)
    if found is None:
        abort(404)
    return attached(packed(found, actor.guardian_id), "application/zip", "kezek-my-data.zip")


@blueprint.get("/erasure")
@_OWN
def erasure() -> BaseResponse:
    """What erasure means, what it waits for, and the code that it asks for."""
    return _step_page(_erasure_step(), CodeForm(formdata=None), 200)


@blueprint.post("/erasure/code")
@limiter.limit(_ASKS)
@_OWN
def send_erasure_code() -> BaseResponse:
    """Sends the code by which erasure is asked for."""
    return _send(_erasure_step(), url_for("family_data.erasure"))


@blueprint.post("/erasure")
@limiter.limit(_TRIES)
@_OWN
def erase() -> BaseResponse:
    """Erases now, or as soon as nothing demands keeping."""
    step, form = _erasure_step(), CodeForm()
    code = _code_for(step)
    if code is None or not form.validate_on_submit():
        return _step_page(step, form, 422)
    try:
        answer = ask_by_code(current_tenant().id, current_actor(), code, form.code.data)
    except Refusal as refusal:
        form.refuse(refusal, "code")
        return _step_page(step, form, 422)
    return _after_erasure(answer)


@blueprint.post("/erasure/end")
@_OWN
def keep() -> BaseResponse:
    """The family does not want to be erased any more."""
    intent()
    take_back(current_tenant().id, current_actor())
    flash(gettext("Your request is taken back: your data stay."), "good")
    return redirect_after_post(url_for("family_data.index"))


@blueprint.get("/consents/<uuid:application_id>")
@_CONSENTS
def consent(application_id: uuid.UUID) -> BaseResponse:
    """What taking a consent back means, and the code that it asks for."""
    return _step_page(_consent_step(application_id), CodeForm(formdata=None), 200)


@blueprint.post("/consents/<uuid:application_id>/code")
@limiter.limit(_ASKS)
@_CONSENTS
def send_consent_code(application_id: uuid.UUID) -> BaseResponse:
    """Sends the code by which a consent is taken back."""
    url = url_for("family_data.consent", application_id=application_id)
    return _send(_consent_step(application_id), url)


@blueprint.post("/consents/<uuid:application_id>")
@limiter.limit(_TRIES)
@_CONSENTS
def withdraw_consent(application_id: uuid.UUID) -> BaseResponse:
    """The consent holds no more, and the application is withdrawn."""
    step, form = _consent_step(application_id), CodeForm()
    code = _code_for(step)
    if code is None or not form.validate_on_submit():
        return _step_page(step, form, 422)
    try:
        consents.withdraw_consent(
            current_tenant().id, current_actor(), application_id, code, form.code.data
        )
    except Refusal as refusal:
        form.refuse(refusal, "code")
        return _step_page(step, form, 422)
    flash(gettext("The consent is taken back, and the application is withdrawn."), "good")
    return redirect_after_post(url_for("family_data.index"))


@blueprint.post("/consents/<uuid:application_id>/renewal")
@_CONSENTS
def renew_consent(application_id: uuid.UUID) -> BaseResponse:
    """The family agrees to the words that are shown now."""
    intent()
    consents.renew_consent(current_tenant().id, current_actor(), application_id, current_language())
    flash(gettext("Thank you: your consent is renewed."), "good")
    return redirect_after_post(url_for("family_data.index"))


def _copy_step() -> Step:
    return Step(
        EXPORT,
        url_for("family_data.send_copy_code"),
        url_for("family_data.take_copy"),
    )


def _erasure_step() -> Step:
    return Step(
        ERASE,
        url_for("family_data.send_erasure_code"),
        url_for("family_data.erase"),
    )


def _consent_step(application_id: uuid.UUID) -> Step:
    return Step(
        f"{consents.WITHDRAW}:{application_id}",
        url_for("family_data.send_consent_code", application_id=application_id),
        url_for("family_data.withdraw_consent", application_id=application_id),
    )


def _page() -> OwnData:
    guardian_id = current_actor().guardian_id
    assert guardian_id is not None, "only a family comes in here"
    return own_data(current_tenant().id, guardian_id)


def _send(step: Step, url: str) -> BaseResponse:
    try:
        sent = sign_code(current_tenant().id, current_actor(), step.subject, current_language())
    except Refusal as refusal:
        form = CodeForm(formdata=None)
        form.refuse(refusal, "code")
        return _step_page(step, form, 422)
    session[_CODE] = {"code": str(sent.id), "subject": step.subject}
    return redirect_after_post(url)


def _code_for(step: Step) -> uuid.UUID | None:
    """The code that this browser asked for, for this very act."""
    kept = session.get(_CODE)
    if kept is None or kept["subject"] != step.subject:
        return None
    return uuid.UUID(kept["code"])


def _step_page(step: Step, form: CodeForm, status: int) -> BaseResponse:
    page = _page()
    about = next((one for one in page.consents if step.is_about(one)), None)
    shown = {
        "page": page,
        "about": about,
        "step": step,
        "form": form,
        "waiting": _waiting(step),
        "held_words": held_words,
        "demo_codes_url": find_url("demo.codes"),
    }
    if step.subject == EXPORT:
        return respond("family/own_data_copy.html", fragments={"sign-form"}, status=status, **shown)
    if step.subject == ERASE:
        return respond(
            "family/own_data_erasure.html", fragments={"sign-form"}, status=status, **shown
        )
    if about is None or not about.can_withdraw:
        return redirect_after_post(url_for("family_data.index"))
    return respond("family/own_data_consent.html", fragments={"sign-form"}, status=status, **shown)


def _waiting(step: Step) -> WaitingCode | None:
    code = _code_for(step)
    return find_waiting_code(current_tenant().id, code) if code is not None else None


def _after_erasure(answer: Answer) -> BaseResponse:
    if not answer.is_erased:
        words = gettext("Your request is kept. It is carried out when nothing holds your data.")
        flash(words, "good")
        return redirect_after_post(url_for("family_data.index"))
    session.clear()
    return respond("family/own_data_erased.html")
