"""The regions that the database serves: their numbers and slugs."""

from dataclasses import dataclass

from kezek.db.scope import deployment_scope
from kezek.db.tenants import all_tenants, find_tenant
from kezek.settings import OperatorError


class UnknownRegion(OperatorError):
    """A slug that no region of the database has."""


@dataclass(frozen=True, slots=True)
class ServedRegion:
    """One region as the database knows it."""

    id: int
    slug: str


def served_regions() -> list[ServedRegion]:
    """Every region that was opened, in the order in which they were."""
    with deployment_scope() as session:
        return [ServedRegion(row.id, row.slug) for row in all_tenants(session)]


def served_region(slug: str) -> ServedRegion:
    """The region of a slug. Raises UnknownRegion."""
    with deployment_scope() as session:
        row = find_tenant(session, slug)
        if row is None:
            raise UnknownRegion(f"The database has no region '{slug}': kezek tenant load {slug}")
        return ServedRegion(row.id, row.slug)
