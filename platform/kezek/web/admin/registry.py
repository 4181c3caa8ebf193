"""The registry of kindergartens: found, looked at, entered, changed, closed (L-3.06)."""

import uuid
from functools import partial
from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.adapters.registry_titles import KINDS, OWNERSHIPS
from kezek.core.access import Permission
from kezek.core.errors import Refusal
from kezek.reads.registry import (
    KindergartenPage,
    Order,
    Sieve,
    kindergarten_page,
    region_now,
    registry_list,
)
from kezek.usecases.deciding import NotFound
from kezek.usecases.registry.keeping import (
    add_kindergarten,
    change_kindergarten,
    close_kindergarten,
    reopen_kindergarten,
)
from kezek.usecases.repeats import Once, Repeated
from kezek.web.admin.registry_forms import EndForm, KindergartenForm
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.i18n import current_language
from kezek.web.idempotency import intent
from kezek.web.login import current_actor
from kezek.web.queue_words import kind_name, ownership_name
from kezek.web.refusals import sentence_of, status_of
from kezek.web.tenant import current_tenant
from kezek.web.words import mark, say

blueprint = Blueprint("registry", __name__, url_prefix="/<slug:slug>/admin/registry")

KEEPS = needs(Permission.REGISTRY_KEEP)

ORDERS = {
    Order.NAME: mark("By name"),
    Order.CODE: mark("By code"),
    Order.CAPACITY: mark("Largest first"),
    Order.TERRITORY: mark("By territory"),
}
STATES = {"lacking": mark("Something is missing"), "closed": mark("Closed")}
LACKS = {
    "name_kk": mark("Kazakh name"),
    "groups": mark("groups"),
    "coordinates": mark("coordinates"),
    "ownership": mark("ownership"),
}
"""What a line of the registry may lack."""


@blueprint.get("/")
@KEEPS
def index() -> Response:
    """The kindergartens that are asked for."""
    sieve = _asked()
    page = registry_list(current_tenant().id, sieve, current_language())
    return respond(
        "admin/registry.html",
        page=page,
        sieve=sieve,
        kinds=[(str(code), kind_name(code)) for code in KINDS],
        ownerships=[(code, ownership_name(code)) for code in OWNERSHIPS if code != "unknown"],
        orders=[(str(order), say(text)) for order, text in ORDERS.items()],
        states=[(state, say(text)) for state, text in STATES.items()],
        lacks=LACKS,
        kind_name=kind_name,
        ownership_name=ownership_name,
        page_url=lambda number: url_for(
            "registry.index", **{**request.args.to_dict(), "page": number}
        ),
    )


@blueprint.get("/new")
@KEEPS
def new() -> Response:
    """The empty form of a kindergarten."""
    region = region_now(current_tenant().id)
    return _form_page(KindergartenForm.for_region(region, blank=True), 200)


@blueprint.post("/new")
@KEEPS
def add() -> BaseResponse:
    """Enters a kindergarten."""
    region, key = region_now(current_tenant().id), intent()
    form = KindergartenForm.for_region(region)
    values = form.values(region) if form.validate_on_submit() else None
    if values is None:
        return _form_page(form, 422)
    once = Once(str(key), "add-kindergarten")
    try:
        one = add_kindergarten(
            current_tenant().id, current_actor().tag, values, form.why, once=once
        )
    except Repeated as again:
        one = uuid.UUID(str(again.response["kindergarten"]))
    except Refusal as refusal:
        form.refuse(refusal)
        return _form_page(form, status_of(refusal))
    flash(gettext("The kindergarten is entered. Without groups nobody can choose it."), "calm")
    return redirect_after_post(url_for("registry.show", kindergarten_id=one))


@blueprint.get("/<uuid:kindergarten_id>/")
@KEEPS
def show(kindergarten_id: uuid.UUID) -> Response:
    """One kindergarten with every field, its groups, and what lives there."""
    return _shown(find(kindergarten_id), EndForm(formdata=None), 200)


@blueprint.get("/<uuid:kindergarten_id>/change")
@KEEPS
def edit(kindergarten_id: uuid.UUID) -> Response:
    """The form with what is known."""
    page = find(kindergarten_id)
    form = KindergartenForm.for_region(page.region, blank=True)
    form.fill(page.values)
    return _form_page(form, 200, page)


@blueprint.post("/<uuid:kindergarten_id>/change")
@KEEPS
def change(kindergarten_id: uuid.UUID) -> BaseResponse:
    """Changes a kindergarten; what did not change is not written."""
    page = find(kindergarten_id)
    form = KindergartenForm.for_region(page.region)
    values = form.values(page.region) if form.validate_on_submit() else None
    if values is None:
        return _form_page(form, 422, page)
    try:
        did = change_kindergarten(
            current_tenant().id, current_actor().tag, kindergarten_id, values, form.why
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return _form_page(form, status_of(refusal), page)
    flash(gettext("The changes are kept.") if did else gettext("Nothing was changed."), "calm")
    return redirect_after_post(url_for("registry.show", kindergarten_id=kindergarten_id))


@blueprint.post("/<uuid:kindergarten_id>/close")
@KEEPS
def close(kindergarten_id: uuid.UUID) -> BaseResponse:
    """Closes a kindergarten in which nobody is left."""
    told = EndForm().told
    said = gettext("The kindergarten is closed.")
    return _done(partial(close_kindergarten, told=told), kindergarten_id, said)


@blueprint.post("/<uuid:kindergarten_id>/reopen")
@KEEPS
def reopen(kindergarten_id: uuid.UUID) -> BaseResponse:
    """Opens a closed one again."""
    return _done(reopen_kindergarten, kindergarten_id, gettext("The kindergarten is open again."))


def find(kindergarten_id: uuid.UUID) -> KindergartenPage:
    """The kindergarten of the address. Raises NotFound."""
    page = kindergarten_page(current_tenant().id, kindergarten_id, current_language())
    if page is None:
        raise NotFound(kindergarten_id)
    return page


def _done(act: Any, kindergarten_id: uuid.UUID, said: str) -> BaseResponse:
    page, form = find(kindergarten_id), EndForm()
    if not form.validate_on_submit():
        return _shown(page, form, 422)
    try:
        act(current_tenant().id, current_actor().tag, kindergarten_id, form.why)
    except Refusal as refusal:
        return _shown(page, form, status_of(refusal), sentence_of(refusal))
    flash(said, "calm")
    return redirect_after_post(url_for("registry.show", kindergarten_id=kindergarten_id))


def _shown(page: KindergartenPage, form: EndForm, status: int, problem: str = "") -> Response:
    return respond(
        "admin/registry_kindergarten.html",
        status=status,
        page=page,
        form=form,
        problem=problem,
        hours=_hours(page),
        kind_name=kind_name,
        ownership_name=ownership_name,
    )


def _hours(page: KindergartenPage) -> str:
    hours = page.values["hours"]
    return f"{hours.normalize():f}".replace(".", ",") if hours else ""


def _form_page(
    form: KindergartenForm, status: int, page: KindergartenPage | None = None
) -> Response:
    return respond("admin/registry_form.html", status=status, form=form, page=page)


def _asked() -> Sieve:
    asked = request.args
    order = asked.get("order", "")
    state = asked.get("state", "")
    return Sieve(
        text=asked.get("text", "").strip(),
        territory=asked.get("territory", ""),
        ownership=asked.get("ownership", ""),
        kind=asked.get("kind", ""),
        state=state if state in STATES else "",
        order=Order(order) if order in list(Order) else Order.NAME,
        page=asked.get("page", 1, type=int),
    )
