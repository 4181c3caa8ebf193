"""What use cases reach besides the database: clock, doorbell and keys of the running app."""

from dataclasses import dataclass, field

from flask import current_app

from kezek.adapters.delivery import Gateways
from kezek.adapters.doorbell import Doorbell
from kezek.adapters.eds.verifier import NullVerifier, SignatureVerifier
from kezek.adapters.email import EmailGateway, NullEmail
from kezek.adapters.exchange.calls import Counterpart
from kezek.adapters.keys import Keys
from kezek.adapters.press import Press
from kezek.adapters.registers import NullRegisters, Registers
from kezek.adapters.sms import NullSms, SmsGateway
from kezek.adapters.telegram import NullTelegram, TelegramGateway
from kezek.adapters.uploads import Uploads
from kezek.clock import Clock
from kezek.settings import Party, Settings

EXTENSION = "kezek"


@dataclass(slots=True)
class Services:
    """The ways out of a use case, each with a null twin for tests."""

    settings: Settings
    clock: Clock
    doorbell: Doorbell
    keys: Keys
    press: Press
    uploads: Uploads
    registers: Registers = field(default_factory=NullRegisters)
    sms: SmsGateway = field(default_factory=NullSms)
    email: EmailGateway = field(default_factory=NullEmail)
    telegram: TelegramGateway = field(default_factory=NullTelegram)
    eds: SignatureVerifier = field(default_factory=NullVerifier)
    monitoring: Counterpart = field(default_factory=lambda: Counterpart("monitoring", Party()))
    national_base: Counterpart = field(
        default_factory=lambda: Counterpart("national-base", Party())
    )

    @property
    def gateways(self) -> Gateways:
        """The ways out of the house for messages."""
        return Gateways(self.sms, self.email, self.telegram)


def services() -> Services:
    """The services of the running app."""
    found: Services = current_app.extensions[EXTENSION]
    return found
