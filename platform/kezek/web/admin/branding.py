"""The colours of the region, and the name in the head of its pages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import Response, request
from werkzeug.wrappers import Response as BaseResponse
from wtforms.validators import ValidationError

from kezek.adapters.brand import CONTRASTS, READABLE, contrast
from kezek.core.errors import Refusal
from kezek.core.own_words import LENGTHS, LOGO
from kezek.core.region_rooms import Room
from kezek.core.regions import Tenant, Words
from kezek.reads.configuration import Configuration, configuration
from kezek.web.admin import room_words
from kezek.web.admin.drafting import keep
from kezek.web.admin.region_texts import BOTH, with_text
from kezek.web.admin.room import KEEPS, blueprint
from kezek.web.forms import AtMost, Form, TextField
from kezek.web.htmx import respond
from kezek.web.refusals import sentence_of, status_of
from kezek.web.tenant import current_tenant
from kezek.web.words import mark, say

HOUSE: Mapping[str, str] = {
    "--brand": "#0b5a73",
    "--brand-strong": "#07414f",
    "--brand-soft": "#e4f0f3",
}
"""The deployment's own colours, as `tokens.css` has them."""

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_LOW = mark(
    "Letters on this colour cannot be read by everybody: the contrast is %(found)s, "
    "%(needed)s is needed. Choose a darker one, or a lighter one for the ground."
)


def _need_colour(_: Form, field: TextField) -> None:
    """A colour on which letters can be read; an empty box is the house's own."""
    if not field.data:
        return
    if not _COLOUR.fullmatch(field.data):
        raise ValidationError(say(mark("Enter a colour as #rrggbb, such as #0b5a73.")))
    found = contrast(field.data, CONTRASTS[_property(field.name)])
    if found < READABLE:
        raise ValidationError(say(_LOW, found=f"{found:.1f}", needed=READABLE))


class BrandForm(Form):
    """Three colours, and the name."""

    brand = TextField(mark("Colour of buttons and of the head"), [_need_colour])
    brand_strong = TextField(
        mark("The same, darker: when pressed, and below the head"), [_need_colour]
    )
    brand_soft = TextField(mark("Light ground of what is marked"), [_need_colour])
    logo_kk = TextField(mark("Name in the head in Kazakh"), [AtMost(LENGTHS[LOGO])])
    logo_ru = TextField(mark("Name in the head in Russian"), [AtMost(LENGTHS[LOGO])])

    def validate_logo_ru(self, field: TextField) -> None:
        """In both languages or in none."""
        if bool(field.data) != bool(self.logo_kk.data):
            raise ValidationError(say(BOTH))


@dataclass(frozen=True, slots=True)
class Swatch:
    """A colour as it is shown, with how well letters on it are read."""

    field: str
    value: str
    contrast: str
    is_readable: bool


@blueprint.get("/settings/brand")
@KEEPS
def brand_room() -> Response:
    """The colours as they stand."""
    config = configuration(current_tenant().id)
    return _page(_filled(config.region), config, 200)


@blueprint.post("/settings/brand")
@KEEPS
def keep_brand() -> BaseResponse:
    """Puts what differs into the change; with the other button only shows how it looks."""
    config, form = configuration(current_tenant().id), BrandForm()
    if not form.validate_on_submit():
        return _page(form, config, 422)
    if request.form.get("do") == "look":
        return _page(form, config, 200)
    answer = keep(Room.BRAND, lambda one: _with(one, form))
    if not isinstance(answer, Refusal):
        return answer
    config = configuration(current_tenant().id)
    return _page(_filled(config.region), config, status_of(answer), sentence_of(answer))


def _property(field: str) -> str:
    return f"--{field.replace('_', '-')}"


def _filled(region: Tenant) -> BrandForm:
    form = BrandForm(formdata=None)
    for name in HOUSE:
        form[name.removeprefix("--").replace("-", "_")].data = region.brand.get(name, "")
    words = region.texts.get(LOGO, Words("", ""))
    form.logo_kk.data, form.logo_ru.data = words.kk, words.ru
    return form


def _with(region: Tenant, form: BrandForm) -> Tenant:
    chosen = {name: form[name.removeprefix("--").replace("-", "_")].data.lower() for name in HOUSE}
    others = {name: value for name, value in region.brand.items() if name not in HOUSE}
    brand = others | {name: value for name, value in chosen.items() if value}
    return with_text(replace(region, brand=brand), LOGO, form.logo_kk.data, form.logo_ru.data)


def _swatches(form: BrandForm) -> list[Swatch]:
    found = []
    for name, usual in HOUSE.items():
        field = name.removeprefix("--").replace("-", "_")
        typed = form[field].data or usual
        value = typed if _COLOUR.fullmatch(typed) else usual
        ratio = contrast(value, CONTRASTS[name])
        found.append(Swatch(field, value, f"{ratio:.1f}", ratio >= READABLE))
    return found


def _page(form: BrandForm, config: Configuration, status: int, problem: str = "") -> Response:
    return respond(
        "admin/brand_room.html",
        status=status,
        words=room_words.ROOM[Room.BRAND],
        config=config,
        seen=config.seen(Room.BRAND),
        form=form,
        swatches=_swatches(form),
        house=HOUSE,
        needed=READABLE,
        problem=problem,
    )
