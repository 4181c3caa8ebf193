"""Every version of a region: who made it, when and why, what it changes, and whether it holds."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from kezek.adapters.change_words import ChangeLine, change_lines
from kezek.adapters.services import services
from kezek.core.paging import Pages, page_of
from kezek.core.regions import tenant_from
from kezek.core.searching import is_found
from kezek.core.versions import Version, coming, in_force, laid_upon, made
from kezek.db.accounts import names_of
from kezek.db.rehearsals import newest_rehearsal_of
from kezek.db.scope import read_scope
from kezek.db.tenant_versions import StoredVersion, stored_versions
from kezek.db.tenants import versions_data

SIZE = 20


class Standing(StrEnum):
    """How far a version is."""

    COMING = "coming"
    HOLDS = "holds"
    PAST = "past"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True)
class VersionSieve:
    """Which versions somebody looks at; an empty word sifts nothing."""

    text: str = ""
    """Words of the reason."""
    standing: str = ""
    sort: str = ""
    """`oldest`; else the newest first."""


ALL = VersionSieve()


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


def versions_page(tenant_id: int, page: int, sieve: VersionSieve = ALL) -> VersionsPage:
    """The versions of a region, without those that only repeat another one.

    Whether one holds is said by all the others, so their light rows are read, without a word of
    what stands in them.
    """
    with read_scope(tenant_id) as session:
        timeline = _Timeline.of(session)
        wanted = [one for one in made(timeline.values) if timeline.lets_through(one, sieve)]
        if sieve.sort == "oldest":
            wanted.reverse()
        part, pages = page_of(wanted, page, SIZE)
        return VersionsPage(timeline.all_shown(session, part), pages)


def version_page(tenant_id: int, number: int) -> ShownVersion | None:
    """One of them; nothing if nobody made a version of this number."""
    with read_scope(tenant_id) as session:
        timeline = _Timeline.of(session)
        found = next((one for one in made(timeline.values) if one.number == number), None)
        if found is None:
            return None
        row = timeline.stored[number]
        tried = newest_rehearsal_of(session, row.sha256, by=row.loaded_at)
        (shown,) = timeline.all_shown(session, [found])
        return replace(shown, rehearsal_id=tried)


def rule_changes(tenant_id: int, page: int) -> VersionsPage:
    """What everybody is told of: versions that hold, held or will hold, and change something."""
    with read_scope(tenant_id) as session:
        timeline = _Timeline.of(session)
        told = [
            one
            for one in made(timeline.values)
            if one.number > 1 and timeline.standing(one) is not Standing.TAKEN_BACK
        ]
        shown = timeline.all_shown(session, told)
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

    def lets_through(self, version: Version, sieve: VersionSieve) -> bool:
        row = self.stored[version.number]
        if sieve.standing and self.standing(version) != sieve.standing:
            return False
        return is_found(sieve.text, row.reason)

    def all_shown(self, session: Session, versions: Sequence[Version]) -> tuple[ShownVersion, ...]:
        """Some of them with names and sentences: asked for together, not one by one."""
        covers = {one.takes_back: one for one in self.stored.values() if one.takes_back}
        rows = [self.stored[one.number] for one in versions]
        makers = {one.loaded_by for one in rows}
        makers |= {covers[one.version].loaded_by for one in rows if one.version in covers}
        names, said = names_of(session, makers), self._lines(session, versions)
        return tuple(self._shown(one, covers, names, said[one.number]) for one in versions)

    def _shown(
        self,
        version: Version,
        covers: Mapping[int, StoredVersion],
        names: Mapping[str, str],
        lines: tuple[ChangeLine, ...],
    ) -> ShownVersion:
        row = self.stored[version.number]
        covering = covers.get(row.version)
        return ShownVersion(
            number=row.version,
            standing=self.standing(version),
            effective_from=row.effective_from,
            made_at=row.loaded_at,
            made_by=row.loaded_by,
            made_name=names[row.loaded_by],
            reason=row.reason,
            lines=lines,
            taken_back_at=covering.loaded_at if covering else None,
            taken_back_by=covering.loaded_by if covering else "",
            taken_back_name=names[covering.loaded_by] if covering else "",
            taken_back_why=covering.reason if covering else "",
        )

    def _lines(
        self, session: Session, versions: Sequence[Version]
    ) -> dict[int, tuple[ChangeLine, ...]]:
        """What each of them changes, in sentences."""
        pairs = {
            one.number: (self.stored[below.number], self.stored[one.number])
            for one in versions
            if (below := laid_upon(self.values, one)) is not None
        }
        found = _said(session, pairs)
        return {one.number: found.get(one.number, ()) for one in versions}


_known: dict[tuple[str, str], tuple[ChangeLine, ...]] = {}
_MOST_KNOWN = 1000


def _said(
    session: Session, pairs: Mapping[int, tuple[StoredVersion, StoredVersion]]
) -> dict[int, tuple[ChangeLine, ...]]:
    """The sentences between two versions; said once, for no stored version ever changes."""
    found = {number: _known.get(_key(*pair)) for number, pair in pairs.items()}
    new = {number: pairs[number] for number, lines in found.items() if lines is None}
    data = versions_data(session, {one.version for pair in new.values() for one in pair})
    regions = {number: tenant_from(one) for number, one in data.items()}
    if len(_known) + len(new) > _MOST_KNOWN:
        _known.clear()
    for number, (before, after) in new.items():
        lines = tuple(change_lines(regions[before.version], regions[after.version]))
        _known[_key(before, after)] = found[number] = lines
    return {number: lines or () for number, lines in found.items()}


def _key(before: StoredVersion, after: StoredVersion) -> tuple[str, str]:
    return before.sha256, after.sha256
