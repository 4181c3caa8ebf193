"""A text that pages show, as the pieces of which a paper is set: one text, two shapes.

Only what such texts are made of is known: headings, paragraphs, numbered lists, strong words.
"""

import re
from html.parser import HTMLParser
from typing import Any

_BLOCKS = {"h3": "title", "p": "line", "li": "item"}
_SOFT = ("class", "soft")
_BLANKS = re.compile(r"\s+")

Block = dict[str, Any]


def blocks_of(html: str) -> list[Block]:
    """The text as blocks; the lines of one list stand together in one."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return _with_lists(reader.blocks)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._is_open = False
        self._is_bold = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            kind = "note" if _SOFT in attrs else _BLOCKS[tag]
            self.blocks.append({"kind": kind, "runs": []})
            self._is_open = True
        elif tag == "strong":
            self._is_bold = True

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._is_open = False
        elif tag == "strong":
            self._is_bold = False

    def handle_data(self, data: str) -> None:
        if not self._is_open:
            return
        runs = self.blocks[-1]["runs"]
        text = _BLANKS.sub(" ", data)
        text = text if runs else text.lstrip()
        if text:
            runs.append({"text": text, "bold": self._is_bold})


def _with_lists(blocks: list[Block]) -> list[Block]:
    whole: list[Block] = []
    for block in blocks:
        if block["kind"] != "item":
            whole.append(block)
        elif whole and whole[-1]["kind"] == "list":
            whole[-1]["items"].append(block["runs"])
        else:
            whole.append({"kind": "list", "items": [block["runs"]]})
    return whole
