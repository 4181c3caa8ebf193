"""Which SMS gateway a deployment speaks to, as its settings name it."""

from urllib.parse import urlsplit

from kezek.adapters.mobizon import Mobizon
from kezek.adapters.sms import ConsoleSms, HttpSms, NullSms, SmsGateway, UnsetSms
from kezek.settings import UNSET


def gateway_for(
    url: str, *, kind: str = "generic", token: str = "", sender: str = ""
) -> SmsGateway:
    """The gateway: `null`, `console`, `unset`, or a provider's address and the way it speaks.

    Raises ValueError for an address that is none, or a way that nobody here knows.
    """
    if url == UNSET:
        return UnsetSms()
    if url in ("", "null"):
        return NullSms()
    if url == "console":
        return ConsoleSms()
    if urlsplit(url).scheme not in ("http", "https"):
        raise ValueError("an SMS provider's address begins with https://, or is null or console")
    if kind == "mobizon":
        return Mobizon(url, token, sender)
    if kind != "generic":
        raise ValueError(f"no SMS provider is spoken to as {kind!r}")
    return HttpSms(url, token, sender)
