"""A region is stopped, goes on, and is closed by two: what stood still is given back (R-11)."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kezek.core.errors import Code, Refusal
from kezek.core.outages import Failed, joined
from kezek.core.stops import KEPT, Level
from kezek.core.triggers import Outage
from kezek.db.base import uuid7
from kezek.db.deployment_acts import DeploymentProposalRow, find_proposal, open_proposals
from kezek.db.locks import lock_settings
from kezek.db.outages import overlapping
from kezek.db.scope import deployment_scope
from kezek.db.stops import TenantStopRow, open_stop
from kezek.usecases.deciding import NotFound
from kezek.usecases.deployment.acting import DoneBefore, need_first, need_reason
from kezek.usecases.deployment.region_acts import note_of_region
from kezek.usecases.due import bring_about_due
from kezek.usecases.erasures import need_not_erased
from kezek.usecases.outages import OutageWish, hold_all, keep_outage
from kezek.usecases.switchboard import switchboard
from kezek.usecases.unit_of_work import Act, act

CLOSING = "tenant:close"
WAITS = timedelta(days=14)
"""A proposal that nobody has answered by then is over: what it rested on may have changed."""
_SHORTEST_WORDS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class StopWish:
    """How a region is to stand still, why, and what its people are told."""

    level: Level
    reason: str
    words_kk: str
    words_ru: str


def stop_region(actor: str, tenant_id: int, wish: StopWish, intent: uuid.UUID) -> None:
    """Stops a region; every process knows within seconds, and its workers rest.

    What fell due before is brought about first. A form that comes again changes nothing. Raises
    Refusal for a region that stands still already, and for words that say nothing.
    """
    if wish.level is Level.CLOSED:
        raise Refusal(Code.NOT_YOURS, "closing_alone")
    reason = need_reason(wish.reason)
    need_both(wish.words_kk, wish.words_ru)
    bring_about_due(tenant_id)
    try:
        with act(tenant_id, actor) as running:
            lock_settings(running.session, tenant_id)
            need_first(running.session, intent)
            if open_stop(running.session, tenant_id) is not None:
                raise Refusal(Code.ALREADY_DECIDED, "tenant_stopped")
            now = running.now()
            running.session.add(_row(running, wish, reason, now))
            note_of_region(running, "tenant:stopped", now, reason, intent=intent, level=wish.level)
    except DoneBefore:
        return
    finally:
        switchboard().forget()


def resume_region(actor: str, tenant_id: int, reason: str) -> None:
    """Lets a region go on: the time for which it stood still is an outage, and terms move by it.

    Terms that would have ended meanwhile end not, they run on. Of a second press nothing comes.
    Raises Refusal for a closed region whose data are erased: there is nothing left to go on.
    """
    words = need_reason(reason)
    with act(tenant_id, actor) as running:
        lock_settings(running.session, tenant_id)
        stop = open_stop(running.session, tenant_id)
        if stop is None:
            return
        need_not_erased(running, stop)
        years, now = hold_all(running)
        whole = (stop.began_at, now)
        before = joined(overlapping(running.session, *whole), whole)
        outage = Outage(*whole, given_back=before, stood_still=True)
        wish = OutageWish(
            began_at=stop.began_at,
            ended_at=now,
            failed=Failed.STOP,
            reason=stop.reason,
            words_kk=stop.words_kk,
            words_ru=stop.words_ru,
        )
        row = keep_outage(running, stop.id, wish, outage, years=years, now=now)
        stop.ended_at, stop.ended_by = now, actor
        kind = "tenant:reopened" if stop.level == Level.CLOSED else "tenant:resumed"
        note_of_region(running, kind, now, words, terms=row.terms_moved)
    switchboard().forget()


def propose_closing(
    actor: str, tenant_id: int, wish: StopWish, kept_through_on: date | None, intent: uuid.UUID
) -> uuid.UUID:
    """Lays the closing of a region before another operator; gives the proposal's number.

    Raises Refusal while one waits, for a region that is closed, and for a day that is too near.
    """
    reason = need_reason(wish.reason)
    need_both(wish.words_kk, wish.words_ru)
    try:
        with act(tenant_id, actor) as running:
            lock_settings(running.session, tenant_id)
            need_first(running.session, intent)
            now = running.now()
            _need_open(running)
            _need_none_waiting(running, now)
            today = running.rules(now).calendar.local_day(now)
            kept = kept_through_on or today + KEPT
            if kept <= today:
                raise Refusal(Code.TOO_LATE, "kept_through", field="kept")
            detail = {"words_kk": wish.words_kk, "words_ru": wish.words_ru, "kept": str(kept)}
            running.session.add(_proposal(running, intent, reason, detail, now))
            note_of_region(
                running, "tenant:closing-proposed", now, reason, intent=intent, kept=str(kept)
            )
    except DoneBefore:
        return intent
    return intent


def answer_closing(actor: str, proposal_id: uuid.UUID, *, agrees: bool, answer: str = "") -> None:
    """Another operator agrees, and the region is closed; or not, and it goes on.

    Raises NotFound, and Refusal for the proposer's own answer or a proposal that is over.
    """
    with act(_tenant_of(proposal_id), actor) as running:
        lock_settings(running.session, running.tenant_id)
        row, now = _waiting(running, proposal_id), running.now()
        if row.proposed_by == actor:
            raise Refusal(Code.NOT_YOURS, "closing_own")
        row.decision = "agreed" if agrees else "declined"
        row.decided_at, row.decided_by, row.answer = now, actor, answer
        if agrees:
            _close(running, row, now)
        else:
            note_of_region(running, "tenant:closing-declined", now, answer)
    switchboard().forget()


def withdraw_closing(actor: str, proposal_id: uuid.UUID) -> None:
    """The proposer takes it back. Raises NotFound for others, Refusal once it was answered."""
    with act(_tenant_of(proposal_id), actor) as running:
        row, now = _waiting(running, proposal_id), running.now()
        if row.proposed_by != actor:
            raise NotFound(proposal_id)
        row.decision, row.decided_at, row.decided_by = "withdrawn", now, actor
        note_of_region(running, "tenant:closing-withdrawn", now, row.reason)


def need_both(words_kk: str, words_ru: str) -> None:
    """Goes on where both languages say something. Raises Refusal beside the box that does not."""
    for field, words in (("words_kk", words_kk), ("words_ru", words_ru)):
        if len(words.strip()) < _SHORTEST_WORDS:
            raise Refusal(Code.INVALID_CHOICE, "stop_words", field=field)


def _close(running: Act, row: DeploymentProposalRow, now: datetime) -> None:
    began_at = now
    stop = open_stop(running.session, running.tenant_id)
    if stop is not None:
        # It goes on standing still: on reopening all of that time is given back.
        began_at = stop.began_at
        stop.ended_at, stop.ended_by = now, running.actor
        running.session.flush()
    wish = StopWish(
        level=Level.CLOSED,
        reason=row.reason,
        words_kk=row.detail["words_kk"],
        words_ru=row.detail["words_ru"],
    )
    closed = _row(running, wish, row.reason, began_at)
    closed.kept_through_on = date.fromisoformat(row.detail["kept"])
    running.session.add(closed)
    note_of_region(running, "tenant:closed", now, row.reason, proposed_by=row.proposed_by)


def _tenant_of(proposal_id: uuid.UUID) -> int:
    with deployment_scope() as session:
        row = find_proposal(session, proposal_id)
        if row is None:
            raise NotFound(proposal_id)
        return row.tenant_id


def _waiting(running: Act, proposal_id: uuid.UUID) -> DeploymentProposalRow:
    row = find_proposal(running.session, proposal_id)
    if row is None or row.tenant_id != running.tenant_id:
        raise NotFound(proposal_id)
    if row.decision is not None:
        raise Refusal(Code.ALREADY_DECIDED, "closing")
    if running.now() >= row.expires_at:
        raise Refusal(Code.TOO_LATE, "closing")
    return row


def _need_open(running: Act) -> None:
    stop = open_stop(running.session, running.tenant_id)
    if stop is not None and stop.level == Level.CLOSED:
        raise Refusal(Code.ALREADY_DECIDED, "tenant_closed")


def _need_none_waiting(running: Act, now: datetime) -> None:
    for waiting in open_proposals(running.session, running.tenant_id):
        if now < waiting.expires_at:
            raise Refusal(Code.ALREADY_DECIDED, "closing_waits")
        waiting.decision, waiting.decided_at, waiting.decided_by = "lapsed", now, running.actor
        running.session.flush()


def _row(running: Act, wish: StopWish, reason: str, began_at: datetime) -> TenantStopRow:
    return TenantStopRow(
        id=uuid7(),
        tenant_id=running.tenant_id,
        level=wish.level,
        reason=reason,
        words_kk=wish.words_kk.strip(),
        words_ru=wish.words_ru.strip(),
        began_at=began_at,
        began_by=running.actor,
        kept_through_on=None,
    )


def _proposal(
    running: Act, proposal_id: uuid.UUID, reason: str, detail: Mapping[str, str], now: datetime
) -> DeploymentProposalRow:
    return DeploymentProposalRow(
        id=proposal_id,
        kind=CLOSING,
        tenant_id=running.tenant_id,
        reason=reason,
        detail=dict(detail),
        proposed_at=now,
        proposed_by=running.actor,
        expires_at=now + WAITS,
        answer="",
    )
