"""A change of a region is rehearsed, signed for now or for a day to come, and taken back (N-53)."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from kezek.adapters.services import services
from kezek.core.carrying import carried
from kezek.core.errors import Code, Refusal
from kezek.core.region_rooms import needs_rehearsal
from kezek.core.regions import Tenant, tenant_from
from kezek.core.versions import Version, coming, laid_upon
from kezek.db.journal import JournalEntry, append
from kezek.db.locks import lock_settings
from kezek.db.region_drafts import Drawn, drawn, drop_region_draft
from kezek.db.scope import read_scope
from kezek.db.tenant_versions import stored_versions
from kezek.db.tenants import version_data
from kezek.usecases.deciding import NotFound
from kezek.usecases.happenings import begin_clocks
from kezek.usecases.kept_rehearsals import rehearse_and_keep
from kezek.usecases.repeats import Once
from kezek.usecases.rules_change import bring_into_force, put_in, store_version
from kezek.usecases.unit_of_work import Act, act

LATEST = timedelta(days=730)
"""Nobody knows what will be right later than in two years."""


def rehearse(tenant_id: int, actor: str, *, seen: str, opening: int = 0) -> uuid.UUID:
    """Tries the change that is being drawn up on the live queue; gives the kept rehearsal (N6).

    Raises NotFound without a change, and Refusal when another one stands there than was seen.
    """
    with read_scope(tenant_id) as session:
        known = drawn(session, tenant_id, services().clock.now(session))
        if known is None:
            raise NotFound("change")
        _need_seen(known, seen)
        changed = known.after
    kept = rehearse_and_keep(tenant_id, actor, changed, opening=opening)
    with act(tenant_id, actor) as running:
        lock_settings(running.session, tenant_id)
        now = running.now()
        again = drawn(running.session, tenant_id, now)
        if again is not None and again.digest == seen:
            again.row.rehearsed_sha256 = seen
            again.row.rehearsed_at, again.row.rehearsed_by = now, actor
    return kept


def sign(
    tenant_id: int,
    actor: str,
    *,
    seen: str,
    reason: str,
    on: date | None = None,
    once: Once | None = None,
) -> int:
    """Makes the change a version, from now or from 00:00 of a day; gives its number.

    What waits to come into force later gets the change too; terms that run keep their length (R-9).
    Raises Refusal: there is no change, another one than was seen, a day that has begun, or a change
    that decides who gets a place and was not rehearsed as it stands.
    """
    with act(tenant_id, actor, once) as running:
        lock_settings(running.session, tenant_id)
        now = running.now()
        known = drawn(running.session, tenant_id, now)
        if known is None:
            raise Refusal(Code.ALREADY_DECIDED, "change_gone")
        _need_seen(known, seen)
        if needs_rehearsal(known.before, known.after) and not known.is_rehearsed:
            raise Refusal(Code.WRONG_STATE, "change_not_rehearsed")
        begins = now if on is None else _first_moment(known.before, on, now)
        before, after = known.row.before, known.row.after
        number = put_in(
            running,
            now,
            lambda one: carried(before, after, one),
            effective_from=begins,
            reason=reason,
        )
        begin_clocks(running.session, tenant_id, now)
        drop_region_draft(running.session)
        _record(running, "region:changed", number, reason, now, known)
        running.response["version"] = number
    bring_into_force(tenant_id)
    return number


def take_back(
    tenant_id: int, actor: str, number: int, *, reason: str, once: Once | None = None
) -> None:
    """Takes a version back before its moment; what was signed after it stays, without its change.

    Raises NotFound, and Refusal once it holds or when it was taken back already.
    """
    with act(tenant_id, actor, once) as running:
        lock_settings(running.session, tenant_id)
        now = running.now()
        versions = [one.value for one in stored_versions(running.session)]
        waiting = coming(versions, now)
        found = next((one for one in waiting if one.root == number), None)
        if found is None:
            raise _why_not(versions, number)
        _lay_without(running, versions, found, waiting, reason, now)
        _record(running, "region:taken-back", number, reason, now)


def _lay_without(
    running: Act,
    versions: list[Version],
    gone: Version,
    waiting: list[Version],
    reason: str,
    now: datetime,
) -> None:
    """Covers a version by what it was laid upon, and stores what comes later without its change."""
    session, tenant_id = running.session, running.tenant_id
    below = laid_upon(versions, gone)
    if below is None:
        raise Refusal(Code.TOO_LATE, "version_holds")
    with_it = tenant_from(version_data(session, gone.number))
    without = tenant_from(version_data(session, below.number))
    place = (gone.effective_from, gone.number)
    later = [one for one in waiting if (one.effective_from, one.number) > place]
    rest = [(one, tenant_from(version_data(session, one.number))) for one in later]
    store_version(
        session,
        tenant_id,
        without,
        gone.effective_from,
        now,
        running.actor,
        reason=reason,
        takes_back=gone.root,
    )
    for one, region in rest:
        store_version(
            session,
            tenant_id,
            carried(with_it, without, region),
            one.effective_from,
            now,
            running.actor,
            repeats=one.root,
        )


def _why_not(versions: list[Version], number: int) -> Exception:
    known = next((one for one in versions if one.number == number and one.root == number), None)
    if known is None or known.takes_back is not None:
        return NotFound(number)
    if any(one.takes_back == number for one in versions):
        return Refusal(Code.ALREADY_DECIDED, "version_taken_back")
    return Refusal(Code.TOO_LATE, "version_holds")


def _first_moment(region: Tenant, on: date, now: datetime) -> datetime:
    today = region.calendar.local_day(now)
    if on <= today:
        raise Refusal(Code.TOO_LATE, "change_day")
    if on > today + LATEST:
        raise Refusal(Code.INVALID_CHOICE, "change_day_far")
    return region.calendar.start_of_day(on)


def _need_seen(known: Drawn, seen: str) -> None:
    if known.digest != seen:
        raise Refusal(Code.ALREADY_DECIDED, "settings_meanwhile")


def _record(
    running: Act,
    kind: str,
    number: int,
    reason: str,
    now: datetime,
    known: Drawn | None = None,
) -> None:
    detail: Mapping[str, str | int | list[str]] = {
        "version": number,
        "reason": reason,
        "paths": [one.path for one in known.differences] if known else [],
    }
    entry = JournalEntry(
        kind=kind,
        rule="N-53",
        rules_version=number,
        actor=running.actor,
        at=now,
        payload={"detail": detail},
    )
    append(running.session, running.tenant_id, entry)
