"""The head of a kindergarten signs a contract with its key, and so it is sent (row 28, L-22.10)."""

import uuid
from typing import Any

from flask import Blueprint, flash, request, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.errors import Refusal
from kezek.core.personal_views import Shown
from kezek.core.signed_texts import SignedAct
from kezek.reads.admission_page import admission_page
from kezek.reads.signatures import waiting_text
from kezek.reads.subjects import application_subject
from kezek.usecases.contract_signing import admit_signed, begin_head_signature
from kezek.usecases.deciding import NotFound
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.i18n import current_language
from kezek.web.idempotency import intent
from kezek.web.login import current_actor
from kezek.web.refusals import sentence_of
from kezek.web.security import limiter, with_signer
from kezek.web.staff import kindergarten_id
from kezek.web.tenant import current_tenant

blueprint = Blueprint(
    "kindergarten_contracts",
    __name__,
    url_prefix="/<slug:slug>/kindergarten/children/<uuid:application_id>/contract",
)

_SIGNS = needs(Permission.ADMISSION_DECIDE, application_subject, shows=Shown.APPLICATION)
_TRIES = "60/minute;600/hour"
_TEXT = "head_text"


def begin(application_id: uuid.UUID, *, is_vaccinated: bool) -> BaseResponse:
    """Gives the contract out, once the papers were found in order."""
    try:
        _give_out(application_id, is_vaccinated=is_vaccinated)
    except Refusal as refusal:
        flash(sentence_of(refusal), "bad")
        return redirect_after_post(_child_url(application_id))
    return redirect_after_post(
        url_for("kindergarten_contracts.show", application_id=application_id)
    )


@blueprint.get("/")
@_SIGNS
def show(application_id: uuid.UUID) -> BaseResponse:
    """The contract in both languages, and the button that opens NCALayer."""
    return _page(application_id, "", 200)


@blueprint.post("/")
@limiter.limit(_TRIES)
@_SIGNS
def sign(application_id: uuid.UUID) -> BaseResponse:
    """Checks the signature of the head; the contract goes to the family."""
    key, kept = str(intent()), _kept(application_id)
    if kept is None:
        return redirect_after_post(_child_url(application_id))
    try:
        admit_signed(
            current_tenant().id,
            current_actor(),
            application_id,
            uuid.UUID(kept["text"]),
            request.form.get("cms", ""),
            vaccinated=kept["vaccinated"],
            intent=key,
        )
    except Refusal as refusal:
        return _refused(application_id, refusal, is_vaccinated=kept["vaccinated"])
    flash(gettext("The contract is signed by the head and was sent to the family."), "good")
    return redirect_after_post(url_for("kindergarten_desk.index"))


def _refused(application_id: uuid.UUID, refusal: Refusal, *, is_vaccinated: bool) -> BaseResponse:
    """The same page with a fresh text; where none can be given, the child as it stands."""
    try:
        _give_out(application_id, is_vaccinated=is_vaccinated)
    except Refusal:
        flash(sentence_of(refusal), "bad")
        return redirect_after_post(_child_url(application_id))
    return _page(application_id, sentence_of(refusal), 422)


def _give_out(application_id: uuid.UUID, *, is_vaccinated: bool) -> None:
    waiting = begin_head_signature(current_tenant().id, current_actor(), application_id)
    session[_TEXT] = {
        "application": str(application_id),
        "text": str(waiting.id),
        "vaccinated": is_vaccinated,
    }


def _kept(application_id: uuid.UUID) -> dict[str, Any] | None:
    kept: dict[str, Any] | None = session.get(_TEXT)
    return kept if kept is not None and kept["application"] == str(application_id) else None


def _page(application_id: uuid.UUID, problem: str, status: int) -> BaseResponse:
    tenant_id, kept = current_tenant().id, _kept(application_id)
    page = admission_page(tenant_id, application_id, current_language(), kindergarten_id())
    if page is None:
        raise NotFound(application_id)
    waiting = (
        waiting_text(
            tenant_id,
            uuid.UUID(kept["text"]),
            SignedAct.CONTRACT,
            str(application_id),
            current_actor(),
            of=page.referral.kindergarten,
        )
        if kept
        else None
    )
    if waiting is None:
        return redirect_after_post(_child_url(application_id))
    response = respond(
        "kindergarten/contract_signing.html",
        status=status,
        page=page,
        waiting=waiting,
        problem=problem,
    )
    return with_signer(response, waiting.signer_url)


def _child_url(application_id: uuid.UUID) -> str:
    return url_for("kindergarten_arrivals.show", application_id=application_id)
