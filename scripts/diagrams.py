"""Draws the states of each mode, from the tables by which it decides, into docs/states-MODE.md.

diagrams.py          writes the files
diagrams.py check    says which of them are not what the tables are; 1 if any
"""

import sys
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path

from kezek.adapters.catalogues import compile_stale
from kezek.core.applications import State
from kezek.core.modes.arrows import Arrow
from kezek.core.modes.graphs import GRAPHS
from kezek.core.territories import Mode
from kezek.settings import ROOT
from kezek.web.labels import APPLICATION
from kezek.web.queue_words import MODE
from kezek.web.state_words import BY, rule_of

DOCS = ROOT / "docs"
LANGUAGES = ("kk", "ru")


def main() -> int:
    """Does what the first word says."""
    stale = [path.name for path, text in drawn() if not _is(path, text)]
    if sys.argv[1:] == ["check"]:
        for name in stale:
            print(f"{name} is not what the tables say: make diagrams")
        return 1 if stale else 0
    for path, text in drawn():
        path.write_text(text, encoding="utf-8")
    print(f"drawn: {', '.join(stale) or 'nothing new'}")
    return 0


def _is(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


def drawn() -> Iterator[tuple[Path, str]]:
    """Each file with its text as the tables are now."""
    compile_stale(ROOT / "translations")
    words = {language: _catalogue(language) for language in LANGUAGES}
    for mode in GRAPHS:
        yield DOCS / f"states-{mode}.md", "\n".join(_lines(mode, words)) + "\n"


def _catalogue(language: str) -> GNUTranslations:
    path = ROOT / "translations" / language / "LC_MESSAGES" / "messages.mo"
    with path.open("rb") as file:
        return GNUTranslations(file)


def _lines(mode: Mode, words: dict[str, GNUTranslations]) -> Iterator[str]:
    graph = GRAPHS[mode]
    yield f"# States: {mode}"
    yield ""
    yield f"{_both(MODE[mode], words)}. Made by `make diagrams` from the tables; do not edit."
    yield ""
    yield "```mermaid"
    yield "stateDiagram-v2"
    for state in graph.states:
        yield f'    state "{_both(APPLICATION[state].text, words)}" as {state}'
    for source, target in dict.fromkeys((one.source, one.target) for one in graph.arrows):
        ways = [one for one in graph.arrows if (one.source, one.target) == (source, target)]
        label = ", ".join(f"{one.name} ({rule_of(mode, one)})" for one in ways)
        yield f"    {source or '[*]'} --> {target}: {_plain(label)}"
    yield "```"
    yield ""
    yield "| From | To | What happens | Rule |"
    yield "| --- | --- | --- | --- |"
    for arrow in graph.arrows:
        yield _row(mode, arrow, words)


def _row(mode: Mode, arrow: Arrow, words: dict[str, GNUTranslations]) -> str:
    cells = (
        _state(arrow.source, words),
        _state(arrow.target, words),
        f"{_both(BY[arrow.name], words)} (`{arrow.name}`)",
        rule_of(mode, arrow),
    )
    return f"| {' | '.join(cells)} |"


def _state(state: State | None, words: dict[str, GNUTranslations]) -> str:
    return f"{_both(APPLICATION[state].text, words)} (`{state}`)" if state else "–"


def _both(text: str, words: dict[str, GNUTranslations]) -> str:
    return " / ".join(words[language].gettext(text) for language in LANGUAGES)


def _plain(label: str) -> str:
    """A colon would end the label of an arrow."""
    return label.replace(": ", " row ").replace(";", ",")


if __name__ == "__main__":
    sys.exit(main())
