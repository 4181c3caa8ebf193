"""One application before the specialist: both checks, benefits, refusals, more days, a move."""

import uuid

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.applications import SECOND_LOOK, SHOWN, State
from kezek.core.errors import Refusal
from kezek.core.personal_views import Shown
from kezek.reads.matter_side import matter_side
from kezek.reads.referral_matters import StaffFile
from kezek.reads.review_page import ReviewPage, review_page
from kezek.reads.signatures import is_signed
from kezek.reads.subjects import application_subject
from kezek.usecases import reviews
from kezek.usecases.deciding import NotFound
from kezek.web.decision_words import FACT, decided_sentence, fact_label, role_name
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.i18n import LANGUAGE_NAMES, current_language
from kezek.web.idempotency import intent
from kezek.web.login import current_actor
from kezek.web.more_days import ExtensionForm, extension_form, send_answer
from kezek.web.office.decisions import (
    DONE,
    decision_form,
    refusal_form,
)
from kezek.web.office.forms import DecisionForm, MoveRefusalForm, RefusalForm
from kezek.web.office.printed import offered_papers
from kezek.web.office.way import desk_url, next_url, way
from kezek.web.papers import paper_name
from kezek.web.printed.kinds import NAMES
from kezek.web.queue_words import queue_type_name
from kezek.web.refusals import sentence_of, status_of
from kezek.web.security import with_frames
from kezek.web.staff import is_overtaken
from kezek.web.staff_forms import one_line
from kezek.web.tenant import current_tenant
from kezek.web.words import say
from kezek.web.work_words import work_name

blueprint = Blueprint(
    "office_review",
    __name__,
    url_prefix="/<slug:slug>/office/applications/<uuid:application_id>",
)

_SEES = needs(Permission.APPLICATION_SEE, application_subject, shows=Shown.APPLICATION)
_VERIFIES = needs(Permission.STANDING_VERIFY, application_subject, shows=Shown.APPLICATION)
_REVIEWS = needs(Permission.ADMISSION_REVIEW, application_subject, shows=Shown.APPLICATION)
_EXTENDS = needs(Permission.EXTENSION_DECIDE, application_subject, shows=Shown.APPLICATION)


@blueprint.get("/")
@_SEES
def show(application_id: uuid.UUID) -> Response:
    """The application, what proves it, and the question that is open."""
    return _page(application_id)


@blueprint.post("/decision")
@_VERIFIES
def decide(application_id: uuid.UUID) -> BaseResponse:
    """The first or the second check (rows 3 to 5 and 25)."""
    form = decision_form(_get(application_id))
    key = str(intent())
    if not form.validate_on_submit():
        return _page(application_id, decision=form, status=422)
    try:
        _decide(application_id, form, key)
    except Refusal as refusal:
        return _refused(application_id, refusal)
    flash(say(DONE[form.decision.data]), "good")
    return redirect_after_post(next_url())


def _decide(application_id: uuid.UUID, form: DecisionForm, key: str) -> None:
    tenant_id, actor = current_tenant().id, current_actor()
    looked_at = form.seen.data or ""
    again = looked_at in SECOND_LOOK
    seen = State(looked_at) if again else State.UNDER_REVIEW
    if form.decision.data == "refuse":
        reviews.refuse_whole(tenant_id, actor, application_id, seen, form.reasons, intent=key)
    elif form.decision.data == "benefit":
        reviews.refuse_benefit(tenant_id, actor, application_id, seen, intent=key)
    elif again:
        reviews.confirm_again(tenant_id, actor, application_id, seen, intent=key)
    else:
        reviews.confirm(tenant_id, actor, application_id, intent=key)


@blueprint.get("/benefit")
@_VERIFIES
def confirm_benefit_loss(application_id: uuid.UUID) -> BaseResponse:
    """What it means to take a benefit off while the child waits (R-19)."""
    page = _get(application_id)
    if not (page.waits_in_queue and page.has_benefit):
        return redirect_after_post(_url(application_id))
    return respond("office/benefit.html", page=page, way=way())


@blueprint.post("/benefit")
@_VERIFIES
def take_benefit(application_id: uuid.UUID) -> BaseResponse:
    """The benefit no longer holds: general grounds, the moment kept (L-13.3, R-19)."""
    try:
        reviews.refuse_benefit(
            current_tenant().id, current_actor(), application_id, State.QUEUED, intent=str(intent())
        )
    except Refusal as refusal:
        return _refused(application_id, refusal)
    flash(say(DONE["benefit"]), "calm")
    return redirect_after_post(_url(application_id))


@blueprint.post("/relocation")
@_VERIFIES
def relocate(application_id: uuid.UUID) -> BaseResponse:
    """The move is proven: out of turn from now on (L-23.2)."""
    try:
        reviews.relocate(current_tenant().id, current_actor(), application_id, intent=str(intent()))
    except Refusal as refusal:
        return _refused(application_id, refusal)
    flash(gettext("The application stands out of turn now. The family was told."), "good")
    return redirect_after_post(_url(application_id))


@blueprint.post("/relocation-refusal")
@_VERIFIES
def refuse_move(application_id: uuid.UUID) -> BaseResponse:
    """The paper shows no transfer and no move: the family is told why."""
    form = MoveRefusalForm()
    key = str(intent())
    if not form.validate_on_submit():
        return _page(application_id, move=form, status=422)
    try:
        reviews.refuse_relocation(
            current_tenant().id,
            current_actor(),
            application_id,
            one_line(form.words.data),
            intent=key,
        )
    except Refusal as refusal:
        return _refused(application_id, refusal)
    flash(gettext("The family was told why nothing changes."), "calm")
    return redirect_after_post(next_url())


@blueprint.post("/refusal")
@_REVIEWS
def review(application_id: uuid.UUID) -> BaseResponse:
    """Upholds or overturns the kindergarten's refusal (rows 31, 32)."""
    form = refusal_form()
    key = str(intent())
    if not form.validate_on_submit():
        return _page(application_id, refusal=form, status=422)
    try:
        reviews.review_refusal(
            current_tenant().id,
            current_actor(),
            application_id,
            stands=form.result.data == "stands",
            intent=key,
        )
    except Refusal as refusal:
        return _refused(application_id, refusal)
    flash(say(DONE[form.result.data]), "good")
    return redirect_after_post(next_url())


@blueprint.post("/extension")
@_EXTENDS
def extend(application_id: uuid.UUID) -> BaseResponse:
    """Answers a request for more days in the kindergarten's stead (A-17)."""
    form = extension_form(None)
    key = str(intent())
    if not form.validate_on_submit():
        return _page(application_id, extension=form, status=422)
    try:
        send_answer(form, application_id, key)
    except Refusal as refusal:
        if refusal.detail == "extension_days":
            form.refuse(refusal, "days")
            return _page(application_id, extension=form, status=422)
        return _refused(application_id, refusal)
    flash(gettext("Your answer was sent to the family."), "good")
    return redirect_after_post(next_url())


def _get(application_id: uuid.UUID) -> ReviewPage:
    page = review_page(current_tenant().id, application_id, current_language())
    if page is None:
        raise NotFound(application_id)
    return page


def _refused(application_id: uuid.UUID, refusal: Refusal) -> Response:
    return _page(application_id, problem=refusal)


def _page(
    application_id: uuid.UUID,
    *,
    decision: DecisionForm | None = None,
    refusal: RefusalForm | None = None,
    extension: ExtensionForm | None = None,
    move: MoveRefusalForm | None = None,
    problem: Refusal | None = None,
    status: int = 200,
) -> Response:
    """The page as it is now, with the form that was refused, or what has happened meanwhile."""
    page = _get(application_id)
    asked = page.extension.days if page.extension else None
    decided = page.decided if problem is not None and is_overtaken(problem) else None
    tenant_id, actor = current_tenant().id, current_actor()
    response = respond(
        "office/review.html",
        fragments={"paper-view"},
        status=status_of(problem) if problem else status,
        page=page,
        decision=decision or decision_form(page, blank=True),
        refusal=refusal or refusal_form(blank=True),
        extension=extension or extension_form(asked, blank=True),
        move=move or MoveRefusalForm(formdata=None),
        problem=sentence_of(problem) if problem else "",
        overtaken=decided_sentence(decided.kind, decided.role, decided.at)
        if decided and decided.kind in FACT
        else "",
        asks_first=page.state == State.UNDER_REVIEW,
        asks_again=_asks_again(page),
        in_queue=page.state in SHOWN,
        events=[one for one in page.events if one.kind in FACT],
        fact_label=fact_label,
        role_name=role_name,
        paper_name=paper_name,
        printed=offered_papers(page),
        is_signed=is_signed(current_tenant().id, page.id),
        printed_names=NAMES,
        language_names=LANGUAGE_NAMES,
        claim_names=_claim_names(page),
        queue_name=queue_type_name(page.queue_type),
        next_url=next_url(),
        desk_url=desk_url(),
        way=way(),
        side=matter_side(tenant_id, actor, application_id, also={page.parent.id}),
        work_name=work_name,
        opened=_opened(page),
        paper_url=lambda file: _url(application_id, paper=file.id),
    )
    return with_frames(response)


def _opened(page: ReviewPage) -> StaffFile | None:
    """The paper that the address names; else the newest of those that the claim needs."""
    named = request.args.get("paper", "")
    wanted = [file for proof in page.proofs for file in proof.files]
    chosen = next((file for file in page.files if str(file.id) == named), None)
    return chosen or next(iter((*wanted, *page.files)), None)


def _asks_again(page: ReviewPage) -> bool:
    referral = page.referral
    return page.state in SECOND_LOOK and referral is not None and not referral.rechecked


def _claim_names(page: ReviewPage) -> dict[int, str]:
    is_kazakh = current_language() == "kk"
    return {one.code: one.name_kk if is_kazakh else one.name_ru for one in page.claims}


def _url(application_id: uuid.UUID, **more: object) -> str:
    asked = way() | more
    return url_for("office_review.show", application_id=application_id, **asked)
