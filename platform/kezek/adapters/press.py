"""Draws papers as PDF: a typst template for each, its data as JSON, never as a part of its text.

A compiler takes one job at a time, so each is lent to one caller and comes back; there are as
many as there were callers at once. Only our own letters are used: a paper looks the same on
every machine.
"""

import io
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import fontpkg_onest
import segno
import typst

FOLDER = "papers"
_MOST_FREE = 4
"""How many compilers wait for the next job; each keeps some megabytes."""


class Press:
    """The papers of a folder of templates."""

    def __init__(self, templates: Path) -> None:
        self._root = templates / FOLDER
        self._fonts: typst.Fonts | None = None
        self._free: list[typst.Compiler] = []

    def draw(self, name: str, data: Mapping[str, Any], *, at: datetime) -> bytes:
        """The paper of this name as PDF; `at` is the moment that the file says it was made.

        Raises KeyError for a paper that there is not.
        """
        template = self._root / f"{name}.typ"
        if not template.is_file():
            raise KeyError(name)
        inputs = {"data": json.dumps(data, ensure_ascii=False)}
        with self._compiler() as compiler:
            made = compiler.compile(
                template, format="pdf", sys_inputs=inputs, timestamp=int(at.timestamp())
            )
        return cast(bytes, made)

    @contextmanager
    def _compiler(self) -> Iterator[typst.Compiler]:
        try:
            lent = self._free.pop()
        except IndexError:
            lent = self._new()
        yield lent
        # One that failed is not lent again.
        if len(self._free) < _MOST_FREE:
            self._free.append(lent)

    def _new(self) -> typst.Compiler:
        if self._fonts is None:
            self._fonts = typst.Fonts(
                include_system_fonts=False,
                include_embedded_fonts=False,
                font_paths=[fontpkg_onest.ROOT / "files"],
            )
        return typst.Compiler(root=self._root, font_paths=self._fonts, ignore_system_fonts=True)


def square(text: str, *, error: str = "m") -> str:
    """The text as a QR code, as SVG that a template can show."""
    code = segno.make(text, error=error, boost_error=False, micro=False)
    drawn = io.BytesIO()
    code.save(drawn, kind="svg", border=0, xmldecl=False, nl=False)
    return drawn.getvalue().decode()
