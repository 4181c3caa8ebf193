"""Every made-up system of the state that runs beside the demonstration."""

from kezek.clock import host_now
from kezek.demonstration.certification import Centre
from kezek.demonstration.counterparts import monitoring, national_base, portal, registers
from kezek.demonstration.counterparts.desks import Desk
from kezek.demonstration.key_centre import kept_centre
from kezek.settings import Party, Settings


def all_desks(settings: Settings) -> tuple[Desk, ...]:
    """One desk a system; a new system is a line here."""
    kezek = Party(settings.public_url, settings.portal.secret)
    return (
        registers.desk(registers.FAMILIES),
        portal.desk(kezek, lambda: _centre(settings)),
        monitoring.desk(),
        national_base.desk(Party(settings.public_url, settings.national_base.secret)),
    )


def _centre(settings: Settings) -> Centre | None:
    """Whose keys the portal signs with; none where the demonstration has no centre."""
    folder = settings.eds_trust_dir
    return kept_centre(folder, host_now()) if folder is not None else None
