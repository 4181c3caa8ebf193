"""The change that is being drawn up: read in words, rehearsed, signed or dropped (N6, N-53)."""

from datetime import timedelta
from itertools import groupby

from flask import Response, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse
from wtforms import RadioField, TextAreaField
from wtforms.validators import ValidationError

from kezek.core.errors import Refusal
from kezek.core.region_cautions import Danger
from kezek.core.region_rooms import Room
from kezek.reads.configuration import Configuration, ShownDraft, configuration
from kezek.usecases.deciding import NotFound
from kezek.usecases.region_changes import rehearse as rehearse_draft
from kezek.usecases.region_changes import sign as sign_draft
from kezek.usecases.region_drafts import drop as drop_draft
from kezek.usecases.region_drafts import take_out
from kezek.usecases.repeats import Once, Repeated
from kezek.web.admin.room import KEEPS, SIGNS, blueprint
from kezek.web.admin.room_words import room_title, room_url
from kezek.web.decision_words import role_name
from kezek.web.forms import AtMost, DayField, Form, Needed
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.i18n import current_language
from kezek.web.idempotency import intent
from kezek.web.login import current_actor
from kezek.web.refusals import sentence_of, status_of
from kezek.web.staff_forms import NOTE_LENGTH, one_line
from kezek.web.tenant import current_tenant
from kezek.web.words import mark, say

_OPENING = 50
"""How many places a rehearsal opens, so that it also says who would be asked."""
CAUTIONS = {
    Danger.NO_HOLIDAYS: (
        mark("%(year)s would have no holiday at all"),
        mark(
            "Every weekday of the year would be a working day, and terms would run on holidays "
            "too. If this is not meant, put the holidays back."
        ),
    ),
    Danger.NO_CHANNEL: (
        mark("No message would reach families any more"),
        mark(
            "SMS and e-mail would both be off. Terms run on all the same, and families would "
            "learn of them in their cabinet alone."
        ),
    ),
}
"""What is said above a change that hardly anybody means to make."""
_WHY = mark("Write by which decision, and why.")
_DAY = mark("Enter the day.")


class SignChangeForm(Form):
    """From when it holds, and why."""

    when = RadioField(mark("From when it holds"), [Needed(mark("Choose from when."))])
    on = DayField(mark("From which day"))
    reason = TextAreaField(mark("By which decision, and why"), [Needed(_WHY), AtMost(NOTE_LENGTH)])

    def validate_on(self, field: DayField) -> None:
        """A day is needed for later."""
        if self.when.data == "day" and field.data is None and not field.errors:
            raise ValidationError(say(_DAY))

    def validate_reason(self, field: TextAreaField) -> None:
        """Some words at least."""
        if field.data and not one_line(field.data):
            raise ValidationError(say(_WHY))


@blueprint.get("/settings/change/")
@KEEPS
def change() -> Response:
    """In what the change differs from what holds, and what is to be done with it."""
    return _page(configuration(current_tenant().id), 200)


@blueprint.post("/settings/change/drop")
@KEEPS
def drop_change() -> BaseResponse:
    """Forgets the change."""
    once = Once(str(intent()), "drop-change")
    try:
        drop_draft(current_tenant().id, current_actor().tag, seen=_seen(), once=once)
    except Repeated:
        pass
    except Refusal as refusal:
        return _page(configuration(current_tenant().id), status_of(refusal), sentence_of(refusal))
    flash(gettext("The change is dropped. Everything stays as it is."), "calm")
    return redirect_after_post(url_for("admin.settings"))


@blueprint.post("/settings/change/take-out")
@KEEPS
def take_out_of_change() -> BaseResponse:
    """Takes one piece out of the change."""
    piece = str(request.form.get("piece", ""))
    once = Once(str(intent()), f"take-out:{piece}")
    try:
        left = take_out(current_tenant().id, current_actor().tag, piece, seen=_seen(), once=once)
    except Repeated:
        return redirect_after_post(url_for("admin.change"))
    except Refusal as refusal:
        return _page(configuration(current_tenant().id), status_of(refusal), sentence_of(refusal))
    flash(gettext("It is out of the change."), "calm")
    return redirect_after_post(url_for("admin.change" if left else "admin.settings"))


@blueprint.post("/settings/change/rehearse")
@KEEPS
def rehearse_the_change() -> BaseResponse:
    """Tries the change on everybody who waits today; nothing of the region is changed by it."""
    try:
        kept = rehearse_draft(
            current_tenant().id, current_actor().tag, seen=_seen(), opening=_OPENING
        )
    except NotFound:
        return redirect_after_post(url_for("admin.change"))
    except Refusal as refusal:
        return _page(configuration(current_tenant().id), status_of(refusal), sentence_of(refusal))
    return redirect_after_post(url_for("admin.show_rehearsal", rehearsal_id=kept))


@blueprint.get("/settings/change/sign")
@SIGNS
def look_at_change() -> Response:
    """What is signed, once more and with nothing else."""
    config, form = configuration(current_tenant().id), _form(blank=True)
    return _sign_page(config, form, 200) if _can_be_signed(config) else _page(config, 200)


@blueprint.post("/settings/change/sign")
@SIGNS
def sign_change() -> BaseResponse:
    """Makes the change a version."""
    form, once = _form(), Once(str(intent()), "sign-change")
    if not form.validate_on_submit():
        return _sign_page(configuration(current_tenant().id), form, 422)
    try:
        number = sign_draft(
            current_tenant().id,
            current_actor().tag,
            seen=_seen(),
            reason=one_line(form.reason.data),
            on=form.on.data if form.when.data == "day" else None,
            once=once,
        )
    except Repeated as repeated:
        number = int(str(repeated.response["version"]))
    except Refusal as refusal:
        return _refused(form, refusal)
    flash(gettext("The change is signed."), "good")
    return redirect_after_post(url_for("admin.version", number=number))


def _refused(form: SignChangeForm, refusal: Refusal) -> Response:
    config = configuration(current_tenant().id)
    if refusal.detail in ("change_day", "change_day_far"):
        form.refuse(refusal, "on")
        return _sign_page(config, form, 422)
    return _page(config, status_of(refusal), sentence_of(refusal))


def _can_be_signed(config: Configuration) -> bool:
    draft = config.draft
    return draft is not None and (not draft.needs_rehearsal or draft.rehearsed_at is not None)


def _seen() -> str:
    return str(request.form.get("seen", ""))


def _form(*, blank: bool = False) -> SignChangeForm:
    form = SignChangeForm(formdata=None) if blank else SignChangeForm()
    form.when.choices = [
        ("now", say(mark("At once"))),
        ("day", say(mark("From the beginning of a day"))),
    ]
    return form


def lines_by_room(draft: ShownDraft) -> list[tuple[Room, list[tuple[str, list[str]]]]]:
    """The sentences of a change in the reader's language, room by room and piece by piece."""
    language = current_language()
    return [
        (
            room,
            [
                (piece, [line.words.in_language(language) for line in same])
                for piece, same in groupby(lines, key=lambda line: line.piece)
            ],
        )
        for room, lines in groupby(draft.lines, key=lambda line: line.room)
    ]


def cautions_of(draft: ShownDraft | None) -> list[tuple[str, str]]:
    """What has to be said before the change is signed: a title and a sentence each."""
    return [
        (say(CAUTIONS[one.danger][0], year=one.year), say(CAUTIONS[one.danger][1]))
        for one in (draft.cautions if draft else ())
    ]


def _page(config: Configuration, status: int, problem: str = "") -> Response:
    draft = config.draft
    return respond(
        "admin/change.html",
        status=status,
        config=config,
        draft=draft,
        rooms=lines_by_room(draft) if draft else [],
        room_title=room_title,
        room_url=room_url,
        cautions=cautions_of(draft),
        by=_by(draft),
        can_sign=_can_be_signed(config),
        problem=problem,
    )


def _by(draft: ShownDraft | None) -> str:
    """Who edited last: by the name of the account, or by the role."""
    if draft is None:
        return ""
    return draft.changed_name or role_name(draft.changed_by.partition(":")[0])


def _sign_page(config: Configuration, form: SignChangeForm, status: int) -> Response:
    if config.draft is None:
        return _page(config, 409)
    return respond(
        "admin/sign_change.html",
        status=status,
        config=config,
        draft=config.draft,
        rooms=lines_by_room(config.draft),
        cautions=cautions_of(config.draft),
        room_title=room_title,
        tomorrow=config.today + timedelta(days=1),
        form=form,
    )
