"""Papers that a kindergarten prints of the children who come to it or are its pupils."""

import uuid

from flask import Blueprint, Response, abort

from kezek.core.access import Permission, Subject
from kezek.core.admission_stages import Stage
from kezek.core.personal_views import Shown
from kezek.core.printed import Kind
from kezek.reads.admission_page import AdmissionPage
from kezek.reads.application_page import ApplicationPage, application_as_printed
from kezek.reads.subjects import application_subject
from kezek.usecases.deciding import NotFound
from kezek.web.guards import needs
from kezek.web.printed.annex3 import BY_THE_KINDERGARTEN, refusal_told
from kezek.web.printed.download import download
from kezek.web.printed.referral import WITH_REFERRAL
from kezek.web.staff import kindergarten_id
from kezek.web.tenant import current_tenant

blueprint = Blueprint(
    "kindergarten_printed",
    __name__,
    url_prefix="/<slug:slug>/kindergarten/children/<uuid:application_id>/papers",
)

_ON_THE_WAY = frozenset({Stage.PAPERS, Stage.CHECK, Stage.REVIEW})
_WITH_CONTRACT = frozenset({Stage.CONTRACT, Stage.PUPIL})


def _its_subject(tenant_id: int, application_id: uuid.UUID, **_: object) -> Subject | None:
    return application_subject(tenant_id, application_id)


@blueprint.get("/<any(referral, contract, annex3):kind>/<any(kk, ru):language>")
@needs(Permission.APPLICATION_SEE, _its_subject, shows=Shown.APPLICATION)
def paper(application_id: uuid.UUID, kind: str, language: str) -> Response:
    """One paper in one language; 404 for those of another kindergarten, and where none is now."""
    page = application_as_printed(current_tenant().id, application_id, language)
    if page is None:
        raise NotFound(application_id)
    if not _is_ours(page, Kind(kind)):
        abort(404)
    return download(page, kind, language)


def _is_ours(page: ApplicationPage, kind: Kind) -> bool:
    """Of a child that moves, the papers are of the new kindergarten; a refusal is who gave it."""
    if page.seat is None or page.seat.garden.id != kindergarten_id():
        return False
    if kind is not Kind.REFUSAL:
        return True
    told, referral = refusal_told(page), page.referral
    return (
        told is not None
        and referral is not None
        and page.stage in _ON_THE_WAY
        and told.code in BY_THE_KINDERGARTEN
        and told.at >= referral.issued_at
    )


def offered_papers(page: AdmissionPage) -> list[Kind]:
    """The papers that the page of the child leads to."""
    leaves = page.is_transfer and page.is_pupil
    has_returned = page.returned_at is not None and page.returned_at >= page.referral.issued_at
    is_refused = page.stage == Stage.REVIEW or (page.stage in _ON_THE_WAY and has_returned)
    return [
        *([Kind.REFERRAL] if page.state in WITH_REFERRAL else []),
        *([Kind.REFUSAL] if is_refused else []),
        *([Kind.CONTRACT] if page.stage in _WITH_CONTRACT and not leaves else []),
    ]
