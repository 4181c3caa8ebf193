"""The versions of the region: who, when, why, what; and one that is to come is taken back."""

from dataclasses import asdict
from typing import Any

from flask import Response, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse
from wtforms import TextAreaField
from wtforms.validators import ValidationError

from kezek.core.errors import Refusal
from kezek.reads.region_versions import (
    ShownVersion,
    Standing,
    VersionSieve,
    version_page,
    versions_page,
)
from kezek.usecases.deciding import NotFound
from kezek.usecases.region_changes import take_back
from kezek.usecases.repeats import Once, Repeated
from kezek.web.admin.room import KEEPS, SIGNS, blueprint
from kezek.web.admin.room_words import room_title
from kezek.web.decision_words import role_name
from kezek.web.forms import AtMost, Form, Needed
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.i18n import current_language
from kezek.web.idempotency import intent
from kezek.web.login import current_actor
from kezek.web.refusals import sentence_of, status_of
from kezek.web.staff_forms import NOTE_LENGTH, one_line
from kezek.web.tenant import current_tenant
from kezek.web.words import Label, mark, say

_WHY = mark("Write why it is taken back.")

STANDING = {
    Standing.COMING: Label(mark("To come"), "calendar", "active"),
    Standing.HOLDS: Label(mark("Holds now"), "check", "good"),
    Standing.PAST: Label(mark("Held before"), "clock", "past"),
    Standing.TAKEN_BACK: Label(mark("Taken back"), "cross", "past"),
}
"""How far a version is."""


SORTS = {"oldest": mark("The oldest first")}


class TakeBackForm(Form):
    """Why it is taken back."""

    reason = TextAreaField(mark("Why it is taken back"), [Needed(_WHY), AtMost(NOTE_LENGTH)])

    def validate_reason(self, field: TextAreaField) -> None:
        """Some words at least."""
        if field.data and not one_line(field.data):
            raise ValidationError(say(_WHY))


@blueprint.get("/settings/versions/")
@KEEPS
def versions() -> Response:
    """All of them, the newest first."""
    sieve, number = _sieve(), request.args.get("page", 1, type=int)
    kept: dict[str, Any] = {name: value for name, value in asdict(sieve).items() if value}
    return respond(
        "admin/versions.html",
        fragments={"found-versions"},
        page=versions_page(current_tenant().id, number, sieve),
        sieve=sieve,
        standing=STANDING,
        states=[(str(one), say(label.text)) for one, label in STANDING.items()],
        sorts=[(one, say(words)) for one, words in SORTS.items()],
        author=author,
        said=_said,
        page_url=lambda number: url_for("admin.versions", **kept, page=number),
    )


def _sieve() -> VersionSieve:
    """As the address says; a word that there is none of sifts nothing."""
    known = {"standing": [str(one) for one in Standing], "sort": list(SORTS)}
    asked = {name: request.args.get(name, "") for name in known}
    sifted = {name: word for name, word in asked.items() if word in known[name]}
    return VersionSieve(text=request.args.get("text", "").strip(), **sifted)


@blueprint.get("/settings/versions/<int:number>/")
@KEEPS
def version(number: int) -> Response:
    """One version with everything that it changes."""
    return respond("admin/version.html", **_of(_find(number)))


@blueprint.get("/settings/versions/<int:number>/take-back")
@SIGNS
def confirm_take_back(number: int) -> Response:
    """What taking it back means."""
    return _take_back_page(_find(number), TakeBackForm(formdata=None), 200)


@blueprint.post("/settings/versions/<int:number>/take-back")
@SIGNS
def take_version_back(number: int) -> BaseResponse:
    """Takes the version back before its moment."""
    form, key = TakeBackForm(), intent()
    if not form.validate_on_submit():
        return _take_back_page(_find(number), form, 422)
    try:
        take_back(
            current_tenant().id,
            current_actor().tag,
            number,
            reason=one_line(form.reason.data),
            once=Once(str(key), f"take-back:{number}"),
        )
    except Repeated:
        pass
    except Refusal as refusal:
        problem = sentence_of(refusal)
        return _take_back_page(_find(number), form, status_of(refusal), problem)
    flash(gettext("The version is taken back. It will not come into force."), "calm")
    return redirect_after_post(url_for("admin.version", number=number))


def author(tag: str, name: str) -> str:
    """Who made a version, by name where there is an account."""
    if name:
        return name
    if tag == "files":
        return str(gettext("from the files of the region"))
    return role_name(tag.partition(":")[0])


def _find(number: int) -> ShownVersion:
    found = version_page(current_tenant().id, number)
    if found is None:
        raise NotFound(number)
    return found


def _said(shown: ShownVersion) -> list[str]:
    return [line.words.in_language(current_language()) for line in shown.lines]


def _of(shown: ShownVersion) -> dict[str, Any]:
    language = current_language()
    return {
        "version": shown,
        "label": STANDING[shown.standing],
        "author": author,
        "lines": [
            (room_title(line.room), line.words.in_language(language)) for line in shown.lines
        ],
    }


def _take_back_page(
    shown: ShownVersion, form: TakeBackForm, status: int, problem: str = ""
) -> Response:
    if shown.standing is not Standing.COMING:
        status = max(status, 409)
    return respond(
        "admin/version_take_back.html",
        status=status,
        form=form,
        problem=problem,
        is_coming=shown.standing is Standing.COMING,
        **_of(shown),
    )
