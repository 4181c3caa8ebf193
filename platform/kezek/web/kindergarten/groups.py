"""The groups of a kindergarten, the children in each, and what the kindergarten may set itself."""

import uuid
from decimal import Decimal

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse
from wtforms import RadioField, SelectField, TextAreaField

from kezek.core.access import Permission
from kezek.core.errors import Refusal
from kezek.core.personal_views import Shown
from kezek.reads.kindergarten_groups import GroupPage, group_page, groups_page
from kezek.reads.subjects import group_subject
from kezek.usecases.deciding import NotFound
from kezek.usecases.groups import GroupFacts, change_group
from kezek.web.forms import AtMost, Form, Needed
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond, with_etag
from kezek.web.i18n import current_language
from kezek.web.idempotency import intent
from kezek.web.kindergarten.words import GROUP_SORTS, asked, group_name, worded
from kezek.web.labels import tongue
from kezek.web.login import current_actor
from kezek.web.staff import kindergarten_id
from kezek.web.staff_forms import NOTE_LENGTH, WholeField, one_line
from kezek.web.tenant import current_tenant
from kezek.web.words import mark, say

blueprint = Blueprint(
    "kindergarten_groups", __name__, url_prefix="/<slug:slug>/kindergarten/groups"
)

HOURS = ("4", "9", "10.5", "12", "24")
"""Hours of work that the ordinance knows (A-30, 13.2)."""

_KEEPS = needs(Permission.GROUP_KEEP, group_subject)
_FIELD_OF = {"group_seats": "capacity", "seats_in_use": "capacity", "group_language": "language"}


class GroupForm(Form):
    """What a kindergarten may set of a group."""

    capacity = WholeField(
        mark("Norm: seats in the group"), [Needed(mark("Enter how many seats the group has."))]
    )
    language = RadioField(
        mark("Language of instruction"), [Needed(mark("Choose the language of instruction."))]
    )
    hours = SelectField(mark("Hours of work"))
    reason = TextAreaField(
        mark("Why this changes"), [Needed(mark("Write why this changes.")), AtMost(NOTE_LENGTH)]
    )

    @property
    def facts(self) -> GroupFacts:
        """What the group is to be."""
        hours = Decimal(self.hours.data) if self.hours.data else None
        return GroupFacts(
            capacity=self.capacity.data or 0, language=self.language.data, hours=hours
        )


@blueprint.get("/")
@needs(Permission.KINDERGARTEN_DESK)
def index() -> Response:
    """The groups: the norm against what is taken, awaited and free."""
    language, sort = request.args.get("language", ""), asked("sort", GROUP_SORTS, "age")
    page = groups_page(
        current_tenant().id, kindergarten_id(), current_language(), language=language, sort=sort
    )
    if page is None:
        raise NotFound("kindergarten")
    return with_etag(
        respond(
            "kindergarten/groups.html",
            fragments={"groups-live"},
            page=page,
            language=language,
            sort=sort,
            sorts=worded(GROUP_SORTS),
            named_languages=[(code, tongue(code)) for code in page.languages],
            group_name=group_name,
            topics=[f"kindergarten-{page.id}"],
            live_url=url_for("kindergarten_groups.index", language=language, sort=sort),
        )
    )


@blueprint.get("/<uuid:group_id>")
@needs(Permission.GROUP_KEEP, group_subject, shows=Shown.LIST)
def show(group_id: uuid.UUID) -> Response:
    """One group: its seats, the children in it and on their way to it, what was changed."""
    page = _get(group_id, request.args.get("page", 1, type=int))
    return with_etag(
        respond(
            "kindergarten/group.html",
            fragments={"group-live"},
            page=page,
            group_name=group_name,
            topics=[f"kindergarten-{page.garden_id}"],
            live_url=url_for(
                "kindergarten_groups.show", group_id=group_id, page=page.pages.current
            ),
            page_url=lambda number: url_for(
                "kindergarten_groups.show", group_id=group_id, page=number
            ),
        )
    )


@blueprint.get("/<uuid:group_id>/change")
@_KEEPS
def change(group_id: uuid.UUID) -> Response:
    """What may be set, with what is set now."""
    page = _get(group_id)
    form = _form(page, blank=True)
    form.capacity.data = page.line.capacity
    form.language.data = page.line.language
    form.hours.data = _as_choice(page.line.hours)
    return _change_page(page, form, 200)


@blueprint.post("/<uuid:group_id>/change")
@_KEEPS
def keep(group_id: uuid.UUID) -> BaseResponse:
    """Keeps it, with the reason; what it was stays written."""
    page = _get(group_id)
    form, key = _form(page), str(intent())
    if not form.validate_on_submit():
        return _change_page(page, form, 422)
    try:
        change_group(
            current_tenant().id,
            current_actor(),
            group_id,
            form.facts,
            one_line(form.reason.data),
            intent=key,
        )
    except Refusal as refusal:
        form.refuse(refusal, _FIELD_OF.get(refusal.detail))
        return _change_page(page, form, 422)
    flash(gettext("The group is changed. What it was stays in its history."), "good")
    return redirect_after_post(url_for("kindergarten_groups.show", group_id=group_id))


def _get(group_id: uuid.UUID, wished: int = 1) -> GroupPage:
    page = group_page(current_tenant().id, kindergarten_id(), group_id, current_language(), wished)
    if page is None:
        raise NotFound(group_id)
    return page


def _form(page: GroupPage, *, blank: bool = False) -> GroupForm:
    form = GroupForm(formdata=None) if blank else GroupForm()
    form.language.choices = [(code, tongue(code)) for code in page.languages]
    form.hours.choices = [
        ("", say(mark("As the kindergarten"))),
        *((one, say(mark("%(hours)s hours"), hours=one.replace(".", ","))) for one in HOURS),
    ]
    return form


def _as_choice(hours: Decimal | None) -> str:
    return f"{hours.normalize():f}" if hours is not None else ""


def _change_page(page: GroupPage, form: GroupForm, status: int) -> Response:
    return respond(
        "kindergarten/group_change.html",
        fragments={"change-form"},
        status=status,
        page=page,
        form=form,
        group_name=group_name,
    )
