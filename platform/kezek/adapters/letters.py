"""A notice as its reader meets it: subject, letter and SMS in one language, from templates/notices.

One folder holds one notice, in it a folder for each version of its text, in that one file for each
reader and language: `N-21/1/family.kk.txt`, `N-21/1/kindergarten.ru.txt`. A file has three blocks,
`subject`, `sms` and `body`. The highest version is in force; earlier ones stay, because a notice
remembers the version that it was composed from and staff may read it in the other language. A
value that a text names and was not given is an error, never an empty line.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, TemplateNotFound

from kezek.adapters.letter_filters import FILTERS
from kezek.adapters.services import services

FAMILY = "family"
SHARED = "_shared"
"""Sentences of several notices, with versions of their own; a text names the one it takes."""
NUDGE = "_nudge"
"""What a channel says that may carry no personal data: only that there is something to read."""
_FOLDER = "notices"
_COMMENT = re.compile(r"\{#-?.*?-?#\}", re.DOTALL)
_TWO_STOPS = re.compile(r"(г\.|…)\.")


@dataclass(frozen=True, slots=True)
class Letter:
    """One notice in one language; `sms` is empty for a notice that never leaves by SMS."""

    subject: str
    body: str
    sms: str
    version: int = 1
    """Which version of the notice's text this is."""


class Letters:
    """Composes notices from a folder of templates, each read once."""

    def __init__(self, templates_dir: Path) -> None:
        self._folder = templates_dir / _FOLDER
        self._versions: dict[str, int] = {}
        self._loader = FileSystemLoader(templates_dir)
        self._environment = Environment(  # noqa: S701 - plain text, nothing is marked up
            loader=self._loader,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.filters.update(FILTERS)

    def compose(
        self,
        code: str,
        language: str,
        values: Mapping[str, Any],
        audience: str = FAMILY,
        version: int | None = None,
    ) -> Letter:
        """The notice in a language; any that is not Russian is Kazakh (§10).

        Without a version the text in force. Raises `jinja2.UndefinedError` for a missing value and
        `TemplateNotFound` for a notice that has no text for this audience.
        """
        language = "ru" if language == "ru" else "kk"
        version = version or self.version_of(code)
        context = {**_in_language(values, language), "language": language}
        template = self._template(f"{code}/{version}/{audience}.{language}.txt")
        body = _paragraphs(_block(template, "body", context))
        if audience == FAMILY:
            # The region's own words stand below those of the law, and never in their place.
            own = (context.get("own_words"), context.get("closing_words"))
            parts = (body, *own, self._footer(context))
            body = "\n\n".join(str(part).strip() for part in parts if part)
        return Letter(
            subject=_one_line(_block(template, "subject", context)),
            body=body,
            sms=_with_own(_one_line(_block(template, "sms", context)), context),
            version=version,
        )

    def written(self, code: str, language: str, audience: str = FAMILY) -> str:
        """The text in force as its author wrote it, with its places unfilled."""
        name = f"{_FOLDER}/{code}/{self.version_of(code)}/{audience}.{language}.txt"
        source, _, _ = self._loader.get_source(self._environment, name)
        return _COMMENT.sub("", source).strip()

    def version_of(self, code: str) -> int:
        """The version of a text that is in force. Raises `TemplateNotFound` without any."""
        if code not in self._versions:
            self._versions[code] = max(versions(self._folder / code), default=0)
        if not self._versions[code]:
            raise TemplateNotFound(f"{_FOLDER}/{code}")
        return self._versions[code]

    def _footer(self, context: Mapping[str, Any]) -> str:
        name = f"{SHARED}/{self.version_of(SHARED)}/footer.{context['language']}.txt"
        return _paragraphs(self._template(name).render(context))

    def _template(self, name: str) -> Template:
        return self._environment.get_template(f"{_FOLDER}/{name}")


def versions(folder: Path) -> list[int]:
    """The versions of a text that a folder holds, in no order."""
    return [int(one.name) for one in folder.glob("*") if one.name.isdecimal()]


def compose(
    code: str,
    language: str,
    values: Mapping[str, Any],
    audience: str = FAMILY,
    version: int | None = None,
) -> Letter:
    """The notice from the running app's templates; raises what `Letters.compose` does."""
    return _running().compose(code, language, values, audience, version)


def written(code: str, language: str) -> tuple[str, int]:
    """A family's notice as its author wrote it, and which version that is."""
    return _running().written(code, language), _running().version_of(code)


def compose_nudge(language: str, link: str) -> str:
    """That a notice has come and where it is read: a channel that may carry nothing else (94-V)."""
    return _running().compose(NUDGE, language, {"link": link}, "reader").sms


def compose_code(audience: str, language: str, values: Mapping[str, Any]) -> str:
    """A message of N-01: a code to enter, one to tell an operator, or that there is none."""
    return _running().compose("N-01", language, values, audience).sms


def _running() -> Letters:
    return _letters(services().settings.templates_dir)


@lru_cache(maxsize=4)
def _letters(templates_dir: Path) -> Letters:
    return Letters(templates_dir)


def _block(template: Template, name: str, context: Mapping[str, Any]) -> str:
    block = template.blocks.get(name)
    return "".join(block(template.new_context(dict(context)))) if block else ""


def _in_language(value: Any, language: str) -> Any:
    """The values with each pair of words in both languages replaced by the reader's."""
    if isinstance(value, Mapping):
        if value.keys() == {"kk", "ru"}:
            return value[language]
        return {key: _in_language(one, language) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_in_language(one, language) for one in value]
    return value


def _with_own(sms: str, context: Mapping[str, Any]) -> str:
    """The SMS with the region's few words at its end; a notice without an SMS gets none."""
    own = context.get("own_sms")
    return f"{sms} {_one_line(own)}" if sms and own else sms


def _one_line(text: str) -> str:
    return _single_stops(" ".join(text.split()))


def _paragraphs(text: str) -> str:
    return _single_stops(re.sub(r"\n{3,}", "\n\n", text.strip()))


def _single_stops(text: str) -> str:
    # A sentence that ends in a year, `2026 г.`, or in a shortened name has its full stop already.
    return _TWO_STOPS.sub(r"\1", text)
