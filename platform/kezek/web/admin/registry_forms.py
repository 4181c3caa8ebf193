"""What the administrator fills in about a kindergarten, its groups, and a file of the registry."""

from typing import Any

from flask_wtf.file import FileField
from wtforms import SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import ValidationError

from kezek.adapters.registry_columns import HOURS, kindergarten_columns
from kezek.adapters.registry_sheets import Fault
from kezek.adapters.registry_titles import KINDS, OWNERSHIPS
from kezek.adapters.registry_words import column_title, fault_words
from kezek.core.groups import GroupAge
from kezek.core.regions import Tenant, Words
from kezek.usecases.registry.keeping import GroupWish
from kezek.web.admin.region_texts import BOTH
from kezek.web.forms import AtMost, Form, Needed, TextField
from kezek.web.i18n import current_language
from kezek.web.labels import age_group_name
from kezek.web.queue_words import instruction_name
from kezek.web.staff_forms import NOTE_LENGTH, WholeField, one_line
from kezek.web.words import mark, say

_WHY = mark("Write by which decision, and why.")
_NEEDED = ("external_id", "name_ru", "kind", "territory")
_MOST_CHILDREN = 500


class ReasonForm(Form):
    """By which decision something is done to the registry."""

    reason = TextAreaField(mark("By which decision, and why"), [Needed(_WHY), AtMost(NOTE_LENGTH)])

    def validate_reason(self, field: TextAreaField) -> None:
        """Some words at least."""
        if field.data and not one_line(field.data):
            raise ValidationError(say(_WHY))

    @property
    def why(self) -> str:
        """The reason in one line."""
        return one_line(self.reason.data)


class EndForm(ReasonForm):
    """By which decision a kindergarten is closed or opened again, and what everybody reads."""

    told_kk = TextAreaField(mark("What families read, in Kazakh"), [AtMost(NOTE_LENGTH)])
    told_ru = TextAreaField(mark("What families read, in Russian"), [AtMost(NOTE_LENGTH)])

    def validate_told_ru(self, field: TextAreaField) -> None:
        """In both languages or in none."""
        if bool(one_line(field.data)) != bool(one_line(self.told_kk.data)):
            raise ValidationError(say(BOTH))

    @property
    def told(self) -> Words:
        """The words, each in one line."""
        return Words(one_line(self.told_kk.data), one_line(self.told_ru.data))


class KindergartenForm(ReasonForm):
    """Every field of a kindergarten; what a field may hold is what a file's column may (L-3.06)."""

    external_id = TextField("")
    name_kk = TextField("")
    name_ru = TextField("")
    kind = SelectField("")
    ownership = SelectField("")
    territory = SelectField("")
    address_kk = TextField("")
    address_ru = TextField("")
    lat = TextField("")
    lon = TextField("")
    phone = TextField("")
    bin = TextField("")
    languages = SelectMultipleField("")
    hours = SelectField("")
    capacity = TextField("")
    source = TextField("")

    FIELDS = (
        *("external_id", "name_kk", "name_ru", "kind", "ownership", "territory", "address_kk"),
        *("address_ru", "lat", "lon", "phone", "bin", "languages", "hours", "capacity", "source"),
    )

    @classmethod
    def for_region(cls, region: Tenant, *, blank: bool = False) -> "KindergartenForm":
        """The form with the region's own territories and languages."""
        form = cls(formdata=None) if blank else cls()
        form.kind.choices = [(str(code), _own(words)) for code, words in KINDS.items()]
        form.ownership.choices = [(code, _own(words)) for code, words in OWNERSHIPS.items()]
        form.territory.choices = [
            (one.slug, _own(Words(one.kk, one.ru))) for one in region.territories
        ]
        form.languages.choices = [
            (code, instruction_name(code)) for code in region.instruction_languages
        ]
        form.hours.choices = [
            ("", say(mark("not known"))),
            *((one, one.replace(".", ",")) for one in HOURS),
        ]
        for name in cls.FIELDS:
            form[name].label.text = _own(column_title(name))
            if name in _NEEDED:
                form[name].flags.required = True
        return form

    def fill(self, values: Any) -> None:
        """Puts the present values in."""
        for name in self.FIELDS:
            value = values[name]
            if name == "languages":
                self.languages.data = list(value)
            elif name == "hours":
                self.hours.data = f"{value.normalize():f}" if value is not None else ""
            else:
                self[name].data = "" if value is None else str(value)

    def values(self, region: Tenant) -> dict[str, Any] | None:
        """The columns as filled in; nothing where one is wrong, with a sentence beside its box."""
        columns, found = kindergarten_columns(region), {}
        for name in self.FIELDS:
            data = self[name].data
            cell = ";".join(data) if isinstance(data, list) else (data or "")
            if name == "ownership" and cell == "unknown":
                cell = ""
            column = columns[name]
            try:
                found[name] = column.value(cell)
            except ValueError:
                code = column.code if cell else "empty"
                fault = Fault("", 0, name, code, cell, dict(column.values))
                self.add_error(_own(fault_words(fault, region)), name)
        if any(self[name].errors for name in self.FIELDS):
            return None
        return found | {"languages": list(found["languages"])}


class GroupForm(ReasonForm):
    """A group: whom it takes, and how many."""

    birth_year = SelectField(mark("Year of birth and group"))
    language = SelectField(mark("Language of the group"))
    capacity = WholeField(
        mark("How many children it takes"), [Needed(mark("Enter a whole number."))]
    )

    @classmethod
    def for_region(cls, region: Tenant, year: int, *, blank: bool = False) -> "GroupForm":
        """The form with the years of birth that the region's groups take in a school year."""
        form = cls(formdata=None) if blank else cls()
        ages = sorted(region.rules.group_ages, key=lambda one: one.years)
        form.birth_year.choices = [
            *((str(year - one.years), _age(year, one)) for one in ages),
            *((str(year + 1 - one.years), _age(year + 1, one)) for one in ages[:1]),
        ]
        form.language.choices = [
            (code, instruction_name(code)) for code in region.instruction_languages
        ]
        return form

    def validate_capacity(self, field: WholeField) -> None:
        """At least one child, and no more than fit under one roof."""
        if field.data is not None and not 1 <= field.data <= _MOST_CHILDREN:
            raise ValidationError(
                say(mark("From %(low)s to %(high)s."), low=1, high=_MOST_CHILDREN)
            )

    @property
    def wish(self) -> GroupWish:
        """The group as filled in."""
        assert self.capacity.data is not None, "asked only after the form was found right"
        return GroupWish(int(self.birth_year.data), self.language.data, self.capacity.data)


def _age(year: int, age: GroupAge) -> str:
    words = mark("%(year)s – %(group)s, school year %(from)s–%(to)s")
    named = {"year": year - age.years, "group": age_group_name(age.group).lower()}
    return say(words, **named, **{"from": year, "to": year + 1})


class FileForm(Form):
    """A file of the registry."""

    file = FileField(mark("File of the registry"))


class TakeForm(ReasonForm):
    """Yes to a file that was looked at; `seen` is what stood on the page."""

    seen = TextField("")


def _own(words: Words) -> str:
    return words.in_language(current_language())
