"""Jobs that failed: handed to the workers once more, or laid aside with a reason."""

import uuid

from flask import Response, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.errors import Refusal
from kezek.reads.deployment_jobs import find_failed_job, jobs_page
from kezek.reads.deployment_regions import region_names
from kezek.usecases.deciding import NotFound
from kezek.usecases.failed_jobs import discard_job, retry_job
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.i18n import current_language
from kezek.web.operator.forms import ReasonForm
from kezek.web.operator.room import RUNS, SEES, blueprint, page_number, refuse, tag
from kezek.web.operator.words import OUTCOME
from kezek.web.refusals import sentence_of


@blueprint.get("/jobs/")
@SEES
def jobs() -> Response:
    """What failed, the latest first, and what became of the last ones."""
    return respond(
        "operator/jobs.html",
        fragments={"jobs-now"},
        page=jobs_page(page_number()),
        page_url=lambda page: url_for("operator.jobs", page=page),
        names=region_names(current_language()),
        outcome=OUTCOME,
    )


@blueprint.post("/jobs/<uuid:job_id>/retry")
@RUNS
def retry(job_id: uuid.UUID) -> BaseResponse:
    """Hands a job over once more."""
    try:
        retry_job(tag(), job_id)
    except Refusal as refusal:
        flash(sentence_of(refusal), "act")
    else:
        flash(gettext("The job was handed over once more."), "good")
    return redirect_after_post(url_for("operator.jobs"))


@blueprint.get("/jobs/<uuid:job_id>/discard")
@RUNS
def ask_discard(job_id: uuid.UUID) -> Response:
    """Why it may be laid aside."""
    return _page(job_id, ReasonForm(formdata=None), 200)


@blueprint.post("/jobs/<uuid:job_id>/discard")
@RUNS
def discard(job_id: uuid.UUID) -> BaseResponse:
    """Lays a failure aside."""
    form = ReasonForm()
    if not form.validate_on_submit():
        return _page(job_id, form, 422)
    try:
        discard_job(tag(), job_id, form.reason.data or "")
    except Refusal as refusal:
        return _page(job_id, form, refuse(form, refusal))
    flash(gettext("The failure was laid aside."), "good")
    return redirect_after_post(url_for("operator.jobs"))


def _page(job_id: uuid.UUID, form: ReasonForm, status: int) -> Response:
    job = find_failed_job(job_id)
    if job is None:
        raise NotFound(job_id)
    names = region_names(current_language())
    return respond("operator/discard.html", status=status, job=job, form=form, names=names)
