"""Where turns are told at nine in the morning, both contacts are needed: SMS, e-mail (I-3.2)."""

import uuid
from datetime import date

from sqlalchemy import select

from kezek.core.applications import ENDED
from kezek.core.contacts import needs_email
from kezek.core.errors import Code, Refusal
from kezek.core.regions import Tenant
from kezek.core.territories import Mode
from kezek.db.applications import ApplicationRow
from kezek.db.rules_in_force import region_at
from kezek.usecases.unit_of_work import Act


def need_contacts(region: Tenant, territory: str, today: date, email: str) -> None:
    """Goes on for a family that has given what its territory asks for.

    The telephone is always there: nobody comes in without one. Raises Refusal(WRONG_STATE).
    """
    if not email and needs_email(region, territory, today):
        raise Refusal(Code.WRONG_STATE, "needs_email")


def need_email_of(running: Act, guardian_id: uuid.UUID) -> None:
    """Goes on where no application of the family needs its mailbox. Raises Refusal(WRONG_STATE)."""
    _, region = region_at(running.session, running.tenant_id, running.now())
    if region.rules.indigo_contacts == "phone":
        return
    waiting = running.session.scalar(
        select(ApplicationRow.id)
        .where(
            ApplicationRow.guardian_id == guardian_id,
            ApplicationRow.mode == str(Mode.INDIGO),
            ApplicationRow.state.not_in([str(state) for state in ENDED]),
        )
        .limit(1)
    )
    if waiting is not None:
        raise Refusal(Code.WRONG_STATE, "keeps_email")
