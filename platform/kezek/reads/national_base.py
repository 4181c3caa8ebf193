"""What has changed in a region since a state that the national base knows (L-3.10)."""

import uuid
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from kezek.adapters.services import services
from kezek.core.national_base import MOST, Kind
from kezek.db.base_records import Known, records_between, records_of
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope

Place = tuple[int, str, uuid.UUID]


@dataclass(frozen=True, slots=True)
class Changes:
    """One answer's records, and where the next one goes on."""

    records: tuple[dict[str, Any], ...]
    next: Place | None


def changes_since(tenant_id: int, since: int, until: int, after: Place | None) -> Changes:
    """Records that changed after `since` up to `until`, from a place in their order."""
    with read_scope(tenant_id) as session:
        _, region = region_at(session, tenant_id, services().clock.now(session))
        codes = {one.slug: one.kato or "" for one in region.territories}
        known = records_between(session, since, until, after, MOST + 1)
        page = known[:MOST]
        wanted: dict[str, list[uuid.UUID]] = defaultdict(list)
        for one in page:
            if not one.is_gone:
                wanted[one.kind].append(one.id)
        found = {kind: records_of(session, Kind(kind), codes, ids) for kind, ids in wanted.items()}
    records = tuple(_told(one, found.get(one.kind, {})) for one in page)
    last = page[-1] if len(known) > MOST else None
    return Changes(records, (last.version, last.kind, last.id) if last else None)


def _told(one: Known, found: dict[uuid.UUID, dict[str, Any]]) -> dict[str, Any]:
    """A record; one that went since the state was made is told of as gone."""
    data = found.get(one.id)
    return {"kind": one.kind, "id": str(one.id), "gone": data is None, "data": data}
