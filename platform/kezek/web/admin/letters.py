"""What the region adds to notices: a line below every letter, a paragraph of one notice."""

from flask import Response, abort, request, url_for
from werkzeug.wrappers import Response as BaseResponse
from wtforms import TextAreaField
from wtforms.validators import ValidationError

from kezek.core.errors import Refusal
from kezek.core.notices import FAMILY_CHANNELS
from kezek.core.own_words import ADDED_LENGTH, CLOSING, added_name, unknown_places
from kezek.core.region_rooms import Room
from kezek.core.regions import Tenant, Words
from kezek.reads.configuration import Configuration, configuration
from kezek.reads.notice_cases import notice_case, notices_told
from kezek.web.admin import room_words
from kezek.web.admin.drafting import keep
from kezek.web.admin.region_texts import BOTH, clean, with_text
from kezek.web.admin.room import KEEPS, blueprint
from kezek.web.forms import AtMost, Form
from kezek.web.htmx import respond
from kezek.web.notice_names import NAME, notice_name
from kezek.web.refusals import sentence_of, status_of
from kezek.web.tenant import current_tenant
from kezek.web.words import mark, say

_PLACES = mark(
    "%(place)s means nothing here. In braces may stand: {region}, {provider}, {phone}, {link}."
)


class AddedForm(Form):
    """The region's words in both languages."""

    kk = TextAreaField(mark("In Kazakh"), [AtMost(ADDED_LENGTH)])
    ru = TextAreaField(mark("In Russian"), [AtMost(ADDED_LENGTH)])

    def validate_kk(self, field: TextAreaField) -> None:
        """Only places that are known."""
        _need_places(field)

    def validate_ru(self, field: TextAreaField) -> None:
        """The same, and both languages or none."""
        _need_places(field)
        if bool(clean(self.kk.data)) != bool(clean(field.data)):
            raise ValidationError(say(BOTH))


def _need_places(field: TextAreaField) -> None:
    for place in unknown_places(field.data or ""):
        raise ValidationError(say(_PLACES, place=place))


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
            (code, notice_name(code), told.get(code, 0), added_name(code) in texts) for code in NAME
        ],
        channels=FAMILY_CHANNELS,
        has_closing=CLOSING in texts,
    )


@blueprint.get("/settings/letters/<code>")
@KEEPS
def letter(code: str) -> Response:
    """One notice on a real case, with the region's words."""
    config = configuration(current_tenant().id)
    name = _text_name(code)
    return _page(code, _filled(config.region, name), config, 200)


@blueprint.post("/settings/letters/<code>")
@KEEPS
def keep_letter(code: str) -> BaseResponse:
    """Puts the words into the change; with the other button only shows how they look."""
    config, form, name = configuration(current_tenant().id), AddedForm(), _text_name(code)
    if not form.validate_on_submit():
        return _page(code, form, config, 422)
    kk, ru = clean(form.kk.data), clean(form.ru.data)
    if request.form.get("do") == "look":
        return _page(code, form, config, 200, region=with_text(config.region, name, kk, ru))
    answer = keep(Room.LETTERS, lambda one: with_text(one, name, kk, ru))
    if not isinstance(answer, Refusal):
        return answer
    config = configuration(current_tenant().id)
    shown = _filled(config.region, name)
    return _page(code, shown, config, status_of(answer), problem=sentence_of(answer))


def _text_name(code: str) -> str:
    """Under which name the words stand; `all` is the line below every letter."""
    if code == "all":
        return CLOSING
    if code not in NAME:
        abort(404)
    return added_name(code)


def _filled(region: Tenant, name: str) -> AddedForm:
    form = AddedForm(formdata=None)
    words = region.texts.get(name, Words("", ""))
    form.kk.data, form.ru.data = words.kk, words.ru
    return form


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
    shown = code if code != "all" else next((one for one in NAME if told.get(one)), "N-05")
    return respond(
        "admin/letter_room.html",
        status=status,
        config=config,
        seen=config.seen(Room.LETTERS),
        form=form,
        code=code,
        shown_code=shown,
        title=notice_name(shown),
        case=notice_case(current_tenant().id, shown, region or config.region),
        action=url_for("admin.keep_letter", code=code),
        problem=problem,
    )
