"""A change is tried out: what would it do to everybody who waits, before anybody signs it (N6)."""

import uuid
from collections.abc import Mapping
from typing import Any

from flask import Response, request, url_for
from werkzeug.wrappers import Response as BaseResponse
from wtforms import SelectField
from wtforms.fields import Field
from wtforms.validators import ValidationError

from kezek.adapters.setting_words import setting_title, value_words
from kezek.core.knobs import OneOf, Whole
from kezek.core.regions import Tenant, Words
from kezek.core.rehearsing.reaches import reach_of
from kezek.core.rules import KNOBS
from kezek.reads.configuration import configuration
from kezek.reads.rehearsals import RehearsalPage, rehearsal_page, rehearsals_page
from kezek.usecases.deciding import NotFound
from kezek.usecases.kept_rehearsals import rehearse_and_keep
from kezek.usecases.repeats import Once, Repeated
from kezek.web.admin.room import KEEPS, blueprint
from kezek.web.admin.shown_rehearsals import as_csv, shown
from kezek.web.forms import Form, Needed
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.i18n import current_language, format_number
from kezek.web.idempotency import intent
from kezek.web.login import current_actor
from kezek.web.staff_forms import WholeField
from kezek.web.tenant import current_tenant
from kezek.web.words import mark, say

TRIED = (
    *("ratio_g", "min_offer_age_months", "max_age_years", "siblings", "priority_multiplier"),
    *("iteration_budget", "offer_days", "referral_working_days", "voucher_active_working_days"),
)
"""The settings of which administrators ask most often what they would do."""
_OPENINGS = (50, 0, 10, 200, 1000)


@blueprint.get("/rehearsals/")
@KEEPS
def rehearsals() -> Response:
    """What could be tried out, and what was rehearsed lately."""
    page = rehearsals_page(current_tenant().id)
    form = _form(page.region, blank=True)
    return _start(form, 200)


@blueprint.post("/rehearsals/")
@KEEPS
def try_change() -> BaseResponse:
    """Tries a change out; nothing of the region is changed by it."""
    region = rehearsals_page(current_tenant().id).region
    form, key = _form(region), intent()
    if not form.validate_on_submit():
        return _start(form, 422)
    changed = region.with_rules(region.rules.with_settings(_changes(form)))
    try:
        rehearsal_id = rehearse_and_keep(
            current_tenant().id,
            current_actor().tag,
            changed,
            opening=int(form.opening.data),
            once=Once(str(key), "rehearse-change"),
        )
    except Repeated as again:
        rehearsal_id = uuid.UUID(str(again.response["rehearsal"]))
    return redirect_after_post(url_for("admin.show_rehearsal", rehearsal_id=rehearsal_id))


@blueprint.get("/rehearsals/<uuid:rehearsal_id>/")
@KEEPS
def show_rehearsal(rehearsal_id: uuid.UUID) -> Response:
    """Who gains and who loses, how many, where; and every child."""
    page = _page(rehearsal_id)
    return respond(
        "admin/rehearsal_of_change.html",
        page=page,
        reach_of=reach_of,
        csv_url=_csv_url(rehearsal_id),
        change_url=_change_url(page.found.sha256),
        **shown(page.found, page.territories),
    )


@blueprint.get("/rehearsals/<uuid:rehearsal_id>/children.csv")
@KEEPS
def rehearsal_csv(rehearsal_id: uuid.UUID) -> Response:
    """The children that the address asks for, as a table to take away."""
    page = _page(rehearsal_id)
    return as_csv(page.found, page.territories, f"rehearsal-{page.found.at:%Y-%m-%d}.csv")


def _csv_url(rehearsal_id: uuid.UUID) -> str:
    """The children as they are sifted on the page."""
    asked = {name: value for name, value in request.args.to_dict().items() if name != "page"}
    values: dict[str, Any] = {**asked, "rehearsal_id": rehearsal_id}
    return url_for("admin.rehearsal_csv", **values)


def _change_url(sha256: str) -> str:
    """The change that is being drawn up, where this is what it would make of the region."""
    draft = configuration(current_tenant().id).draft
    return url_for("admin.change") if draft is not None and draft.digest == sha256 else ""


def _page(rehearsal_id: uuid.UUID) -> RehearsalPage:
    page = rehearsal_page(current_tenant().id, rehearsal_id, current_language())
    if page is None:
        raise NotFound(rehearsal_id)
    return page


def _start(form: Form, status: int) -> Response:
    number, whose = request.args.get("page", 1, type=int), request.args.get("whose", "")
    own = current_actor().tag if whose == "own" else ""
    kept: dict[str, Any] = {"whose": whose} if own else {}
    return respond(
        "admin/rehearsals.html",
        fragments={"latest-rehearsals"},
        status=status,
        page=rehearsals_page(current_tenant().id, number, own),
        page_url=lambda wished: url_for("admin.rehearsals", **kept, page=wished),
        people=[("own", say(mark("Mine")))],
        whose=whose if own else "",
        form=form,
        fields=[(form[name], _hint(name)) for name in TRIED],
    )


class _Within:
    """A whole number that the setting may take."""

    def __init__(self, knob: Whole) -> None:
        self._knob = knob

    def __call__(self, _: object, field: Field) -> None:
        """Refuses any other and says from which to which."""
        if field.data is not None and not self._knob.low <= field.data <= self._knob.high:
            raise ValidationError(_bounds(self._knob))


def _bounds(knob: Whole) -> str:
    low, high = format_number(knob.low), format_number(knob.high)
    return say(mark("From %(low)s to %(high)s."), low=low, high=high)


def _form(region: Tenant, *, blank: bool = False) -> Form:
    """The settings as they are now, ready to be changed."""
    fields: dict[str, Any] = {name: _field(name) for name in TRIED}
    fields["opening"] = SelectField(mark("If so many places opened now"))
    made = type("RehearsalForm", (Form,), fields)
    form: Form = made(formdata=None) if blank else made()
    for field in form:
        field.flags.required = True
    form["opening"].choices = [(str(one), _many(one)) for one in _OPENINGS]
    for name in TRIED:
        knob = KNOBS[name]
        if isinstance(knob, OneOf):
            form[name].choices = [(word, _own(value_words(name, word))) for word in knob.words]
        if blank:
            form[name].data = region.rules.settings()[name]
    return form


def _field(name: str) -> Field:
    knob, title = KNOBS[name], _own(setting_title(name))
    if isinstance(knob, Whole):
        return WholeField(title, [Needed(mark("Enter a whole number.")), _Within(knob)])
    return SelectField(title)


def _own(words: Words) -> str:
    return words.in_language(current_language())


def _hint(name: str) -> str:
    knob = KNOBS[name]
    return _bounds(knob) if isinstance(knob, Whole) else ""


def _many(count: int) -> str:
    return format_number(count) if count else say(mark("Do not ask this"))


def _changes(form: Form) -> Mapping[str, object]:
    return {name: form[name].data for name in TRIED}
