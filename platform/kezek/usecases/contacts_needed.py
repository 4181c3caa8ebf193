"""Where turns are told at nine in the morning, both contacts are needed: SMS, e-mail (I-3.2)."""

import uuid
from datetime import date

from kezek.core.contacts import needs_email
from kezek.core.errors import Code, Refusal
from kezek.core.regions import Tenant
from kezek.db.rules_in_force import region_at
from kezek.db.ways import waits_for_a_bulletin
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
    if waits_for_a_bulletin(running.session, guardian_id):
        raise Refusal(Code.WRONG_STATE, "keeps_email")
