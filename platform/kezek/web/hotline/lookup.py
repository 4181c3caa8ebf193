"""One box: whoever calls is found by a number, and by name only with birth date and reason."""

from flask import Blueprint, Response, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.asking import Asked, AskFault, understand
from kezek.core.calls import LookupKey
from kezek.core.errors import Code
from kezek.core.numbers import NumberFault, parse_number
from kezek.core.people import IinFault
from kezek.core.personal_views import Shown
from kezek.reads.application_check import region_of_prefix
from kezek.reads.hotline_calls import Waiting, waiting_for
from kezek.reads.hotline_search import Hit, find
from kezek.usecases.calls import note_lookup
from kezek.web.check_words import FAULTS
from kezek.web.guards import needs
from kezek.web.hotline.forms import GeneralCallForm, LookupForm, NameForm, general_call_form
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.i18n import current_language
from kezek.web.login import current_actor
from kezek.web.refusals import refusal_sentence
from kezek.web.tenant import TenantCard, current_tenant, tenants
from kezek.web.words import mark, say

blueprint = Blueprint("hotline", __name__, url_prefix="/<slug:slug>/hotline")

_LOOKS = needs(Permission.HOTLINE_LOOKUP, shows=Shown.LOOKUP)
_UNKNOWN = mark(
    "This is neither an application number nor an IIN, a telephone, or a name with its birth date."
)


@blueprint.get("/")
@needs(Permission.HOTLINE_LOOKUP)
def index() -> Response:
    """The empty box, and what waits for this operator."""
    return index_page()


@blueprint.post("/look-up")
@_LOOKS
def look_up() -> BaseResponse:
    """Understands what was typed and leads to the answer; a name leads to its own form.

    What was typed travels in no address: it would stay in histories and logs.
    """
    form = LookupForm()
    if not form.validate_on_submit():
        return index_page(form, status=422)
    asked = understand(form.q.data)
    if asked.key is LookupKey.NAME or asked.fault is AskFault.NAME_ALONE:
        return _name_page(_prefilled(asked), 200)
    if asked.fault is not None:
        form.add_error(_fault_sentence(asked.fault), "q")
        return index_page(form, status=422)
    return _found(asked, "", form)


@blueprint.get("/by-name")
@needs(Permission.HOTLINE_LOOKUP)
def name() -> Response:
    """The form for a name, its birth date and the reason."""
    return _name_page(NameForm(formdata=None), 200)


@blueprint.post("/by-name")
@_LOOKS
def by_name() -> BaseResponse:
    """At most five children of this name and birth date, covered."""
    form = NameForm()
    if not form.validate_on_submit():
        return _name_page(form, 422)
    asked = Asked(LookupKey.NAME, name=form.name.data, born_on=form.born_on.data)
    return _found(asked, form.reason.data, form)


def _found(asked: Asked, reason: str, form: LookupForm | NameForm) -> BaseResponse:
    """Writes the look-up down, then shows what it found: one application at once."""
    tenant_id, by = current_tenant().id, current_actor().tag
    hits = find(tenant_id, asked, reason)
    only = hits[0].application_id if len(hits) == 1 else None
    assert asked.key is not None
    note_lookup(tenant_id, by, asked.key, reason=reason, found=len(hits), application_id=only)
    if only is not None and asked.key is not LookupKey.NAME:
        return redirect_after_post(url_for("hotline_answer.show", application_id=only))
    return _hits_page(asked, hits, form)


def _hits_page(asked: Asked, hits: tuple[Hit, ...], form: LookupForm | NameForm) -> Response:
    elsewhere = _elsewhere(asked) if not hits else None
    return respond(
        "hotline/found.html",
        form=LookupForm(formdata=None),
        name_form=form if isinstance(form, NameForm) else None,
        hits=hits,
        elsewhere=elsewhere,
        elsewhere_name=elsewhere.name(current_language()) if elsewhere else "",
        is_by_name=asked.key is LookupKey.NAME,
    )


def _elsewhere(asked: Asked) -> TenantCard | None:
    """The region whose numbers begin so, for a number that is not this region's."""
    number = parse_number(asked.number) if asked.number else None
    slug = region_of_prefix(number.prefix) if number else None
    return tenants().find(slug) if slug and slug != current_tenant().slug else None


def _prefilled(asked: Asked) -> NameForm:
    form = NameForm(formdata=None)
    form.name.data, form.born_on.data = asked.name, asked.born_on
    return form


def _fault_sentence(fault: AskFault) -> str:
    if fault is AskFault.NUMBER_SHAPE:
        return say(FAULTS[NumberFault.SHAPE])
    if fault is AskFault.NUMBER_LETTER:
        return say(FAULTS[NumberFault.CHECK_LETTER])
    if fault is AskFault.IIN:
        return refusal_sentence(Code.INVALID_IIN, {}, IinFault.CHECK_DIGIT)
    if fault is AskFault.EMPTY:
        return str(gettext("Enter what the caller can tell."))
    return say(_UNKNOWN)


def index_page(
    form: LookupForm | None = None, *, call: GeneralCallForm | None = None, status: int = 200
) -> Response:
    """The box, what waits for this operator, and the tag of a call about no application."""
    waits: Waiting = waiting_for(current_tenant().id, current_actor().tag)
    return respond(
        "hotline/index.html",
        status=status,
        form=form or LookupForm(formdata=None),
        waits=waits,
        call_form=call or general_call_form(blank=True),
    )


def _name_page(form: NameForm, status: int) -> Response:
    return respond("hotline/by_name.html", status=status, form=form)
