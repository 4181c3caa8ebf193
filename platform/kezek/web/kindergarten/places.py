"""The kindergarten's places: published, recalled, lent and given back (L-17, R-46, row 36)."""

import uuid
from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.errors import Refusal
from kezek.core.modes.registry import gives_vouchers
from kezek.core.personal_views import Shown
from kezek.reads.bulletin_to_come import BulletinToCome, bulletin_to_come
from kezek.reads.kindergarten_places import PlaceLine, PlaceSieve, find_place_line, places_page
from kezek.reads.modes import mode_of_kindergarten
from kezek.reads.publishing import PublishChoices, publish_choices
from kezek.reads.subjects import place_subject
from kezek.usecases.bulletin import publish_places
from kezek.usecases.deciding import NotFound
from kezek.usecases.places import Vacancy
from kezek.usecases.recall_wishes import recall_place
from kezek.usecases.sanatorium import pupil_returned
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond, with_etag
from kezek.web.i18n import current_language, format_moment
from kezek.web.idempotency import intent
from kezek.web.kindergarten.forms import PublishForm, RecallForm
from kezek.web.kindergarten.words import (
    PLACE_KINDS,
    PLACE_SORTS,
    asked,
    group_name,
    worded,
)
from kezek.web.labels import age_group_name, tongue
from kezek.web.login import current_actor
from kezek.web.refusals import sentence_of, status_of
from kezek.web.staff import kindergarten_id, own_kindergarten
from kezek.web.tenant import current_tenant
from kezek.web.words import mark, say

blueprint = Blueprint(
    "kindergarten_places", __name__, url_prefix="/<slug:slug>/kindergarten/places"
)

_PUBLISHES = needs(Permission.PLACE_PUBLISH, own_kindergarten)
_RECALLS = needs(Permission.PLACE_RECALL, place_subject)
_FIELD_OF = {"temporary_until": "until", "places": "places", "birth_year": "birth_year"}


@blueprint.get("/")
@needs(Permission.KINDERGARTEN_DESK, shows=Shown.LIST)
def index() -> Response:
    """The places that are free, offered, kept or lent, as they are asked for."""
    sieve = PlaceSieve(
        kind=asked("kind", PLACE_KINDS, "open"),
        group=request.args.get("group", ""),
        sort=asked("sort", PLACE_SORTS, "group"),
        page=request.args.get("page", 1, type=int),
    )
    page = places_page(current_tenant().id, kindergarten_id(), current_language(), sieve)
    if page is None:
        raise NotFound("kindergarten")
    carried: dict[str, Any] = {"kind": sieve.kind, "group": sieve.group, "sort": sieve.sort}
    return with_etag(
        respond(
            "kindergarten/places.html",
            fragments={"places-live"},
            page=page,
            sieve=sieve,
            kinds=worded(PLACE_KINDS),
            sorts=worded(PLACE_SORTS),
            group_name=group_name,
            topics=[f"kindergarten-{page.id}"],
            live_url=url_for("kindergarten_places.index", page=page.pages.current, **carried),
            page_url=lambda number: url_for("kindergarten_places.index", page=number, **carried),
            is_voucher=_is_voucher(),
            morning=_morning(),
        )
    )


@blueprint.get("/new")
@_PUBLISHES
def new() -> Response:
    """How many places are free, and for whom."""
    choices = _choices()
    form = _publish_form(choices)
    form.birth_year.data = request.args.get("year", choices.proposed, type=int)
    form.language.data = request.args.get("language", choices.languages[0])
    form.places.data = 1
    form.term.data = "permanent"
    return _publish_page(form, 200)


@blueprint.post("/new")
@_PUBLISHES
def publish() -> BaseResponse:
    """Publishes them: whoever is next is offered one at once (L-16.0)."""
    form = _publish_form(_choices())
    key = intent()
    if not form.validate_on_submit():
        return _publish_page(form, 422)
    vacancy = Vacancy(
        kindergarten_id=kindergarten_id(),
        birth_year=form.birth_year.data,
        language=form.language.data,
        places=form.places.data or 1,
        until=form.last_day,
    )
    try:
        publish_places(current_tenant().id, current_actor(), vacancy, intent=str(key))
    except Refusal as refusal:
        form.refuse(refusal, _FIELD_OF.get(refusal.detail))
        return _publish_page(form, 422)
    flash(_published(), "good")
    return redirect_after_post(url_for("kindergarten_places.index"))


@blueprint.get("/<uuid:place_id>/recall")
@_RECALLS
def confirm_recall(place_id: uuid.UUID) -> Response:
    """What taking a place back means for a child that is offered it."""
    return _recall_page(_place(place_id), RecallForm(formdata=None), 200)


@blueprint.post("/<uuid:place_id>/recall")
@_RECALLS
def recall(place_id: uuid.UUID) -> BaseResponse:
    """Takes the place back, with a reason."""
    place = _place(place_id)
    form = RecallForm()
    key = intent()
    if not form.validate_on_submit():
        return _recall_page(place, form, 422)
    try:
        recall_place(
            current_tenant().id, current_actor(), place_id, form.reason.data or "", intent=str(key)
        )
    except Refusal as refusal:
        return _recall_page(_place(place_id), form, status_of(refusal), sentence_of(refusal))
    flash(gettext("The place is recalled."), "calm")
    return redirect_after_post(url_for("kindergarten_places.index"))


@blueprint.get("/<uuid:place_id>/return")
@_RECALLS
def confirm_return(place_id: uuid.UUID) -> Response:
    """What the return of the pupil means for the child that has the place meanwhile."""
    return _return_page(_place(place_id), 200)


@blueprint.post("/<uuid:place_id>/return")
@_RECALLS
def take_back(place_id: uuid.UUID) -> BaseResponse:
    """The pupil is back: the temporary place ends."""
    try:
        pupil_returned(current_tenant().id, current_actor(), place_id, intent=str(intent()))
    except Refusal as refusal:
        return _return_page(_place(place_id), status_of(refusal), sentence_of(refusal))
    flash(gettext("The temporary place is closed."), "good")
    return redirect_after_post(url_for("kindergarten_places.index"))


def _is_voucher() -> bool:
    """Whether places are chosen by families with a voucher here."""
    return gives_vouchers(mode_of_kindergarten(current_tenant().id, kindergarten_id()))


def _morning() -> BulletinToCome | None:
    """The bulletin that a place of now comes out with, where places are given by bulletins."""
    return bulletin_to_come(current_tenant().id, kindergarten_id())


def _published() -> str:
    morning = _morning()
    if morning is not None and morning.is_private:
        return str(gettext("The places are published and open at once."))
    if morning is not None and morning.at is not None:
        moment = format_moment(morning.at)
        return str(
            gettext(
                "The places are published. They come out in the bulletin: %(moment)s.",
                moment=moment,
            )
        )
    if _is_voucher():
        return str(gettext("The places are published. Families with a voucher see them now."))
    return str(gettext("The places are published. Those who are next are offered them now."))


def _choices() -> PublishChoices:
    choices = publish_choices(current_tenant().id, kindergarten_id())
    if choices is None:
        raise NotFound("kindergarten")
    return choices


def _publish_form(choices: PublishChoices) -> PublishForm:
    form = PublishForm()
    form.birth_year.choices = [
        (year, f"{year} · {age_group_name(group)}" if group else str(year))
        for year, group in choices.years
    ]
    form.language.choices = [(code, tongue(code)) for code in choices.languages]
    form.term.choices = [
        ("permanent", say(mark("Permanent"))),
        ("temporary", say(mark("Temporary, while a pupil is in a sanatorium"))),
    ]
    return form


def _publish_page(form: PublishForm, status: int) -> Response:
    return respond(
        "kindergarten/publish.html",
        fragments={"publish-form"},
        status=status,
        form=form,
        is_voucher=_is_voucher(),
        morning=_morning(),
    )


def _place(place_id: uuid.UUID) -> PlaceLine:
    place = find_place_line(current_tenant().id, kindergarten_id(), place_id)
    if place is None:
        raise NotFound(place_id)
    return place


def _recall_page(place: PlaceLine, form: RecallForm, status: int, problem: str = "") -> Response:
    return respond(
        "kindergarten/recall.html",
        fragments={"recall-form"},
        status=status,
        place=place,
        form=form,
        problem=problem,
        morning=_morning(),
    )


def _return_page(place: PlaceLine, status: int, problem: str = "") -> Response:
    return respond("kindergarten/return.html", status=status, place=place, problem=problem)
