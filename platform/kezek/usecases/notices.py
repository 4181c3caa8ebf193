"""Records notices: the cabinet's row at once, SMS and e-mail through the outbox (§10, G-05b)."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.dialects.postgresql import insert

from kezek.adapters.letters import compose
from kezek.core.modes.contract import Rules
from kezek.core.notices import FAMILY_CHANNELS, Notice
from kezek.core.quiet import first_loud_moment
from kezek.db.base import uuid7
from kezek.db.notices import NoticeRow, OutboxRow
from kezek.usecases.addressees import Addressee, addressee_of, facts_for_text
from kezek.usecases.unit_of_work import Act

CHANNELS = {"S": "sms", "M": "email"}


def record_notices(act: Act, notices: Iterable[Notice], rules: Rules, now: datetime) -> None:
    """Writes each notice where its reader finds it, and what must leave the house to the outbox."""
    for notice in notices:
        addressee = addressee_of(act.session, notice)
        notice_id = _record(act, notice, addressee, rules, now)
        if notice.to_family:
            _send(act, notice, addressee, notice_id, rules, now)


def _record(
    act: Act, notice: Notice, addressee: Addressee, rules: Rules, now: datetime
) -> uuid.UUID:
    values = facts_for_text(act.session, notice, rules.calendar)
    text = compose(notice.code, addressee.language, values)
    notice_id = uuid7()
    act.session.execute(
        insert(NoticeRow).values(
            tenant_id=act.tenant_id,
            id=notice_id,
            code=notice.code,
            audience=addressee.audience,
            application_id=notice.application,
            guardian_id=addressee.guardian_id,
            kindergarten_id=notice.to_kindergarten,
            values=dict(notice.values),
            language=addressee.language,
            subject=text.subject,
            body=text.body,
            recorded_at=now,
        )
    )
    return notice_id


def _send(
    act: Act,
    notice: Notice,
    addressee: Addressee,
    notice_id: uuid.UUID,
    rules: Rules,
    now: datetime,
) -> None:
    values = facts_for_text(act.session, notice, rules.calendar)
    text = compose(notice.code, addressee.language, values)
    for letter in FAMILY_CHANNELS[notice.code]:
        channel = CHANNELS.get(letter)
        address = addressee.address(channel) if channel else ""
        if not channel or not address:
            continue
        act.session.execute(
            insert(OutboxRow).values(
                tenant_id=act.tenant_id,
                id=uuid7(),
                key=f"{notice_id}:{channel}",
                channel=channel,
                notice_id=notice_id,
                address_sealed=None,
                text=text.sms if channel == "sms" else text.body,
                created_at=now,
                not_before=first_loud_moment(now, rules.settings.quiet_hours, rules.calendar),
                attempts=0,
            )
        )
