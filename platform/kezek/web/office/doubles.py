"""Children entered twice: two applications side by side, of which one is kept (G-40)."""

import uuid
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse
from wtforms import RadioField

from kezek.core.access import Permission
from kezek.core.errors import Refusal
from kezek.core.numbers import parse_number
from kezek.core.personal_views import Shown
from kezek.reads.double_entries import DoublePage, Sieve, double_page, doubles_page
from kezek.usecases.deciding import NotFound
from kezek.usecases.double_entries import Reason, Verdict, look_for_doubles, settle
from kezek.web.forms import Form, Needed
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.i18n import current_language
from kezek.web.idempotency import intent
from kezek.web.login import current_actor
from kezek.web.refusals import sentence_of, status_of
from kezek.web.tenant import current_tenant
from kezek.web.words import mark, say

blueprint = Blueprint("office_doubles", __name__, url_prefix="/<slug:slug>/office/doubles")

GROUND = {
    "person": mark("the same IIN or document"),
    "name": mark("the same name and date of birth"),
}
SORTS = {"newest": mark("The newest first")}
REASON = {
    Reason.ENTERED_TWICE: mark("The child was entered twice"),
    Reason.TWO_REPRESENTATIVES: mark("Two representatives applied for one child"),
    Reason.WRONG_DATA: mark("One application has wrong data of the child"),
}


class SettleForm(Form):
    """Which of the two stays, and why the other is closed."""

    verdict = RadioField(mark("Your decision"), [Needed(mark("Choose a decision."))])
    reason = RadioField(mark("Why the other is closed"))


@blueprint.get("/")
@needs(Permission.DOUBLE_SETTLE, shows=Shown.LIST)
def index() -> Response:
    """Pairs that were found, and claims that meet with another's."""
    sieve, asked = _sieve(), request.args
    numbers = asked.get("page", 1, type=int), asked.get("claims", 1, type=int)
    page = doubles_page(current_tenant().id, sieve, *numbers, current_language())
    kept: dict[str, Any] = {name: value for name, value in asdict(sieve).items() if value}
    here: dict[str, Any] = {"page": page.pages.current, "claims": page.claim_pages.current}
    return respond(
        "office/doubles.html",
        fragments={"found-doubles"},
        page=page,
        sieve=sieve,
        is_sifted=bool(kept),
        grounds=[(one, say(words)) for one, words in GROUND.items()],
        sorts=[(one, say(words)) for one, words in SORTS.items()],
        ground=lambda one: say(GROUND[one]),
        page_url=lambda one: url_for("office_doubles.index", **kept, **here | {"page": one}),
        claims_url=lambda one: url_for("office_doubles.index", **kept, **here | {"claims": one}),
    )


@blueprint.post("/search")
@needs(Permission.DOUBLE_SETTLE)
def search() -> BaseResponse:
    """Looks through the live applications now, and not within the hour."""
    intent()
    found = look_for_doubles(current_tenant().id)
    flash(gettext("Found anew: %(count)s.", count=found), "good" if found else "calm")
    return redirect_after_post(url_for("office_doubles.index"))


@blueprint.get("/<uuid:double_id>")
@needs(Permission.DOUBLE_SETTLE, shows=Shown.APPLICATION)
def show(double_id: uuid.UUID) -> Response:
    """Both applications side by side."""
    return _page(double_id, None, "", 200)


@blueprint.post("/<uuid:double_id>")
@needs(Permission.DOUBLE_SETTLE, shows=Shown.APPLICATION)
def decide(double_id: uuid.UUID) -> BaseResponse:
    """Keeps one and closes the other, or finds that they are two children."""
    form = _form(_get(double_id), blank=False)
    key = str(intent())
    if not form.validate_on_submit():
        return _page(double_id, form, "", 422)
    verdict = Verdict(form.verdict.data)
    reason = Reason(form.reason.data) if form.reason.data in list(Reason) else None
    if verdict is not Verdict.DIFFERENT and reason is None:
        form.add_error(gettext("Choose why the other application is closed."), "reason")
        return _page(double_id, form, "", 422)
    try:
        settle(current_tenant().id, current_actor(), double_id, verdict, reason, intent=key)
    except Refusal as refusal:
        return _page(double_id, None, sentence_of(refusal), status_of(refusal))
    if verdict is Verdict.DIFFERENT:
        flash(gettext("Kept as two children. The pair leaves the list."), "calm")
    else:
        flash(gettext("One application is kept, the other is closed. Its family was told."), "good")
    return redirect_after_post(url_for("office_doubles.index"))


def _sieve() -> Sieve:
    """As the address says; a word that there is none of sifts nothing."""
    typed = request.args.get("number", "").strip()
    known = {"ground": GROUND, "sort": SORTS}
    asked = {name: request.args.get(name, "") for name in known}
    return Sieve(
        number=str(parse_number(typed) or typed.upper()),
        territory=request.args.get("territory", ""),
        **{name: word for name, word in asked.items() if word in known[name]},
    )


def _form(page: DoublePage, *, blank: bool) -> SettleForm:
    form = SettleForm(formdata=None) if blank else SettleForm()
    form.verdict.choices = [
        (str(Verdict.KEPT_FIRST), gettext("Keep %(number)s", number=page.first.number)),
        (str(Verdict.KEPT_SECOND), gettext("Keep %(number)s", number=page.second.number)),
        (str(Verdict.DIFFERENT), gettext("These are two different children")),
    ]
    form.reason.choices = [(str(one), say(words)) for one, words in REASON.items()]
    form.reason.validate_choice = False
    return form


def _get(double_id: uuid.UUID) -> DoublePage:
    page = double_page(current_tenant().id, double_id, current_language())
    if page is None:
        raise NotFound(double_id)
    return page


def _page(double_id: uuid.UUID, form: SettleForm | None, problem: str, status: int) -> Response:
    page = _get(double_id)
    return respond(
        "office/double.html",
        status=status,
        page=page,
        form=form or _form(page, blank=True),
        problem=problem,
        ground=say(GROUND[page.ground]),
    )
