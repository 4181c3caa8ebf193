"""The form kit: fields that parse what families type, and errors that stand beside the field."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask_babel import get_domain, gettext
from flask_wtf import FlaskForm
from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, is_valid_number
from phonenumbers import parse as parse_phone
from wtforms import Field, StringField
from wtforms import Form as PlainForm
from wtforms.validators import StopValidation, ValidationError

from kezek.core.errors import Code, Refusal
from kezek.core.people import iin_fault
from kezek.core.typed import FIRST_YEAR, LAST_YEAR, read_whole
from kezek.web.refusals import refusal_sentence, sentence_of
from kezek.web.words import mark, say

_DAY_PARTS = 3
_BOUNDS = ((1, 31), (1, 12), (FIRST_YEAR, LAST_YEAR))
"""Of day, month and year."""

_OF_WTFORMS = (
    mark("Not a valid choice."),
    mark("Not a valid integer value."),
    mark("'%(value)s' is not a valid choice for this field."),
    mark("'%(value)s' are not valid choices for this field."),
)
"""Sentences that the library itself may say."""


class _OurWords:
    """Lets the library speak the reader's language through our catalogue."""

    def gettext(self, sentence: str) -> str:
        return str(gettext(sentence))

    def ngettext(self, one: str, many: str, count: int) -> str:
        # The library puts its values in itself: the sentence has to come back with its places open.
        return str(get_domain().get_translations().ngettext(one, many, count))


class Form(FlaskForm):  # type: ignore[misc]
    """A form of ours: `validate_on_submit()`, then the use case; its refusal joins the errors."""

    class Meta:
        """CSRF is checked for every request before any form is read, so not once more here."""

        csrf = False

        def get_translations(self, _: PlainForm) -> _OurWords:
            """Our catalogue instead of the library's, which has no Kazakh."""
            return _OurWords()

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        # Labels are marked sentences: a class is made once, a form for each reader.
        for field in self:
            field.label.text = say(field.label.text)

    def refuse(self, refusal: Refusal, field: str | None = None) -> None:
        """Puts a refusal of the rules beside the field that it concerns, or above the form.

        The field is the caller's, or the one that the refusal names itself.
        """
        named = field or refusal.values.get("field")
        self.add_error(sentence_of(refusal), str(named) if named in self else None)

    def add_error(self, sentence: str, field: str | None = None) -> None:
        """Puts a sentence beside a field, or above the form."""
        if field is None:
            self.form_errors.append(sentence)
        else:
            self[field].errors = [*self[field].errors, sentence]

    @property
    def problems(self) -> list[tuple[str, str]]:
        """All errors with the id of the element each belongs to; an empty id is the form's own."""
        own = [("", sentence) for sentence in self.form_errors]
        return own + [
            (self[name].id, sentence)
            for name, sentences in self.errors.items()
            if name in self
            for sentence in sentences
        ]


class Needed:
    """The field must be filled in; `sentence` says with what."""

    field_flags: Mapping[str, bool] = {"required": True}

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence

    def __call__(self, _: PlainForm, field: Field) -> None:
        """Stops at an empty field, or one with blanks only, with the one sentence that helps."""
        is_blank = isinstance(field.data, str) and not field.data.strip()
        if is_blank or not any(field.raw_data or ()):
            field.errors = []
            raise StopValidation(say(self.sentence))
        if field.data is None or field.data is False:
            raise StopValidation


class AtMost:
    """No more than so many characters."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, _: PlainForm, field: Field) -> None:
        """Refuses a longer text and says how long it may be."""
        if field.data and len(field.data) > self.most:
            raise ValidationError(
                gettext("This is too long: at most %(most)s characters.", most=self.most)
            )


class TextField(StringField):
    """One line of text without blanks at its ends."""

    data: str

    def process_formdata(self, valuelist: list[Any]) -> None:
        """The text as it was meant."""
        self.data = str(valuelist[0]).strip() if valuelist else ""


class IinField(TextField):
    """An IIN: blanks between the digits do not matter, the check digit does (D-1, D-2)."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """The twelve digits; what is wrong with them is said at once."""
        super().process_formdata(valuelist)
        self.data = "".join(sign for sign in self.data if sign not in " -\u00a0")
        fault = iin_fault(self.data) if self.data else None
        if fault is not None:
            raise ValueError(refusal_sentence(Code.INVALID_IIN, {}, fault))


class PhoneField(TextField):
    """A telephone number of Kazakhstan as people write it, `8 701 …` or `+7 701 …`."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """The number as `+77011234567`."""
        super().process_formdata(valuelist)
        if not self.data:
            return
        try:
            parsed = parse_phone(self.data, "KZ")
        except NumberParseException:
            parsed = None
        if parsed is None or not is_valid_number(parsed):
            raise ValueError(gettext("Enter a mobile number like +7 701 123 4567."))
        self.data = format_number(parsed, PhoneNumberFormat.E164)


class DayField(Field):
    """A day as three numbers, day, month, year, which any phone's keypad can enter."""

    def __init__(self, label: str, validators: list[Any] | None = None, **rest: Any) -> None:
        super().__init__(label, validators, **rest)
        self.typed: list[str] = []

    @property
    def parts(self) -> list[str]:
        """What stands in the three boxes."""
        if self.typed:
            # A form that is not ours may send fewer boxes than there are.
            return [*self.typed, "", "", ""][:_DAY_PARTS]
        day = self.data
        return [str(day.day), str(day.month), str(day.year)] if day else ["", "", ""]

    def process_formdata(self, valuelist: list[Any]) -> None:
        """The day; a day that no calendar has is refused and stays in the boxes as typed."""
        self.typed = [str(part).strip() for part in valuelist][:_DAY_PARTS]
        self.data = None
        if not any(self.typed):
            return
        day, month, year = (
            read_whole(part, low, high)
            for part, (low, high) in zip([*self.typed, "", ""], _BOUNDS, strict=False)
        )
        try:
            self.data = date(year or 0, month or 0, day or 0)
        except ValueError:
            raise ValueError(
                gettext("There is no such day. Enter the day, the month and the year in digits.")
            ) from None


class Holds:
    """A check of our own: `claim` is true of good data, `sentence` is said of other data."""

    def __init__(self, claim: Callable[[Any], bool], sentence: str) -> None:
        self.claim = claim
        self.sentence = sentence

    def __call__(self, _: PlainForm, field: Field) -> None:
        """Refuses data of which the claim is not true."""
        if field.data and not self.claim(field.data):
            raise ValidationError(say(self.sentence))
