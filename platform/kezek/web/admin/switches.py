"""A switch of a territory: set out, rehearsed, looked at once more, and signed (R-10, G-13)."""

from datetime import date
from typing import Any

from flask import Response, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.approvals import Kind
from kezek.core.errors import Refusal
from kezek.core.ids import TerritorySlug
from kezek.core.modes.registry import DOORS
from kezek.core.territories import Mode, UnknownTerritory
from kezek.reads.territory_switches import modes_page
from kezek.usecases.approvals import Proposal, propose
from kezek.usecases.deciding import NotFound
from kezek.usecases.repeats import KeyReused, Once
from kezek.usecases.staff_acts import form_sent
from kezek.usecases.switching import Rehearsal, rehearse_switch
from kezek.web.admin import words
from kezek.web.admin.forms import SignForm, SwitchForm
from kezek.web.admin.rehearsing import children_of
from kezek.web.admin.room import KEEPS, SIGNS, blueprint
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.i18n import current_language
from kezek.web.idempotency import intent
from kezek.web.login import current_actor
from kezek.web.queue_words import mode_name
from kezek.web.refusals import sentence_of, status_of
from kezek.web.staff_forms import one_line
from kezek.web.tenant import current_tenant

_PLAN = "/switches/<territory>/<mode>/<on>/"
_FIELD_OF = {"switch_day": "on", "switch_same": "mode", "switch_planned": "territory"}


@blueprint.get("/switches/new")
@KEEPS
def new_switch() -> Response:
    """Which territory, how, and from which day."""
    form = _form()
    form.territory.data = request.args.get("territory", form.territory.data)
    return _form_page(form, 200)


@blueprint.post("/switches/new")
@KEEPS
def set_out() -> BaseResponse:
    """Leads to the rehearsal; nothing is set by it."""
    form = _form()
    if not form.validate_on_submit():
        return _form_page(form, 422)
    try:
        rehearse_switch(
            current_tenant().id, form.territory.data, Mode(form.mode.data), form.on.data
        )
    except Refusal as refusal:
        form.refuse(refusal, _FIELD_OF.get(refusal.detail))
        return _form_page(form, 422)
    return redirect_after_post(
        url_for(
            "admin.rehearse",
            territory=form.territory.data,
            mode=form.mode.data,
            on=form.on.data.isoformat(),
        )
    )


@blueprint.get(_PLAN)
@KEEPS
def rehearse(territory: str, mode: str, on: str) -> Response:
    """What the switch would do to every child; writes nothing and keeps nobody waiting."""
    found = _rehearsal(territory, mode, on)
    if isinstance(found, Refusal):
        return _refused(found)
    return respond("admin/rehearsal.html", **_plan(found), **children_of(found.lines))


@blueprint.get(f"{_PLAN}sign")
@SIGNS
def look_again(territory: str, mode: str, on: str) -> Response:
    """What is signed, once more and with nothing else."""
    return _sign_page(territory, mode, on, SignForm(formdata=None), 200)


@blueprint.post(f"{_PLAN}sign")
@SIGNS
def sign_switch(territory: str, mode: str, on: str) -> BaseResponse:
    """Lays the switch before a second administrator: it is set when both have signed."""
    form, key = SignForm(), intent()
    if not form.validate_on_submit():
        return _sign_page(territory, mode, on, form, 422)
    found = _rehearsal(territory, mode, on)
    if isinstance(found, Refusal):
        return _refused(found)
    once = Once(str(key), f"switch:{territory}:{mode}:{on}:{one_line(form.reason.data)}")
    wish = Proposal(
        kind=Kind.TERRITORY_SWITCH,
        subject=territory,
        territory=TerritorySlug(territory),
        payload={"territory": territory, "mode": mode, "on": on},
        reason=one_line(form.reason.data),
    )
    try:
        proposed = propose(current_tenant().id, current_actor().tag, wish, once)
    except KeyReused:
        return _refused(form_sent())
    except Refusal as refusal:
        return _refused(refusal)
    flash(gettext("You have signed. The switch is set once a second administrator agrees."), "good")
    return redirect_after_post(url_for("approvals.show", approval_id=proposed))


def _form() -> SwitchForm:
    form = SwitchForm()
    page = modes_page(current_tenant().id, current_language())
    form.territory.choices = [("", gettext("Choose a territory"))] + [
        (one.slug, one.name) for one in page.territories
    ]
    form.mode.choices = [(str(mode), _capital(mode_name(mode))) for mode in DOORS]
    return form


def _form_page(form: SwitchForm, status: int) -> Response:
    return respond("admin/switch_new.html", status=status, form=form)


def _need_plan(territory: str, mode: str, on: str) -> None:
    """The words of the address mean something; NotFound where they do not."""
    try:
        date.fromisoformat(on)
        Mode(mode)
    except ValueError:
        raise NotFound(f"{territory}/{mode}/{on}") from None


def _rehearsal(territory: str, mode: str, on: str) -> Rehearsal | Refusal:
    _need_plan(territory, mode, on)
    try:
        return rehearse_switch(current_tenant().id, territory, Mode(mode), date.fromisoformat(on))
    except UnknownTerritory:
        raise NotFound(territory) from None
    except Refusal as refusal:
        return refusal


def _refused(refusal: Refusal) -> Response:
    """The form again, with what stands against it."""
    form = _form()
    form.add_error(sentence_of(refusal))
    return _form_page(form, status_of(refusal))


def _sign_page(territory: str, mode: str, on: str, form: SignForm, status: int) -> Response:
    found = _rehearsal(territory, mode, on)
    if isinstance(found, Refusal):
        return _refused(found)
    children = children_of(found.lines)
    return respond("admin/sign.html", status=status, form=form, **_plan(found), **children)


def _plan(found: Rehearsal) -> dict[str, Any]:
    """What both pages say of the switch that is being thought of."""
    page = modes_page(current_tenant().id, current_language())
    names = {one.slug: one.name for one in page.territories}
    way = {
        "territory": found.territory,
        "mode": str(found.mode_after),
        "on": found.from_on.isoformat(),
    }
    return {
        "found": found,
        "way": way,
        "territory_name": names[found.territory],
        "mode_name": mode_name,
        "stays": [
            (state, many, words.stays_sentence(state))
            for state, many in sorted(found.stays.items())
        ],
    }


def _capital(words_: str) -> str:
    return words_[:1].upper() + words_[1:]
