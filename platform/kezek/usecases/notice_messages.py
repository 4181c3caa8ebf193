"""Puts what a notice says into the outbox: one message for each way, to one address (§10)."""

import uuid
from dataclasses import dataclass

from sqlalchemy.dialects.postgresql import insert

from kezek.adapters.letters import Letter, compose_nudge
from kezek.adapters.open_ways import open_ways
from kezek.adapters.services import services
from kezek.core.quiet import first_loud_moment
from kezek.core.ways_out import Message, Way, messages_for
from kezek.db.base import uuid7
from kezek.db.outbox import OutboxRow, address_context
from kezek.usecases.addressees import Addressee
from kezek.usecases.notice_setting import Setting, region_facts
from kezek.usecases.unit_of_work import Act


@dataclass(frozen=True, slots=True)
class Posting:
    """A notice that leaves the house, and by which of the channels of §10."""

    notice_id: uuid.UUID
    letters: str
    needs_all: bool = False
    """Whether the reader's wish for silence does not hold (I-3.2)."""


def post(act: Act, setting: Setting, to: Addressee, letter: Letter, posting: Posting) -> None:
    """Writes the messages of one notice to one reader; quiet hours hold them (G-05b)."""
    closed = frozenset(Way) - open_ways(setting.region)
    messages = messages_for(posting.letters, to.reader, closed, needs_all=posting.needs_all)
    if not messages:
        return
    loud_at = first_loud_moment(setting.now, setting.region.rules.quiet_hours, setting.calendar)
    rows = []
    for one in messages:
        key = _key(posting, one.way, to)
        rows.append(
            {
                "tenant_id": act.tenant_id,
                "id": uuid7(),
                "key": key,
                "channel": str(one.way),
                "notice_id": posting.notice_id,
                "address_sealed": services().keys.seal_text(one.address, address_context(key)),
                "subject": "" if one.way is Way.TELEGRAM else letter.subject,
                "text": _text(setting, one, to, letter),
                "created_at": setting.now,
                "not_before": loud_at,
            }
        )
    act.session.execute(insert(OutboxRow), rows)


def _key(posting: Posting, way: Way, to: Addressee) -> str:
    """The same notice, way and reader have one key: the outbox takes it once."""
    key = f"{posting.notice_id}:{way}"
    return key if to.account_id is None else f"{key}:{to.account_id}"


def _text(setting: Setting, message: Message, to: Addressee, letter: Letter) -> str:
    if message.way is Way.TELEGRAM:
        return compose_nudge(to.language, region_facts(setting)["link"])
    return letter.sms if message.way is Way.SMS else letter.body
