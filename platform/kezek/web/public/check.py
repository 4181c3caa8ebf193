"""«Кезекті тексеру»: how an application stands, for whoever has its number (V-2, G-30)."""

from flask import Response, abort, current_app, request, url_for
from flask_babel import gettext
from itsdangerous import BadData, URLSafeSerializer
from werkzeug.datastructures import MultiDict

from kezek.core.applications import State
from kezek.core.numbers import ApplicationNumber, NumberFault, number_fault, parse_number
from kezek.core.queues import SeatKey
from kezek.reads.application_check import (
    CheckedApplication,
    check_version,
    find_application,
    region_of_prefix,
)
from kezek.reads.numbers import ShownNumber
from kezek.reads.queue_board import page_of_number
from kezek.web.check_words import FAULTS, MEANING
from kezek.web.forms import Form, Needed, TextField
from kezek.web.guards import public
from kezek.web.htmx import is_fragment_request, respond, unchanged, with_etag
from kezek.web.i18n import current_language
from kezek.web.public.garden_words import cohort_name
from kezek.web.public.number_cards import NumberCard
from kezek.web.public.room import blueprint, load_anew
from kezek.web.security import LOOKUP_LIMIT, limiter
from kezek.web.tenant import current_tenant, tenants
from kezek.web.words import mark, say


class CheckForm(Form):
    """One box."""

    number = TextField(mark("Application number"), [Needed(mark("Enter the application number."))])


@blueprint.get("/check/")
@public
@limiter.limit(LOOKUP_LIMIT, exempt_when=lambda: not request.args.get("number"))
def check() -> Response:
    """The empty box, or what is known of a number; a wrong one is told what is wrong with it."""
    asked = "number" in request.args
    form = CheckForm(MultiDict(request.args) if asked else None)
    if not asked:
        return _page(form, 200)
    if not form.validate():
        return _page(form, 422)
    number = parse_number(form.number.data)
    if number is None:
        fault = number_fault(form.number.data)
        form.add_error(say(FAULTS[fault or NumberFault.SHAPE]), "number")
        return _page(form, 422)
    found = find_application(current_tenant().id, number, current_language())
    if found is not None:
        return _page(form, 200, found)
    elsewhere = _elsewhere(number)
    if not elsewhere:
        form.add_error(
            gettext(
                "There is no application with this number. Compare it with the message, "
                "or call the hotline."
            ),
            "number",
        )
    return _page(form, 404, elsewhere=elsewhere)


@blueprint.get("/check/<token>")
@public
def follow(token: str) -> Response:
    """The answer again, for a page that shows it; only a number that was looked up has a token."""
    number, topics = _followed(token)
    same = unchanged(*check_version(current_tenant().id, number))
    if same is not None:
        return same
    found = find_application(current_tenant().id, number, current_language())
    if found is None:
        abort(404)
    if is_fragment_request() and list(found.topics) != topics:
        return load_anew()
    form = CheckForm(MultiDict({"number": str(number)}))
    return with_etag(_page(form, 200, found))


def _page(
    form: CheckForm,
    status: int,
    found: CheckedApplication | None = None,
    elsewhere: tuple[str, str] | None = None,
) -> Response:
    return respond(
        "public/check.html",
        fragments={"check-answer"},
        status=status,
        form=form,
        found=found,
        cards=[_card(one) for one in found.numbers] if found else [],
        live_url=_live_url(found) if found else "",
        board_url=_board_url,
        meaning=MEANING[State(found.state)] if found else "",
        cohort_name=cohort_name,
        elsewhere=elsewhere,
    )


def _card(shown: ShownNumber) -> tuple[NumberCard, ShownNumber]:
    return NumberCard.of(shown), shown


def _elsewhere(number: ApplicationNumber) -> tuple[str, str] | None:
    """The name of the region that gives such numbers, and its page with this one looked up."""
    slug = region_of_prefix(number.prefix)
    card = tenants().find(slug) if slug and slug != current_tenant().slug else None
    if card is None:
        return None
    url = url_for("public.check", slug=card.slug, number=str(number))
    return card.name(current_language()), url


def _board_url(shown: ShownNumber, number: str) -> str:
    """The page of the queue on which the application stands."""
    page = page_of_number(shown.number or 1)
    if not isinstance(shown.key, SeatKey):
        return url_for("public.shared_queue", queue_id=shown.queue_id, page=page, _anchor=number)
    return url_for(
        "public.queue",
        kindergarten_id=shown.key.kindergarten,
        birth_year=shown.key.birth_year,
        language=shown.key.language,
        page=page,
        _anchor=number,
    )


def _live_url(found: CheckedApplication) -> str:
    return url_for("public.follow", token=_signer().dumps([found.number, list(found.topics)]))


def _followed(token: str) -> tuple[ApplicationNumber, list[str]]:
    """The number that a token stands for, and the bells that the page listens to."""
    try:
        text, topics = _signer().loads(token)
    except BadData:
        abort(404)
    number = parse_number(text)
    if number is None:
        abort(404)
    return number, topics


def _signer() -> URLSafeSerializer:
    # The region is in the salt: a token of another one is none here.
    return URLSafeSerializer(current_app.secret_key or "", salt=f"check-{current_tenant().slug}")
