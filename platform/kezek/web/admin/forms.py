"""What the administrator fills in: a switch, and why."""

from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import ValidationError

from kezek.web.forms import AtMost, DayField, Form, Needed
from kezek.web.staff_forms import NOTE_LENGTH, one_line
from kezek.web.words import mark, say


class SwitchForm(Form):
    """Which territory gives places in another way, in which one, and from which day."""

    territory = SelectField(mark("Territory"), [Needed(mark("Choose a territory."))])
    mode = RadioField(
        mark("How places are given from then on"), [Needed(mark("Choose how places are given."))]
    )
    on = DayField(mark("From which day"), [Needed(mark("Enter the day."))])


_WHY = mark("Write by which decision, and why.")
_WHY_NOT = mark("Write why it is cancelled.")


def _need_words(field: TextAreaField, sentence: str) -> None:
    """Blanks are no reason."""
    if field.data and not one_line(field.data):
        raise ValidationError(say(sentence))


class SignForm(Form):
    """The signature: why it is done."""

    reason = TextAreaField(
        mark("By which decision, and why"),
        [Needed(_WHY), AtMost(NOTE_LENGTH)],
    )

    def validate_reason(self, field: TextAreaField) -> None:
        """Some words at least."""
        _need_words(field, _WHY)


class CancelForm(Form):
    """Why a switch is taken back."""

    reason = TextAreaField(
        mark("Why it is cancelled"),
        [Needed(_WHY_NOT), AtMost(NOTE_LENGTH)],
    )

    def validate_reason(self, field: TextAreaField) -> None:
        """Some words at least."""
        _need_words(field, _WHY_NOT)
