"""A recorded outage gives back the time that it took from running terms (R-11, R-89)."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from kezek.adapters.services import services
from kezek.core.errors import Code, Refusal
from kezek.core.ids import TerritorySlug
from kezek.core.outages import LONGEST, Failed, Shift, joined, left_of, shifts
from kezek.core.terms import Span
from kezek.core.triggers import Outage
from kezek.db.applications import modes_of
from kezek.db.due import applications_with_terms_until, cohorts
from kezek.db.journal import JournalEntry, append
from kezek.db.outages import RecordedOutageRow, find_outage, overlapping, running_terms
from kezek.db.places import places_in_window
from kezek.db.rules_in_force import rules_at
from kezek.db.scope import read_scope
from kezek.usecases.deciding import Moment, load, take
from kezek.usecases.due import settle_due
from kezek.usecases.unit_of_work import Act, act
from kezek.usecases.worlds import WORLDS


@dataclass(frozen=True, slots=True, kw_only=True)
class OutageWish:
    """An outage as it is to be recorded, with what the region's parents will read."""

    began_at: datetime
    ended_at: datetime
    failed: Failed
    reason: str
    words_kk: str
    words_ru: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What recording it would do in one region now."""

    shifts: tuple[Shift, ...]
    given_back: tuple[Span, ...]
    """Parts of it that were recorded before."""
    is_covered: bool
    """Whether all of it was."""

    @property
    def terms(self) -> int:
        """How many terms would move."""
        return sum(one.terms for one in self.shifts)


def record_outage(tenant_id: int, actor: str, began_at: datetime, ended_at: datetime) -> int:
    """Moves every running term by the part of the outage inside it; how many were looked at.

    Raises Refusal for an outage that ends before it begins or has not ended yet.
    """
    with act(tenant_id, actor) as running:
        years, now = hold_all(running)
        if not began_at < ended_at <= now:
            raise Refusal(Code.TOO_EARLY, "outage")
        settle_due(running, years, now)
        return _give_back(running, Outage(began_at, ended_at), years, now)


def record_known_outage(
    tenant_id: int, actor: str, wish: OutageWish, outage_id: uuid.UUID
) -> RecordedOutageRow:
    """Records an outage once, with its reason: terms move, and parents can read why.

    Time that was given back before is not given twice. A form that comes again finds its own
    outage. Raises Refusal for a span that cannot be, or that was recorded already as a whole.
    """
    with act(tenant_id, actor) as running:
        known = find_outage(running.session, outage_id)
        if known is not None:
            return known
        years, now = hold_all(running)
        need_span(wish.began_at, wish.ended_at, now)
        before = joined(
            overlapping(running.session, wish.began_at, wish.ended_at),
            (wish.began_at, wish.ended_at),
        )
        if not left_of((wish.began_at, wish.ended_at), before):
            raise Refusal(Code.ALREADY_DECIDED, "outage_covered")
        settle_due(running, years, now)
        outage = Outage(wish.began_at, wish.ended_at, given_back=before)
        return keep_outage(running, outage_id, wish, outage, years=years, now=now)


def hold_all(running: Act) -> tuple[set[int], datetime]:
    """Takes the locks of all that runs in the region; gives its birth years and the moment."""
    windows = places_in_window(running.session)
    years = {*cohorts(running.session), *(one.birth_year for one in windows)}
    return years, running.hold(birth_years=years)


def keep_outage(
    running: Act,
    outage_id: uuid.UUID,
    wish: OutageWish,
    outage: Outage,
    *,
    years: set[int],
    now: datetime,
) -> RecordedOutageRow:
    """Moves the terms and writes down how many, within an act that holds the whole region."""
    rules = running.rules(now)
    moved = shifts(
        (one.value for one in running_terms(running.session, outage.began_at)),
        outage,
        rules.calendar,
    )
    _give_back(running, outage, years, now)
    row = RecordedOutageRow(
        tenant_id=running.tenant_id,
        id=outage_id,
        began_at=wish.began_at,
        ended_at=wish.ended_at,
        failed=wish.failed,
        reason=wish.reason,
        words_kk=wish.words_kk,
        words_ru=wish.words_ru,
        recorded_at=now,
        recorded_by=running.actor,
        terms_moved=sum(one.terms for one in moved),
    )
    running.session.add(row)
    running.session.flush()
    _record(running, row, rules.version)
    return row


def preview_outage(tenant_id: int, began_at: datetime, ended_at: datetime) -> Preview:
    """How many terms would move, and by how much, if it were recorded now; writes nothing.

    Raises Refusal for a span that cannot be.
    """
    with read_scope(tenant_id) as session:
        now = services().clock.now(session)
        need_span(began_at, ended_at, now)
        whole = (began_at, ended_at)
        before = joined(overlapping(session, began_at, ended_at), whole)
        outage = Outage(began_at, ended_at, given_back=before)
        calendar = rules_at(session, tenant_id, now).calendar
        terms = [one.value for one in running_terms(session, max(began_at, now))]
        return Preview(shifts(terms, outage, calendar), before, not left_of(whole, before))


def need_span(began_at: datetime, ended_at: datetime, now: datetime) -> None:
    """Goes on for a span that has passed and is no mistake of a year. Raises Refusal."""
    if ended_at > now:
        raise Refusal(Code.TOO_EARLY, "outage", field="ended")
    if not began_at < ended_at:
        raise Refusal(Code.INVALID_CHOICE, "outage_span", field="ended")
    if ended_at - began_at > LONGEST:
        raise Refusal(Code.LIMIT_REACHED, "outage_span", days=LONGEST.days, field="began")


def _give_back(running: Act, outage: Outage, years: set[int], now: datetime) -> int:
    moment = Moment(now, running.rules(now))
    concerned = applications_with_terms_until(running.session, outage.began_at)
    modes = modes_of(running.session, concerned)
    windows = places_in_window(running.session)
    for mode in WORLDS:
        own = [one for one in concerned if modes[one] is mode]
        places = [
            one.place_id
            for one in windows
            if moment.rules.mode_of(TerritorySlug(one.territory)) is mode
        ]
        if own or places:
            loaded = load(running, moment, years, applications=own, places=places, mode=mode)
            take(running, loaded, outage, moment, mode)
    return len(concerned)


def _record(running: Act, row: RecordedOutageRow, rules_version: int) -> None:
    entry = JournalEntry(
        kind="outage:recorded",
        rule="R-11",
        rules_version=rules_version,
        actor=running.actor,
        at=row.recorded_at,
        payload={
            "detail": {
                "outage": str(row.id),
                "began_at": row.began_at.isoformat(),
                "ended_at": row.ended_at.isoformat(),
                "failed": row.failed,
                "reason": row.reason,
                "terms": row.terms_moved,
            }
        },
    )
    append(running.session, running.tenant_id, entry)
