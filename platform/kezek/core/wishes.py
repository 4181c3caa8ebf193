"""An application that is being filled in: what is said so far, what is missing, which papers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from kezek.core.consent import Consent
from kezek.core.documents import Document, Validity, document, is_current
from kezek.core.queues import QueueType
from kezek.core.standing import GENERAL_CATEGORY, category, standing_of, uploads_of
from kezek.core.turns import Standing


class Step(StrEnum):
    """The steps of an application, in their order (V-11, rulebook 15)."""

    CONSENT = "consent"
    CHILD = "child"
    TERRITORY = "territory"
    KINDERGARTENS = "kindergartens"
    BENEFITS = "benefits"
    DOCUMENTS = "documents"
    REVIEW = "review"


STEPS = tuple(Step)

_FROM_ISSUE = frozenset({Validity.ONE_MONTH, Validity.DAYS_BEFORE_CONTRACT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a family has said so far for one child; every part may still be missing."""

    consent: Consent | None = None
    territory: str = ""
    language: str = ""
    queue_type: QueueType = QueueType.GENERAL
    choices: tuple[UUID, ...] = ()
    categories: tuple[int, ...] = ()
    planned_from: date | None = None

    def next_step(self, *, asks_for_kindergartens: bool) -> Step:
        """The first step that is not done; papers are looked at with the files."""
        if self.consent is None:
            return Step.CONSENT
        if not self.territory or not self.language:
            return Step.TERRITORY
        if asks_for_kindergartens and not self.choices:
            return Step.KINDERGARTENS
        return Step.REVIEW if self.categories else Step.BENEFITS

    @property
    def standing(self) -> Standing:
        """The class that the ticks claim."""
        return standing_of(self.categories)

    @property
    def has_pmpk(self) -> bool:
        """Whether a conclusion of the ПМПК stands behind it, which a specialist always looks at."""
        claims_it = any("DOC-06" in category(code).proofs for code in self.categories)
        return claims_it or self.queue_type is QueueType.SPECIAL


@dataclass(frozen=True, slots=True)
class Cohort:
    """For whom is chosen: territory, queue, year of birth, language of instruction (L-10.1)."""

    territory: str
    queue_type: QueueType
    birth_year: int
    language: str


def to_data(draft: Draft) -> dict[str, Any]:
    """The draft as numbers, words and lists, to be stored."""
    return {
        "consent": _consent_data(draft.consent),
        "territory": draft.territory,
        "language": draft.language,
        "queue_type": str(draft.queue_type),
        "choices": [str(one) for one in draft.choices],
        "categories": list(draft.categories),
        "planned_from": draft.planned_from.isoformat() if draft.planned_from else None,
    }


def from_data(data: Mapping[str, Any]) -> Draft:
    """The draft that was stored."""
    planned = data["planned_from"]
    return Draft(
        consent=_consent_from(data["consent"]),
        territory=data["territory"],
        language=data["language"],
        queue_type=QueueType(data["queue_type"]),
        choices=tuple(UUID(one) for one in data["choices"]),
        categories=tuple(data["categories"]),
        planned_from=date.fromisoformat(planned) if planned else None,
    )


def _consent_data(consent: Consent | None) -> dict[str, str] | None:
    if consent is None:
        return None
    given_at = consent.given_at.isoformat()
    return {"version": consent.version, "language": consent.language, "given_at": given_at}


def _consent_from(data: Mapping[str, str] | None) -> Consent | None:
    if data is None:
        return None
    return Consent(data["version"], data["language"], datetime.fromisoformat(data["given_at"]))


def tidy_categories(codes: Iterable[int]) -> tuple[int, ...]:
    """The ticks without repeats, in the order of Annex 1; "none of these" only when alone.

    Raises KeyError for a number that Annex 1 does not have.
    """
    ticked = sorted({category(code).code for code in codes})
    claims = tuple(code for code in ticked if code != GENERAL_CATEGORY)
    return claims or tuple(ticked)


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that an application asks for, or takes if the family has it."""

    document: Document
    is_required: bool


def papers_of(draft: Draft, *, has_iins: bool) -> tuple[Paper, ...]:
    """The papers of an application: what must be attached, then what helps (L-A2.8).

    Where a register can confirm the right, a copy is welcome and not asked for (A-33); a family
    without IINs attaches its own papers, which no register can show (L-5.3, A-58).
    """
    required = [one.code for one in uploads_of(draft.categories, draft.queue_type)]
    if not has_iins:
        required += ["DOC-09", "DOC-10"]
    helpful = ["DOC-11"] if any(map(_is_in_registers, draft.categories)) else []
    return tuple(
        Paper(document(code), code not in helpful) for code in dict.fromkeys((*required, *helpful))
    )


def _is_in_registers(code: int) -> bool:
    return category(code).register_can_confirm


@dataclass(frozen=True, slots=True)
class Attached:
    """A file as far as completeness looks at it."""

    kind: str
    issued_on: date | None


def missing_papers(
    papers: Iterable[Paper], attached: Iterable[Attached], today: date
) -> tuple[Document, ...]:
    """The required documents of which no current copy is attached (L-5.5, A-14)."""
    current = {one.kind for one in attached if holds_on(one, today)}
    return tuple(
        paper.document
        for paper in papers
        if paper.is_required and paper.document.code not in current
    )


def holds_on(file: Attached, today: date) -> bool:
    """Whether a file is good on this day, as far as its day of issue tells."""
    if file.issued_on is None:
        return not needs_issue_date(file.kind)
    return is_current(document(file.kind), file.issued_on, today)


def needs_issue_date(code: str) -> bool:
    """Whether the day of issue must be told, because the document's term counts from it."""
    return document(code).validity in _FROM_ISSUE


def takes_issue_date(code: str) -> bool:
    """Whether the day of issue is asked for at all; of a ПМПК conclusion it is kept if given."""
    return needs_issue_date(code) or code == "DOC-06"
