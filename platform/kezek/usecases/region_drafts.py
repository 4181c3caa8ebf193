"""A change of a region is drawn up by its administrators, piece by piece, before it is signed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.dialects.postgresql import insert

from kezek.core.errors import Code, Refusal
from kezek.core.region_checks import need_sound
from kezek.core.region_pieces import taken_out
from kezek.core.region_rooms import Room, room_digest
from kezek.core.regions import Tenant, canonical, digest
from kezek.db.locks import lock_settings
from kezek.db.region_drafts import RegionDraftRow, drawn, drop_region_draft
from kezek.db.rules_in_force import region_at
from kezek.usecases.repeats import Once
from kezek.usecases.unit_of_work import Act, act


def edit(
    tenant_id: int,
    actor: str,
    room: Room,
    change: Callable[[Tenant], Tenant],
    *,
    seen: str,
    once: Once | None = None,
) -> bool:
    """Puts one edit into the change that is being drawn up; whether anything differs after it.

    `seen` is the digest of the room as the form showed it. Raises Refusal: somebody has changed the
    room meanwhile, or the edit asks for what a region cannot have.
    """
    with act(tenant_id, actor, once) as running:
        lock_settings(running.session, tenant_id)
        now = running.now()
        _, present = region_at(running.session, tenant_id, now)
        known = drawn(running.session, tenant_id, now)
        region = known.after if known else present
        if room_digest(region, room) != seen:
            raise Refusal(Code.ALREADY_DECIDED, "settings_meanwhile")
        return _keep(running, present, change(region), now)


def replace_with(
    tenant_id: int, actor: str, region: Tenant, *, seen: str, once: Once | None = None
) -> bool:
    """Makes a whole configuration the change, in place of what was drawn up before.

    `seen` is the digest of the region, with what was drawn up, as the page compared it. Raises as
    `edit` does.
    """
    with act(tenant_id, actor, once) as running:
        lock_settings(running.session, tenant_id)
        now = running.now()
        _, present = region_at(running.session, tenant_id, now)
        known = drawn(running.session, tenant_id, now)
        if (known.digest if known else digest(canonical(present))) != seen:
            raise Refusal(Code.ALREADY_DECIDED, "settings_meanwhile")
        return _keep(running, present, region, now)


def take_out(
    tenant_id: int, actor: str, piece: str, *, seen: str, once: Once | None = None
) -> bool:
    """Takes one piece out of the change, which leaves the others in it; whether any is left.

    `seen` is the digest of the change as the page showed it. Raises Refusal: there is no change,
    another one than was seen, or what would be left cannot be.
    """
    with act(tenant_id, actor, once) as running:
        lock_settings(running.session, tenant_id)
        now = running.now()
        known = drawn(running.session, tenant_id, now)
        if known is None:
            raise Refusal(Code.ALREADY_DECIDED, "change_gone")
        if known.digest != seen:
            raise Refusal(Code.ALREADY_DECIDED, "settings_meanwhile")
        return _keep(running, known.before, taken_out(known.before, known.after, piece), now)


def drop(tenant_id: int, actor: str, *, seen: str, once: Once | None = None) -> None:
    """Forgets the change. Raises Refusal when another one stands there than the page showed."""
    with act(tenant_id, actor, once) as running:
        lock_settings(running.session, tenant_id)
        known = drawn(running.session, tenant_id, running.now())
        if known is not None and known.digest != seen:
            raise Refusal(Code.ALREADY_DECIDED, "settings_meanwhile")
        drop_region_draft(running.session)


def _keep(running: Act, present: Tenant, after: Tenant, now: datetime) -> bool:
    need_sound(present, after)
    if canonical(after) == canonical(present):
        drop_region_draft(running.session)
        return False
    stored: dict[str, Any] = {"base": canonical(present), "data": canonical(after)}
    stored |= {"changed_at": now, "changed_by": running.actor}
    statement = insert(RegionDraftRow).values(
        tenant_id=running.tenant_id, opened_at=now, opened_by=running.actor, **stored
    )
    running.session.execute(
        statement.on_conflict_do_update(index_elements=["tenant_id"], set_=stored)
    )
    return True
