"""What specialists fill in: decisions with the reasons of Annex 3, answers, searches."""

from wtforms import HiddenField, RadioField, SelectMultipleField, TextAreaField
from wtforms.validators import ValidationError

from kezek.core.annex3 import Ground, Reasons
from kezek.core.complaints import MAX_TEXT, MIN_TEXT
from kezek.usecases.ownership import Proof
from kezek.web.forms import AtMost, Form, IinField, Needed, PhoneField, TextField
from kezek.web.staff_forms import NOTE_LENGTH, one_line
from kezek.web.words import mark, say

GROUNDS = {
    Ground.UNRELIABLE: mark("Documents, or data in them, are unreliable"),
    Ground.UNSUITABLE: mark("The applicant or the documents do not meet the Rules"),
    Ground.NO_CONSENT: mark("There is no consent to use data protected by law"),
}
"""The grounds of Annex 2 item 9 (L-A2.9)."""


PROOFS = {
    Proof.BIRTH_CERTIFICATE: mark("Birth certificate of the child"),
    Proof.COURT: mark("Decision of a court"),
    Proof.GUARDIANSHIP: mark("Decision on guardianship"),
}
"""By which documents somebody represents a child (A-62)."""


class DecisionForm(Form):
    """The first or the second check: all in order, the benefit alone refused, or the whole."""

    decision = RadioField(mark("Your decision"), [Needed(mark("Choose a decision."))])
    missing = SelectMultipleField(mark("Missing documents"))
    expired = SelectMultipleField(mark("Documents that are no longer valid"))
    grounds = SelectMultipleField(mark("Other grounds of Annex 2"))
    note = TextAreaField(mark("Explanation for the family"), [AtMost(NOTE_LENGTH)])
    seen = HiddenField()

    def validate_missing(self, field: SelectMultipleField) -> None:
        """Whoever refuses the whole application names a reason (L-5.6, L-A3.1)."""
        if self.decision.data != "refuse":
            return
        if not (field.data or self.expired.data or self.grounds.data):
            raise ValidationError(
                say(mark("Tick at least one reason: the family reads it in the notice."))
            )

    @property
    def reasons(self) -> Reasons:
        """The reasons as Annex 3 names them."""
        return Reasons(
            missing=tuple(self.missing.data or ()),
            expired=tuple(self.expired.data or ()),
            grounds=tuple(Ground(one) for one in self.grounds.data or ()),
            note=one_line(self.note.data),
        )


class RefusalForm(Form):
    """The review of a kindergarten's refusal (L-16.1)."""

    result = RadioField(mark("Your decision"), [Needed(mark("Choose a decision."))])


class MoveRefusalForm(Form):
    """Why the paper of a transfer or a move does not do (L-23.2)."""

    words = TextAreaField(
        mark("Why the document does not do"),
        [Needed(mark("Write why the document does not do.")), AtMost(NOTE_LENGTH)],
    )


class AnswerForm(Form):
    """The answer to a complaint (L-19.1)."""

    outcome = RadioField(mark("What came of it"), [Needed(mark("Choose what came of it."))])
    answer = TextAreaField(
        mark("Answer to the family"), [Needed(mark("Write the answer.")), AtMost(MAX_TEXT)]
    )

    def validate_answer(self, field: TextAreaField) -> None:
        """An answer says something."""
        if len((field.data or "").strip()) < MIN_TEXT:
            raise ValidationError(say(mark("Write the answer in a full sentence.")))


class SearchForm(Form):
    """A family is found by a number that it can tell."""

    q = TextField(
        mark("Application number, IIN or telephone"),
        [Needed(mark("Enter a number to search for.")), AtMost(40)],
    )


class NewPhoneForm(Form):
    """The telephone by which the family enters from now on."""

    phone = PhoneField(mark("New mobile number"), [Needed(mark("Enter the mobile number."))])


class HandOverForm(Form):
    """Who keeps the child's application from now on, and by which document (A-62)."""

    iin = IinField(
        mark("IIN of the new representative"), [Needed(mark("Enter the IIN of the person."))]
    )
    proof = RadioField(
        mark("Which document have you seen?"), [Needed(mark("Choose the document."))]
    )
    reason = TextAreaField(
        mark("Why it is handed over"), [Needed(mark("Write why.")), AtMost(NOTE_LENGTH)]
    )
