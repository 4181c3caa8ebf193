"""What of a closed region will be erased, and when; it can be put off, never brought forward."""

from collections.abc import Mapping

from flask import Response, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.erasures import Step
from kezek.core.errors import Refusal
from kezek.reads.region_erasure import erasure_page
from kezek.usecases.deciding import NotFound
from kezek.usecases.erasures import keep_longer
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.operator.forms import KeepLongerForm
from kezek.web.operator.room import RUNS, SEES, blueprint, refuse, tag, the_region
from kezek.web.words import mark, say

_REGION = "/regions/<int:tenant_id>/erasure"

_NOUNS: Mapping[str, str] = {
    "guardians": mark("Parents"),
    "children": mark("Children"),
    "applications": mark("Applications"),
    "documents": mark("Papers"),
    "notices": mark("Notices"),
    "complaints": mark("Complaints"),
    "calls": mark("Calls to the hotline"),
    "accounts": mark("Accounts"),
    "kindergartens": mark("Kindergartens"),
}
"""Tables that a person would ask about; the others are counted together."""

STEP: Mapping[Step, str] = {
    Step.KEPT: mark("The data are kept. The erasure is announced here thirty days ahead."),
    Step.TO_ANNOUNCE: mark("The erasure will be announced within the hour."),
    Step.ANNOUNCED: mark("The erasure is announced."),
    Step.NOT_TAKEN_OUT: mark(
        "The day has come, but nobody has taken the data out since the closing. Nothing is erased "
        "before somebody does."
    ),
    Step.DUE: mark("The data are erased within the hour."),
    Step.ERASED: mark("The data are erased."),
}


@blueprint.get(_REGION)
@SEES
def erasure(tenant_id: int) -> Response:
    """A dry run: what there is, what goes, what stays, and on which day."""
    return _page(tenant_id, KeepLongerForm(formdata=None), 200)


@blueprint.post(_REGION)
@RUNS
def put_off_erasure(tenant_id: int) -> BaseResponse:
    """Keeps the data through a later day."""
    the_region(tenant_id)
    form = KeepLongerForm()
    if not form.validate_on_submit():
        return _page(tenant_id, form, 422)
    try:
        keep_longer(tag(), tenant_id, form.kept.data, form.reason.data or "")
    except Refusal as refusal:
        return _page(tenant_id, form, refuse(form, refusal))
    flash(gettext("The data are kept longer."), "good")
    return redirect_after_post(url_for("operator.erasure", tenant_id=tenant_id))


def _page(tenant_id: int, form: KeepLongerForm, status: int) -> Response:
    region, page = the_region(tenant_id), erasure_page(tenant_id)
    if page is None:
        raise NotFound(tenant_id)
    named = [(say(noun), page.rows.get(table, 0)) for table, noun in _NOUNS.items()]
    others = page.total - sum(count for _, count in named)
    return respond(
        "operator/erasure.html",
        status=status,
        region=region,
        page=page,
        form=form,
        said=say(STEP[page.step]),
        lines=[*named, (gettext("Other rows"), others)],
        is_erased=page.step is Step.ERASED,
    )
