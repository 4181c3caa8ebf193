"""A notice is sent once more to somebody who calls and did not get it (N12, X-28)."""

import uuid
from datetime import datetime, timedelta

from kezek.adapters.services import services
from kezek.core.calls import AGAIN_FOR, may_send_again_at
from kezek.core.errors import Code, Refusal
from kezek.core.notices import FAMILY_CHANNELS
from kezek.core.quiet import first_loud_moment
from kezek.core.ways_out import LETTERS
from kezek.db.base import uuid7
from kezek.db.calls import ResendRow, sent_again, sent_again_to
from kezek.db.notices import NoticeRow, find_notice
from kezek.db.outbox import OutboxRow, Settled, address_context, messages_of
from kezek.db.people import GuardianRow, find_guardian
from kezek.usecases.deciding import NotFound
from kezek.usecases.notice_setting import from_json
from kezek.usecases.notices import notice_in
from kezek.usecases.staff_acts import press_as
from kezek.usecases.unit_of_work import Act

_ONE_DAY = timedelta(days=1)
_LETTERS = {str(way): letter for letter, way in LETTERS.items()}


def send_again(
    tenant_id: int, by: str, notice_id: uuid.UUID, channel: str, *, intent: str | None = None
) -> datetime:
    """Puts the notice into the outbox once more; gives when it leaves: quiet hours hold (G-05b).

    Raises NotFound, and Refusal: it never leaves by this channel or has no address; it is on its
    way already; the address takes nothing; its term is over; it was sent too often.
    """

    def send(running: Act) -> None:
        notice = find_notice(running.session, notice_id, for_update=True)
        guardian = _guardian(running, notice)
        if notice is None or guardian is None:
            raise NotFound(notice_id)
        now = running.now()
        address = _address(notice, guardian, channel)
        messages = [
            one for one in messages_of(running.session, notice_id) if one.channel == channel
        ]
        _need_news(notice, messages, address, now)
        _need_room(running, notice, guardian, now)
        not_before = _write(running, notice, channel, address, len(messages), now)
        running.session.add(_row(tenant_id, by, notice, guardian, channel, now))
        running.response["at"] = not_before.isoformat()

    answer = press_as(tenant_id, by, send, intent=intent, request=f"again:{notice_id}:{channel}")
    return datetime.fromisoformat(answer["at"])


def _guardian(running: Act, notice: NoticeRow | None) -> GuardianRow | None:
    if notice is None or notice.audience != "family" or notice.guardian_id is None:
        return None
    return find_guardian(running.session, notice.guardian_id)


def _address(notice: NoticeRow, guardian: GuardianRow, channel: str) -> str:
    """Where it goes now: the family may have another telephone since."""
    letter = _LETTERS.get(channel, "")
    if not letter or letter not in FAMILY_CHANNELS.get(notice.code, "C"):
        raise Refusal(Code.WRONG_STATE, "stays_in_cabinet")
    is_open = channel != "email" or services().settings.sends_email
    address = {"sms": guardian.phone, "email": guardian.email}[channel] if is_open else ""
    if not address:
        raise Refusal(Code.WRONG_STATE, "no_address")
    return address


def _need_news(notice: NoticeRow, messages: list[OutboxRow], address: str, now: datetime) -> None:
    """Sending it makes sense: nothing is on its way, the address takes mail, the term runs."""
    if any(one.settled_at is None for one in messages):
        raise Refusal(Code.ALREADY_DECIDED, "on_its_way")
    last = messages[-1] if messages else None
    if last is not None and last.outcome == Settled.REFUSED and _is_same(last, address):
        raise Refusal(Code.WRONG_STATE, "address_refuses")
    due_at = from_json(notice.values).get("due_at")
    is_over = isinstance(due_at, datetime) and due_at <= now
    if is_over or now - notice.recorded_at > AGAIN_FOR:
        raise Refusal(Code.TOO_LATE, "notice_over")


def _is_same(message: OutboxRow, address: str) -> bool:
    opened = services().keys.open_text(message.address_sealed, address_context(message.key))
    return opened == address


def _need_room(running: Act, notice: NoticeRow, guardian: GuardianRow, now: datetime) -> None:
    free_at = may_send_again_at(
        sent_again(running.session, notice.id, now - _ONE_DAY),
        sent_again_to(running.session, guardian.id, now - _ONE_DAY),
        now,
    )
    if free_at > now:
        raise Refusal(Code.LIMIT_REACHED, "sent_again", until=free_at)


def _write(
    running: Act, notice: NoticeRow, channel: str, address: str, earlier: int, now: datetime
) -> datetime:
    """One more message; its key says the how many-th it is, so that none is made twice."""
    rules = running.rules(now)
    not_before = first_loud_moment(now, rules.settings.quiet_hours, rules.calendar)
    letter = notice_in(notice, notice.language)
    key = f"{notice.id}:{channel}:again:{earlier}:{int(now.timestamp())}"
    running.session.add(
        OutboxRow(
            tenant_id=running.tenant_id,
            id=uuid7(),
            key=key,
            channel=channel,
            notice_id=notice.id,
            address_sealed=services().keys.seal_text(address, address_context(key)),
            subject=notice.subject,
            text=letter.sms if channel == "sms" else notice.body,
            created_at=now,
            not_before=not_before,
            attempts=0,
        )
    )
    return not_before


def _row(
    tenant_id: int,
    by: str,
    notice: NoticeRow,
    guardian: GuardianRow,
    channel: str,
    now: datetime,
) -> ResendRow:
    return ResendRow(
        tenant_id=tenant_id,
        id=uuid7(),
        notice_id=notice.id,
        guardian_id=guardian.id,
        channel=channel,
        actor=by,
        sent_at=now,
    )
