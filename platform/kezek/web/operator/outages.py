"""Outages: what moved how many terms, looked at before it is recorded (R-11)."""

from dataclasses import dataclass

from flask import Response, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.errors import Code, Refusal
from kezek.core.outages import RECORDED_BY_HAND, Failed
from kezek.reads.deployment_regions import region_names
from kezek.reads.recorded_outages import OutageLine, outage_lines
from kezek.usecases.deployment.acting import need_reason
from kezek.usecases.deployment.outages import record_in_regions
from kezek.usecases.outages import OutageWish, Preview, preview_outage
from kezek.usecases.stops import need_both
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.i18n import current_language
from kezek.web.idempotency import intent
from kezek.web.operator.forms import OutageForm, chosen
from kezek.web.operator.room import RUNS, SEES, blueprint, refuse, region_choices, tag
from kezek.web.operator.words import FAILED, length_name, term_name
from kezek.web.words import say

_EVERYWHERE = "all"
"""What stands for every region in the boxes: most outages are of the whole deployment."""


@dataclass(frozen=True, slots=True)
class RegionPreview:
    """What recording the outage would do in one region."""

    name: str
    preview: Preview


@blueprint.get("/outages/")
@SEES
def outages() -> Response:
    """Every recorded outage with the regions that it concerned."""
    return respond(
        "operator/outages.html",
        lines=outage_lines(),
        failed=FAILED,
        length_name=length_name,
        regions_text=_regions_text,
    )


@blueprint.get("/outages/new")
@RUNS
def new_outage() -> Response:
    """From when to when, where, what failed, and what parents read."""
    return _page(_form(blank=True), 200)


@blueprint.post("/outages/preview")
@RUNS
def preview() -> Response:
    """How many running terms would move and by how much; nothing is recorded by it."""
    form = _form()
    if not form.validate_on_submit():
        return _page(form, 422)
    try:
        wish = _wish(form)
        found = [_preview(number, wish) for number in _regions(form)]
    except Refusal as refusal:
        return _page(form, refuse(form, refusal))
    return respond(
        "operator/outage_preview.html",
        form=form,
        wish=wish,
        found=found,
        failed=FAILED,
        length_name=length_name,
        term_name=term_name,
        terms=sum(one.preview.terms for one in found),
        all_covered=all(one.preview.is_covered for one in found),
    )


@blueprint.post("/outages/")
@RUNS
def record() -> BaseResponse:
    """Records it: terms move, and parents can read why."""
    form, key = _form(), intent()
    if not form.validate_on_submit():
        return _page(form, 422)
    try:
        done = record_in_regions(tag(), _regions(form), _wish(form), key)
    except Refusal as refusal:
        return _page(form, refuse(form, refusal))
    flash(gettext("The outage is recorded. Terms moved: %(terms)s.", terms=done), "good")
    return redirect_after_post(url_for("operator.outages"))


def _regions_text(line: OutageLine) -> str:
    return ", ".join(f"{slug}: {terms}" for slug, terms in line.regions)


def _form(*, blank: bool = False) -> OutageForm:
    form = OutageForm(formdata=None) if blank else OutageForm()
    form.regions.choices = [(_EVERYWHERE, gettext("All regions")), *region_choices()]
    form.failed.choices = [(str(one), say(FAILED[one])) for one in RECORDED_BY_HAND]
    return form


def _wish(form: OutageForm) -> OutageWish:
    if form.began.moment is None or form.ended.moment is None:
        raise Refusal(Code.INVALID_CHOICE, "outage_span", field="began")
    need_both(form.words_kk.data or "", form.words_ru.data or "")
    return OutageWish(
        began_at=form.began.moment,
        ended_at=form.ended.moment,
        failed=Failed(form.failed.data),
        reason=need_reason(form.reason.data or ""),
        words_kk=(form.words_kk.data or "").strip(),
        words_ru=(form.words_ru.data or "").strip(),
    )


def _regions(form: OutageForm) -> list[int]:
    if _EVERYWHERE in (form.regions.data or ()):
        return chosen([number for number, _ in region_choices()])
    return chosen(form.regions.data)


def _preview(number: int, wish: OutageWish) -> RegionPreview:
    _, name = region_names(current_language())[number]
    return RegionPreview(name, preview_outage(number, wish.began_at, wish.ended_at))


def _page(form: OutageForm, status: int) -> Response:
    return respond("operator/outage_new.html", status=status, form=form)
