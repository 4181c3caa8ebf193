"""The link of an invitation: the person sets a password and is in."""

from flask import Response, request
from werkzeug.wrappers import Response as BaseResponse
from wtforms import PasswordField
from wtforms.validators import ValidationError

from kezek.core.errors import Refusal
from kezek.core.passwords import MIN_LENGTH
from kezek.reads.invitations import shown_invitation
from kezek.usecases.deciding import NotFound
from kezek.usecases.staff_accounts import accept_invitation
from kezek.web.forms import AtMost, Form, Needed
from kezek.web.guards import public
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.login import come_in, home_url
from kezek.web.security import SIGN_IN_LIMIT, limiter
from kezek.web.staff_door import blueprint
from kezek.web.staff_two_step import go_to_code, half_in
from kezek.web.tenant import current_tenant
from kezek.web.words import mark, say


class PasswordForm(Form):
    """The password, twice: nobody else will know it."""

    password = PasswordField(mark("New password"), [Needed(mark("Enter a password.")), AtMost(200)])
    again = PasswordField(mark("Once more"), [Needed(mark("Enter it once more."))])

    def validate_again(self, field: PasswordField) -> None:
        """What was typed twice is the same."""
        if field.data and field.data != self.password.data:
            raise ValidationError(say(mark("The two are not the same.")))


@blueprint.get("/invitation/<token>")
@limiter.limit(SIGN_IN_LIMIT)
@public
def invitation(token: str) -> Response:
    """Who is invited, and the box for the password."""
    return _page(token, PasswordForm(formdata=None), 200)


@blueprint.post("/invitation/<token>")
@limiter.limit(SIGN_IN_LIMIT)
@public
def accept(token: str) -> BaseResponse:
    """Sets the password; the link is used up by it."""
    form = PasswordForm()
    if not form.validate_on_submit():
        return _page(token, form, 422)
    try:
        signed_in = accept_invitation(current_tenant().id, token, form.password.data or "")
    except Refusal as refusal:
        form.refuse(refusal, "password" if refusal.detail == "password" else None)
        return _page(token, form, 422)
    if signed_in.needs_code:
        half_in(signed_in, "")
        return go_to_code()
    actor = come_in(signed_in.account_id, signed_in.session_epoch)
    return redirect_after_post(home_url(actor.role) if actor else request.path)


def _page(token: str, form: PasswordForm, status: int) -> Response:
    found = shown_invitation(current_tenant().id, token)
    if found is None:
        raise NotFound("invitation")
    return respond(
        "account/invitation.html",
        fragments={"password-form"} if found.is_good else set(),
        status=status,
        form=form,
        found=found,
        least=MIN_LENGTH,
    )
