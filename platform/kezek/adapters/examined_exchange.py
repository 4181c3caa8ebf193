"""What a doctor asks of the other systems of the state: whether the registers answer us."""

from kezek.adapters.breakers import Away
from kezek.adapters.examined_regions import Wrong
from kezek.adapters.exchange.calls import Counterpart, Garbled, Rejected
from kezek.adapters.registers import HEALTH
from kezek.settings import Settings


def registers(settings: Settings) -> str:
    """Whether the state registers take our calls. Raises Wrong where they do not."""
    if not settings.registers.is_asked:
        return (
            "no address is set, so specialists look at every benefit, birth certificate and "
            "identity card; set KEZEK_REGISTERS_URL and KEZEK_REGISTERS_SECRET (docs/registers.md)"
        )
    try:
        Counterpart("registers", settings.registers).ask(HEALTH, {})
    except (Rejected, Garbled) as wrong:
        raise Wrong(
            f"{settings.registers.url} and we do not understand each other ({wrong}): compare "
            "KEZEK_REGISTERS_SECRET and the clock with the other side"
        ) from None
    except Away as away:
        raise Wrong(f"{settings.registers.url} does not answer ({away})") from None
    return f"{settings.registers.url} answers, and signs its answers"
