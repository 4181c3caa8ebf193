"""By what a family is told beside its cabinet, and in which language (§10, I-3.2)."""

from flask import Blueprint, Response, flash, url_for
from flask_babel import force_locale, gettext
from werkzeug.wrappers import Response as BaseResponse
from wtforms import RadioField, SelectMultipleField

from kezek.adapters.wording import LOCALES, say_phone
from kezek.core.access import Permission
from kezek.core.errors import Refusal
from kezek.core.ways_out import Way
from kezek.reads.ways_of_notices import WaysPage, ways_page
from kezek.usecases.deciding import NotFound
from kezek.usecases.ways_of_notices import keep_ways
from kezek.web.forms import Form
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.i18n import LANGUAGE_NAMES, offered_languages
from kezek.web.login import current_actor
from kezek.web.navigation import find_url
from kezek.web.tenant import current_tenant
from kezek.web.words import mark, say

blueprint = Blueprint("family_ways", __name__, url_prefix="/<slug:slug>/family/account/ways")

NAMES = {Way.SMS: "SMS", Way.EMAIL: mark("E-mail"), Way.TELEGRAM: "Telegram"}
_BOTH = (Way.SMS, Way.EMAIL)


class WaysForm(Form):
    """The ways that are wished for, and the language of what comes by them."""

    ways = SelectMultipleField(mark("Send notices by"))
    language = RadioField(mark("Language of notices"))


@blueprint.get("/")
@needs(Permission.FAMILY_ROOM)
def index() -> Response:
    """What is chosen now."""
    page = _page()
    form = _form(page)
    form.ways.data = [str(way) for way in Way if way in page.wished]
    form.language.data = page.language
    return _respond(form, page, 200)


@blueprint.post("/")
@needs(Permission.FAMILY_ROOM)
def keep() -> BaseResponse:
    """Keeps the choice; what may not be turned off here stays on."""
    page = _page()
    form = _form(page)
    if not form.validate_on_submit():
        return _respond(form, page, 422)
    wished = {Way(one) for one in form.ways.data or ()} | _kept(page)
    try:
        keep_ways(current_tenant().id, current_actor(), frozenset(wished), form.language.data)
    except Refusal as refusal:
        form.refuse(refusal, "ways")
        return _respond(form, page, 422)
    with force_locale(LOCALES[form.language.data]):
        flash(gettext("Your choice is saved."), "good")
    return redirect_after_post(url_for("family_ways.index"))


def _page() -> WaysPage:
    page = ways_page(current_tenant().id, current_actor())
    if page is None:
        raise NotFound("family")
    return page


def _form(page: WaysPage) -> WaysForm:
    form = WaysForm()
    form.ways.choices = [(str(way), say(NAMES[way])) for way in Way if way in page.ways]
    form.language.choices = [(one, LANGUAGE_NAMES[one]) for one in offered_languages()]
    # Neither is optional; a box that is shut is not sent, so no validator may ask for it.
    form.ways.flags.required = form.language.flags.required = True
    return form


def _kept(page: WaysPage) -> set[Way]:
    """What stays as it was because its box cannot be pressed now."""
    closed = {Way(one) for one in _closed(page)}
    not_shown = frozenset(Way) - page.ways
    return set(page.wished & (closed | not_shown)) | set(_BOTH if page.needs_all else ())


def _closed(page: WaysPage) -> dict[str, str]:
    """The boxes that cannot be pressed, each with its reason."""
    closed = {}
    if not page.email:
        closed[str(Way.EMAIL)] = gettext("You have given no e-mail yet.")
    if not page.has_chat:
        closed[str(Way.TELEGRAM)] = gettext("The bot is not connected yet.")
    if page.needs_all:
        always = gettext("Always on here: turns are told by SMS and by e-mail, both.")
        closed |= {str(way): always for way in _BOTH if way is not Way.EMAIL or page.email}
    return closed


def _hints(page: WaysPage) -> dict[str, str]:
    hints = {
        str(Way.SMS): say_phone(page.phone),
        str(Way.TELEGRAM): gettext(
            "The bot only says that there is something to read: no names, no numbers."
        ),
    }
    return hints | ({str(Way.EMAIL): page.email} if page.email else {})


def _respond(form: WaysForm, page: WaysPage, status: int) -> Response:
    return respond(
        "family/ways.html",
        fragments={"ways-form"},
        status=status,
        form=form,
        page=page,
        hints=_hints(page),
        closed=_closed(page),
        telegram_url=find_url("family_telegram.index") if Way.TELEGRAM in page.ways else "",
    )
