"""What the hotline fills in: the one box, a name with its reason, a code, what a call was about."""

from wtforms import BooleanField, SelectField, TextAreaField

from kezek.core.calls import MAX_NOTE, MAX_REASON, MIN_REASON
from kezek.core.name_words import name_words
from kezek.web.call_words import cause_choices
from kezek.web.forms import AtMost, DayField, Form, Holds, Needed, TextField
from kezek.web.words import mark

_LONGEST = 200


class LookupForm(Form):
    """One box for everything that a caller can tell."""

    q = TextField(
        mark("Application number, IIN or telephone"),
        [Needed(mark("Enter what the caller can tell.")), AtMost(_LONGEST)],
    )


class NameForm(Form):
    """A name is looked for with its birth date, and for a reason."""

    name = TextField(
        mark("Name of the child"),
        [
            Needed(mark("Enter the name of the child.")),
            AtMost(_LONGEST),
            Holds(lambda name: bool(name_words(name)), mark("Enter the name of the child.")),
        ],
    )
    born_on = DayField(mark("Date of birth"), [Needed(mark("Enter the date of birth."))])
    reason = TextField(
        mark("Why do you look by name?"),
        [
            Needed(mark("Write why: the administrator of the region reads it.")),
            AtMost(MAX_REASON),
            Holds(
                lambda reason: len(reason.strip()) >= MIN_REASON,
                mark("Write why: the administrator of the region reads it."),
            ),
        ],
    )


class CallerCodeForm(Form):
    """The code that the caller reads back."""

    code = TextField(mark("Code from the SMS"), [Needed(mark("Enter the six digits of the code."))])


class CallForm(Form):
    """What a call was about, and whether a specialist has to answer."""

    cause = SelectField(mark("What was the call about?"), [Needed(mark("Choose a cause."))])
    note = TextAreaField(mark("Note"), [AtMost(MAX_NOTE)])
    hands_over = BooleanField(mark("A specialist has to answer this"))


class GeneralCallForm(Form):
    """A call about no application."""

    cause = SelectField(mark("What was the call about?"), [Needed(mark("Choose a cause."))])


class ReachedForm(Form):
    """How a family was reached that no message reached."""

    note = TextField(mark("How it was reached"), [AtMost(_LONGEST)])


def call_form(*, blank: bool = False) -> CallForm:
    """What a call about an application was about."""
    form = CallForm(formdata=None) if blank else CallForm()
    form.cause.choices = _choices()
    return form


def general_call_form(*, blank: bool = False) -> GeneralCallForm:
    """What a call about no application was about."""
    form = GeneralCallForm(formdata=None) if blank else GeneralCallForm()
    form.cause.choices = _choices()
    return form


def _choices() -> list[tuple[str, str]]:
    return [("", "–"), *cause_choices()]
