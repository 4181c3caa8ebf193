"""The exchange with the national education base: what changed since, and its registry (L-3.10).

A state of the region is a number and a checksum. Whoever knows an older number asks for what has
changed since, and can prove by the checksum that nothing was lost on the way. What the base sends
of the registry is laid before the administrator, who sees every difference before it is taken in.
"""

import csv
import hashlib
import io
import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kezek.adapters.breakers import Away
from kezek.adapters.services import services
from kezek.core.errors import Code, Refusal
from kezek.core.national_base import Kind, checksum_of, digest_of
from kezek.core.regions import Tenant
from kezek.db.base_records import (
    BaseVersionRow,
    keep_version,
    known_records,
    newest_version,
    records_of,
)
from kezek.db.codes import lock_limits
from kezek.db.journal import JournalEntry, append
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.usecases.registry.files import bring_file
from kezek.usecases.unit_of_work import Act, act

REGISTRY = "/base/v1/registry"
_LOCK = "national-base"


@dataclass(frozen=True, slots=True)
class Version:
    """A state of the region."""

    number: int
    checksum: str
    counts: Mapping[str, int]


def bring_up_to_date(tenant_id: int, caller: str) -> Version:
    """The present state; a new number only where anything has changed. Kept in the journal."""
    with act(tenant_id, f"base:{caller}") as running:
        lock_limits(running.session, tenant_id, _LOCK)
        found = _new_version(running) or newest_version(running.session)
        assert found is not None, "a first version is made even of nothing"
        _note(running, found)
        return Version(found.version, found.checksum.hex(), dict(found.counts))


def pull_registry(tenant_id: int, actor: str) -> uuid.UUID:
    """Gets the base's registry of this region as a file that waits to be looked at.

    Raises Refusal: the base does not answer, or its file is not whole or cannot be read.
    """
    with read_scope(tenant_id) as session:
        _, region = region_at(session, tenant_id, services().clock.now(session))
    try:
        told = services().national_base.ask(REGISTRY, {"region": region.slug, "kato": region.kato})
    except Away as away:
        raise Refusal(Code.WRONG_STATE, "national_base_away") from away
    text, digest = str(told.get("csv", "")), str(told.get("sha256", ""))
    content = text.encode()
    if hashlib.sha256(content).hexdigest() != digest:
        raise Refusal(Code.INVALID_CHOICE, "national_base_torn")
    return bring_file(tenant_id, actor, "national-base.csv", _with_names(content, region))


def _with_names(content: bytes, region: Tenant) -> bytes:
    """The file with our names of territories where it has codes of the classifier."""
    names = {one.kato: one.slug for one in region.territories if one.kato}
    rows = list(csv.reader(io.StringIO(content.decode())))
    if not rows or "territory" not in rows[0]:
        return content
    at, written = rows[0].index("territory"), io.StringIO()
    for row in rows[1:]:
        if at < len(row):
            row[at] = names.get(row[at], row[at])
    csv.writer(written, lineterminator="\r\n").writerows(rows)
    return written.getvalue().encode()


def codes_of(region: Tenant) -> dict[str, str]:
    """Territories by their codes of the classifier, where they have one."""
    return {one.slug: one.kato or "" for one in region.territories}


def _new_version(running: Act) -> BaseVersionRow | None:
    now = running.now()
    _, region = region_at(running.session, running.tenant_id, now)
    before, known = newest_version(running.session), known_records(running.session)
    present = {
        (str(kind), number): digest_of(data)
        for kind in Kind
        for number, data in records_of(running.session, kind, codes_of(region)).items()
    }
    changed = {
        key: digest
        for key, digest in present.items()
        if key not in known or known[key].is_gone or known[key].sha256 != digest
    }
    gone = [key for key, one in known.items() if not one.is_gone and key not in present]
    if before is not None and not changed and not gone:
        return None
    row = BaseVersionRow(
        tenant_id=running.tenant_id,
        version=before.version + 1 if before else 1,
        made_at=now,
        checksum=checksum_of((kind, one, digest) for (kind, one), digest in present.items()),
        counts=dict(Counter(kind for kind, _ in present)),
    )
    keep_version(running.session, row, changed, gone)
    running.session.flush()
    return row


def _note(running: Act, version: BaseVersionRow) -> None:
    """Writes down who was given the region's data, and which state of it."""
    payload: dict[str, Any] = {
        "detail": {"version": str(version.version), "checksum": version.checksum.hex()}
    }
    now = running.now()
    append(
        running.session,
        running.tenant_id,
        JournalEntry(
            kind="base:given",
            rule="L-3.10",
            rules_version=running.rules(now).version,
            actor=running.actor,
            at=now,
            payload=payload,
        ),
    )
