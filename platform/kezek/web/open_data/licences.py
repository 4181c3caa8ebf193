"""Under which licence a region gives its data away: its own, or the deployment's."""

from dataclasses import dataclass

from kezek.web.tenant import TenantCard


@dataclass(frozen=True, slots=True)
class Licence:
    """What a licence is called, by which short name programs know it, and where its text is."""

    name: str
    code: str
    url: str


HOUSE = Licence("CC BY 4.0", "CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/")
"""Everybody may take, change and pass on, and names the source."""


def licence_of(tenant: TenantCard, language: str = "") -> Licence:
    """The region's licence; for programs, without a language, as in the region's first one."""
    name, url = tenant.licence(language or tenant.languages[0])
    return Licence(name, name, url) if name and url else HOUSE
