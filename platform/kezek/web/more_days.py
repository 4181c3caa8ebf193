"""The answer to a family that asks for more days: the form, and what it does (L-25.2, A-17)."""

import uuid

from wtforms import RadioField
from wtforms.validators import ValidationError

from kezek.usecases.admission_desk import grant_extension, refuse_extension
from kezek.web.forms import Form, Needed
from kezek.web.login import current_actor
from kezek.web.staff_forms import WholeField
from kezek.web.tenant import current_tenant
from kezek.web.words import mark, say


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


def send_answer(form: ExtensionForm, application_id: uuid.UUID, intent: str) -> None:
    """Grants the days of a form that holds, or refuses them. Raises NotFound and Refusal."""
    tenant_id, actor = current_tenant().id, current_actor()
    if form.answer.data == "grant":
        grant_extension(tenant_id, actor, application_id, form.days.data or 0, intent=intent)
    else:
        refuse_extension(tenant_id, actor, application_id, intent=intent)
