"""The registry comes in from a file: all of it or nothing, and again without harm (L-3.06)."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from kezek.adapters.registry_csv import GroupLine, KindergartenLine, RegistryFile
from kezek.core.queues import Kind
from kezek.db.base import uuid7
from kezek.db.kindergartens import GroupRow, KindergartenRow
from kezek.db.registry import groups_by_cohort, kindergartens_by_external_id, with_queues
from kezek.usecases.unit_of_work import Act, act


class Change(StrEnum):
    """What a line of the file did to the registry."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One line of the file and what became of it."""

    line: int
    subject: str
    change: Change
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would have done, and what the registry lacks afterwards."""

    lines: tuple[ReportLine, ...]
    is_saved: bool
    without_kazakh_name: tuple[str, ...]
    without_groups: tuple[str, ...]
    """Listed and not to be chosen: no family can name them."""
    not_in_file: tuple[str, ...]
    """Kindergartens that a file of kindergartens leaves out, invented ones apart from real ones;
    they stay."""

    def count(self, change: Change) -> int:
        """How many lines did this."""
        return sum(line.change is change for line in self.lines)

    @property
    def is_refused(self) -> bool:
        """Whether a line was refused, so that nothing was saved."""
        return self.count(Change.REFUSED) > 0


class _NothingToKeep(Exception):
    """Takes the transaction back with its report: a dry run, or a refused line."""

    def __init__(self, report: ImportReport) -> None:
        super().__init__()
        self.report = report


def import_registry(
    tenant_id: int, actor: str, file: RegistryFile, *, dry_run: bool = False
) -> ImportReport:
    """Brings kindergartens or groups in by their `external_id`; a second time changes nothing.

    A refused line refuses the whole file. The file must be free of problems: ValueError.
    """
    if file.problems:
        raise ValueError("a file with problems is not imported")
    try:
        with act(tenant_id, actor) as running:
            lines = [
                *_kindergartens(running, file.kindergartens),
                *_groups(running, file.groups),
            ]
            running.session.flush()
            report = _report(running.session, lines, file)
            if dry_run or report.is_refused:
                raise _NothingToKeep(report)
    except _NothingToKeep as nothing:
        report = nothing.report
    return report if dry_run or report.is_refused else _saved(report)


def _kindergartens(running: Act, lines: Collection[KindergartenLine]) -> list[ReportLine]:
    known = kindergartens_by_external_id(running.session)
    busy = with_queues(running.session)
    return [_kindergarten(running, known, busy, line) for line in lines]


def _kindergarten(
    running: Act,
    known: Mapping[str, KindergartenRow],
    busy: Collection[uuid.UUID],
    line: KindergartenLine,
) -> ReportLine:
    values = _columns(line)
    row = known.get(line.external_id)
    if row is None:
        running.session.add(KindergartenRow(tenant_id=running.tenant_id, id=uuid7(), **values))
        return ReportLine(line.line, line.external_id, Change.NEW)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if row.id in busy and (why := _moves_queues(row, line)):
        return ReportLine(line.line, line.external_id, Change.REFUSED, why)
    for name in changed:
        setattr(row, name, values[name])
    change = Change.CHANGED if changed else Change.SAME
    return ReportLine(line.line, line.external_id, change, ", ".join(changed))


def _columns(line: KindergartenLine) -> dict[str, Any]:
    names = (
        *("external_id", "name_kk", "name_ru", "kind", "ownership", "territory", "address_kk"),
        *("address_ru", "lat", "lon", "phone", "hours", "capacity", "source", "is_demo"),
    )
    return {name: getattr(line, name) for name in names} | {"languages": list(line.languages)}


def _moves_queues(row: KindergartenRow, line: KindergartenLine) -> str:
    """Why a kindergarten with queues cannot become this; nothing when it can."""
    if row.territory != line.territory:
        return f"families wait for it in the territory {row.territory}"
    if Kind(row.kind).queue_type is not Kind(line.kind).queue_type:
        return f"families wait for it as {row.kind}"
    return ""


def _groups(running: Act, lines: Collection[GroupLine]) -> list[ReportLine]:
    kindergartens = kindergartens_by_external_id(running.session)
    known = groups_by_cohort(running.session)
    return [_group(running, kindergartens, known, line) for line in lines]


def _group(
    running: Act,
    kindergartens: Mapping[str, KindergartenRow],
    known: Mapping[tuple[uuid.UUID, int, str], GroupRow],
    line: GroupLine,
) -> ReportLine:
    subject = f"{line.external_id} {line.birth_year} {line.language}"
    home = kindergartens.get(line.external_id)
    if home is None:
        return ReportLine(line.line, subject, Change.REFUSED, "no such kindergarten")
    is_demo = home.is_demo if line.is_demo is None else line.is_demo
    row = known.get((home.id, line.birth_year, line.language))
    if row is None:
        running.session.add(_new_group(running, home, line, is_demo=is_demo))
        return ReportLine(line.line, subject, Change.NEW)
    if (row.capacity, row.is_demo) == (line.capacity, is_demo):
        return ReportLine(line.line, subject, Change.SAME)
    detail = f"capacity {row.capacity} → {line.capacity}"
    row.capacity, row.is_demo = line.capacity, is_demo
    return ReportLine(line.line, subject, Change.CHANGED, detail)


def _new_group(running: Act, home: KindergartenRow, line: GroupLine, *, is_demo: bool) -> GroupRow:
    return GroupRow(
        tenant_id=running.tenant_id,
        id=uuid7(),
        kindergarten_id=home.id,
        birth_year=line.birth_year,
        language=line.language,
        capacity=line.capacity,
        is_demo=is_demo,
    )


def _report(session: Session, lines: list[ReportLine], file: RegistryFile) -> ImportReport:
    known = kindergartens_by_external_id(session)
    with_groups = {kindergarten_id for kindergarten_id, _, _ in groups_by_cohort(session)}
    named = {line.external_id for line in file.kindergartens}
    of_its_kind = {line.is_demo for line in file.kindergartens}
    return ImportReport(
        lines=tuple(lines),
        is_saved=False,
        without_kazakh_name=tuple(key for key, row in known.items() if not row.name_kk),
        without_groups=tuple(key for key, row in known.items() if row.id not in with_groups),
        not_in_file=tuple(
            key for key, row in known.items() if key not in named and row.is_demo in of_its_kind
        ),
    )


def _saved(report: ImportReport) -> ImportReport:
    return ImportReport(
        report.lines,
        is_saved=True,
        without_kazakh_name=report.without_kazakh_name,
        without_groups=report.without_groups,
        not_in_file=report.not_in_file,
    )
