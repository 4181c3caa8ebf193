"""A voucher is offered, lapses and is restored: what each answer does, and the answer."""

import uuid
from collections.abc import Callable
from typing import NamedTuple

from flask import Blueprint, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.signed_texts import SignedAct
from kezek.core.waits import Wait
from kezek.reads.application_page import ApplicationPage
from kezek.reads.signatures import open_ways
from kezek.reads.subjects import application_subject
from kezek.usecases import answers, vouchers
from kezek.web.family.acts import act_and_lead, lead_back
from kezek.web.family.application import get_page
from kezek.web.family.voucher_consequences import (
    of_confirming,
    of_refusing,
    of_restoring,
    of_silence,
)
from kezek.web.guards import needs
from kezek.web.htmx import respond
from kezek.web.login import current_actor
from kezek.web.tenant import current_tenant
from kezek.web.wait_words import WAITS
from kezek.web.words import mark, say

blueprint = Blueprint(
    "family_vouchers",
    __name__,
    url_prefix="/<slug:slug>/family/applications/<uuid:application_id>/voucher",
)

_ANSWERS = needs(Permission.OFFER_ANSWER, application_subject)
_USES = needs(Permission.VOUCHER_USE, application_subject)


@blueprint.get("/")
@_ANSWERS
def offer(application_id: uuid.UUID) -> BaseResponse:
    """The offered voucher, until when to answer, and what each answer does."""
    page = get_page(application_id)
    if page.waits_for is not Wait.VOUCHER:
        return lead_back(application_id)
    return respond(
        "family/voucher_offer.html",
        page=page,
        words=WAITS[Wait.VOUCHER],
        if_accepted=of_confirming(page),
        if_refused=of_refusing(page),
        if_silent=of_silence(page),
    )


@blueprint.get("/acceptance")
@_ANSWERS
def confirm_acceptance(application_id: uuid.UUID) -> BaseResponse:
    """What agreeing means."""
    return _confirm(application_id, _AGREE)


@blueprint.post("/acceptance")
@_ANSWERS
def accept(application_id: uuid.UUID) -> BaseResponse:
    """Agrees: the days to choose a kindergarten begin (row 3)."""
    return act_and_lead(
        application_id,
        "accept-voucher",
        lambda once: answers.accept(
            current_tenant().id,
            current_actor().tag,
            application_id,
            voucher=_voucher_read(),
            once=once,
        ),
        url_for("family_voucher_places.index", application_id=application_id),
        gettext("You have agreed. The voucher is active: choose a kindergarten."),
    )


@blueprint.get("/refusal")
@_ANSWERS
def confirm_refusal(application_id: uuid.UUID) -> BaseResponse:
    """What refusing means."""
    return _confirm(application_id, _REFUSE)


@blueprint.post("/refusal")
@_ANSWERS
def refuse(application_id: uuid.UUID) -> BaseResponse:
    """Refuses: the voucher and the place in the queue are gone (row 4)."""
    return act_and_lead(
        application_id,
        "decline-voucher",
        lambda once: answers.decline(
            current_tenant().id,
            current_actor().tag,
            application_id,
            voucher=_voucher_read(),
            once=once,
        ),
        url_for("family_application.show", application_id=application_id),
        gettext("You have refused the voucher."),
    )


@blueprint.get("/restoration")
@_USES
def confirm_restoration(application_id: uuid.UUID) -> BaseResponse:
    """What restoring means."""
    return _confirm(application_id, _RESTORE)


@blueprint.post("/restoration")
@_USES
def restore(application_id: uuid.UUID) -> BaseResponse:
    """Back into the queue, once (rows 6, 7)."""
    return act_and_lead(
        application_id,
        "restore",
        lambda once: vouchers.restore(
            current_tenant().id, current_actor().tag, application_id, once=once
        ),
        url_for("family_application.show", application_id=application_id),
        gettext("The application is restored and stands in its queue again."),
    )


class _Answer(NamedTuple):
    """An answer that should be thought over: while what, how it is called, and what follows."""

    wait: Wait
    form: str
    title: str
    button: str
    consequences: Callable[[ApplicationPage], list[str]]
    back: str
    is_danger: bool = False


_AGREE = _Answer(
    Wait.VOUCHER,
    "acceptance",
    mark("Agree to the voucher?"),
    mark("Yes, I agree"),
    of_confirming,
    "family_vouchers.offer",
)
_REFUSE = _Answer(
    Wait.VOUCHER,
    "refusal",
    mark("Refuse the voucher?"),
    mark("Yes, I refuse the voucher"),
    of_refusing,
    "family_vouchers.offer",
    is_danger=True,
)
_RESTORE = _Answer(
    Wait.RESTORE,
    "restoration",
    mark("Restore the application?"),
    mark("Restore the application"),
    of_restoring,
    "family_application.show",
)


def _voucher_read() -> int | None:
    """Which voucher the family read about: a late answer is not taken for the next one."""
    return request.args.get("voucher", type=int)


def _confirm(application_id: uuid.UUID, answer: _Answer) -> BaseResponse:
    """One page for every answer; its form answers to its address and names the voucher."""
    page = get_page(application_id)
    if page.waits_for is not answer.wait:
        return lead_back(application_id)
    assert page.voucher is not None
    return respond(
        "family/voucher_confirm.html",
        page=page,
        title=say(answer.title),
        lead=page.child,
        until=WAITS[answer.wait].until,
        due_at=page.wait_until,
        consequences=answer.consequences(page),
        action=f"{request.path}?voucher={page.voucher.offered}",
        form_name=answer.form,
        button=say(answer.button),
        back=url_for(answer.back, application_id=application_id),
        back_text=gettext("Back"),
        is_danger=answer.is_danger,
        ways=open_ways(current_tenant().id, SignedAct.ACCEPTANCE),
        key_action=_key_url(page) if answer is _AGREE else "",
    )


def _key_url(page: ApplicationPage) -> str:
    assert page.voucher is not None
    return url_for(
        "family_acceptance_signature.begin", application_id=page.id, voucher=page.voucher.offered
    )
