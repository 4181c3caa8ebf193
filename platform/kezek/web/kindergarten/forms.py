"""What kindergartens fill in: places, the check of papers, a pupil who goes away."""

from datetime import date
from uuid import UUID

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import ValidationError

from kezek.core.annex3 import Reasons
from kezek.core.triggers import Leaving
from kezek.web.forms import AtMost, DayField, Form, Holds, Needed
from kezek.web.staff_forms import NOTE_LENGTH, WholeField, one_line
from kezek.web.words import mark, say

MOST_PLACES = 20

_NEEDS_UNTIL = mark("Enter the last day of the temporary place.")
_NEEDS_SINCE = mark("Enter the first day of the absence: a day that has come already.")
_NEEDS_SURE = mark("Illness and leave keep the voucher. Tick the box if it was neither.")
_NEEDS_PAPER = mark("Tick at least one document that is missing or no longer valid.")


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


class PublishForm(Form):
    """Free places of one year and language (L-17.1)."""

    birth_year = SelectField(
        mark("Year of birth of the children"),
        [Needed(mark("Choose the year of birth."))],
        coerce=int,
    )
    language = RadioField(
        mark("Language of instruction"), [Needed(mark("Choose the language of instruction."))]
    )
    places = WholeField(mark("How many places"), [Needed(mark("Enter how many places are free."))])
    term = RadioField(mark("For how long"), [Needed(mark("Choose for how long."))])
    until = DayField(mark("Last day of the temporary place"))

    def validate_places(self, field: WholeField) -> None:
        """From one to twenty at once."""
        if field.data is not None and not 1 <= field.data <= MOST_PLACES:
            sentence = mark("From 1 to %(most)s places can be published at once.")
            raise ValidationError(say(sentence, most=MOST_PLACES))

    def validate_until(self, field: DayField) -> None:
        """A temporary place has a last day; a permanent one has none."""
        if self.term.data == "temporary" and field.data is None and not field.errors:
            raise ValidationError(say(_NEEDS_UNTIL))

    @property
    def last_day(self) -> date | None:
        """The last day, where the place is temporary."""
        return self.until.data if self.term.data == "temporary" else None


class RecallForm(Form):
    """Why a place is taken back (R-46)."""

    reason = TextAreaField(
        mark("Why the place is recalled"),
        [Needed(mark("Write why the place is recalled.")), AtMost(NOTE_LENGTH)],
    )


class CheckForm(Form):
    """What the check of the papers has found, and what follows (L-22.6, L-28)."""

    vaccinated = RadioField(
        mark("Planned vaccinations by card № 065/е"),
        [Needed(mark("Say what card № 065/е shows."))],
    )
    decision = RadioField(mark("Your decision"), [Needed(mark("Choose a decision."))])
    missing = SelectMultipleField(mark("Missing documents"))
    expired = SelectMultipleField(mark("Documents that are no longer valid"))
    note = TextAreaField(mark("Explanation for the family"), [AtMost(NOTE_LENGTH)])

    def validate_missing(self, field: SelectMultipleField) -> None:
        """Whoever finds the papers incomplete says which."""
        if self.decision.data == "incomplete" and not (field.data or self.expired.data):
            raise ValidationError(say(_NEEDS_PAPER))

    @property
    def reasons(self) -> Reasons:
        """The papers as Annex 3 names them."""
        return Reasons(
            missing=tuple(self.missing.data or ()),
            expired=tuple(self.expired.data or ()),
            note=one_line(self.note.data),
        )


class LeavingForm(Form):
    """Why a voucher ends with its contract (9.3 row 18, VX-18)."""

    because = RadioField(
        mark("Why the contract ends"), [Needed(mark("Choose why the contract ends."))]
    )
    since = DayField(mark("First day of the absence"))
    is_sure = BooleanField(
        mark("The child was neither ill nor away with its parents on leave on these days")
    )

    def validate_since(self, field: DayField) -> None:
        """An absence has a first day; other reasons have none."""
        if self.because.data == Leaving.ABSENT and field.data is None and not field.errors:
            raise ValidationError(say(_NEEDS_SINCE))

    def validate_is_sure(self, field: BooleanField) -> None:
        """Illness and leave keep the voucher, so somebody has to say that it was neither."""
        if self.because.data == Leaving.ABSENT and not field.data:
            raise ValidationError(say(_NEEDS_SURE))

    @property
    def reason(self) -> Leaving:
        """The reason as chosen."""
        return Leaving(self.because.data)

    @property
    def absent_since(self) -> date | None:
        """The first day, where an absence is the reason."""
        return self.since.data if self.because.data == Leaving.ABSENT else None


class AbsenceForm(Form):
    """Why a pupil is away, and through which day its place is kept (L-17.2)."""

    because = RadioField(
        mark("Why the child is away"), [Needed(mark("Choose why the child is away."))]
    )
    until = DayField(mark("Last day away"), [Needed(mark("Enter the last day."))])


class MoveForm(Form):
    """Into which group a pupil goes over (X-14)."""

    # A second press comes when the child is there already: whose group it is the act itself asks.
    group = SelectField(
        mark("The other group"),
        [Needed(mark("Choose a group.")), Holds(_is_id, mark("Choose a group."))],
        validate_choice=False,
    )
