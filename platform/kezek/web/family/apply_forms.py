"""What families fill in on the way to the queue, step by step."""

from typing import Any

from flask_babel import gettext
from wtforms import BooleanField, RadioField, SelectMultipleField
from wtforms.validators import ValidationError

from kezek.core.standing import CATEGORIES, GENERAL_CATEGORY
from kezek.core.turns import Standing
from kezek.web.family.forms import ProfileForm
from kezek.web.forms import AtMost, DayField, Form, Needed, TextField
from kezek.web.i18n import current_language
from kezek.web.words import mark

_MAX_ADDRESS = 200


class ConsentForm(Form):
    """The consent of Annex 5."""

    agree = BooleanField(
        mark("I agree to this for myself and for my child"),
        [
            Needed(
                mark(
                    "Without your consent the application cannot be taken. "
                    "Tick the consent to go on."
                )
            )
        ],
    )


class ChildStepForm(ProfileForm):
    """For which child, and who applies (L-A1.1)."""

    child = RadioField(mark("Choose the child"), [Needed(mark("Choose the child."))])
    address = TextField(
        mark("Home address"), [Needed(mark("Enter your address.")), AtMost(_MAX_ADDRESS)]
    )

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        # Annex 1 asks for neither.
        del self.email
        del self.next


class ParametersForm(Form):
    """Where, in which language, in which queue."""

    territory = RadioField(mark("Choose the territory"), [Needed(mark("Choose the territory."))])
    language = RadioField(
        mark("Choose the language of instruction"),
        [Needed(mark("Choose the language of instruction."))],
    )
    queue_type = RadioField(mark("Choose the queue"), [Needed(mark("Choose the queue."))])


class BenefitsForm(Form):
    """The statements of Annex 1, and from when the child is to take part."""

    out_of_turn = SelectMultipleField(mark("Out of turn"), coerce=int)
    first_priority = SelectMultipleField(mark("First priority"), coerce=int)
    none = BooleanField(mark("None of these applies to my child"))
    planned = DayField(mark("From which day do you want a place?"))

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.out_of_turn.choices = categories_of(Standing.O)
        self.first_priority.choices = categories_of(Standing.P)

    @property
    def categories(self) -> tuple[int, ...]:
        """What was ticked, by the numbers of Annex 1."""
        ticked = (*(self.out_of_turn.data or ()), *(self.first_priority.data or ()))
        return ticked or (GENERAL_CATEGORY,)

    def validate_none(self, field: BooleanField) -> None:
        """One answer is given: a benefit, or that there is none."""
        has_benefit = bool(self.out_of_turn.data or self.first_priority.data)
        if has_benefit and field.data:
            raise ValidationError(
                gettext("You ticked a benefit and “none” at once. Take one of the ticks away.")
            )
        if not has_benefit and not field.data:
            raise ValidationError(
                gettext("Tick the benefit that your child has, or that none applies.")
            )


def categories_of(standing: Standing) -> list[tuple[int, str]]:
    """The statements of one class by their numbers."""
    is_russian = current_language() == "ru"
    return [
        (one.code, _capital(one.ru if is_russian else one.kk))
        for one in CATEGORIES
        if one.standing is standing
    ]


def category_name(code: int) -> str:
    """One statement of Annex 1 in the reader's language."""
    one = next(one for one in CATEGORIES if one.code == code)
    return _capital(one.ru if current_language() == "ru" else one.kk)


class PlannedForm(Form):
    """From which day the child is to take part; empty means at once."""

    planned = DayField(mark("From which day do you want a place?"))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
