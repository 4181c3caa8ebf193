"""How far a child has come into a kindergarten: the same stages in all modes, and for a move."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kezek.core.applications import Application, Referral, State, TermKind
from kezek.core.ids import KindergartenId


class Stage(StrEnum):
    """What happens next between a family and a kindergarten (9.1 rows 22 to 35)."""

    PAPERS = "papers"
    CHECK = "check"
    REVIEW = "review"
    """The kindergarten refused, and the department looks at that (A-18)."""
    CONTRACT = "contract"
    PUPIL = "pupil"
    OVER = "over"


_STAGES = {
    State.REFERRED: Stage.PAPERS,
    State.PLACE_CHOSEN: Stage.PAPERS,
    State.ADMISSION: Stage.CHECK,
    State.ADMISSION_REFUSED: Stage.REVIEW,
    State.CONTRACT: Stage.CONTRACT,
    State.ENROLLED: Stage.PUPIL,
    State.ENROLLED_TEMP: Stage.PUPIL,
    State.TRANSFER: Stage.PUPIL,
}


@dataclass(frozen=True, slots=True)
class Arrival:
    """The stage, the document by which the child comes, and until when a contract waits."""

    stage: Stage
    referral: Referral
    sign_by: datetime | None = None
    is_transfer: bool = False
    """Whether the child comes from another kindergarten, or leaves for it (9.3 row 16)."""


def stage_in(state: State) -> Stage:
    """The stage at the kindergarten of the referral; one that moves is a pupil there still."""
    return _STAGES.get(state, Stage.OVER)


def stage_of(application: Application) -> Stage:
    """The stage that the family is in: of a move, the one at the new kindergarten."""
    arrival = arrival_of(application)
    return arrival.stage if arrival else Stage.OVER


def arrival_of(
    application: Application, kindergarten: KindergartenId | None = None
) -> Arrival | None:
    """How the child comes to a kindergarten, or to the newest of them; nothing if it does not.

    While it moves, it is still a pupil where it was, and on its way where it goes (R-81).
    """
    if application.state is State.TRANSFER:
        moving = _of_transfer(application)
        if kindergarten in (None, moving.referral.kindergarten):
            return moving
    referral = application.referral
    if referral is None or kindergarten not in (None, referral.kindergarten):
        return None
    sign = application.term(TermKind.CONTRACT_SIGN)
    return Arrival(
        stage_in(application.state),
        referral,
        sign.due_at if sign else None,
        is_transfer=application.state is State.TRANSFER,
    )


def coming_to(application: Application) -> KindergartenId | None:
    """The kindergarten that keeps a place until its papers and contract are there, if one does."""
    hold = application.voucher.hold if application.voucher else None
    if hold is not None:
        return hold.kindergarten
    arrival = arrival_of(application)
    if arrival is None or arrival.stage in (Stage.PUPIL, Stage.OVER):
        return None
    return arrival.referral.kindergarten


def asked_extension(application: Application) -> int | None:
    """The days by which a family asks to extend its referral or voucher, while that waits."""
    if application.voucher is not None:
        return application.voucher.extension_asked_days
    return application.referral.extension_asked_days if application.referral else None


def _of_transfer(application: Application) -> Arrival:
    """A transfer as the referral that it is to the new kindergarten."""
    transfer = application.voucher.transfer if application.voucher else None
    assert transfer is not None, "TRANSFER without a transfer"
    end = application.term(TermKind.TRANSFER_END)
    ends_at = end.due_at if end else None
    if transfer.contract_sent_at is not None:
        stage = Stage.CONTRACT
    else:
        stage = Stage.CHECK if transfer.documents_at is not None else Stage.PAPERS
    referral = Referral(
        place=transfer.place,
        kindergarten=transfer.kindergarten,
        issued_at=transfer.begun_at,
        expires_at=ends_at or transfer.check_due_at or transfer.begun_at,
        cancel_until=transfer.begun_at,
        documents_at=transfer.documents_at,
        check_due_at=transfer.check_due_at,
        documents_complete=transfer.documents_complete,
        vaccinated=transfer.vaccinated,
    )
    return Arrival(stage, referral, ends_at if stage is Stage.CONTRACT else None, is_transfer=True)
