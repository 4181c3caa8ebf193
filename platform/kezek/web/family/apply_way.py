"""The way through an application: its steps, their addresses, and who is let into which of them."""

import uuid
from collections.abc import Mapping, Sequence
from typing import NoReturn

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.wishes import Step
from kezek.reads.applying import DraftPage, draft_page
from kezek.usecases.deciding import NotFound
from kezek.web.htmx import redirect_after_post
from kezek.web.navigation import find_url
from kezek.web.tenant import current_tenant
from kezek.web.uploads import MAX_FORM_BODY, MAX_UPLOAD_BODY, limit_body
from kezek.web.words import mark, say

NAMES: Mapping[Step, str] = {
    Step.CONSENT: mark("Consent"),
    Step.CHILD: mark("The child"),
    Step.TERRITORY: mark("Territory"),
    Step.KINDERGARTENS: mark("Kindergartens"),
    Step.BENEFITS: mark("Benefits"),
    Step.DOCUMENTS: mark("Documents"),
    Step.REVIEW: mark("Sending"),
}
"""The steps as the bar above each page names them."""

_ENDPOINTS: Mapping[Step, str] = {
    Step.TERRITORY: "family_apply_steps.territory",
    Step.KINDERGARTENS: "family_apply_steps.kindergartens",
    Step.BENEFITS: "family_apply_benefits.benefits",
    Step.DOCUMENTS: "family_apply_papers.papers",
    Step.REVIEW: "family_apply_sending.review",
}

UPLOADING = frozenset({"family_apply_papers.attach_paper"})
"""Routes whose forms carry files."""


def limit_bodies(_: str | None, __: dict[str, object] | None) -> None:
    """Lets only forms with files be large; called before anything of the body is read."""
    limit_body(MAX_UPLOAD_BODY if request.endpoint in UPLOADING else MAX_FORM_BODY)


def step_url(step: Step, child_id: uuid.UUID) -> str:
    """Where a step of a child's application is filled in."""
    if step is Step.CONSENT:
        return url_for("family_apply.begin", child=child_id)
    if step is Step.CHILD:
        return url_for("family_apply.child", child=child_id)
    return url_for(_ENDPOINTS[step], child_id=child_id)


def step_names(steps: Sequence[Step]) -> list[str]:
    """The steps in the reader's language, in their order."""
    return [say(NAMES[step]) for step in steps]


def position(step: Step, steps: Sequence[Step]) -> int:
    """Which step it is, counted from one."""
    return steps.index(step) + 1


def neighbour_url(page: DraftPage, step: Step, by: int) -> str:
    """The step so many before or after another on the way of this application."""
    return step_url(page.steps[page.steps.index(step) + by], page.child_id)


def draft_of(child_id: uuid.UUID) -> DraftPage:
    """The child's application as far as it is filled in. Raises NotFound."""
    page = draft_page(current_tenant().id, child_id)
    if page is None:
        raise NotFound(child_id)
    return page


def way_in(child_id: uuid.UUID, step: Step) -> DraftPage:
    """What a step shows; whoever comes too early or too late is led where they belong."""
    page = draft_of(child_id)
    if page.number:
        _lead(url_for("family_apply_sending.queued", child_id=child_id))
    if step not in page.steps or page.steps.index(step) > page.steps.index(page.next_step):
        _lead(step_url(page.next_step, child_id))
    return page


def lead_on(child_id: uuid.UUID) -> BaseResponse:
    """To the first step that is not done, after one was."""
    return redirect_after_post(step_url(draft_of(child_id).next_step, child_id))


def application_url(application_id: uuid.UUID) -> str:
    """The page of a sent application; the family's first page where that room is not open."""
    return find_url("family_application.show", application_id=application_id) or find_url(
        "family_children.index"
    )


def _lead(url: str) -> NoReturn:
    abort(redirect(url, code=303) if request.method == "GET" else redirect_after_post(url))
