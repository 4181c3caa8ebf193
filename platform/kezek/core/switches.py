"""What an operator can turn off for a while, in one region or in all, without touching the rest."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Switch(StrEnum):
    """Each is a way in or out that can fail, or be flooded, by itself."""

    APPLICATIONS = "applications"
    """Taking in new applications."""
    TAPS = "taps"
    """Taking open places by a tap."""
    LIVE = "live"
    """Live streams of public pages; without them pages ask by the minute."""
    SMS = "sms"
    """Sending SMS, codes too; they wait and go out afterwards."""
    EMAIL = "email"
    """Sending e-mail; it waits and goes out afterwards."""
    IMPORTS = "imports"
    """Bringing in registries and queues from files."""
    STATISTICS = "statistics"
    """Statistics and open data."""
    REGISTER_PHONES = "register-phones"
    """Asking the mobile citizens base whose a telephone is."""
    REGISTER_BIRTHS = "register-births"
    """Asking the civil register whose a child is."""
    REGISTER_BENEFITS = "register-benefits"
    """Asking state systems about benefits."""


RETRY_SECONDS = 300
"""What a turned-off endpoint tells a program to wait where no end is set."""


@dataclass(frozen=True, slots=True)
class Off:
    """One thing that is turned off: where, and until when if that was said."""

    switch: Switch
    tenant_id: int | None
    until: datetime | None = None

    def holds(self, switch: Switch, tenant_id: int | None, now: datetime) -> bool:
        """Whether this turns the thing off in that region at that moment."""
        is_here = self.tenant_id is None or self.tenant_id == tenant_id
        return self.switch is switch and is_here and (self.until is None or now < self.until)

    def retry_after(self, now: datetime) -> int:
        """Seconds after which it is worth asking again."""
        if self.until is None:
            return RETRY_SECONDS
        return max(1, int((self.until - now).total_seconds()))
