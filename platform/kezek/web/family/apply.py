"""«Кезекке өтініш беру», its first steps: the consent of Annex 5, and for which child."""

import uuid

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.consent import consent_text
from kezek.core.errors import Code, Refusal
from kezek.core.wishes import Step
from kezek.reads.accounts import profile_page
from kezek.reads.applying import BeginPage, ChildToChoose, begin_page
from kezek.usecases import drafts
from kezek.usecases.accounts import Profile, keep_profile
from kezek.usecases.deciding import NotFound
from kezek.web.family.apply_forms import ChildStepForm, ConsentForm
from kezek.web.family.apply_way import (
    NAMES,
    lead_on,
    limit_bodies,
    position,
    step_names,
    step_url,
)
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.i18n import current_language, format_day
from kezek.web.login import current_actor
from kezek.web.tenant import current_tenant
from kezek.web.words import say

blueprint = Blueprint("family_apply", __name__, url_prefix="/<slug:slug>/family/apply")
blueprint.url_value_preprocessor(limit_bodies)


@blueprint.get("/")
@needs(Permission.FAMILY_ROOM)
def begin() -> BaseResponse:
    """The consent, and above it what was begun before."""
    page, wished = _begin_page()
    if wished is not None and wished.number:
        return redirect(url_for("family_apply_sending.queued", child_id=wished.id), code=303)
    return _consent_page(ConsentForm(), page, wished, 200)


@blueprint.post("/")
@needs(Permission.FAMILY_ROOM)
def agree() -> BaseResponse:
    """Keeps the consent with its words and its moment, and goes on to the child."""
    page, wished = _begin_page()
    form = ConsentForm()
    if not form.validate_on_submit():
        return _consent_page(form, page, wished, 422)
    child_id = wished.id if wished else None
    drafts.consent(current_tenant().id, current_actor(), child_id, current_language())
    if child_id is not None and page.has_profile:
        return lead_on(child_id)
    return redirect_after_post(url_for("family_apply.child", child=child_id))


@blueprint.get("/child")
@needs(Permission.FAMILY_ROOM)
def child() -> BaseResponse:
    """The family's children, and who applies for them."""
    page, wished = _begin_page()
    if not page.has_consent and wished is None:
        return redirect(url_for("family_apply.begin"), code=303)
    profile = profile_page(current_tenant().id, current_actor())
    form = _child_form(page)
    if profile is not None:
        form.full_name.data, form.address.data = profile.full_name, profile.address
    free = [one for one in page.children if not one.number]
    if wished is not None or len(free) == 1:
        form.child.data = str(wished.id if wished else free[0].id)
    return _child_page(form, page, 200)


@blueprint.post("/child")
@needs(Permission.FAMILY_ROOM)
def choose() -> BaseResponse:
    """Keeps who applies, and goes on for the child."""
    page, _ = _begin_page()
    form = _child_form(page)
    if not form.validate_on_submit():
        return _child_page(form, page, 422)
    child_id = uuid.UUID(form.child.data)
    tenant_id, actor = current_tenant().id, current_actor()
    try:
        drafts.choose_child(tenant_id, actor, child_id)
    except Refusal as refusal:
        if refusal.code is Code.CONSENT_MISSING:
            return redirect_after_post(step_url(Step.CONSENT, child_id))
        form.refuse(refusal, "child")
        return _child_page(form, page, 422)
    _keep_profile(form)
    return lead_on(child_id)


def _begin_page() -> tuple[BeginPage, ChildToChoose | None]:
    """The family, and its child that the address names. Raises NotFound for any other child."""
    page = begin_page(current_tenant().id, current_actor())
    if page is None:
        raise NotFound("family")
    wished = request.args.get("child")
    if wished is None:
        return page, None
    named = next((one for one in page.children if str(one.id) == wished), None)
    if named is None:
        raise NotFound(wished)
    return page, named


def _child_form(page: BeginPage) -> ChildStepForm:
    form = ChildStepForm()
    form.child.choices = [(str(one.id), one.full_name) for one in page.children]
    return form


def _keep_profile(form: ChildStepForm) -> None:
    tenant_id, actor = current_tenant().id, current_actor()
    known = profile_page(tenant_id, actor)
    profile = Profile(
        full_name=form.full_name.data,
        address=form.address.data,
        email=known.email if known else "",
    )
    keep_profile(tenant_id, actor, profile)


def _consent_page(
    form: ConsentForm, page: BeginPage, wished: ChildToChoose | None, status: int
) -> Response:
    return respond(
        "family/apply/consent.html",
        fragments={"apply-step"},
        status=status,
        form=form,
        page=page,
        child=wished,
        text=consent_text(current_language()),
        action=url_for("family_apply.agree", child=wished.id if wished else None),
        step_url=step_url,
        step_name=lambda step: say(NAMES[step]),
        steps=step_names(page.steps),
        current=position(Step.CONSENT, page.steps),
    )


def _child_page(form: ChildStepForm, page: BeginPage, status: int) -> Response:
    return respond(
        "family/apply/child.html",
        fragments={"apply-step"},
        status=status,
        form=form,
        page=page,
        born={str(one.id): format_day(one.born_on) for one in page.children},
        queued={str(one.id): one.number for one in page.children if one.number},
        steps=step_names(page.steps),
        current=position(Step.CHILD, page.steps),
    )
