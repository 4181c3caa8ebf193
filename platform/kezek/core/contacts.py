"""By what a family must be reachable, by the rules of its territory (I-3.2)."""

from datetime import date

from kezek.core.modes.registry import has_bulletin
from kezek.core.regions import Tenant


def needs_email(region: Tenant, territory: str, day: date) -> bool:
    """Whether a family of this territory gives an e-mail beside its telephone."""
    found = next((one for one in region.territories if one.slug == territory), None)
    is_indigo = found is not None and has_bulletin(found.mode_on(day))
    return is_indigo and region.rules.indigo_contacts == "both"
