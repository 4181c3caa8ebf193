"""Where the voucher is used: free places to choose, waiting lists, a move to another place."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.applications import Application, State
from kezek.reads.application_page import ApplicationPage
from kezek.reads.choice_of_kindergartens import Order, Search
from kezek.reads.subjects import application_subject
from kezek.reads.voucher_places import VoucherGarden, find_voucher_garden, voucher_places
from kezek.usecases import vouchers
from kezek.usecases.bells import BULLETIN
from kezek.usecases.deciding import NotFound
from kezek.web.family.acts import act_and_lead, lead_back
from kezek.web.family.application import get_page, its_subject
from kezek.web.family.voucher_consequences import of_choosing, of_joining, of_leaving, of_moving
from kezek.web.guards import needs
from kezek.web.htmx import respond, with_etag
from kezek.web.i18n import current_language
from kezek.web.login import current_actor
from kezek.web.queue_words import kind_name, ownership_name
from kezek.web.tenant import current_tenant
from kezek.web.words import mark, say

blueprint = Blueprint(
    "family_voucher_places",
    __name__,
    url_prefix="/<slug:slug>/family/applications/<uuid:application_id>/voucher",
)

_USES = needs(Permission.VOUCHER_USE, application_subject)
_USES_THERE = needs(Permission.VOUCHER_USE, its_subject)

_MAX_QUERY = 80
_CHOOSES = frozenset({State.VOUCHER_ACTIVE, State.WAITLISTED, State.PLACE_CHOSEN})
_WAITS = frozenset({State.VOUCHER_ACTIVE, State.WAITLISTED, State.ENROLLED})
_OPEN = _CHOOSES | _WAITS

Act = Callable[..., Application]


@dataclass(frozen=True, slots=True)
class Deed:
    """One act with one kindergarten: where it is open, what it says before and after."""

    states: frozenset[State]
    is_open: Callable[[VoucherGarden], bool]
    act: Act
    consequences: Callable[[ApplicationPage, VoucherGarden], list[str]]
    title: str
    button: str
    done: str
    next: str
    """The page that the family needs after it."""
    is_danger: bool = False


DEEDS: Mapping[str, Deed] = {
    "choice": Deed(
        _CHOOSES,
        lambda one: one.is_free and not one.is_own,
        vouchers.choose,
        of_choosing,
        mark("Choose this kindergarten?"),
        mark("Choose this kindergarten"),
        mark("The place is kept for you. Now hand in the documents."),
        "family_admission.show",
    ),
    "list": Deed(
        _WAITS,
        lambda one: not (one.is_free or one.is_own) and one.position is None,
        vouchers.join_waiting_list,
        of_joining,
        mark("Join the waiting list of this kindergarten?"),
        mark("Join the waiting list"),
        mark("You are on the waiting list. We tell you as soon as it is your turn."),
        "family_application.show",
    ),
    "leaving": Deed(
        _WAITS,
        lambda one: one.position is not None or one.is_kept,
        vouchers.leave_waiting_list,
        of_leaving,
        mark("Leave the waiting list of this kindergarten?"),
        mark("Leave the waiting list"),
        mark("You have left the waiting list."),
        "family_application.show",
        is_danger=True,
    ),
    "transfer": Deed(
        frozenset({State.ENROLLED}),
        lambda one: one.is_free and not one.is_own,
        vouchers.begin_transfer,
        of_moving,
        mark("Move your child to this kindergarten?"),
        mark("Move to this kindergarten"),
        mark("The place is kept for your child. Now hand in the documents."),
        "family_admission.show",
    ),
}
"""Everything that a family does with one kindergarten (9.3 rows 9, 10, 16, 17)."""


@blueprint.get("/kindergartens")
@_USES
def index(application_id: uuid.UUID) -> BaseResponse:
    """The kindergartens of the territory with free places and lists; its part keeps itself live."""
    page = get_page(application_id)
    if page.state not in _OPEN or page.voucher is None:
        return lead_back(application_id)
    places = voucher_places(
        current_tenant().id,
        application_id,
        _search(),
        current_language(),
        only_free=bool(request.args.get("free")),
    )
    if places is None:
        raise NotFound(application_id)
    return with_etag(
        respond(
            "family/voucher_places.html",
            fragments={"place-list"},
            page=page,
            voucher=page.voucher,
            places=places,
            topics=[BULLETIN, page.topics[0]],
            deed_of=lambda one: _deed_of(page, one),
            can_leave=lambda one: _is_open(DEEDS["leaving"], page, one),
            deeds=DEEDS,
            kind_name=kind_name,
            ownership_name=ownership_name,
            live_url=_url(application_id),
            page_url=lambda number: _url(application_id, page=number),
        )
    )


@blueprint.get("/kept-place")
@_USES
def kept(application_id: uuid.UUID) -> BaseResponse:
    """To the place that is kept for the first of its list: take it, or give it back."""
    page = get_page(application_id)
    hold = page.voucher.hold if page.voucher else None
    if hold is None:
        return lead_back(application_id)
    name = "transfer" if page.state == State.ENROLLED else "choice"
    return redirect(
        url_for(
            "family_voucher_places.confirm",
            application_id=application_id,
            kindergarten_id=hold.kindergarten_id,
            name=name,
        )
    )


@blueprint.get("/kindergartens/<uuid:kindergarten_id>/<any(choice,list,leaving,transfer):name>")
@_USES_THERE
def confirm(application_id: uuid.UUID, kindergarten_id: uuid.UUID, name: str) -> BaseResponse:
    """What this act with this kindergarten means."""
    page, wanted = get_page(application_id), _garden(application_id, kindergarten_id)
    deed = DEEDS[name]
    if page.voucher is None or not _is_open(deed, page, wanted):
        return lead_back(application_id)
    hold = page.voucher.hold
    is_hold = hold is not None and hold.kindergarten_id == wanted.id
    return respond(
        "family/voucher_confirm.html",
        page=page,
        title=_title(deed, wanted),
        lead=f"{page.child}, {wanted.garden.name}",
        until=mark("The place is kept until"),
        due_at=hold.due_at if hold is not None and is_hold else None,
        consequences=deed.consequences(page, wanted),
        action=request.path,
        form_name=name,
        button=_give_back() if wanted.is_kept and name == "leaving" else say(deed.button),
        back=_url(application_id),
        back_text=gettext("Back to the kindergartens"),
        is_danger=deed.is_danger,
        key_action="",
    )


@blueprint.post("/kindergartens/<uuid:kindergarten_id>/<any(choice,list,leaving,transfer):name>")
@_USES_THERE
def act(application_id: uuid.UUID, kindergarten_id: uuid.UUID, name: str) -> BaseResponse:
    """Does it; who comes too late for a place reads so, and sees how things stand."""
    deed = DEEDS[name]
    _garden(application_id, kindergarten_id)
    return act_and_lead(
        application_id,
        f"voucher-{name}:{kindergarten_id}",
        lambda once: deed.act(
            current_tenant().id, current_actor().tag, application_id, kindergarten_id, once=once
        ),
        url_for(deed.next, application_id=application_id),
        say(deed.done),
    )


def _garden(application_id: uuid.UUID, kindergarten_id: uuid.UUID) -> VoucherGarden:
    """The kindergarten as the child sees it. Raises NotFound for one of another territory."""
    found = find_voucher_garden(
        current_tenant().id, application_id, kindergarten_id, current_language()
    )
    if found is None or found.garden.closed is not None:
        raise NotFound(kindergarten_id)
    return found


def _is_open(deed: Deed, page: ApplicationPage, wanted: VoucherGarden) -> bool:
    return page.state in deed.states and deed.is_open(wanted)


def _deed_of(page: ApplicationPage, one: VoucherGarden) -> str:
    """What the list offers to do with a kindergarten first; empty where there is nothing."""
    if one.garden.closed is not None:
        return ""
    names = ("transfer", "choice", "list")
    return next((name for name in names if _is_open(DEEDS[name], page, one)), "")


def _title(deed: Deed, wanted: VoucherGarden) -> str:
    if wanted.is_kept and deed is DEEDS["leaving"]:
        return str(gettext("Give the kept place back?"))
    return say(deed.title)


def _give_back() -> str:
    return str(gettext("Give the place back"))


def _search() -> Search:
    wished = request.args.get("order", "")
    return Search(
        query=request.args.get("q", "").strip()[:_MAX_QUERY],
        order=Order(wished) if wished in tuple(Order) else Order.FREE,
        page=request.args.get("page", 1, type=int),
    )


def _url(application_id: uuid.UUID, **more: object) -> str:
    """The list as it is looked at now."""
    kept = {name: request.args[name] for name in ("q", "order", "free") if request.args.get(name)}
    asked: dict[str, object] = {"page": request.args.get("page", type=int), **kept, **more}
    values: dict[str, Any] = {name: value for name, value in asked.items() if value}
    return url_for("family_voucher_places.index", application_id=application_id, **values)
