"""What a kindergarten, or the department in its stead, decides on a child that is sent to it."""

import uuid
from collections.abc import Callable
from datetime import date

from kezek.core.access import Actor, Permission
from kezek.core.admission_papers import PaperFile, is_certificate_too_old
from kezek.core.admission_stages import Stage, asked_extension, stage_of
from kezek.core.annex3 import Reasons
from kezek.core.applications import Application
from kezek.core.errors import Code, Refusal
from kezek.core.triggers import (
    Admit,
    EndContract,
    GrantExtension,
    Leaving,
    RefuseAdmission,
    RefuseExtension,
)
from kezek.db.absences import open_absence
from kezek.db.documents import application_documents
from kezek.usecases.admission import group_of_arrival
from kezek.usecases.staff_acts import decide
from kezek.usecases.unit_of_work import Act


def admit(
    tenant_id: int,
    by: Actor,
    application_id: uuid.UUID,
    *,
    vaccinated: bool,
    intent: str,
    also: Callable[[Act, Application], None] | None = None,
) -> None:
    """The papers are in order: the contract goes out to be signed (row 28, L-22.10).

    `vaccinated` is what card 065/е shows; `also` keeps the head's signature in the same commit.
    Raises NotFound, and Refusal: papers incomplete, the threshold exceeded, certificate 027/е too
    old for a contract of today (L-28.1, A-20), a head who has to sign first.
    """

    def asked(running: Act, application: Application) -> Admit:
        if stage_of(application) is Stage.CHECK:
            _need_fresh_certificate(running, application)
            if also is not None:
                also(running, application)
            elif running.rules(running.now()).settings.contract_head_signs:
                raise Refusal(Code.WRONG_STATE, "head_signs")
        return Admit(application.id, group_of_arrival(running, application), vaccinated)

    permission = Permission.ADMISSION_DECIDE
    request = f"admit:{vaccinated}"
    decide(tenant_id, by, permission, application_id, asked, intent=intent, request=request)


def refuse_incomplete(
    tenant_id: int, by: Actor, application_id: uuid.UUID, reasons: Reasons, *, intent: str
) -> None:
    """Papers are missing or expired: the family mends them while the referral runs (row 29).

    Raises NotFound, and Refusal: no paper named, or not the stage for it.
    """
    if not (reasons.missing or reasons.expired):
        raise Refusal(Code.INVALID_CHOICE, "no_paper")

    def asked(running: Act, application: Application) -> RefuseAdmission:
        group = group_of_arrival(running, application)
        return RefuseAdmission(application.id, "incomplete", group, papers=str(reasons))

    permission = Permission.ADMISSION_DECIDE
    request = f"refuse-incomplete:{reasons}"
    decide(tenant_id, by, permission, application_id, asked, intent=intent, request=request)


def refuse_health(
    tenant_id: int,
    by: Actor,
    application_id: uuid.UUID,
    reason: str,
    *,
    vaccinated: bool,
    intent: str,
) -> None:
    """Refuses for `contraindication` or `immunity`; the department reviews it (row 30, L-28.2).

    Raises NotFound, Refusal.
    """

    def asked(running: Act, application: Application) -> RefuseAdmission:
        group = group_of_arrival(running, application)
        return RefuseAdmission(application.id, reason, group, vaccinated=vaccinated)

    permission = Permission.ADMISSION_DECIDE
    request = f"refuse-health:{reason}:{vaccinated}"
    decide(tenant_id, by, permission, application_id, asked, intent=intent, request=request)


def grant_extension(
    tenant_id: int, by: Actor, application_id: uuid.UUID, days: int, *, intent: str
) -> None:
    """More days, as many as asked for or fewer (row 24, L-25.2). Raises NotFound, Refusal."""

    def asked(_: Act, application: Application) -> GrantExtension:
        wished = asked_extension(application)
        if wished is not None and days > wished:
            raise Refusal(Code.LIMIT_REACHED, "extension_days", most=wished)
        return GrantExtension(application.id, days)

    permission = Permission.EXTENSION_DECIDE
    request = f"grant-extension:{days}"
    decide(tenant_id, by, permission, application_id, asked, intent=intent, request=request)


def refuse_extension(tenant_id: int, by: Actor, application_id: uuid.UUID, *, intent: str) -> None:
    """No more days; the right to ask stays (row 24, R-39). Raises NotFound, Refusal."""

    def asked(_: Act, application: Application) -> RefuseExtension:
        return RefuseExtension(application.id)

    permission = Permission.EXTENSION_DECIDE
    decide(
        tenant_id, by, permission, application_id, asked, intent=intent, request="refuse-extension"
    )


def end_contract(
    tenant_id: int,
    by: Actor,
    application_id: uuid.UUID,
    *,
    because: Leaving = Leaving.ENDED,
    absent_since: date | None = None,
    intent: str,
) -> None:
    """The child leaves: the place is a new vacancy (row 35, L-12.1; 9.3 row 18).

    Raises NotFound, Refusal: also an absence that is not long enough, ends nothing, or is noted as
    illness or leave (VX-18).
    """

    def asked(running: Act, application: Application) -> EndContract:
        if because is Leaving.ABSENT and open_absence(running.session, application.id) is not None:
            raise Refusal(Code.WRONG_STATE, "away_noted")
        return EndContract(application.id, because, absent_since)

    permission = Permission.CONTRACT_END
    request = f"end-contract:{because}:{absent_since}"
    decide(tenant_id, by, permission, application_id, asked, intent=intent, request=request)


def _need_fresh_certificate(running: Act, application: Application) -> None:
    now = running.now()
    rules = running.rules(now)
    days = rules.settings.health_cert_days
    files = [
        PaperFile(row.kind, row.issued_on)
        for row in application_documents(running.session, application.id)
    ]
    if is_certificate_too_old(files, rules.calendar.local_day(now), days):
        raise Refusal(Code.TOO_LATE, "health_certificate", days=days)
