"""By which ways a region's notices leave the house, and under which name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Channels:
    """What a region has open beside the cabinet, which is always the legal record (rulebook 10).

    One-time codes always go by SMS: nobody could sign in otherwise.
    """

    sms: bool = True
    email: bool = True
    sms_sender: str = ""
    """The name that stands as the sender of an SMS; empty is the deployment's own."""
    email_sender: str = ""
    """The name before the address of a letter; empty is the deployment's own."""

    def carries(self, channel: str) -> bool:
        """Whether notices leave by `sms` or `email`."""
        return self.sms if channel == "sms" else self.email

    def sender(self, channel: str) -> str:
        """Under which name they leave."""
        return self.sms_sender if channel == "sms" else self.email_sender
