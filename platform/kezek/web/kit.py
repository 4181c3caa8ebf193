"""The kit page: every part of the pages in all its states, to be looked at; not in production."""

import threading
from collections import Counter
from typing import cast

from flask import Blueprint, Flask, Response, abort, current_app, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, TextAreaField

from kezek.adapters.doorbell import Doorbell
from kezek.core.errors import Code
from kezek.web import kit_samples as samples
from kezek.web.forms import AtMost, DayField, Form, IinField, Needed, PhoneField, TextField
from kezek.web.guards import public
from kezek.web.htmx import redirect_after_post, respond, unchanged, with_etag
from kezek.web.i18n import current_language
from kezek.web.idempotency import intent
from kezek.web.labels import APPLICATION, ARCHIVE_REASON, PLACE, STANDING
from kezek.web.refusals import refusal_sentence
from kezek.web.tenant import current_tenant
from kezek.web.uploads import DocumentsField
from kezek.web.words import mark, say

blueprint = Blueprint("kit", __name__, url_prefix="/<slug:slug>/kit")

_EXTENSION = "kezek.kit_rings"
_QUEUE = "kit"
_PAGES = (400, 403, 404, 409, 413, 422, 429, 500, 503)


class Rings:
    """How often the bell of the kit page was rung, by tenant."""

    def __init__(self) -> None:
        self._counts: Counter[int] = Counter()
        self._lock = threading.Lock()

    def add(self, tenant_id: int) -> None:
        """Counts one more."""
        with self._lock:
            self._counts[tenant_id] += 1

    def of(self, tenant_id: int) -> int:
        """How often so far."""
        return self._counts[tenant_id]


def init_app(app: Flask) -> None:
    """Opens the kit page."""
    app.extensions[_EXTENSION] = Rings()
    app.register_blueprint(blueprint)


class KitForm(Form):
    """One field of each kind."""

    iin = IinField(mark("IIN of the child"), [Needed(mark("Enter the IIN of the child."))])
    phone = PhoneField(mark("Mobile number"), [Needed(mark("Enter your mobile number."))])
    code = TextField(mark("Code from the SMS"))
    born = DayField(mark("Date of birth"), [Needed(mark("Enter the date of birth."))])
    language = RadioField(
        mark("Language of instruction"), [Needed(mark("Choose the language of instruction."))]
    )
    kindergarten = SelectField(mark("Kindergarten"), [Needed(mark("Choose a kindergarten."))])
    rights = SelectMultipleField(mark("Benefits"))
    documents = DocumentsField(mark("Documents"))
    remarks = TextAreaField(mark("Anything else we should know"), [AtMost(500)])
    consent = BooleanField(
        mark("I agree to the processing of my data"),
        [Needed(mark("Tick the consent to go on."))],
    )


def kit_form() -> KitForm:
    """The form with its words in the reader's language."""
    form = KitForm()
    language = current_language()
    form.language.choices = [("kk", samples.LANGUAGES["kk"]), ("ru", samples.LANGUAGES["ru"])]
    form.kindergarten.choices = samples.kindergartens(language)
    form.rights.choices = samples.rights(language)
    for field in form:
        field.label.text = say(field.label.text)
    return form


@blueprint.get("/")
@public
def index() -> Response:
    """The page with everything on it."""
    return _page(kit_form(), 200)


@blueprint.post("/")
@public
def send() -> BaseResponse:
    """Takes the form as any page does: beside the fields what is wrong, or on to the page."""
    form = kit_form()
    intent()
    if not form.validate_on_submit():
        return _page(form, 422)
    flash(gettext("Saved. This is what a success looks like."), "good")
    return redirect_after_post(url_for("kit.index"))


@blueprint.get("/rings")
@public
def rings() -> Response:
    """The live part alone; 304 when nothing rang since the reader last saw it."""
    count = _rings()
    same = unchanged(count)
    if same is not None:
        return same
    return with_etag(_page(kit_form(), 200))


@blueprint.post("/rings")
@public
def ring() -> BaseResponse:
    """Rings the bell of the kit's own queue."""
    tenant = current_tenant()
    cast(Rings, current_app.extensions[_EXTENSION]).add(tenant.id)
    cast(Doorbell, current_app.extensions["kezek.doorbell"]).ring(tenant.id, [_QUEUE])
    return redirect_after_post(url_for("kit.index", _anchor="kit-rings"))


@blueprint.get("/confirm")
@public
def confirm() -> Response:
    """A page before an act that cannot be taken back."""
    return respond("kit/confirm.html")


@blueprint.get("/problem/<int:status>")
@public
def problem(status: int) -> Response:
    """The page of one kind of error."""
    abort(status if status in _PAGES else 404)


def _page(form: KitForm, status: int) -> Response:
    return respond(
        "kit/index.html",
        fragments={"kit-form", "kit-rings"},
        status=status,
        form=form,
        rings=_rings(),
        queue=_QUEUE,
        page=samples.kit_page(current_language()),
        applications=list(APPLICATION),
        places=list(PLACE),
        standings=list(STANDING),
        reasons=list(ARCHIVE_REASON),
        refusals=[refusal_sentence(code, {}) for code in Code],
        problems=_PAGES,
        page_url=lambda number: url_for("kit.index", page=number),
    )


def _rings() -> int:
    return cast(Rings, current_app.extensions[_EXTENSION]).of(current_tenant().id)
