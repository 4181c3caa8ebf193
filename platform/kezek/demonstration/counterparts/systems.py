"""Every made-up system of the state that runs beside the demonstration."""

from kezek.demonstration.counterparts import registers
from kezek.demonstration.counterparts.desks import Desk


def all_desks() -> tuple[Desk, ...]:
    """One desk a system; a new system is a line here."""
    return (registers.desk(registers.FAMILIES),)
