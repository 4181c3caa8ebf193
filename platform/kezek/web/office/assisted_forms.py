"""What a specialist fills in for a parent at the counter, by the papers that lie there (A-31)."""

from typing import Any

from flask_babel import gettext
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import ValidationError

from kezek.core.children import MAX_NAME, ChildWish
from kezek.core.people import DocumentKind, Identity, is_document_number
from kezek.core.standing import CATEGORIES, GENERAL_CATEGORY
from kezek.core.turns import Standing
from kezek.usecases.assisted import FamilyWish
from kezek.web.document_words import DOCUMENT_KINDS
from kezek.web.forms import AtMost, DayField, Form, Holds, IinField, Needed, PhoneField, TextField
from kezek.web.i18n import current_language
from kezek.web.words import mark, say

_ADDRESS = 200
MOST_CHOICES = 4


class PersonForm(Form):
    """Who somebody is: by the IIN, or by a document for whoever has none (L-5.3)."""

    iin = IinField(mark("IIN"))
    document_kind = SelectField(mark("Document, without an IIN"), default="")
    document_number = TextField(mark("Number of the document"), [AtMost(40)])

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        kinds = [(str(kind), say(name)) for kind, name in DOCUMENT_KINDS.items()]
        self.document_kind.choices = [("", gettext("has an IIN")), *kinds]

    def validate_document_number(self, field: TextField) -> None:
        """One of the two is given, and only one."""
        if self.iin.errors:
            return
        has_document = bool(self.document_kind.data and field.data)
        if bool(self.iin.data) == has_document:
            raise ValidationError(
                gettext("Enter the IIN, or the kind and the number of a document.")
            )
        if has_document and not is_document_number(field.data):
            raise ValidationError(gettext("Enter the number of the document."))

    @property
    def identity(self) -> Identity:
        """The person as typed."""
        if self.iin.data:
            return Identity(iin=self.iin.data)
        kind = DocumentKind(self.document_kind.data)
        return Identity(document_kind=kind, document_number=self.document_number.data)


def _is_name(text: str) -> bool:
    return any(sign.isalpha() for sign in text) and not any(sign.isdigit() for sign in text)


_NAME = Holds(_is_name, mark("Write the name in letters, as it stands in the document."))


class ParentForm(PersonForm):
    """The parent."""

    full_name = TextField(
        mark("Surname, given name, patronymic"),
        [Needed(mark("Enter the parent's name.")), AtMost(MAX_NAME), _NAME],
    )
    address = TextField(
        mark("Home address"), [Needed(mark("Enter the home address.")), AtMost(_ADDRESS)]
    )
    phone = PhoneField(mark("Mobile number"), [Needed(mark("Enter the mobile number."))])
    language = RadioField(
        mark("Language of messages to the family"), [Needed(mark("Choose the language."))]
    )
    seen = BooleanField(
        mark("I have seen the identity document"),
        [Needed(mark("Without the document nobody is entered: look at it and tick this."))],
    )

    @property
    def wish(self) -> FamilyWish:
        """The parent as entered."""
        return FamilyWish(
            identity=self.identity,
            full_name=self.full_name.data,
            address=self.address.data,
            phone=self.phone.data,
            language=self.language.data,
        )


class CounterChildForm(PersonForm):
    """The child, by its birth certificate."""

    full_name = TextField(
        mark("Surname, given name, patronymic of the child"),
        [Needed(mark("Enter the child's name.")), AtMost(MAX_NAME), _NAME],
    )
    born = DayField(mark("Date of birth"), [Needed(mark("Enter the date of birth."))])
    seen = BooleanField(mark("I have seen the birth certificate: confirm the parentage"))

    @property
    def wish(self) -> ChildWish:
        """The child as entered."""
        return ChildWish(self.identity, self.full_name.data, self.born.data)


class Annex1Form(Form):
    """The application of Annex 1 as the parent has filled it in on paper."""

    agree = BooleanField(
        mark("The consent of Annex 5 is signed on paper and lies here"),
        [Needed(mark("Without the signed consent the application cannot be taken."))],
    )
    signed = DayField(mark("Day of the signature"), [Needed(mark("Enter the day."))])
    paper_language = RadioField(
        mark("Language of the signed consent"), [Needed(mark("Choose the language."))]
    )
    territory = RadioField(mark("Choose the territory"), [Needed(mark("Choose the territory."))])
    language = RadioField(
        mark("Choose the language of instruction"),
        [Needed(mark("Choose the language of instruction."))],
    )
    queue_type = RadioField(mark("Choose the queue"), [Needed(mark("Choose the queue."))])
    categories = SelectMultipleField(mark("Statements of Annex 1"), coerce=int)
    planned = DayField(mark("From which day is a place wanted?"))

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        is_russian = current_language() == "ru"
        self.categories.choices = [
            (one.code, one.ru if is_russian else one.kk)
            for one in CATEGORIES
            if one.standing is not Standing.G
        ]

    @property
    def ticked(self) -> tuple[int, ...]:
        """The statements by their numbers; none of them is one of them."""
        return tuple(self.categories.data or ()) or (GENERAL_CATEGORY,)
