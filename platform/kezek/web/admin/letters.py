"""What the region adds to notices: a line below every letter, words in one letter or SMS."""

from flask import Response, abort, request, url_for
from werkzeug.wrappers import Response as BaseResponse
from wtforms import Field, TextAreaField
from wtforms.validators import ValidationError

from kezek.adapters.letters import written
from kezek.core.errors import Refusal
from kezek.core.notices import FAMILY_CHANNELS
from kezek.core.own_words import (
    ADDED_LENGTH,
    CLOSING,
    SMS_LENGTH,
    added_name,
    sms_name,
    unknown_places,
)
from kezek.core.region_rooms import Room
from kezek.core.regions import Tenant, Words
from kezek.reads.configuration import Configuration, configuration
from kezek.reads.notice_cases import notice_case, notices_told
from kezek.web.admin import room_words
from kezek.web.admin.drafting import keep
from kezek.web.admin.region_texts import BOTH, clean, with_text
from kezek.web.admin.room import KEEPS, blueprint
from kezek.web.forms import AtMost, Form, TextField
from kezek.web.htmx import respond
from kezek.web.notice_names import NAME, notice_name
from kezek.web.refusals import sentence_of, status_of
from kezek.web.tenant import current_tenant
from kezek.web.words import mark, say

ALL = "all"
"""In place of a notice: the line below every letter."""
MOST_SMS = 2
"""A notice is written to fit so many SMS; longer ones cost more and are read less."""
_PLACES = mark(
    "%(place)s means nothing here. In braces may stand: {region}, {provider}, {phone}, {link}."
)


class AddedForm(Form):
    """The region's words in both languages, for the letter and for the SMS."""

    kk = TextAreaField(mark("In Kazakh"), [AtMost(ADDED_LENGTH)])
    ru = TextAreaField(mark("In Russian"), [AtMost(ADDED_LENGTH)])
    sms_kk = TextField(mark("In the SMS, in Kazakh"), [AtMost(SMS_LENGTH)])
    sms_ru = TextField(mark("In the SMS, in Russian"), [AtMost(SMS_LENGTH)])

    def validate_kk(self, field: Field) -> None:
        """Only places that are known."""
        _need_places(field)

    def validate_ru(self, field: Field) -> None:
        """The same, and both languages or none."""
        _need_places(field)
        _need_both(self.kk, field)

    def validate_sms_kk(self, field: Field) -> None:
        """Only places that are known."""
        _need_places(field)

    def validate_sms_ru(self, field: Field) -> None:
        """The same, and both languages or none."""
        _need_places(field)
        _need_both(self.sms_kk, field)


def _need_places(field: Field) -> None:
    for place in unknown_places(field.data or ""):
        raise ValidationError(say(_PLACES, place=place))


def _need_both(kk: Field, ru: Field) -> None:
    if bool(clean(kk.data)) != bool(clean(ru.data)):
        raise ValidationError(say(BOTH))


@blueprint.get("/settings/letters/")
@KEEPS
def letters_room() -> Response:
    """Every notice to families, which of them have words of the region, and the line below all."""
    config = configuration(current_tenant().id)
    told = notices_told(current_tenant().id)
    texts = config.region.texts
    return respond(
        "admin/letters_room.html",
        words=room_words.ROOM[Room.LETTERS],
        config=config,
        lines=[
            (
                code,
                notice_name(code),
                told.get(code, 0),
                added_name(code) in texts or sms_name(code) in texts,
            )
            for code in NAME
        ],
        channels=FAMILY_CHANNELS,
        has_closing=CLOSING in texts,
    )


@blueprint.get("/settings/letters/<code>")
@KEEPS
def letter(code: str) -> Response:
    """One notice on a real case, with the region's words."""
    config = configuration(current_tenant().id)
    _need_notice(code)
    return _page(code, _filled(config.region, code), config, 200)


@blueprint.post("/settings/letters/<code>")
@KEEPS
def keep_letter(code: str) -> BaseResponse:
    """Puts the words into the change; with the other button only shows how they look."""
    _need_notice(code)
    config, form = configuration(current_tenant().id), AddedForm()
    if not form.validate_on_submit():
        return _page(code, form, config, 422)
    if request.form.get("do") == "look":
        return _page(code, form, config, 200, region=_with(config.region, code, form))
    answer = keep(Room.LETTERS, lambda one: _with(one, code, form))
    if not isinstance(answer, Refusal):
        return answer
    config = configuration(current_tenant().id)
    shown = _filled(config.region, code)
    return _page(code, shown, config, status_of(answer), problem=sentence_of(answer))


def _need_notice(code: str) -> None:
    """A notice that there is; `all` is the line below every letter."""
    if code != ALL and code not in NAME:
        abort(404)


def _letter_name(code: str) -> str:
    return CLOSING if code == ALL else added_name(code)


def _filled(region: Tenant, code: str) -> AddedForm:
    form = AddedForm(formdata=None)
    words = region.texts.get(_letter_name(code), Words("", ""))
    form.kk.data, form.ru.data = words.kk, words.ru
    words = region.texts.get(sms_name(code), Words("", ""))
    form.sms_kk.data, form.sms_ru.data = words.kk, words.ru
    return form


def _with(region: Tenant, code: str, form: AddedForm) -> Tenant:
    """The region with these words; a notice that never goes by SMS gets none there."""
    kk, ru = clean(form.kk.data), clean(form.ru.data)
    region = with_text(region, _letter_name(code), kk, ru)
    if not _goes_by_sms(code):
        return region
    return with_text(region, sms_name(code), clean(form.sms_kk.data), clean(form.sms_ru.data))


def _goes_by_sms(code: str) -> bool:
    return "S" in FAMILY_CHANNELS.get(code, "")


def _page(
    code: str,
    form: AddedForm,
    config: Configuration,
    status: int,
    *,
    region: Tenant | None = None,
    problem: str = "",
) -> Response:
    told = notices_told(current_tenant().id)
    shown = code if code != ALL else next((one for one in NAME if told.get(one)), "N-05")
    sources = {language: written(shown, language) for language in ("kk", "ru")}
    return respond(
        "admin/letter_room.html",
        status=status,
        config=config,
        seen=config.seen(Room.LETTERS),
        form=form,
        code=code,
        shown_code=shown,
        goes_by_sms=_goes_by_sms(code),
        most=MOST_SMS,
        sources=sources,
        title=notice_name(shown),
        case=notice_case(current_tenant().id, shown, region or config.region),
        action=url_for("admin.keep_letter", code=code),
        problem=problem,
    )
