"""Every version of a region: who made it, when and why, what it changes, and whether it holds."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from kezek.adapters.change_words import ChangeLine, change_lines
from kezek.adapters.services import services
from kezek.core.paging import Pages, page_of
from kezek.core.regions import tenant_from
from kezek.core.versions import Version, coming, in_force, laid_upon, made
from kezek.db.accounts import name_of
from kezek.db.rehearsals import newest_rehearsal_of
from kezek.db.scope import read_scope
from kezek.db.tenant_versions import StoredVersion, stored_versions
from kezek.db.tenants import version_data

SIZE = 20


class Standing(StrEnum):
    """How far a version is."""

    COMING = "coming"
    HOLDS = "holds"
    PAST = "past"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """One version that somebody made."""

    number: int
    standing: Standing
    effective_from: datetime
    made_at: datetime
    made_by: str
    """The tag of the account; `files` for one that was loaded from files."""
    made_name: str
    reason: str
    lines: tuple[ChangeLine, ...]
    taken_back_at: datetime | None
    taken_back_by: str
    taken_back_name: str
    taken_back_why: str
    rehearsal_id: uuid.UUID | None = None
    """The rehearsal of this very version, as long as it is kept; told by `version_page`."""

    @property
    def public_lines(self) -> tuple[ChangeLine, ...]:
        """What everybody is shown of it."""
        return tuple(line for line in self.lines if line.is_public)

    @property
    def is_first(self) -> bool:
        """Whether the region was opened with it: there is nothing that it changes."""
        return self.number == 1


@dataclass(frozen=True, slots=True)
class VersionsPage:
    """One page of the list, the newest first."""

    versions: tuple[ShownVersion, ...]
    pages: Pages


def versions_page(tenant_id: int, page: int) -> VersionsPage:
    """The versions of a region, without those that only repeat another one."""
    with read_scope(tenant_id) as session:
        timeline = _Timeline.of(session)
        part, pages = page_of(made(timeline.values), page, SIZE)
        return VersionsPage(tuple(timeline.shown(session, one) for one in part), pages)


def version_page(tenant_id: int, number: int) -> ShownVersion | None:
    """One of them; nothing if nobody made a version of this number."""
    with read_scope(tenant_id) as session:
        timeline = _Timeline.of(session)
        found = next((one for one in made(timeline.values) if one.number == number), None)
        if found is None:
            return None
        row = timeline.stored[number]
        tried = newest_rehearsal_of(session, row.sha256, by=row.loaded_at)
        return replace(timeline.shown(session, found), rehearsal_id=tried)


def rule_changes(tenant_id: int, page: int) -> VersionsPage:
    """What everybody is told of: versions that hold, held or will hold, and change something."""
    with read_scope(tenant_id) as session:
        timeline = _Timeline.of(session)
        told = [
            one
            for one in made(timeline.values)
            if one.number > 1 and timeline.standing(one) is not Standing.TAKEN_BACK
        ]
        shown = [timeline.shown(session, one) for one in told]
        part, pages = page_of([one for one in shown if one.public_lines], page, SIZE)
        return VersionsPage(tuple(part), pages)


@dataclass(frozen=True, slots=True)
class _Timeline:
    stored: dict[int, StoredVersion]
    values: tuple[Version, ...]
    now: datetime

    @classmethod
    def of(cls, session: Session) -> "_Timeline":
        rows = stored_versions(session)
        return cls(
            {one.version: one for one in rows},
            tuple(one.value for one in rows),
            services().clock.now(session),
        )

    def standing(self, version: Version) -> Standing:
        if any(one.takes_back == version.number for one in self.values):
            return Standing.TAKEN_BACK
        if any(one.root == version.number for one in coming(self.values, self.now)):
            return Standing.COMING
        holding = in_force(self.values, self.now)
        is_it = holding is not None and version.number == self._root_of(holding)
        return Standing.HOLDS if is_it else Standing.PAST

    def _root_of(self, version: Version) -> int:
        """The version that somebody made; of one that covers another, what that was laid upon."""
        while version.takes_back is not None:
            below = laid_upon(self.values, self._value(version.takes_back))
            if below is None:
                break
            version = below
        return version.root

    def _value(self, number: int) -> Version:
        return self.stored[number].value

    def shown(self, session: Session, version: Version) -> ShownVersion:
        row = self.stored[version.number]
        covering = next(
            (one for one in self.stored.values() if one.takes_back == row.version), None
        )
        return ShownVersion(
            number=row.version,
            standing=self.standing(version),
            effective_from=row.effective_from,
            made_at=row.loaded_at,
            made_by=row.loaded_by,
            made_name=name_of(session, row.loaded_by),
            reason=row.reason,
            lines=self._lines(session, version),
            taken_back_at=covering.loaded_at if covering else None,
            taken_back_by=covering.loaded_by if covering else "",
            taken_back_name=name_of(session, covering.loaded_by) if covering else "",
            taken_back_why=covering.reason if covering else "",
        )

    def _lines(self, session: Session, version: Version) -> tuple[ChangeLine, ...]:
        below = laid_upon(self.values, version)
        if below is None:
            return ()
        return _said(session, self.stored[below.number], self.stored[version.number])


_known: dict[tuple[str, str], tuple[ChangeLine, ...]] = {}
_MOST_KNOWN = 1000


def _said(session: Session, before: StoredVersion, after: StoredVersion) -> tuple[ChangeLine, ...]:
    """The sentences between two versions; said once, for no stored version ever changes."""
    key = (before.sha256, after.sha256)
    if key not in _known:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        regions = [tenant_from(version_data(session, one.version)) for one in (before, after)]
        _known[key] = tuple(change_lines(*regions))
    return _known[key]
