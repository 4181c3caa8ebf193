"""What a family takes with it: its papers as PDF, and its signed receipt as a file (N4)."""

import uuid

from flask import Blueprint, Response, abort

from kezek.adapters.receipt_forms import as_file
from kezek.core.access import Permission
from kezek.reads.application_page import ApplicationPage, application_page
from kezek.reads.receipts import issue_receipt
from kezek.usecases.deciding import NotFound
from kezek.web.family.application import its_subject
from kezek.web.guards import needs
from kezek.web.login import current_actor
from kezek.web.printed.download import attached, download
from kezek.web.tenant import current_tenant

blueprint = Blueprint(
    "family_printed",
    __name__,
    url_prefix="/<slug:slug>/family/applications/<uuid:application_id>",
)

_SEES = needs(Permission.APPLICATION_OWN, its_subject)


@blueprint.get(
    "/papers/<any(annex1, annex3, annex4, annex5, contract, extract, referral, voucher):kind>"
    "/<any(kk, ru):language>"
)
@_SEES
def paper(application_id: uuid.UUID, kind: str, language: str) -> Response:
    """One paper in one language, to be kept or printed; 404 where there is none such now."""
    return download(_page(application_id, language), kind, language)


@blueprint.get("/receipt")
@_SEES
def receipt(application_id: uuid.UUID) -> Response:
    """The signed receipt as a file, with its place in the journal once that is sealed."""
    signed = issue_receipt(current_tenant().id, application_id)
    if signed is None:
        abort(404)
    name = f"{signed.receipt.number}-receipt.json"
    return attached(as_file(signed).encode(), "application/json", name)


def _page(application_id: uuid.UUID, language: str) -> ApplicationPage:
    page = application_page(current_tenant().id, current_actor(), application_id, language)
    if page is None:
        raise NotFound(application_id)
    return page
