"""What a kindergarten may choose from when it publishes places (A-63, L-17.1)."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select

from kezek.adapters.services import services
from kezek.core.groups import proposed_birth_year
from kezek.db.kindergartens import GroupRow, find_kindergarten
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope


@dataclass(frozen=True, slots=True)
class PublishChoices:
    """Years with the name of their group, and languages; the first that is proposed."""

    years: tuple[tuple[int, str], ...]
    languages: tuple[str, ...]
    proposed: int


def publish_choices(tenant_id: int, kindergarten_id: uuid.UUID) -> PublishChoices | None:
    """The birth years that the groups of this school year take, and those of its own groups.

    From the first day of August the years of the next school year are proposed (A-63).
    """
    with read_scope(tenant_id) as session:
        garden = find_kindergarten(session, kindergarten_id)
        if garden is None:
            return None
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        today = region.calendar.local_day(now)
        rules = region.rules
        proposed = {
            proposed_birth_year(one.years, today, rules.group_year_switch): one.group
            for one in rules.group_ages
        }
        own = session.scalars(select(GroupRow).where(GroupRow.kindergarten_id == kindergarten_id))
        groups = [(row.birth_year, row.language) for row in own]
    years = sorted({*proposed, *(year for year, _ in groups)}, reverse=True)
    spoken = {language for _, language in groups} | set(garden.languages)
    languages = [one for one in region.instruction_languages if one in spoken]
    known = [year for year, _ in groups if year in proposed]
    return PublishChoices(
        tuple((year, proposed.get(year, "")) for year in years),
        tuple(languages or region.instruction_languages),
        known[0] if known else years[0],
    )
