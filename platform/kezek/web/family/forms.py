"""What families fill in: at the door, about themselves, about a child."""

import re
from typing import Any

from flask_babel import gettext
from wtforms import BooleanField, HiddenField, SelectField
from wtforms.validators import ValidationError

from kezek.core.children import MAX_NAME, ChildWish
from kezek.core.people import DocumentKind, Identity, iin_disagrees, iin_hint, is_document_number
from kezek.web.document_words import DOCUMENT_KINDS
from kezek.web.forms import AtMost, DayField, Form, Holds, IinField, Needed, PhoneField, TextField
from kezek.web.words import mark, say

_PHONE = mark("Mobile number")
_NEEDS_PHONE = mark("Enter your mobile number.")
_NAME_SHAPE = mark("Write the name in letters, as it stands in the document.")
_NUMBER_SHAPE = mark(
    "Enter the number of the document: letters and digits, without the series apart."
)

_MAILBOX_SHAPE = mark("Enter an address like name@example.kz, or leave this empty.")
# Whether letters arrive is found out by sending one; here only what cannot be an address at all.
_MAILBOX = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


def _is_mailbox(text: str) -> bool:
    return _MAILBOX.fullmatch(text) is not None


def _is_name(text: str) -> bool:
    return any(sign.isalpha() for sign in text) and not any(sign.isdigit() for sign in text)


class DoorForm(Form):
    """Who comes in and by which telephone."""

    iin = IinField(mark("Your IIN"), [Needed(mark("Enter your IIN."))])
    phone = PhoneField(_PHONE, [Needed(_NEEDS_PHONE)])
    next = HiddenField()

    @property
    def identity(self) -> Identity:
        """The person as typed."""
        return Identity(iin=self.iin.data)


class DocumentDoorForm(Form):
    """The same for a parent who has no IIN (L-5.3)."""

    document_kind = SelectField(
        mark("Kind of document"), [Needed(mark("Choose the kind of document."))]
    )
    document_number = TextField(
        mark("Number of the document"),
        [
            Needed(mark("Enter the number of the document.")),
            AtMost(40),
            Holds(is_document_number, _NUMBER_SHAPE),
        ],
    )
    phone = PhoneField(_PHONE, [Needed(_NEEDS_PHONE)])
    next = HiddenField()

    @property
    def identity(self) -> Identity:
        """The person as typed."""
        return _by_document(self.document_kind.data, self.document_number.data)


class CodeForm(Form):
    """The code out of the SMS."""

    code = TextField(
        mark("Code from the SMS"), [Needed(mark("Enter the six digits from the SMS.")), AtMost(20)]
    )


class ProfileForm(Form):
    """What a family says of itself (Annex 1)."""

    full_name = TextField(
        mark("Surname, given name, patronymic"),
        [Needed(mark("Enter your name.")), AtMost(MAX_NAME), Holds(_is_name, _NAME_SHAPE)],
    )
    address = TextField(mark("Home address"), [AtMost(200)])
    email = TextField(mark("E-mail"), [AtMost(200), Holds(_is_mailbox, _MAILBOX_SHAPE)])
    next = HiddenField()


class PhoneForm(Form):
    """The new telephone."""

    phone = PhoneField(mark("New mobile number"), [Needed(_NEEDS_PHONE)])


class PhoneCodesForm(Form):
    """The codes that went to both telephones."""

    old = TextField(
        mark("Code sent to the old number"),
        [Needed(mark("Enter the code from the old number.")), AtMost(20)],
    )
    new = TextField(
        mark("Code sent to the new number"),
        [Needed(mark("Enter the code from the new number.")), AtMost(20)],
    )


class ChildDetailsForm(Form):
    """Name and date of birth, as in the birth certificate (D-3)."""

    full_name = TextField(
        mark("Surname, given name, patronymic of the child"),
        [Needed(mark("Enter the child's name.")), AtMost(MAX_NAME), Holds(_is_name, _NAME_SHAPE)],
    )
    born = DayField(mark("Date of birth"), [Needed(mark("Enter the date of birth."))])


class ChildForm(Form):
    """A child with an IIN; the IIN suggests the date of birth and never decides it (D-3)."""

    iin = IinField(mark("IIN of the child"), [Needed(mark("Enter the IIN of the child."))])
    full_name = TextField(
        mark("Surname, given name, patronymic of the child"),
        [Needed(mark("Enter the child's name.")), AtMost(MAX_NAME), Holds(_is_name, _NAME_SHAPE)],
    )
    born = DayField(mark("Date of birth"))
    is_checked = BooleanField(mark("I have checked the date with the birth certificate"))

    asks_to_check = False
    """Whether the date has to be confirmed, because the digits of the IIN hint at another."""
    question = ""
    """What has to be looked at once more; it is no error, so nothing is red."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        # It may be left empty once, then it is suggested; but it is needed in the end.
        self.born.flags.required = True

    def validate_born(self, field: DayField) -> None:
        """Suggests the date of the IIN where none was entered, and asks once where they differ."""
        if field.errors or self.iin.errors or not self.iin.data:
            return
        if field.data is None:
            self._suggest(field)
        elif iin_disagrees(self.iin.data, field.data):
            self.asks_to_check = True
            if not self.is_checked.data:
                self.question = gettext(
                    "The first digits of the IIN hint at another date. This can be so: compare "
                    "the date with the birth certificate, tick the box below and send again."
                )

    def _suggest(self, field: DayField) -> None:
        hint = iin_hint(self.iin.data)
        if hint is None:
            raise ValidationError(gettext("Enter the date of birth."))
        field.data, field.typed = hint.born_on, []
        self.question = gettext(
            "We have put in the date that the IIN hints at. Compare it with the birth "
            "certificate and send again."
        )

    @property
    def wish(self) -> ChildWish:
        """The child as entered."""
        return ChildWish(Identity(iin=self.iin.data), self.full_name.data, self.born.data)


class DocumentChildForm(ChildDetailsForm):
    """A child without an IIN: kind and number of a document (L-5.3, A-58)."""

    question = ""

    document_kind = SelectField(
        mark("Kind of document"), [Needed(mark("Choose the kind of document."))]
    )
    document_number = TextField(
        mark("Number of the document"),
        [
            Needed(mark("Enter the number of the document.")),
            AtMost(40),
            Holds(is_document_number, _NUMBER_SHAPE),
        ],
    )

    @property
    def wish(self) -> ChildWish:
        """The child as entered."""
        identity = _by_document(self.document_kind.data, self.document_number.data)
        return ChildWish(identity, self.full_name.data, self.born.data)


def name_documents(form: DocumentDoorForm | DocumentChildForm) -> None:
    """Fills in the kinds of document in the reader's language."""
    form.document_kind.choices = [(kind, say(name)) for kind, name in DOCUMENT_KINDS.items()]


def _by_document(kind: str, number: str) -> Identity:
    return Identity(document_kind=DocumentKind(kind), document_number=number)
