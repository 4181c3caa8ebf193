"""An application of the state portal, read from the contents of a call."""

import uuid

from kezek.core.applications import MAX_CHOICES
from kezek.core.children import MAX_NAME, ChildWish
from kezek.core.consent import Consent
from kezek.core.documents import DOCUMENTS
from kezek.core.people import DocumentKind, Identity
from kezek.core.queues import QueueType
from kezek.core.standing import CATEGORIES
from kezek.usecases.documents import Upload
from kezek.usecases.drafts import Parameters
from kezek.usecases.portal import PortalApplication, SignedThere
from kezek.usecases.portal_families import Applicant
from kezek.web.exchange.reading import Contents
from kezek.web.words import mark

_LANGUAGES = ("kk", "ru")
_MOST_PAPERS = 20
_MOST_SIGNED = 2_000_000

_ID = mark("This is not the number of a kindergarten as our list gives it.")
_CATEGORY = mark("Annex 1 has no category of this number.")
_PAPER = mark("Annex 2 has no document of this code.")


def read_application(body: Contents, territory: str) -> PortalApplication:
    """The application; what was wrong with it stands in `body.problems`."""
    applicant, child = body.part("applicant"), body.part("child")
    consent = body.part("consent")
    return PortalApplication(
        applicant=_applicant(applicant),
        child=ChildWish(
            read_child(child), child.text("full_name", most=MAX_NAME), child.day("born_on")
        ),
        parameters=Parameters(
            territory,
            body.text("instruction_language", most=10),
            QueueType(body.choice("queue_type", list(QueueType), default="general") or "general"),
        ),
        choices=_choices(body),
        categories=_categories(body),
        planned_from=body.find_day("planned_from"),
        consent=Consent(
            consent.text("version", most=60),
            consent.choice("language", _LANGUAGES),
            consent.moment("given_at"),
        ),
        papers=[_paper(one) for one in body.parts("papers", _MOST_PAPERS)],
        signed=_signed(body),
    )


def read_person(person: Contents) -> Identity:
    """A person by IIN alone."""
    return Identity(iin=person.text("iin", most=12))


def _applicant(applicant: Contents) -> Applicant:
    return Applicant(
        identity=read_person(applicant),
        full_name=applicant.text("full_name", most=MAX_NAME),
        address=applicant.text("address"),
        phone=applicant.phone("phone"),
        email=applicant.text("email", most=254, default=""),
        language=applicant.choice("language", _LANGUAGES),
    )


def read_child(child: Contents) -> Identity:
    """By IIN; without one by the birth certificate or another document (L-5.3, A-58)."""
    papers = child.find_part("document")
    if papers is None:
        return read_person(child)
    kind = papers.choice("kind", list(DocumentKind))
    return Identity("", DocumentKind(kind) if kind else None, papers.text("number", most=40))


def _choices(body: Contents) -> tuple[uuid.UUID, ...]:
    try:
        return tuple(uuid.UUID(one) for one in body.texts("kindergartens", MAX_CHOICES))
    except ValueError:
        body.wrong("kindergartens", "field_choice", _ID)
        return ()


def _categories(body: Contents) -> tuple[int, ...]:
    ticked = body.numbers("categories", len(CATEGORIES))
    if not set(ticked) <= {one.code for one in CATEGORIES}:
        body.wrong("categories", "field_choice", _CATEGORY)
    elif not ticked:
        body.wrong("categories", "field_missing", _CATEGORY)
    return tuple(ticked)


def _paper(one: Contents) -> Upload:
    kind = one.text("document", most=10)
    if kind and kind not in {known.code for known in DOCUMENTS}:
        one.wrong("document", "field_choice", _PAPER)
    return Upload(
        kind=kind,
        filename=one.text("filename", most=200),
        content=one.content("content"),
        issued_on=one.find_day("issued_on"),
    )


def _signed(body: Contents) -> SignedThere | None:
    signature = body.find_part("signature")
    if signature is None:
        return None
    return SignedThere(signature.content("content"), signature.text("cms", most=_MOST_SIGNED))
