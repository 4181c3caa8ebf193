"""What operators fill in: always with a reason, and in both languages where people will read it."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from wtforms import PasswordField, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import ValidationError

from kezek.core.typed import FIRST_YEAR, LAST_YEAR
from kezek.web.forms import AtMost, DayField, Form, Needed, TextField
from kezek.web.staff_forms import NOTE_LENGTH
from kezek.web.tenant import current_zone
from kezek.web.words import mark, say

_SLUG = re.compile(r"[a-z][a-z0-9-]{1,39}")
_PREFIX = re.compile(r"[A-Z]{3}")
_KATO = re.compile(r"[0-9]{9}")
_WORDS_LENGTH = 1000


class MomentField(TextField):
    """A day and a time on the wall clock, as browsers send them: `2026-09-07T09:30`."""

    moment: datetime | None = None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """The moment; what is none is refused and stays as typed."""
        super().process_formdata(valuelist)
        if not self.data:
            return
        try:
            typed = datetime.fromisoformat(self.data)
            if not FIRST_YEAR <= typed.year <= LAST_YEAR:
                raise ValueError(self.data)
        except ValueError:
            raise ValueError(say(mark("Enter a day and a time, like 2026-09-07T09:30."))) from None
        self.moment = typed if typed.tzinfo else typed.replace(tzinfo=current_zone())


class ReasonForm(Form):
    """Why it is done."""

    reason = TextAreaField(mark("Reason"), [Needed(mark("Write why.")), AtMost(NOTE_LENGTH)])


class KeepLongerForm(ReasonForm):
    """Until which later day a closed region's data are kept, and why."""

    kept = DayField(mark("Kept through"), [Needed(mark("Enter the day."))])


class WordsForm(ReasonForm):
    """Why it is done, and what people read of it in both languages."""

    words_kk = TextAreaField(
        mark("What people read, in Kazakh"),
        [Needed(mark("Write what people are to read.")), AtMost(_WORDS_LENGTH)],
    )
    words_ru = TextAreaField(
        mark("What people read, in Russian"),
        [Needed(mark("Write what people are to read.")), AtMost(_WORDS_LENGTH)],
    )


class StopForm(WordsForm):
    """How a region is to stand still, and what its people read meanwhile."""

    level = RadioField(mark("How much stands still"), [Needed(mark("Choose one of them."))])


class ClosingForm(WordsForm):
    """The end of a region here: what people read, and until when its data are kept."""

    kept = DayField(mark("Its data are kept through"))


class AnswerForm(Form):
    """Whether another operator agrees."""

    answer = RadioField(mark("Your answer"), [Needed(mark("Choose an answer."))])
    words = TextAreaField(mark("Why"), [AtMost(NOTE_LENGTH)])


class FilesForm(Form):
    """A region whose folder is there."""

    folder = SelectField(mark("Region"), [Needed(mark("Choose a region."))])


class NewRegionForm(Form):
    """The least that a region must say of itself."""

    slug = TextField(mark("Name in addresses"), [Needed(mark("Enter the name in addresses."))])
    prefix = TextField(
        mark("Three letters of application numbers"), [Needed(mark("Enter three letters."))]
    )
    kk = TextField(mark("Name in Kazakh"), [Needed(mark("Enter the name.")), AtMost(100)])
    ru = TextField(mark("Name in Russian"), [Needed(mark("Enter the name.")), AtMost(100)])
    kato = TextField(mark("KATO code"), [Needed(mark("Enter the nine digits."))])

    def validate_slug(self, field: TextField) -> None:
        """Small Latin letters, digits and dashes."""
        _need(_SLUG, field, mark("Small Latin letters, digits and dashes, as in east-kazakhstan."))

    def validate_prefix(self, field: TextField) -> None:
        """Three Latin capitals, which never change."""
        _need(_PREFIX, field, mark("Exactly three Latin capitals, as in KRG."))

    def validate_kato(self, field: TextField) -> None:
        """Nine digits."""
        _need(_KATO, field, mark("Exactly nine digits."))


class SwitchForm(ReasonForm):
    """What is turned off, where, and until when."""

    switch = RadioField(mark("What is turned off"), [Needed(mark("Choose one of them."))])
    region = SelectField(mark("Where"))
    until = MomentField(mark("Until when"))


class OutageForm(WordsForm):
    """An outage that is over: when, where, what failed, and what parents read of it."""

    began = MomentField(mark("Began"), [Needed(mark("Enter from when."))])
    ended = MomentField(mark("Ended"), [Needed(mark("Enter until when."))])
    regions = SelectMultipleField(mark("Regions"), [Needed(mark("Choose one region at least."))])
    failed = RadioField(mark("What failed"), [Needed(mark("Choose what failed."))])


class NumberForm(Form):
    """The number that a caller reads, in any spacing and with look-alike letters."""

    q = TextField(
        mark("Application number"), [Needed(mark("Enter the application number.")), AtMost(200)]
    )


class InviteForm(Form):
    """A new account of the deployment."""

    login = TextField(mark("Login"), [Needed(mark("Enter a login.")), AtMost(100)])
    full_name = TextField(mark("Surname and name"), [Needed(mark("Enter the name.")), AtMost(200)])
    role = RadioField(mark("What for"), [Needed(mark("Choose one of them."))])


class ProofForm(Form):
    """The password once more, and the code where there is a second step."""

    password = PasswordField(mark("Password"), [Needed(mark("Enter your password.")), AtMost(200)])
    code = TextField(mark("Code of the app"), [AtMost(20)])
    next = TextField("")


class DoorForm(ProofForm):
    """The same with a login."""

    login = TextField(mark("Login"), [Needed(mark("Enter your login.")), AtMost(100)])


class PasswordForm(Form):
    """The first password, twice."""

    password = PasswordField(mark("New password"), [Needed(mark("Enter a password."))])
    again = PasswordField(mark("The same once more"), [Needed(mark("Enter it once more."))])

    def validate_again(self, field: PasswordField) -> None:
        """The same twice."""
        if field.data != self.password.data:
            raise ValidationError(say(mark("The two passwords differ. Enter both once more.")))


class CodeForm(Form):
    """The first code of a new second step."""

    code = TextField(mark("Code of the app"), [Needed(mark("Enter the six digits.")), AtMost(20)])


def chosen(values: Sequence[str] | None) -> list[int]:
    """Numbers of regions as a form gives them."""
    return [int(one) for one in values or () if one.isdecimal()]


def _need(shape: re.Pattern[str], field: TextField, sentence: str) -> None:
    if field.data and not shape.fullmatch(field.data):
        raise ValidationError(say(sentence))
