"""When a contract was signed with keys, by the family and by the kindergarten (L-22.10)."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from kezek.core.ids import ApplicationId
from kezek.core.signed_texts import SignedAct
from kezek.db.applications import load_applications
from kezek.db.contract_rows import contract_rows
from kezek.db.scope import read_scope
from kezek.db.signatures import signatures_of

_FAMILY, _GARDEN = "family", "kindergarten"
"""The sides as `usecases.contract_texts` writes them beside a signature."""


@dataclass(frozen=True, slots=True)
class ContractKeys:
    """The moment of each side's signature; nothing where a side has signed in another way."""

    family_at: datetime | None = None
    garden_at: datetime | None = None


def contract_keys(tenant_id: int, application_id: uuid.UUID) -> ContractKeys:
    """Who has signed the contract of this very place with a key, and when."""
    with read_scope(tenant_id) as session:
        key = ApplicationId(application_id)
        application = load_applications(session, [key]).get(key)
        rows = contract_rows(session, application) if application is not None else None
        if rows is None:
            return ContractKeys()
        moments = {
            one.facts.get("side"): one.signed_at
            for one in signatures_of(session, application_id)
            if one.act == SignedAct.CONTRACT
            and one.facts.get("place") == str(rows.place.id)
            and one.kept_at >= rows.arrival.referral.issued_at
        }
    return ContractKeys(moments.get(_FAMILY), moments.get(_GARDEN))
