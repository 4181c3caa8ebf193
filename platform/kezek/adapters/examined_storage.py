"""What a doctor asks of where data of persons lie: in Kazakhstan (law 94-V)."""

from urllib.parse import urlsplit

from kezek.adapters.examined_regions import Wrong
from kezek.settings import Settings

COUNTRY = "KZ"


def storage(settings: Settings) -> str:
    """Where data lie, as the operator has declared, with the addresses they leave to.

    No program can see where a disk stands: who runs the deployment says so, and is shown what that
    word covers. Raises Wrong in service without the word.
    """
    places = ", ".join(_places(settings)) or "no server of others"
    if settings.env != "production":
        return f"not asked outside of service; data leave to: {places}"
    if settings.stored_in != COUNTRY:
        raise Wrong(
            "law 94-V has data of persons kept in Kazakhstan, and nobody has said that they are. "
            f"Look at database, uploads, backups, logs, and at {places}; "
            "when all lie there, set KEZEK_STORED_IN=KZ"
        )
    return f"declared to lie in Kazakhstan; data leave to: {places}"


def _places(settings: Settings) -> list[str]:
    parties = (settings.registers, settings.portal, settings.monitoring, settings.national_base)
    urls = [settings.sms_url, settings.smtp_url, *(one.url for one in parties)]
    hosts = [urlsplit(url).hostname for url in urls if "://" in url]
    return sorted({host for host in hosts if host})
