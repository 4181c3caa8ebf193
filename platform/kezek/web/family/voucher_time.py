"""More days for an active voucher: asked for once, with a paper that shows why (VX-15)."""

import uuid

from flask import Blueprint, url_for
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.applications import State
from kezek.reads.application_page import ApplicationPage
from kezek.reads.subjects import application_subject
from kezek.web.family.acts import lead_back
from kezek.web.family.application import get_page
from kezek.web.family.more_days import ExtensionForm, ask_for_days
from kezek.web.family.papers import limit_bodies
from kezek.web.family.voucher_consequences import of_running_out
from kezek.web.guards import needs
from kezek.web.htmx import respond

blueprint = Blueprint(
    "family_voucher_time",
    __name__,
    url_prefix="/<slug:slug>/family/applications/<uuid:application_id>/voucher/time",
)
blueprint.url_value_preprocessor(limit_bodies)

_EXTENDS = needs(Permission.REFERRAL_EXTEND, application_subject)
_RUNNING = frozenset({State.VOUCHER_ACTIVE, State.PLACE_CHOSEN})


@blueprint.get("/")
@_EXTENDS
def show(application_id: uuid.UUID) -> BaseResponse:
    """Until when the voucher runs, what follows then, and how to ask for more days."""
    page = get_page(application_id)
    if page.state not in _RUNNING:
        return lead_back(application_id)
    return _page(page, ExtensionForm(formdata=None), 200)


@blueprint.post("/")
@_EXTENDS
def extend(application_id: uuid.UUID) -> BaseResponse:
    """Asks for more days with the proof, both or neither (row 13)."""
    return ask_for_days(
        application_id,
        "extend-voucher",
        is_open=lambda page: page.state in _RUNNING,
        may_extend=lambda page: page.voucher is not None and page.voucher.may_extend,
        show=_page,
        url=url_for("family_voucher_time.show", application_id=application_id),
    )


def _page(page: ApplicationPage, form: ExtensionForm, status: int) -> BaseResponse:
    assert page.voucher is not None
    return respond(
        "family/voucher_time.html",
        fragments={"extension-form"},
        status=status,
        page=page,
        voucher=page.voucher,
        most=page.voucher.settings.voucher_extension_max_days,
        consequences=of_running_out(page),
        form=form,
    )
