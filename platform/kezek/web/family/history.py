"""The history of a number: every change as a sum that closes, with the rules that held (N1, N2)."""

import uuid

from flask import Blueprint, Response, url_for

from kezek.core.access import Permission
from kezek.reads.number_history import HistoryPage, HistoryPoint, history_page
from kezek.usecases.deciding import NotFound
from kezek.web.causes import cause_sentence
from kezek.web.family.application import its_subject
from kezek.web.guards import needs
from kezek.web.htmx import respond
from kezek.web.i18n import current_language
from kezek.web.login import current_actor
from kezek.web.queue_words import queue_words
from kezek.web.rule_words import basis
from kezek.web.tenant import current_tenant

blueprint = Blueprint(
    "family_history",
    __name__,
    url_prefix="/<slug:slug>/family/applications/<uuid:application_id>/history",
)


@blueprint.get("/<uuid:queue_id>")
@needs(Permission.APPLICATION_OWN, its_subject)
def show(application_id: uuid.UUID, queue_id: uuid.UUID) -> Response:
    """The number in one queue from the beginning until now."""
    page = history_page(
        current_tenant().id, current_actor(), application_id, queue_id, current_language()
    )
    if page is None:
        raise NotFound(queue_id)
    return respond(
        "family/history.html",
        page=page,
        queue=queue_words(page.number),
        has_detours=_has_detours(page),
        in_short=_in_short,
        basis=basis,
        application_url=url_for("family_application.show", application_id=application_id),
    )


def _in_short(point: HistoryPoint) -> str:
    """All causes of a change in one line, for the table."""
    return "; ".join(cause_sentence(one.cause, one.applications) for one in point.reasons)


def _has_detours(page: HistoryPage) -> bool:
    """Whether some application moved the number by other than one step, which needs a word."""
    return any(
        abs(reason.amount) != reason.applications
        for point in page.points
        for reason in point.reasons
    )
