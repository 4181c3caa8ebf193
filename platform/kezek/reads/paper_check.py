"""Whether a paper that somebody holds is genuine and still good, without saying whose it is."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from kezek.adapters.paper_marks import NotOurs, read_mark
from kezek.adapters.services import services
from kezek.core.ids import ApplicationId
from kezek.core.masking import masked_name, masked_number
from kezek.core.printed import Kind, Validity, validity
from kezek.db.applications import load_applications
from kezek.db.people import ChildRow
from kezek.db.scope import read_scope


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedPaper:
    """A genuine paper: enough to compare with what is in the hand, nothing that tells who it is."""

    kind: Kind
    made_at: datetime
    number: str
    child: str
    validity: Validity
    valid_until: datetime | None
    """The first moment at which a referral is over; nothing for other papers."""


def check_paper(tenant_id: int, mark: str) -> CheckedPaper | None:
    """The paper of a mark; nothing for one that we did not make, or whose application is gone."""
    try:
        marked = read_mark(services().keys, tenant_id, mark)
    except NotOurs:
        return None
    key = ApplicationId(uuid.UUID(bytes=marked.application))
    with read_scope(tenant_id) as session:
        one = load_applications(session, [key]).get(key)
        if one is None:
            return None
        now = services().clock.now(session)
        name = session.scalar(select(ChildRow.full_name).where(ChildRow.id == one.child))
    is_referral = marked.kind is Kind.REFERRAL and one.referral is not None
    return CheckedPaper(
        kind=marked.kind,
        made_at=marked.made_at,
        number=masked_number(one.number),
        child=masked_name(name or ""),
        validity=validity(marked.kind, marked.made_at, one, now),
        valid_until=one.referral.expires_at if is_referral and one.referral else None,
    )
