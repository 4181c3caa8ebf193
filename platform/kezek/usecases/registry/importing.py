"""The registry comes in from a file: all of it or nothing, and again without harm (L-3.06)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from kezek.adapters.registry_csv import RegistryFile
from kezek.adapters.registry_lines import GroupLine, Lines
from kezek.db.base import uuid7
from kezek.db.kindergartens import GroupRow, KindergartenRow
from kezek.db.registry import groups_by_cohort, kindergartens_by_external_id
from kezek.usecases.registry.differences import (
    Change,
    Known,
    LineChange,
    columns_of,
    compared,
    refused,
)
from kezek.usecases.registry.facts import record_import
from kezek.usecases.unit_of_work import Act, act


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would have done, and what the registry lacks afterwards."""

    lines: tuple[LineChange, ...]
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
        return refused(self.lines)


class _NothingToKeep(Exception):
    """Takes the transaction back with its report: a dry run."""

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
            changes = compared(Known.of(running.session), file.lines)
            if refused(changes):
                return _report(running.session, changes, file.lines, is_saved=False)
            write_lines(running, file.lines, changes)
            report = _report(running.session, changes, file.lines, is_saved=not dry_run)
            if dry_run:
                raise _NothingToKeep(report)
            record_import(running, changes, "", {"file": file.file.name})
            return report
    except _NothingToKeep as nothing:
        return nothing.report


def write_lines(running: Act, lines: Lines, changes: Sequence[LineChange]) -> None:
    """Makes the registry what the lines say; `changes` are what they were found to do."""
    known = kindergartens_by_external_id(running.session)
    done = {(one.is_group, one.line): one.change for one in changes}
    for one in lines.kindergartens:
        if done[(False, one.line)] is Change.NEW:
            row = KindergartenRow(tenant_id=running.tenant_id, id=uuid7(), **columns_of(one))
            running.session.add(row)
            known[one.external_id] = row
        elif done[(False, one.line)] is Change.CHANGED:
            _set(known[one.external_id], columns_of(one))
    running.session.flush()
    groups = groups_by_cohort(running.session)
    for line in lines.groups:
        home = known[line.external_id]
        is_demo = home.is_demo if line.is_demo is None else line.is_demo
        group = groups.get((home.id, line.birth_year, line.language))
        if group is None:
            running.session.add(_new_group(running, home, line, is_demo=is_demo))
        else:
            _set(group, {"capacity": line.capacity, "is_demo": is_demo})
    running.session.flush()


def _set(row: object, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)


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


def _report(
    session: Session, changes: tuple[LineChange, ...], lines: Lines, *, is_saved: bool
) -> ImportReport:
    known = kindergartens_by_external_id(session)
    with_groups = {kindergarten_id for kindergarten_id, _, _ in groups_by_cohort(session)}
    return ImportReport(
        lines=changes,
        is_saved=is_saved,
        without_kazakh_name=tuple(key for key, row in known.items() if not row.name_kk),
        without_groups=tuple(key for key, row in known.items() if row.id not in with_groups),
        not_in_file=not_in_file(known, lines),
    )


def not_in_file(known: Mapping[str, KindergartenRow], lines: Lines) -> tuple[str, ...]:
    """Open kindergartens that a file of kindergartens leaves out; invented ones are not asked of
    a file of real ones."""
    named = {line.external_id for line in lines.kindergartens}
    of_its_kind = {line.is_demo for line in lines.kindergartens}
    return tuple(
        key
        for key, row in known.items()
        if key not in named and row.closed_on is None and row.is_demo in of_its_kind
    )
