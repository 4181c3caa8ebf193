"""The words of the pages, out of the translators' catalogues: a button is found by its name."""

from functools import cache
from gettext import GNUTranslations

from kezek.adapters.catalogues import compile_stale
from kezek.settings import ROOT

LANGUAGE_NAMES = {"kk": "Қазақша", "ru": "Русский"}


class Words:
    """What the pages say in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._catalogue = _catalogue(language)

    def __call__(self, text: str, **values: object) -> str:
        """The text as the reader sees it."""
        said = self._catalogue.gettext(text)
        return said % values if values else said


@cache
def _catalogue(language: str) -> GNUTranslations:
    folder = ROOT / "translations"
    compile_stale(folder)
    with (folder / language / "LC_MESSAGES" / "messages.mo").open("rb") as file:
        return GNUTranslations(file)
