"""What the administrator fills in about a member of staff."""

import re

from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.validators import ValidationError

from kezek.core.access import STAFF, Role
from kezek.web.forms import AtMost, Form, Needed, TextField
from kezek.web.words import mark, say

ROLES = {
    Role.OFFICE: mark("Specialist of the education department"),
    Role.KINDERGARTEN: mark("Kindergarten"),
    Role.HOTLINE: mark("Hotline"),
    Role.ADMIN: mark("Administrator of the region"),
}
"""How each audience that staff belong to is called."""

_NAME = [Needed(mark("Enter the name.")), AtMost(100)]
_MAILBOX = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_LOGIN_SHAPE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{2,59}")


class InviteForm(Form):
    """Who is invited, as what, and for where."""

    role = RadioField(mark("What the person does"), [Needed(mark("Choose what the person does."))])
    full_name = TextField(mark("Name and surname"), _NAME)
    login = TextField(mark("Login"), [Needed(mark("Enter a login."))])
    kindergarten = SelectField(mark("Kindergarten"), validate_choice=False)
    territories = SelectMultipleField(mark("Territories"))
    iin = TextField(mark("IIN, to come in with the own key (EDS)"), [AtMost(20)])

    def validate_login(self, field: TextField) -> None:
        """Something that can be typed on any keyboard and said on the telephone."""
        if field.data and not _LOGIN_SHAPE.fullmatch(field.data):
            words = mark("Latin letters, digits, dots and dashes, three at least.")
            raise ValidationError(say(words))

    def validate_kindergarten(self, field: SelectField) -> None:
        """A kindergarten's people work in one."""
        known = {value for value, *_ in field.iter_choices()}
        if self.role.data == Role.KINDERGARTEN and (not field.data or field.data not in known):
            raise ValidationError(say(mark("Choose the kindergarten.")))


class KeyForm(Form):
    """Whose key opens an account."""

    iin = TextField(mark("IIN of this person"), [Needed(mark("Enter the IIN."))])


class ChangeForm(Form):
    """What of an account may change: name, address for alarms, a specialist's territories."""

    full_name = TextField(mark("Name and surname"), _NAME)
    alarm_email = TextField(mark("E-mail for alarms"), [AtMost(200)])
    territories = SelectMultipleField(mark("Territories"))

    def validate_alarm_email(self, field: TextField) -> None:
        """An address, or nothing."""
        if field.data and not _MAILBOX.fullmatch(field.data):
            words = mark("Enter an address like name@example.kz, or leave this empty.")
            raise ValidationError(say(words))


def role_choices() -> list[tuple[str, str]]:
    """The audiences that staff belong to, in the reader's language."""
    assert set(ROLES) == STAFF
    return [(str(role), say(words)) for role, words in ROLES.items()]
