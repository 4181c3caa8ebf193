"""Pages of made-up systems, for people who try the demonstration: a form, and what came of it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs

from jinja2 import Environment, FileSystemLoader, StrictUndefined

LANGUAGES = ("kk", "ru")

_FOLDER = Path(__file__).resolve().parent / "pages"


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody opens a page, or sends its form."""

    path: str
    query: str = ""
    form: str = ""
    is_sent: bool = False

    @property
    def language(self) -> str:
        """The language that was chosen; Kazakh at first."""
        wished = self.value("lang")
        return wished if wished in LANGUAGES else LANGUAGES[0]

    def value(self, name: str) -> str:
        """What was typed, else what the address says."""
        found = self.values(name)
        return found[0] if found else ""

    def values(self, name: str) -> list[str]:
        """All that was ticked."""
        told = parse_qs(self.form).get(name) or parse_qs(self.query).get(name, [])
        return [one.strip() for one in told if one.strip()]


Page = Callable[[Visit], str]


def rendered(name: str, **values: object) -> str:
    """A page of the folder beside this module."""
    return _environment().get_template(name).render(**values)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
