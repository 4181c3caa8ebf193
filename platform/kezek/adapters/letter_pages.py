"""A letter's second part: the same words as HTML, in one column, with the region's colour.

Made from the kept words when a letter leaves, so that every attempt carries the same. Nothing in
it is fetched from anywhere: no pictures, no sheets, nothing that would tell who has opened it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from kezek.adapters.services import services
from kezek.core.regions import Tenant

_PAGE = "notices/_page/letter.htm"
_HOUSE_COLOUR = "#0b5a73"
_ITEM = re.compile(r"\d{1,2}[.)] ")
_DEADLINE = re.compile(r"[^:]{2,70}: .{4,60}, \d{1,2}:\d{2}\.?")
"""A line that is nothing but a moment and what it is: `Жауап берудің соңғы мерзімі: …, 18:00.`"""
_ADDRESS = re.compile(r"https?://[^\s<>«»]+[^\s<>«».,;:!?)]")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that stand together: a paragraph, or the items of a list."""

    lines: tuple[Markup, ...]
    is_list: bool


def letter_page(subject: str, body: str, language: str, region: Tenant) -> str:
    """The HTML part of a letter, from the running app's layout."""
    return page_of(_layout(services().settings.templates_dir), subject, body, language, region)


def page_of(layout: Template, subject: str, body: str, language: str, region: Tenant) -> str:
    """The HTML part of a letter: its words, in the order of the text part, no other."""
    return layout.render(
        subject=subject,
        blocks=list(blocks_of(body)),
        language="ru" if language == "ru" else "kk",
        sender=region.name.ru if language == "ru" else region.name.kk,
        brand=region.brand.get("--brand", _HOUSE_COLOUR),
    )


def blocks_of(body: str) -> Iterator[Block]:
    """The paragraphs and lists of a letter, as its text shows them by blank lines and numbers."""
    for paragraph in re.split(r"\n{2,}", body.strip()):
        lines = [line.strip() for line in paragraph.splitlines() if line.strip()]
        for is_list, some in groupby(lines, key=lambda line: bool(_ITEM.match(line))):
            yield Block(tuple(_marked(line) for line in some), is_list)


def layout_of(templates_dir: Path) -> Template:
    """The one layout of letters."""
    environment = Environment(
        loader=FileSystemLoader(templates_dir),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        auto_reload=False,
    )
    return environment.get_template(_PAGE)


@lru_cache(maxsize=4)
def _layout(templates_dir: Path) -> Template:
    return layout_of(templates_dir)


def _marked(line: str) -> Markup:
    """One line: its addresses can be followed, and a deadline cannot be overlooked."""
    shown = _linked(line)
    return Markup("<strong>{}</strong>").format(shown) if _DEADLINE.fullmatch(line) else shown


def _linked(line: str) -> Markup:
    shown, at = Markup(), 0
    for found in _ADDRESS.finditer(line):
        shown += escape(line[at : found.start()])
        shown += Markup('<a href="{0}" style="color: #07414f;">{0}</a>').format(found.group())
        at = found.end()
    return shown + escape(line[at:])
