"""All papers of an application by their names in an address, and how one is drawn."""

from collections.abc import Mapping
from types import ModuleType
from typing import Protocol, cast

from flask_babel import force_locale

from kezek.adapters.services import services
from kezek.adapters.wording import LOCALES
from kezek.core.printed import Kind
from kezek.reads.application_page import ApplicationPage
from kezek.web.printed import annex1, annex3, annex4, annex5, contract, extract, referral, voucher
from kezek.web.printed.frame import Data


class Printed(Protocol):
    """What the module of a paper has."""

    KIND: Kind
    NAME: str

    def is_there(self, page: ApplicationPage) -> bool:
        """Whether the application has such a paper now."""

    def data(self, page: ApplicationPage) -> Data:
        """What stands in it, for its template."""


_MODULES: tuple[ModuleType, ...] = (
    annex1,
    annex5,
    annex4,
    annex3,
    voucher,
    referral,
    contract,
    extract,
)
PAPERS: Mapping[str, Printed] = {
    str(one.KIND): one for one in cast("tuple[Printed, ...]", _MODULES)
}

NAMES: Mapping[Kind, str] = {one.KIND: one.NAME for one in PAPERS.values()}
"""How whoever checks a paper is told which one it is."""


def papers_of(page: ApplicationPage) -> list[Printed]:
    """The papers that the application has now."""
    return [one for one in PAPERS.values() if one.is_there(page)]


def draw(paper: Printed, page: ApplicationPage, language: str) -> bytes:
    """The paper as PDF in one of the two languages; `page` was read in that language."""
    with force_locale(LOCALES[language]):
        data = paper.data(page)
    return services().press.draw(str(paper.KIND), data, at=page.now)
