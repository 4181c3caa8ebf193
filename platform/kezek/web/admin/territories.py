"""The territories of the region: names, levels, codes, providers; a new one."""

import re
from dataclasses import replace

from flask import Response, url_for
from werkzeug.wrappers import Response as BaseResponse
from wtforms import RadioField, SelectField
from wtforms.validators import ValidationError

from kezek.adapters.place_words import LEVELS
from kezek.core.errors import Refusal
from kezek.core.modes.registry import DOORS
from kezek.core.region_rooms import Room
from kezek.core.regions import Tenant
from kezek.core.territories import (
    Level,
    Mode,
    ModeFrom,
    Territory,
    UnknownTerritory,
    get_territory,
)
from kezek.reads.configuration import Configuration, configuration
from kezek.usecases.deciding import NotFound
from kezek.web.admin import room_words
from kezek.web.admin.drafting import keep
from kezek.web.admin.room import KEEPS, blueprint
from kezek.web.forms import AtMost, DayField, Form, Holds, Needed, TextField
from kezek.web.htmx import respond
from kezek.web.i18n import current_language
from kezek.web.queue_words import mode_name
from kezek.web.refusals import sentence_of, status_of
from kezek.web.tenant import current_tenant
from kezek.web.words import mark, say

_LONGEST = 300
_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_KATO = re.compile(r"[0-9]{9}")
_NEEDED = Needed(mark("Enter it in both languages."))
_BOTH = mark("Enter the provider in both languages, or leave both boxes empty.")


class TerritoryForm(Form):
    """What can be changed of a territory that is there."""

    kk = TextField(mark("Name in Kazakh"), [_NEEDED, AtMost(_LONGEST)])
    ru = TextField(mark("Name in Russian"), [_NEEDED, AtMost(_LONGEST)])
    level = SelectField(mark("What it is"))
    kato = TextField(
        mark("KATO code"),
        [Holds(lambda code: bool(_KATO.fullmatch(code)), mark("A KATO code has nine digits."))],
    )
    provider_kk = TextField(mark("Its own provider in Kazakh"), [AtMost(_LONGEST)])
    provider_ru = TextField(mark("Its own provider in Russian"), [AtMost(_LONGEST)])

    def validate_provider_ru(self, field: TextField) -> None:
        """Both names or none."""
        if bool(field.data) != bool(self.provider_kk.data):
            raise ValidationError(say(_BOTH))


class NewTerritoryForm(TerritoryForm):
    """The same, and what is said once."""

    slug = TextField(
        mark("Its name in addresses"),
        [
            Needed(mark("Enter small Latin letters, digits and dashes.")),
            Holds(
                lambda slug: bool(_SLUG.fullmatch(slug)),
                mark("Enter small Latin letters, digits and dashes."),
            ),
        ],
    )
    mode = RadioField(mark("How places are given"), [Needed(mark("Choose how places are given."))])
    begins = DayField(mark("From which day"), [Needed(mark("Enter the day."))])


@blueprint.get("/settings/territories/")
@KEEPS
def territories_room() -> Response:
    """All territories."""
    config = configuration(current_tenant().id)
    return respond(
        "admin/territories_room.html",
        words=room_words.ROOM[Room.TERRITORIES],
        config=config,
        lines=[(one, _mode(one, config)) for one in config.region.territories],
        levels=_levels(),
        mode_name=mode_name,
        name=lambda one: one.ru if current_language() == "ru" else one.kk,
        provider=lambda one: config.region.provider_of(one).in_language(current_language()),
    )


@blueprint.get("/settings/territories/new")
@KEEPS
def new_territory() -> Response:
    """A territory that is not there yet."""
    form = _new_form(blank=True)
    return _page(form, configuration(current_tenant().id), None, 200)


@blueprint.post("/settings/territories/new")
@KEEPS
def add_territory() -> BaseResponse:
    """Puts the new territory into the change."""
    form = _new_form()
    if not form.validate_on_submit():
        return _page(form, configuration(current_tenant().id), None, 422)
    made = _made(form)
    answer = keep(Room.TERRITORIES, lambda one: replace(one, territories=(*one.territories, made)))
    if not isinstance(answer, Refusal):
        return answer
    form.add_error(sentence_of(answer))
    return _page(form, configuration(current_tenant().id), None, status_of(answer))


@blueprint.get("/settings/territories/<territory>")
@KEEPS
def territory(territory: str) -> Response:
    """One territory."""
    config = configuration(current_tenant().id)
    found = _find(config.region, territory)
    return _page(_filled(found), config, found, 200)


@blueprint.post("/settings/territories/<territory>")
@KEEPS
def keep_territory(territory: str) -> BaseResponse:
    """Puts what differs into the change that is being drawn up."""
    config = configuration(current_tenant().id)
    found, form = _find(config.region, territory), _with_levels(TerritoryForm())
    if not form.validate_on_submit():
        return _page(form, config, found, 422)
    answer = keep(Room.TERRITORIES, lambda one: _with(one, territory, form))
    if not isinstance(answer, Refusal):
        return answer
    config = configuration(current_tenant().id)
    form.add_error(sentence_of(answer))
    return _page(form, config, _find(config.region, territory), status_of(answer))


def _find(region: Tenant, slug: str) -> Territory:
    try:
        return get_territory(region.territories, slug)
    except UnknownTerritory:
        raise NotFound(slug) from None


def _with(region: Tenant, slug: str, form: TerritoryForm) -> Tenant:
    changed = _entered(_find(region, slug), form)
    return replace(
        region,
        territories=tuple(changed if one.slug == slug else one for one in region.territories),
    )


def _entered(territory: Territory, form: TerritoryForm) -> Territory:
    return replace(
        territory,
        kk=form.kk.data,
        ru=form.ru.data,
        level=Level(form.level.data),
        kato=form.kato.data or None,
        provider_kk=form.provider_kk.data or None,
        provider_ru=form.provider_ru.data or None,
    )


def _made(form: NewTerritoryForm) -> Territory:
    modes = (ModeFrom(form.begins.data, Mode(form.mode.data)),)
    bare = Territory(slug=form.slug.data, kk="", ru="", level=Level.CITY, modes=modes)
    return _entered(bare, form)


def _new_form(*, blank: bool = False) -> NewTerritoryForm:
    form = NewTerritoryForm(formdata=None) if blank else NewTerritoryForm()
    form.mode.choices = [(str(mode), mode_name(mode)) for mode in DOORS]
    _with_levels(form)
    return form


def _filled(territory: Territory) -> TerritoryForm:
    form = _with_levels(TerritoryForm(formdata=None))
    for name in ("kk", "ru", "kato", "provider_kk", "provider_ru"):
        form[name].data = getattr(territory, name) or ""
    form.level.data = str(territory.level)
    return form


def _with_levels(form: TerritoryForm) -> TerritoryForm:
    form.level.choices = [(str(level), name) for level, name in _levels().items()]
    return form


def _levels() -> dict[Level, str]:
    return {level: words.in_language(current_language()) for level, words in LEVELS.items()}


def _mode(territory: Territory, config: Configuration) -> Mode | None:
    return territory.mode_on(config.today)


def _page(
    form: TerritoryForm, config: Configuration, found: Territory | None, status: int
) -> Response:
    return respond(
        "admin/territory_room.html",
        status=status,
        config=config,
        seen=config.seen(Room.TERRITORIES),
        form=form,
        territory=found,
        mode=_mode(found, config) if found else None,
        mode_name=mode_name,
        action=url_for("admin.keep_territory", territory=found.slug)
        if found
        else url_for("admin.add_territory"),
    )
