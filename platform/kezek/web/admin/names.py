"""What the region is called, who provides the service, and which languages there are."""

from dataclasses import replace

from flask import Response
from werkzeug.wrappers import Response as BaseResponse
from wtforms import RadioField, SelectMultipleField

from kezek.adapters.tenant_shape import INSTRUCTION_LANGUAGES
from kezek.adapters.text_words import tongue_name
from kezek.core.errors import Refusal
from kezek.core.region_rooms import Room
from kezek.core.regions import INTERFACE_LANGUAGES, Tenant, Words
from kezek.reads.configuration import Configuration, configuration
from kezek.web.admin import room_words
from kezek.web.admin.drafting import keep
from kezek.web.admin.room import KEEPS, blueprint
from kezek.web.forms import AtMost, Form, Needed, TextField
from kezek.web.htmx import respond
from kezek.web.i18n import current_language
from kezek.web.refusals import sentence_of, status_of
from kezek.web.tenant import current_tenant
from kezek.web.words import mark

_LONGEST = 300
_NEEDED = Needed(mark("Enter it in both languages."))


class NamesForm(Form):
    """The names in both languages, and the languages."""

    name_kk = TextField(mark("Name of the region in Kazakh"), [_NEEDED, AtMost(_LONGEST)])
    name_ru = TextField(mark("Name of the region in Russian"), [_NEEDED, AtMost(_LONGEST)])
    provider_kk = TextField(mark("Provider of the service in Kazakh"), [_NEEDED, AtMost(_LONGEST)])
    provider_ru = TextField(mark("Provider of the service in Russian"), [_NEEDED, AtMost(_LONGEST)])
    first = RadioField(mark("Which language a new visitor sees first"))
    instruction = SelectMultipleField(
        mark("Languages of instruction that families can choose"),
        [Needed(mark("Choose one language at least."))],
    )


@blueprint.get("/settings/names")
@KEEPS
def names_room() -> Response:
    """The names and the languages."""
    config = configuration(current_tenant().id)
    return _page(_form(config.region, blank=True), config, 200)


@blueprint.post("/settings/names")
@KEEPS
def keep_names() -> BaseResponse:
    """Puts what differs into the change that is being drawn up."""
    config = configuration(current_tenant().id)
    form = _form(config.region)
    if not form.validate_on_submit():
        return _page(form, config, 422)
    answer = keep(Room.NAMES, lambda one: _named(one, form))
    if not isinstance(answer, Refusal):
        return answer
    config = configuration(current_tenant().id)
    form = _form(config.region, blank=True)
    return _page(form, config, status_of(answer), sentence_of(answer))


def _form(region: Tenant, *, blank: bool = False) -> NamesForm:
    form = NamesForm(formdata=None) if blank else NamesForm()
    language = current_language()
    form.first.choices = [
        (one, tongue_name(one).in_language(language)) for one in INTERFACE_LANGUAGES
    ]
    form.instruction.choices = [
        (one, tongue_name(one).in_language(language)) for one in INSTRUCTION_LANGUAGES
    ]
    if blank:
        form.name_kk.data, form.name_ru.data = region.name.kk, region.name.ru
        form.provider_kk.data, form.provider_ru.data = region.provider.kk, region.provider.ru
        form.first.data = region.interface_languages[0]
        form.instruction.data = list(region.instruction_languages)
    return form


def _named(region: Tenant, form: NamesForm) -> Tenant:
    first = form.first.data
    chosen = set(form.instruction.data or ())
    # Those that stay keep the region's own order; new ones come after them.
    order = dict.fromkeys((*region.instruction_languages, *INSTRUCTION_LANGUAGES))
    return replace(
        region,
        name=Words(form.name_kk.data, form.name_ru.data),
        provider=Words(form.provider_kk.data, form.provider_ru.data),
        interface_languages=(first, *(one for one in INTERFACE_LANGUAGES if one != first)),
        instruction_languages=tuple(one for one in order if one in chosen),
    )


def _page(form: NamesForm, config: Configuration, status: int, problem: str = "") -> Response:
    return respond(
        "admin/names_room.html",
        status=status,
        words=room_words.ROOM[Room.NAMES],
        config=config,
        seen=config.seen(Room.NAMES),
        form=form,
        problem=problem,
    )
