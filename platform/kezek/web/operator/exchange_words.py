"""How other systems of the state are called, and how they answer."""

from collections.abc import Mapping

from kezek.adapters.registers import BENEFITS, PARENTAGE, PHONES
from kezek.web.words import Label, mark, say

SYSTEM: Mapping[str, str] = {
    "registers": mark("State registers"),
    "monitoring": mark("Monitoring of services"),
    "national-base": mark("National education base"),
}

ENDPOINT: Mapping[str, str] = {
    PARENTAGE: mark("Register: births"),
    BENEFITS: mark("Register: benefits"),
    PHONES: mark("Register: telephones"),
}

LINE: Mapping[str, Label] = {
    "well": Label(mark("Answers"), "check", "good"),
    "bad": Label(mark("Does not answer"), "warning", "bad"),
    "resting": Label(mark("Left alone for half a minute"), "pause", "act"),
}


def line_name(system: str, path: str) -> str:
    """The name of an endpoint; its address where it has none."""
    if path in ENDPOINT:
        return say(ENDPOINT[path])
    return f"{say(SYSTEM[system]) if system in SYSTEM else system}: {path}"
