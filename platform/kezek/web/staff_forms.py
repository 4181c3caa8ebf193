"""Fields and forms that kindergartens and specialists both fill in."""

from collections.abc import Sequence

from wtforms import IntegerField, RadioField
from wtforms.validators import ValidationError

from kezek.core.documents import document
from kezek.web.forms import Form, Needed
from kezek.web.i18n import current_language
from kezek.web.words import mark, say

NOTE_LENGTH = 500


class WholeField(IntegerField):
    """A whole number; anything else is refused in our own words."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """The number as typed."""
        try:
            self.data = int(str(valuelist[0]).strip()) if valuelist and valuelist[0] else None
        except ValueError:
            self.data = None
            raise ValueError(say(mark("Enter a whole number."))) from None


class ExtensionForm(Form):
    """The answer to a request for more days (L-25.2)."""

    answer = RadioField(mark("Your answer"), [Needed(mark("Choose an answer."))])
    days = WholeField(mark("Days to add"))

    def validate_days(self, field: WholeField) -> None:
        """Granting needs a number of days, one at least."""
        if self.answer.data == "grant" and not field.errors and (field.data or 0) < 1:
            raise ValidationError(say(mark("Enter a number of days.")))


def extension_form(asked: int | None, *, blank: bool = False) -> ExtensionForm:
    """The answer, with the days that were asked for put in."""
    form = ExtensionForm(formdata=None) if blank else ExtensionForm()
    form.answer.choices = [
        ("grant", say(mark("Grant more days"))),
        ("refuse", say(mark("Refuse: the term stays as it is"))),
    ]
    if blank:
        form.days.data = asked
    return form


def one_line(text: str | None) -> str:
    """A note without line breaks and without the sign that separates reasons."""
    return " ".join((text or "").replace(";", ",").split())


def paper_name(code: str) -> str:
    """A document by its name in the reader's language."""
    found = document(code)
    return found.kk if current_language() == "kk" else found.ru
