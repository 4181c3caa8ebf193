"""Papers of an application that a specialist prints for whoever stands at the counter (A-31)."""

import uuid

from flask import Blueprint, Response

from kezek.core.access import Permission, Subject
from kezek.core.personal_views import Shown
from kezek.core.printed import Kind
from kezek.reads.application_page import application_as_printed
from kezek.reads.review_page import ReviewPage
from kezek.reads.subjects import application_subject
from kezek.usecases.deciding import NotFound
from kezek.web.guards import needs
from kezek.web.printed.download import download
from kezek.web.tenant import current_tenant

blueprint = Blueprint(
    "office_printed",
    __name__,
    url_prefix="/<slug:slug>/office/applications/<uuid:application_id>/papers",
)


def _its_subject(tenant_id: int, application_id: uuid.UUID, **_: object) -> Subject | None:
    return application_subject(tenant_id, application_id)


@blueprint.get("/<any(annex1, annex4, extract):kind>/<any(kk, ru):language>")
@needs(Permission.APPLICATION_SEE, _its_subject, shows=Shown.APPLICATION)
def paper(application_id: uuid.UUID, kind: str, language: str) -> Response:
    """One paper in one language; 404 where there is none such now."""
    page = application_as_printed(current_tenant().id, application_id, language)
    if page is None:
        raise NotFound(application_id)
    return download(page, kind, language)


def offered_papers(page: ReviewPage) -> list[Kind]:
    """The papers that the page of the application leads to."""
    notice = [Kind.QUEUE_NOTICE] if page.waits_in_queue else []
    return [Kind.APPLICATION, *notice, Kind.EXTRACT]
