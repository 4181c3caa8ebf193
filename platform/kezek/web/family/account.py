"""What a family says of itself: name, address, mailbox; and the way out on all devices."""

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.errors import Refusal
from kezek.reads.accounts import ProfilePage, profile_page
from kezek.reads.own_views import own_views
from kezek.usecases.accounts import Profile, keep_profile
from kezek.usecases.deciding import NotFound
from kezek.web.decision_words import role_name
from kezek.web.family.forms import ProfileForm
from kezek.web.gate import own_path
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.i18n import current_language
from kezek.web.login import current_actor
from kezek.web.tenant import current_tenant
from kezek.web.view_words import shown_name

blueprint = Blueprint("family_account", __name__, url_prefix="/<slug:slug>/family/account")


@blueprint.get("/")
@needs(Permission.FAMILY_ROOM)
def index() -> Response:
    """The family's own page about itself."""
    page = _page()
    form = ProfileForm(data={"full_name": page.full_name, "address": page.address})
    form.email.data = page.email
    form.next.data = own_path(request.args.get("next", ""))
    return _respond(form, page, 200)


@blueprint.post("/")
@needs(Permission.FAMILY_ROOM)
def keep() -> BaseResponse:
    """Keeps what was entered and leads on: after the first time to the children."""
    page = _page()
    form = ProfileForm()
    if not form.validate_on_submit():
        return _respond(form, page, 422)
    profile = Profile(
        full_name=form.full_name.data, address=form.address.data, email=form.email.data or ""
    )
    try:
        keep_profile(current_tenant().id, current_actor(), profile)
    except Refusal as refusal:
        form.refuse(refusal, "email")
        return _respond(form, page, 422)
    flash(gettext("Your details are saved."), "good")
    wished = own_path(form.next.data or "")
    if wished or not page.full_name:
        return redirect_after_post(wished or url_for("family_children.index"))
    return redirect_after_post(url_for("family_account.index"))


@blueprint.get("/looks")
@needs(Permission.FAMILY_ROOM)
def looks() -> Response:
    """Who of the staff has looked at the family's data, and when."""
    return respond(
        "family/looks.html",
        views=own_views(current_tenant().id, current_actor(), current_language()),
        role_name=role_name,
        shown_name=shown_name,
    )


def _page() -> ProfilePage:
    page = profile_page(current_tenant().id, current_actor())
    if page is None:
        raise NotFound("family")
    return page


def _respond(form: ProfileForm, page: ProfilePage, status: int) -> Response:
    return respond(
        "family/account.html", fragments={"profile-form"}, status=status, form=form, page=page
    )
