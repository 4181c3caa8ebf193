"""A region that lost its data gets its queues back from the receipts that families hold (N4)."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kezek.adapters.queue_csv import QueueFile, QueueLine
from kezek.adapters.receipt_keys import Signer
from kezek.adapters.services import services
from kezek.core.applications import Application
from kezek.core.ids import ApplicationId
from kezek.core.modes.registry import names_kindergartens
from kezek.core.queues import QueueKey, SeatKey
from kezek.core.receipts import Receipt
from kezek.db.accounts import open_conflict
from kezek.db.applications import step_over_serials
from kezek.db.arriving import Known, applications_by_child, numbers_given
from kezek.db.claims import Claim, claim_children
from kezek.db.journal import JournalEntry, append
from kezek.db.places import free_places
from kezek.db.queues import Ensured, ensure_queues
from kezek.usecases.arriving.lines import Ground, application_of, faults_of, is_here
from kezek.usecases.arriving.people import Family, Person, hashed, settle_families
from kezek.usecases.arriving.queue import ground_now
from kezek.usecases.arriving.writing import ImportWriting
from kezek.usecases.receipt_lines import (
    Believed,
    Brought,
    Outcome,
    Told,
    believe,
    digest_of,
    line_of,
    newest,
    waiting_again,
)
from kezek.usecases.unit_of_work import Act, act


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """What became of each receipt; nothing was written unless `is_saved`."""

    told: tuple[Told, ...]
    is_saved: bool = False

    def count(self, *outcomes: Outcome) -> int:
        """How many receipts ended so."""
        return sum(one.outcome in outcomes for one in self.told)


class _Rehearsed(Exception):
    """Takes the transaction back with its report."""

    def __init__(self, report: RestoreReport) -> None:
        super().__init__()
        self.report = report


@dataclass(slots=True)
class _Coming:
    """The receipts whose applications come in, as lines with their people, and what is told."""

    lines: dict[ApplicationId, Person] = field(default_factory=dict)
    receipts: dict[ApplicationId, Believed] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)

    def refuse(self, key: ApplicationId, detail: str) -> None:
        """Leaves one out; the specialist has to look at it."""
        one = self.receipts.pop(key)
        del self.lines[key]
        self.told.append(Told(one.name, Outcome.CONFLICT, one.receipt.number, detail))


def restore_from_receipts(
    tenant_id: int, slug: str, actor: str, brought: Sequence[Brought], *, write: bool
) -> RestoreReport:
    """Brings back every application that a receipt of this region proves; again changes nothing.

    Numbers, moments and classes are those of the receipts, and so is the order of the queues. A
    receipt whose application is here changes nothing, and one that contradicts what is here is
    reported and left out. Without `write` all of it is rehearsed and taken back.
    """
    keys = Signer(services().keys, services().settings.public_url).public
    believed, told = believe(brought, slug, keys)
    speaking, more = newest(believed)
    try:
        with act(tenant_id, actor) as running:
            report = _restore(running, speaking, [*told, *more], believed, digest_of(brought))
            if not write:
                raise _Rehearsed(report)
    except _Rehearsed as rehearsed:
        return rehearsed.report
    return replace(report, is_saved=True)


def _restore(
    running: Act,
    speaking: Sequence[Believed],
    told: list[Told],
    believed: Sequence[Believed],
    digest: str,
) -> RestoreReport:
    coming = _look(running, speaking)
    conflicts = _claim(running, coming)
    if coming.lines:
        running.hold(birth_years={one.line.born_on.year for one in coming.lines.values()})
        _write(running, coming, believed, conflicts, digest)
    return RestoreReport(tuple(sorted([*told, *coming.told], key=lambda one: one.name)))


def _look(running: Act, speaking: Sequence[Believed]) -> _Coming:
    """Which of them can come in, each held against what stands here already."""
    ground = ground_now(running)
    people = hashed([line_of(at, one) for at, one in enumerate(speaking, start=1)])
    known = applications_by_child(running.session, {one.child_hash for one in people})
    given = numbers_given(running.session, {one.receipt.number for one in speaking})
    coming = _Coming()
    for one, person in zip(speaking, people, strict=True):
        key = ApplicationId(one.receipt.application)
        coming.receipts[key], coming.lines[key] = one, person
        if is_here(person, known):
            del coming.lines[key], coming.receipts[key]
            coming.told.append(Told(one.name, Outcome.HERE, one.receipt.number))
        elif one.receipt.number in given:
            coming.refuse(key, "number_given")
        else:
            _need_possible(coming, key, known, ground)
    return coming


def _need_possible(
    coming: _Coming, key: ApplicationId, known: Mapping[bytes, list[Known]], ground: Ground
) -> None:
    """The line as it is, or, where its stage is over, as one that waits again."""
    person = coming.lines[key]
    faults = faults_of(person, known, ground)
    if faults:
        person = replace(person, line=waiting_again(person.line))
        coming.lines[key] = person
        if again := faults_of(person, known, ground):
            coming.refuse(key, again[0].code)


def _claim(running: Act, coming: _Coming) -> set[ApplicationId]:
    """Claims the children, before all other locks (G-40); whom somebody else claims as well."""
    wanted: dict[uuid.UUID, bytes] = {key: one.child_hash for key, one in coming.lines.items()}
    answers = claim_children(running.session, wanted) if wanted else {}
    for key, answer in answers.items():
        if answer is Claim.TAKEN:
            coming.refuse(ApplicationId(key), "taken")
    return {ApplicationId(key) for key, answer in answers.items() if answer is Claim.CONFLICT}


def _write(
    running: Act,
    coming: _Coming,
    believed: Sequence[Believed],
    conflicts: set[ApplicationId],
    digest: str,
) -> None:
    ground = ground_now(running)
    families = settle_families(running, list(coming.lines.values()), ground.now)
    applications = {
        key: _application(one.line, families[one.line.line], coming.receipts[key].receipt, ground)
        for key, one in coming.lines.items()
    }
    step_over_serials(running.session, max(one.serial for one in applications.values()))
    ensured = _queues(running, applications.values(), ground)
    _need_no_free_places(running, coming, applications, ensured)
    lines: dict[ApplicationId, QueueLine] = {key: one.line for key, one in coming.lines.items()}
    file = QueueFile(digest, (), (), ())
    counts = _counts(believed, applications.values(), ensured)
    ImportWriting(running, ensured, ground).save(file, counts, applications, lines)
    for key in conflicts & set(applications):
        guardian = applications[key].guardian
        open_conflict(running.session, running.tenant_id, guardian, ground.now, application_id=key)
    _tell(coming, applications)
    _note(running, len(applications), digest)


def _application(line: QueueLine, family: Family, receipt: Receipt, ground: Ground) -> Application:
    """With the number and the identity that it had: links and papers lead to it as before."""
    made = application_of(line, family, receipt.serial, ground)
    return replace(made, id=ApplicationId(receipt.application), number=receipt.number)


def _queues(running: Act, applications: Iterable[Application], ground: Ground) -> Ensured:
    keys = {key for one in applications for key in one.keys}
    settings = ground.rules.settings
    start = settings.ratio_g if settings.ratio_start == "P" else 0
    return ensure_queues(
        running.session, running.tenant_id, keys, count=start, ratio=settings.ratio_g
    )


def _need_no_free_places(
    running: Act, coming: _Coming, applications: dict[ApplicationId, Application], ensured: Ensured
) -> None:
    """Where a place waits, a child would be passed over that comes in now (L-16.0)."""
    linear = [one for one in applications.values() if names_kindergartens(one.mode)]
    touched = {ensured.rows[key].id for one in linear for key in one.keys}
    free = free_places(running.session, {one.birth_year for one in linear}, touched)
    waiting = {place.key for place in free.values()}
    for one in linear:
        if waiting & {key for key in one.keys if isinstance(key, SeatKey)}:
            del applications[one.id]
            coming.refuse(one.id, "places_free")


def _counts(
    believed: Iterable[Believed], applications: Iterable[Application], ensured: Ensured
) -> dict[QueueKey, int]:
    """How many turns each new queue had given, as the receipt says that saw it last (A-02)."""
    keys = {one.number: one.keys for one in applications}
    seen: dict[QueueKey, tuple[int, int]] = {}
    for one in believed:
        lines = one.receipt.lines
        for key, line in zip(keys.get(one.receipt.number, ()), lines, strict=False):
            if key in ensured.opened and key.keeps_ratio and line.version:
                seen[key] = max(seen.get(key, (0, 0)), (line.version, line.turns))
    most = {key: row.value.ratio for key, row in ensured.rows.items()}
    return {key: min(turns, most[key]) for key, (_, turns) in seen.items()}


def _tell(coming: _Coming, applications: Mapping[ApplicationId, Application]) -> None:
    for key, one in applications.items():
        believed = coming.receipts[key]
        same = str(one.state) == believed.receipt.state
        outcome = Outcome.RESTORED if same else Outcome.RESTORED_TO_QUEUE
        detail = "" if same else believed.receipt.state
        coming.told.append(Told(believed.name, outcome, one.number, detail))


def _note(running: Act, count: int, digest: str) -> None:
    """What the journal keeps of a restore; one that brings nothing leaves no trace."""
    if not count:
        return
    now = running.now()
    entry = JournalEntry(
        kind="queue:restored-from-receipts",
        rule="G-13",
        rules_version=running.rules(now).version,
        actor=running.actor,
        at=now,
        payload={"detail": {"receipts": digest, "applications": count}},
    )
    append(running.session, running.tenant_id, entry)
