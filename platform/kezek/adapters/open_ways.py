"""By which ways notices can leave the house for a region's readers."""

from kezek.adapters.services import services
from kezek.core.regions import Tenant
from kezek.core.ways_out import Way


def open_ways(region: Tenant) -> frozenset[Way]:
    """The ways that this region has open and the deployment can serve."""
    settings = services().settings
    is_open = {
        Way.SMS: region.channels.sms,
        Way.EMAIL: region.channels.email and settings.sends_email,
        Way.TELEGRAM: settings.has_telegram,
    }
    return frozenset(way for way, is_there in is_open.items() if is_there)
