"""Kindergartens as tests need them: in a region's registry, with groups or without."""

import uuid
from collections.abc import Iterable

from kezek.db.base import uuid7
from kezek.db.kindergartens import GroupRow, KindergartenRow
from kezek.db.scope import tenant_scope

GROUPS = ((2022, "kk"),)


def kindergarten(
    tenant_id: int,
    name: str,
    *,
    territory: str = "city",
    kind: str = "kindergarten",
    ownership: str = "state",
    groups: Iterable[tuple[int, str]] = GROUPS,
    name_kk: str | None = None,
    is_demo: bool = False,
) -> uuid.UUID:
    """A kindergarten with groups of these birth years and languages."""
    kindergarten_id = uuid7()
    with tenant_scope(tenant_id) as session:
        session.add(
            KindergartenRow(
                tenant_id=tenant_id,
                id=kindergarten_id,
                external_id=f"test-{kindergarten_id}",
                name_kk=name_kk,
                name_ru=name,
                kind=kind,
                ownership=ownership,
                territory=territory,
                address_kk="Абай көшесі, 1",
                address_ru="ул. Абая, 1",
                phone="",
                languages=["kk", "ru"],
                hours=None,
                source="test",
                is_demo=is_demo,
            )
        )
        session.flush()
        session.add_all(
            GroupRow(
                tenant_id=tenant_id,
                id=uuid7(),
                kindergarten_id=kindergarten_id,
                birth_year=birth_year,
                language=language,
                capacity=20,
                is_demo=is_demo,
            )
            for birth_year, language in groups
        )
    return kindergarten_id
