"""The page of one application: where it stands, its numbers, what may be done, what happened."""

import uuid

from flask import Blueprint, Response

from kezek.core.access import Permission, Subject
from kezek.core.applications import SHOWN, State
from kezek.core.document_terms import Term
from kezek.core.errors import Refusal
from kezek.reads.application_page import ApplicationPage, application_page, application_version
from kezek.reads.relocation_page import may_tell_of_a_move
from kezek.reads.signatures import is_signed
from kezek.reads.subjects import application_subject
from kezek.usecases.deciding import NotFound
from kezek.web.family.apply_forms import category_name
from kezek.web.family.cards import number_card, seat_facts
from kezek.web.guards import needs
from kezek.web.htmx import respond, unchanged, with_etag
from kezek.web.i18n import LANGUAGE_NAMES, current_language
from kezek.web.login import current_actor
from kezek.web.navigation import find_url
from kezek.web.papers import paper_name
from kezek.web.printed.kinds import papers_of
from kezek.web.refusals import sentence_of, status_of
from kezek.web.stages import stage_sentence, told
from kezek.web.tenant import current_tenant
from kezek.web.wait_words import WAITS

blueprint = Blueprint("family_application", __name__, url_prefix="/<slug:slug>/family/applications")

COMPLAIN = "family_complaints.begin"
"""Where a family complains; the link is shown once that room is open."""


def its_subject(tenant_id: int, application_id: uuid.UUID, **_: object) -> Subject | None:
    """Whose application a route is about that names a part of it besides."""
    return application_subject(tenant_id, application_id)


@blueprint.get("/<uuid:application_id>")
@needs(Permission.APPLICATION_OWN, application_subject)
def show(application_id: uuid.UUID) -> Response:
    """Everything about one application."""
    return application_response(get_page(application_id))


@blueprint.get("/<uuid:application_id>/now")
@needs(Permission.APPLICATION_OWN, application_subject)
def now(application_id: uuid.UUID) -> Response:
    """The live part alone; 304 while nothing that it shows has changed."""
    same = unchanged(*application_version(current_tenant().id, application_id))
    if same is not None:
        return same
    return with_etag(application_response(get_page(application_id)))


def get_page(application_id: uuid.UUID) -> ApplicationPage:
    """The application of the signed-in family. Raises NotFound, also for staff."""
    page = application_page(
        current_tenant().id, current_actor(), application_id, current_language()
    )
    if page is None:
        raise NotFound(application_id)
    return page


def application_response(
    page: ApplicationPage, *, problem: str = "", status: int = 200
) -> Response:
    """The page; above it what could not be done, when an act was refused."""
    return respond(
        "family/application.html",
        fragments={"application-live"},
        status=status,
        page=page,
        problem=problem,
        stage=stage_sentence(page.state, page.mode),
        wait=WAITS[page.waits_for] if page.waits_for else None,
        rights=[category_name(code) for code in page.categories],
        seat_facts=seat_facts(page.seat) if page.seat else [],
        number_card=number_card,
        happened=told(page.happened),
        url_of=lambda endpoint: find_url(endpoint, application_id=page.id),
        printed=papers_of(page),
        is_signed=is_signed(current_tenant().id, page.id),
        language_names=LANGUAGE_NAMES,
        apply_url=find_url("family_apply.begin", child=page.child_id),
        complain_url=find_url(COMPLAIN, application_id=page.id),
        relocation_url=_relocation_url(page),
        terms_ahead=_terms_ahead(page),
        paper_name=paper_name,
    )


def _terms_ahead(page: ApplicationPage) -> tuple[Term, ...]:
    """Certificates of a benefit that end before the second check may come (L-14.1, DOC-03/04)."""
    standing = page.claimed if page.state == State.UNDER_REVIEW else page.standing
    is_admitted = page.state in (State.ENROLLED, State.ENROLLED_TEMP)
    if page.is_over or is_admitted or "G" in standing:
        return ()
    return page.papers.to_renew


def _relocation_url(page: ApplicationPage) -> str:
    """Where a family tells of a move; empty where that would change nothing (L-23.2)."""
    if page.state not in SHOWN or page.standing == "O":
        return ""
    if not may_tell_of_a_move(current_tenant().id, current_actor(), page.id):
        return ""
    return find_url("family_relocation.show", application_id=page.id)


def refused(application_id: uuid.UUID, refusal: Refusal) -> Response:
    """How the application stands, with the sentence that says why nothing was changed."""
    page = get_page(application_id)
    return application_response(page, problem=sentence_of(refusal), status=status_of(refusal))
