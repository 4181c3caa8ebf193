"""The live referral of an application and what may be done with it (L-22, L-25)."""

from dataclasses import dataclass
from datetime import date, datetime

from kezek.core.admission_stages import arrival_of
from kezek.core.applications import Application, State, TermKind
from kezek.core.regions import Tenant
from kezek.core.terms import valid_through_on


@dataclass(frozen=True, slots=True)
class ShownReferral:
    """The live referral and what may be done with it (L-22, L-25)."""

    issued_at: datetime
    expires_at: datetime
    valid_through: date
    cancel_until: datetime
    may_cancel: bool
    extension_max_days: int
    asked_days: int | None
    is_extended: bool
    was_answered: bool
    may_extend: bool
    documents_at: datetime | None
    result_at: datetime | None
    """When the kindergarten's answer is due at the latest (L-22.9)."""
    refusal: str


def shown_referral(region: Tenant, one: Application, now: datetime) -> ShownReferral | None:
    """The referral that the application has now, if it has one."""
    arrival, settings = arrival_of(one), region.rules
    if arrival is None:
        return None
    referral = arrival.referral
    is_open = one.state is State.REFERRED
    check = one.term(TermKind.ADMISSION_ALARM)
    return ShownReferral(
        issued_at=referral.issued_at,
        expires_at=referral.expires_at,
        valid_through=valid_through_on(referral.expires_at, region.calendar),
        cancel_until=referral.cancel_until,
        may_cancel=(is_open or one.state is State.BENEFIT_CHECK)
        and now < referral.cancel_until
        and one.cancels < settings.cancel_limit,
        extension_max_days=settings.extension_max_days,
        asked_days=referral.extension_asked_days,
        is_extended=referral.extended,
        was_answered=referral.extension_answered,
        may_extend=(
            is_open
            and not referral.extended
            and referral.extension_asked_days is None
            and settings.extension_max_days > 0
        ),
        documents_at=referral.documents_at,
        result_at=referral.check_due_at or (check.due_at if check else None),
        refusal=referral.refusal or "",
    )
