"""What a family may say of a child: the birth date is that of the papers, not of the IIN (D-3)."""

from dataclasses import dataclass
from datetime import date

from kezek.core.errors import Code, Refusal
from kezek.core.people import Identity, age_in_years, iin_fault, is_document_number

MAX_CHILDREN = 20
MAX_NAME = 120
_GROWN_UP = 18


@dataclass(frozen=True, slots=True)
class ChildWish:
    """A child as a family enters it."""

    identity: Identity
    full_name: str
    born_on: date


def check_identity(identity: Identity) -> None:
    """Length and check digit of an IIN, or, without one, a document (D-1, D-2, L-5.3).

    Raises Refusal(INVALID_IIN) or Refusal(INVALID_CHOICE, document).
    """
    if identity.iin:
        fault = iin_fault(identity.iin)
        if fault is not None:
            raise Refusal(Code.INVALID_IIN, str(fault))
    elif identity.document_kind is None or not is_document_number(identity.document_number):
        raise Refusal(Code.INVALID_CHOICE, "document")


def check_birth_date(born_on: date, today: date) -> None:
    """A date of birth that can be a child's; the queue's own limits of age come later (L-11).

    Raises Refusal(NOT_ELIGIBLE_AGE, not_born) or Refusal(NOT_ELIGIBLE_AGE, grown_up).
    """
    if born_on > today:
        raise Refusal(Code.NOT_ELIGIBLE_AGE, "not_born")
    if age_in_years(born_on, today) >= _GROWN_UP:
        raise Refusal(Code.NOT_ELIGIBLE_AGE, "grown_up")
