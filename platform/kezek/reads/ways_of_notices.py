"""By which ways a family is told, and by which it could be (§10, I-3.2)."""

from dataclasses import dataclass

from kezek.adapters.open_ways import open_ways
from kezek.adapters.services import services
from kezek.core.access import Actor
from kezek.core.ways_out import Way
from kezek.db.people import find_guardian
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.db.ways import unwished_by, waits_for_a_bulletin
from kezek.reads.bad_contacts import BadContact, bad_contacts


@dataclass(frozen=True, slots=True)
class WaysPage:
    """The page on which a family says how it is told."""

    language: str
    phone: str
    email: str
    has_chat: bool
    """Whether the bot knows this parent."""
    ways: frozenset[Way]
    """What the region and the deployment have open."""
    wished: frozenset[Way]
    needs_all: bool
    """Whether turns are told by SMS and e-mail both here, so that neither can be turned off."""
    bad: tuple[BadContact, ...]


def ways_page(tenant_id: int, actor: Actor) -> WaysPage | None:
    """The family's own choice; nothing for somebody who is no family."""
    with read_scope(tenant_id) as session:
        guardian = find_guardian(session, actor.guardian_id) if actor.guardian_id else None
        if guardian is None:
            return None
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        is_bound = region.rules.indigo_contacts == "both"
        return WaysPage(
            language=guardian.language,
            phone=guardian.phone,
            email=guardian.email,
            has_chat=guardian.telegram_sealed is not None,
            ways=open_ways(region),
            wished=frozenset(Way) - unwished_by(guardian),
            needs_all=is_bound and waits_for_a_bulletin(session, guardian.id),
            bad=bad_contacts(session, guardian),
        )


def family_bad_contacts(tenant_id: int, actor: Actor) -> tuple[BadContact, ...]:
    """What the cabinet asks the family to mend."""
    with read_scope(tenant_id) as session:
        guardian = find_guardian(session, actor.guardian_id) if actor.guardian_id else None
        return bad_contacts(session, guardian) if guardian is not None else ()
