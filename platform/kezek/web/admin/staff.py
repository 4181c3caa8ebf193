"""Who works here: everybody's account found, invited, and looked through every quarter."""

import uuid
from dataclasses import asdict
from typing import Any

from flask import Response, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Role
from kezek.core.errors import Refusal
from kezek.core.staff import Verdict
from kezek.reads.staff import (
    Sieve,
    StaffAccount,
    kindergarten_choices,
    next_due,
    staff_account,
    staff_page,
    territory_choices,
)
from kezek.usecases import staff_accounts
from kezek.usecases.deciding import NotFound
from kezek.web.admin.room import STAFF, blueprint
from kezek.web.admin.staff_forms import InviteForm, role_choices
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.i18n import current_language
from kezek.web.idempotency import intent
from kezek.web.login import current_actor
from kezek.web.tenant import current_tenant
from kezek.web.words import mark, say

ONLY = {
    "open": mark("open accounts"),
    "closed": mark("closed accounts"),
    "invited": mark("invited, not come yet"),
    "due": mark("waiting for the review"),
    "one_step": mark("without the second step"),
}
SORTS = {"name": mark("By name"), "seen": mark("Those not seen for the longest first")}
_FIELD_OF = {
    "login_taken": "login",
    "staff_kindergarten": "kindergarten",
    "key_iin": "iin",
    "key_taken": "iin",
}


@blueprint.get("/staff/")
@STAFF
def staff() -> Response:
    """Everybody who works in the region."""
    sieve, number = _sieve(), request.args.get("page", 1, type=int)
    carried: dict[str, Any] = {name: value for name, value in asdict(sieve).items() if value}
    return respond(
        "admin/staff.html",
        fragments={"found-staff"},
        page=staff_page(current_tenant().id, sieve, number, current_language()),
        sieve=sieve,
        roles=role_choices(),
        role_names=dict(role_choices()),
        only=[(code, say(words)) for code, words in ONLY.items()],
        sorts=[(code, say(words)) for code, words in SORTS.items()],
        page_url=lambda wished: url_for("admin.staff", page=wished, **carried),
    )


@blueprint.get("/staff/new")
@STAFF
def new_staff() -> Response:
    """Whom to invite."""
    return _invite_page(_form(blank=True), 200)


@blueprint.post("/staff/new")
@STAFF
def invite() -> BaseResponse:
    """Makes the account and shows the link by which its person comes in, this once."""
    form = _form()
    intent()
    if not form.validate_on_submit():
        return _invite_page(form, 422)
    role = Role(form.role.data)
    wish = staff_accounts.Invited(
        role=role,
        login=form.login.data,
        full_name=form.full_name.data,
        language=current_language(),
        kindergarten_id=uuid.UUID(form.kindergarten.data) if role is Role.KINDERGARTEN else None,
        territories=tuple(form.territories.data or ()) if role is Role.OFFICE else (),
        iin=form.iin.data or "",
    )
    try:
        link = staff_accounts.invite(current_tenant().id, current_actor(), wish)
    except Refusal as refusal:
        form.refuse(refusal, _FIELD_OF.get(refusal.detail))
        return _invite_page(form, 422)
    return link_page(link)


@blueprint.get("/staff/review")
@STAFF
def review() -> BaseResponse:
    """The next account that nobody has looked through for a quarter."""
    after = request.args.get("after", type=uuid.UUID)
    one = next_due(current_tenant().id, current_language(), after)
    if one is None:
        flash(gettext("Every account has been looked through."), "good")
        return redirect_after_post(url_for("admin.staff"))
    return respond("admin/staff_review.html", one=one, role_names=dict(role_choices()))


@blueprint.post("/staff/<uuid:account_id>/review")
@STAFF
def answer_review(account_id: uuid.UUID) -> BaseResponse:
    """The account is still needed, or closed now; the next one follows."""
    intent()
    verdict = Verdict.CLOSED if request.form.get("verdict") == "closed" else Verdict.KEEPS
    try:
        staff_accounts.review_access(current_tenant().id, current_actor(), account_id, verdict)
    except Refusal:
        flash(gettext("Your own account is closed by another administrator."), "bad")
    return redirect_after_post(url_for("admin.review"))


def link_page(link: staff_accounts.Link) -> Response:
    """The link, shown once: it is written down nowhere."""
    url = url_for("staff.invitation", token=link.token, _external=True)
    one = get_account(link.account_id)
    return respond("admin/staff_link.html", one=one, url=url, expires_at=link.expires_at)


def get_account(account_id: uuid.UUID) -> StaffAccount:
    """The account of this number in this region. Raises NotFound."""
    found = staff_account(current_tenant().id, account_id, current_language())
    if found is None:
        raise NotFound(account_id)
    return found


def _sieve() -> Sieve:
    """As the address says; a word that there is none of sifts nothing."""
    known = {"role": dict(role_choices()), "only": ONLY, "sort": SORTS}
    asked = {name: request.args.get(name, "") for name in known}
    sifted = {name: word for name, word in asked.items() if word in known[name]}
    return Sieve(text=request.args.get("text", "").strip(), **sifted)


def _form(*, blank: bool = False) -> InviteForm:
    form = InviteForm(formdata=None) if blank else InviteForm()
    tenant_id, language = current_tenant().id, current_language()
    form.role.choices = role_choices()
    form.kindergarten.choices = kindergarten_choices(tenant_id, language)
    form.territories.choices = territory_choices(tenant_id, language)
    return form


def _invite_page(form: InviteForm, status: int) -> Response:
    return respond("admin/staff_new.html", status=status, form=form)
