"""A queue that a region already has comes in: whole or not at all, again without harm (G-13)."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from kezek.adapters.queue_columns import Fault
from kezek.adapters.queue_csv import QueueFile
from kezek.core.access import Role
from kezek.core.applications import Application
from kezek.core.ids import ApplicationId
from kezek.core.modes.registry import names_kindergartens
from kezek.core.queues import QueueKey, SeatKey
from kezek.db.accounts import find_account_by_login, open_conflict
from kezek.db.applications import next_serials
from kezek.db.arriving import applications_by_child
from kezek.db.base import uuid7
from kezek.db.claims import Claim, claim_children
from kezek.db.journal import JournalEntry, append
from kezek.db.kindergartens import chosen_kindergartens
from kezek.db.places import free_places
from kezek.db.queues import Ensured, ensure_queues
from kezek.db.registry import kindergartens_by_external_id
from kezek.db.rules_in_force import region_at
from kezek.settings import OperatorError
from kezek.usecases.arriving.counts import Counts, counts_of, running_faults
from kezek.usecases.arriving.lines import (
    Ground,
    application_of,
    by_rank,
    faults_of,
    is_here,
)
from kezek.usecases.arriving.people import Person, hashed, settle_families
from kezek.usecases.arriving.reports import ImportReport, report_of
from kezek.usecases.arriving.writing import ImportWriting
from kezek.usecases.unit_of_work import Act, act


@dataclass(frozen=True, slots=True)
class Signature:
    """Which administrator signs, and the digest of the report that was read."""

    login: str
    report: str


class NoAdministrator(OperatorError):
    """A signature by somebody who is no administrator of the region."""


class _NothingToKeep(Exception):
    """Takes the transaction back with its report: a rehearsal, or a file that is refused."""

    def __init__(self, report: ImportReport) -> None:
        super().__init__()
        self.report = report


@dataclass(slots=True)
class _Coming:
    """What a file brings, as far as it has been looked at."""

    new: list[Person] = field(default_factory=list)
    here: dict[int, str] = field(default_factory=dict)
    """Lines that came in before, with the number each has here."""
    faults: list[Fault] = field(default_factory=list)
    count_faults: list[Fault] = field(default_factory=list)


def import_queue(
    tenant_id: int, actor: str, file: QueueFile, *, signature: Signature | None = None
) -> ImportReport:
    """Brings a whole queue in; without a signature it is rehearsed and taken back.

    One faulty line refuses the file, and so does a signature under another report. Raises
    NoAdministrator.
    """
    try:
        with act(tenant_id, actor) as running:
            if signature is not None:
                running.actor = _administrator(running, signature.login)
            report = _bring_in(running, file)
            if report.is_refused or signature is None:
                raise _NothingToKeep(report)
            if report.new and signature.report != report.digest:
                raise _NothingToKeep(replace(report, is_other=True))
            _sign(running, file, report)
    except _NothingToKeep as nothing:
        return nothing.report
    return replace(report, is_saved=True)


def _administrator(running: Act, login: str) -> str:
    account = find_account_by_login(running.session, login)
    if account is None or account.role != Role.ADMIN or not account.active:
        raise NoAdministrator(f"{login} is no administrator of this region.")
    return f"{Role.ADMIN}:{account.id}"


def _bring_in(running: Act, file: QueueFile) -> ImportReport:
    coming = _Coming(faults=list(file.faults), count_faults=list(file.count_faults))
    people = hashed(file.lines)
    known = applications_by_child(running.session, {one.child_hash for one in people})
    ground = ground_now(running)
    for one in people:
        if number := is_here(one, known):
            coming.here[one.line.line] = number
        elif faults := faults_of(one, known, ground):
            coming.faults.extend(faults)
        else:
            coming.new.append(one)
    if coming.faults or coming.count_faults:
        return report_of(running.session, file, coming.here, [], {}, coming.faults, [])
    # Claims come before all other locks (G-40).
    ids = {uuid7(): one for one in by_rank(coming.new)}
    answers = claim_children(running.session, {key: one.child_hash for key, one in ids.items()})
    faults = [
        Fault(ids[key].line.line, "child_iin", "taken")
        for key, answer in answers.items()
        if answer is Claim.TAKEN
    ]
    if faults:
        return report_of(running.session, file, coming.here, [], {}, faults, [])
    running.hold(birth_years={one.line.born_on.year for one in coming.new})
    named = {ApplicationId(key): one for key, one in ids.items()}
    return _write(running, file, coming, named, conflicts=set(answers))


def ground_now(running: Act) -> Ground:
    """What lines are judged by at this moment: the region, its rules, its kindergartens."""
    now = running.now()
    _, region = region_at(running.session, running.tenant_id, now)
    rows = kindergartens_by_external_id(running.session)
    chosen = chosen_kindergartens(running.session, [row.id for row in rows.values()]) or ()
    gardens = dict(zip(rows, chosen, strict=True))
    return Ground(region, running.rules(now), gardens, now)


def _write(
    running: Act,
    file: QueueFile,
    coming: _Coming,
    ids: dict[ApplicationId, Person],
    *,
    conflicts: Collection[uuid.UUID],
) -> ImportReport:
    ground = ground_now(running)
    families = settle_families(running, list(ids.values()), ground.now)
    serials = next_serials(running.session, len(ids))
    lines = {
        key: replace(application_of(one.line, families[one.line.line], serial, ground), id=key)
        for (key, one), serial in zip(ids.items(), serials, strict=True)
    }
    counts, count_faults = counts_of(file.counts, ground) if lines else ({}, [])
    ensured = _queues(running, lines.values(), counts, ground)
    count_faults += running_faults(counts, ensured)
    faults = _places(running, lines, ids, ensured)
    named = {key: one.line for key, one in ids.items()}
    if not (faults or count_faults):
        given = {key: count for key, (_, count) in counts.items()}
        ImportWriting(running, ensured, ground).save(file, given, lines, named)
        _open_conflicts(running, [lines[ApplicationId(key)] for key in conflicts], ground)
    return report_of(
        running.session,
        file,
        coming.here,
        [(named[key], one) for key, one in lines.items()],
        ensured.rows,
        faults,
        count_faults,
    )


def _open_conflicts(running: Act, claimed: Iterable[Application], ground: Ground) -> None:
    """Somebody else has claimed the child without proof: a specialist has to look (G-40)."""
    for one in claimed:
        open_conflict(
            running.session, running.tenant_id, one.guardian, ground.now, application_id=one.id
        )


def _queues(
    running: Act,
    applications: Iterable[Application],
    counts: Counts,
    ground: Ground,
) -> Ensured:
    keys: set[QueueKey] = {*counts}
    for one in applications:
        keys |= set(one.keys)
    ratio = ground.rules.settings.ratio_g
    start = ratio if ground.rules.settings.ratio_start == "P" else 0
    return ensure_queues(running.session, running.tenant_id, keys, count=start, ratio=ratio)


def _places(
    running: Act,
    lines: dict[ApplicationId, Application],
    ids: dict[ApplicationId, Person],
    ensured: Ensured,
) -> list[Fault]:
    """Where a place waits, a child would be passed over that the file brings in (L-16.0)."""
    linear = [one for one in lines.values() if names_kindergartens(one.mode)]
    touched = {ensured.rows[key].id for one in linear for key in one.keys}
    years = {one.birth_year for one in linear}
    free = {place.key for place in free_places(running.session, years, touched).values()}
    return [
        Fault(ids[one.id].line.line, "choices", "places_free")
        for one in linear
        if free & {key for key in one.keys if isinstance(key, SeatKey)}
    ]


def _sign(running: Act, file: QueueFile, report: ImportReport) -> None:
    """The signature, as the journal keeps it; a file that brings nothing new leaves no trace."""
    if not report.new:
        return
    now = running.now()
    detail = {
        "file": file.digest,
        "report": report.digest,
        "applications": report.new,
        "here_before": len(report.lines) - report.new,
        "counts": len(file.counts),
    }
    entry = JournalEntry(
        kind="queue:import-signed",
        rule="G-13",
        rules_version=running.rules(now).version,
        actor=running.actor,
        at=now,
        payload={"detail": detail},
    )
    append(running.session, running.tenant_id, entry)
