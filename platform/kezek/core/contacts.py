"""By what a family must be reachable, and how an address is told to its owner (I-3.2, N-55)."""

from datetime import date

from kezek.core.modes.registry import has_bulletin
from kezek.core.regions import Tenant

_PHONE_END = 4
_NAME_BEGIN = 2


def needs_email(region: Tenant, territory: str, day: date) -> bool:
    """Whether a family of this territory gives an e-mail beside its telephone."""
    found = next((one for one in region.territories if one.slug == territory), None)
    is_indigo = found is not None and has_bulletin(found.mode_on(day))
    return is_indigo and region.rules.indigo_contacts == "both"


def hint_of(channel: str, address: str) -> str:
    """Enough of an address for its owner to know it, and no more: `7222`, `gu…@mail.kz`."""
    if channel != "email":
        return address[-_PHONE_END:]
    name, at, house = address.rpartition("@")
    return f"{name[:_NAME_BEGIN]}…{at}{house}" if at else ""
