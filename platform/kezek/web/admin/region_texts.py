"""The region's own words on its pages, seen in both languages before they are kept."""

from dataclasses import replace

from flask import Response, request
from werkzeug.wrappers import Response as BaseResponse
from wtforms import Field, TextAreaField
from wtforms.validators import ValidationError

from kezek.core.errors import Refusal
from kezek.core.own_words import ABOUT, BANNER, LENGTHS, LICENCE, LICENCE_ADDRESS
from kezek.core.region_rooms import Room
from kezek.core.regions import Tenant, Words
from kezek.reads.configuration import Configuration, configuration
from kezek.web.admin import room_words
from kezek.web.admin.drafting import keep
from kezek.web.admin.room import KEEPS, blueprint
from kezek.web.forms import AtMost, Form, TextField
from kezek.web.htmx import respond
from kezek.web.refusals import sentence_of, status_of
from kezek.web.tenant import current_tenant
from kezek.web.words import mark, say

BOTH = mark("Write it in both languages, or leave both boxes empty.")


class TextsForm(Form):
    """Each text in both languages."""

    banner_kk = TextAreaField(mark("Announcement in Kazakh"), [AtMost(LENGTHS[BANNER])])
    banner_ru = TextAreaField(mark("Announcement in Russian"), [AtMost(LENGTHS[BANNER])])
    about_kk = TextAreaField(mark("Words of the region's page in Kazakh"), [AtMost(LENGTHS[ABOUT])])
    about_ru = TextAreaField(
        mark("Words of the region's page in Russian"), [AtMost(LENGTHS[ABOUT])]
    )

    licence_kk = TextField(mark("Licence of open data in Kazakh"), [AtMost(LENGTHS[LICENCE])])
    licence_ru = TextField(mark("Licence of open data in Russian"), [AtMost(LENGTHS[LICENCE])])
    licence_address_kk = TextField(
        mark("Address of its text in Kazakh"), [AtMost(LENGTHS[LICENCE_ADDRESS])]
    )
    licence_address_ru = TextField(
        mark("Address of its text in Russian"), [AtMost(LENGTHS[LICENCE_ADDRESS])]
    )

    def validate_banner_ru(self, field: TextAreaField) -> None:
        """In both languages or in none."""
        _need_both(self.banner_kk, field)

    def validate_about_ru(self, field: TextAreaField) -> None:
        """In both languages or in none."""
        _need_both(self.about_kk, field)

    def validate_licence_ru(self, field: TextField) -> None:
        """In both languages or in none."""
        _need_both(self.licence_kk, field)

    def validate_licence_address_ru(self, field: TextField) -> None:
        """In both languages or in none."""
        _need_both(self.licence_address_kk, field)


_BOXES = {
    BANNER: "banner",
    ABOUT: "about",
    LICENCE: "licence",
    LICENCE_ADDRESS: "licence_address",
}
"""The boxes of each text, without the language at their end."""


def _need_both(kk: Field, ru: Field) -> None:
    if bool((kk.data or "").strip()) != bool((ru.data or "").strip()):
        raise ValidationError(say(BOTH))


@blueprint.get("/settings/texts")
@KEEPS
def texts_room() -> Response:
    """The texts as they stand."""
    config = configuration(current_tenant().id)
    return _page(_filled(config.region), config, 200)


@blueprint.post("/settings/texts")
@KEEPS
def keep_texts() -> BaseResponse:
    """Puts what differs into the change; with the other button only shows how it looks."""
    config, form = configuration(current_tenant().id), TextsForm()
    if not form.validate_on_submit():
        return _page(form, config, 422)
    if request.form.get("do") == "look":
        return _page(form, config, 200)
    answer = keep(Room.TEXTS, lambda one: _with(one, form))
    if not isinstance(answer, Refusal):
        return answer
    config = configuration(current_tenant().id)
    return _page(_filled(config.region), config, status_of(answer), sentence_of(answer))


def _filled(region: Tenant) -> TextsForm:
    form = TextsForm(formdata=None)
    for name, box in _BOXES.items():
        words = region.texts.get(name, Words("", ""))
        form[f"{box}_kk"].data, form[f"{box}_ru"].data = words.kk, words.ru
    return form


def _with(region: Tenant, form: TextsForm) -> Tenant:
    for name, box in _BOXES.items():
        kk, ru = (clean(form[f"{box}_{language}"].data) for language in ("kk", "ru"))
        region = with_text(region, name, kk, ru)
    return region


def clean(text: str | None) -> str:
    """What was typed, with one kind of line end and without blanks around it."""
    return (text or "").replace("\r\n", "\n").strip()


def with_text(region: Tenant, name: str, kk: str, ru: str) -> Tenant:
    """The region with these words under a name, or without any."""
    left = {key: words for key, words in region.texts.items() if key != name}
    return replace(region, texts=left | ({name: Words(kk, ru)} if kk and ru else {}))


def _page(form: TextsForm, config: Configuration, status: int, problem: str = "") -> Response:
    return respond(
        "admin/texts_room.html",
        status=status,
        words=room_words.ROOM[Room.TEXTS],
        config=config,
        seen=config.seen(Room.TEXTS),
        form=form,
        looks=[
            (
                language,
                clean(form[f"banner_{language}"].data),
                clean(form[f"about_{language}"].data),
            )
            for language in ("kk", "ru")
        ],
        problem=problem,
    )
