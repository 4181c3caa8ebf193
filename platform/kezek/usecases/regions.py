"""A region is opened from its files, and a change of them becomes a dated version (G-12, N-53)."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy.exc import IntegrityError

from kezek.adapters.services import services
from kezek.core.region_changes import Difference, difference
from kezek.core.regions import Tenant, canonical, digest, tenant_from
from kezek.db.base import db
from kezek.db.rules_in_force import region_at
from kezek.db.scope import deployment_scope, enter_tenant, read_scope
from kezek.db.tenant_versions import (
    StoredVersion,
    add_tenant,
    kindergartens_outside,
    stored_versions,
)
from kezek.db.tenants import TenantRow, find_tenant, version_data
from kezek.settings import OperatorError
from kezek.usecases.happenings import begin_clocks
from kezek.usecases.rules_change import bring_into_force, store_version
from kezek.usecases.unit_of_work import act

FILES = "files"
"""Who stands as the author of a version that was loaded from files."""

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
"""The first version holds for everything that the region will ever record."""


class LoadRefused(OperatorError):
    """A region's files that cannot become a version; the message says why and what to do."""


class Outcome(StrEnum):
    """What a load found, or did."""

    OPENED = "opened"
    UNCHANGED = "unchanged"
    PROPOSED = "proposed"
    SAVED = "saved"


@dataclass(frozen=True, slots=True)
class Load:
    """The result of one load: what was done, and in what files and database differ."""

    outcome: Outcome
    differences: list[Difference] = field(default_factory=list)
    effective_from: datetime | None = None
    version: int | None = None


class DatabaseIsNewer(LoadRefused):
    """The database holds a version that these files do not have."""

    def __init__(self, slug: str, why: str, differences: list[Difference]) -> None:
        super().__init__(
            f"The database is newer than the files of {slug}: {why}. Bring its changes into the "
            "files, or load them in its place with --as-new-version."
        )
        self.differences = differences


def load_region(
    region: Tenant,
    *,
    effective_from: datetime | None = None,
    at_once: bool = False,
    as_new_version: bool = False,
    save: bool = False,
) -> Load:
    """Opens the region, or proposes (with `save`: stores) a version of what its files changed.

    A version holds from the next local midnight unless another moment is given or it is to hold
    at once. Raises LoadRefused:
    the database is newer, the prefix changed, a territory in use is gone, the moment lies before
    that of the latest version.
    """
    found = find_tenant(db.session(), region.slug)
    if found is None:
        open_region(region)
        return Load(Outcome.OPENED, version=1)
    versions, stored, outside = _stored(found, region)
    latest = versions[0]
    differences = difference(stored, region)
    if not differences:
        return Load(Outcome.UNCHANGED, version=latest.version)
    _refuse_what_never_changes(found, region, outside)
    if not as_new_version and (why := _why_newer(versions, region)):
        raise DatabaseIsNewer(region.slug, why, differences)
    moment = effective_from or _usual_moment(region, at_once=at_once)
    _refuse_before(latest, moment, region)
    if not save:
        return Load(Outcome.PROPOSED, differences, moment)
    version = _save(found.id, region, moment, latest.version)
    return Load(Outcome.SAVED, differences, moment, version)


def open_region(region: Tenant, actor: str = FILES) -> int:
    """Makes the region with its first version; gives its number. Raises LoadRefused."""
    session = db.session()
    try:
        tenant_id = add_tenant(session, region.slug, region.prefix)
        enter_tenant(session, tenant_id)
        now = services().clock.now(session)
        store_version(session, tenant_id, region, BEGINNING, now, actor)
        begin_clocks(session, tenant_id, now)
        session.commit()
    except IntegrityError as taken:
        session.rollback()
        raise LoadRefused(
            f"Another region has the name {region.slug} or the prefix {region.prefix} already."
        ) from taken
    except BaseException:
        session.rollback()
        raise
    return tenant_id


def get_region(slug: str) -> tuple[int, Tenant]:
    """An open region's number, and the region as it is set now. Raises LoadRefused if it is not."""
    found = find_tenant(db.session(), slug)
    if found is None:
        raise LoadRefused(f"The region {slug} is not open yet: kezek tenant load {slug}.")
    with read_scope(found.id) as session:
        _, region = region_at(session, found.id, services().clock.now(session))
        return found.id, region


def _stored(found: TenantRow, region: Tenant) -> tuple[list[StoredVersion], Tenant, int]:
    with read_scope(found.id) as session:
        versions = stored_versions(session)
        if not versions:
            raise LoadRefused(f"Region {found.slug} is in the database without any version.")
        stored = tenant_from(version_data(session, versions[0].version))
        territories = [one.slug for one in region.territories]
        return versions, stored, len(kindergartens_outside(session, territories))


def _why_newer(versions: list[StoredVersion], region: Tenant) -> str:
    """Why the database is newer: a version made by hand, or these files were loaded before."""
    latest, sha256 = versions[0], digest(canonical(region))
    if latest.loaded_by != FILES:
        return f"version {latest.version} was made by {latest.loaded_by}"
    for one in versions[1:]:
        if one.sha256 == sha256:
            return f"they are version {one.version}, and version {latest.version} came after it"
    return ""


def _refuse_what_never_changes(found: TenantRow, region: Tenant, outside: int) -> None:
    if found.prefix != region.prefix:
        raise LoadRefused(
            f"The prefix of {region.slug} is {found.prefix} and never changes: numbers of "
            "applications begin with it."
        )
    if outside:
        raise LoadRefused(
            f"{outside} kindergarten(s) of {region.slug} lie in a territory that the files no "
            "longer have. Move them to another territory first."
        )


def _refuse_before(latest: StoredVersion, moment: datetime, region: Tenant) -> None:
    if moment < latest.effective_from:
        began = region.calendar.local(latest.effective_from)
        raise LoadRefused(
            f"Version {latest.version} of {region.slug} holds from {began:%Y-%m-%d %H:%M}: a later "
            "one cannot begin before it."
        )


def _usual_moment(region: Tenant, *, at_once: bool) -> datetime:
    with deployment_scope() as session:
        now = services().clock.now(session)
    calendar = region.calendar
    if at_once:
        return now
    return calendar.start_of_day(calendar.local_day(now) + timedelta(days=1))


def _save(tenant_id: int, region: Tenant, moment: datetime, after_version: int) -> int:
    try:
        with act(tenant_id, FILES) as running:
            if stored_versions(running.session)[0].version != after_version:
                raise LoadRefused(f"Somebody else has just changed {region.slug}: load again.")
            now = running.now()
            version = store_version(running.session, tenant_id, region, moment, now, FILES)
    except IntegrityError as raced:
        raise LoadRefused(f"Somebody else has just changed {region.slug}: load again.") from raced
    bring_into_force(tenant_id)
    return version
