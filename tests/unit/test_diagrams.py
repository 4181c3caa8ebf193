"""The drawn states are those of the tables, in both languages, and are committed as they are."""

import importlib.util
import re

import pytest

from kezek.core.modes.graphs import GRAPHS
from kezek.settings import ROOT
from kezek.web.state_words import BY

_spec = importlib.util.spec_from_file_location("diagrams", ROOT / "scripts" / "diagrams.py")
assert _spec is not None
assert _spec.loader is not None
diagrams = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(diagrams)


@pytest.mark.parametrize("mode", GRAPHS)
def test_what_is_committed_is_what_the_tables_say(mode: str) -> None:
    drawn = {path.name: text for path, text in diagrams.drawn()}

    assert (ROOT / "docs" / f"states-{mode}.md").read_text("utf-8") == drawn[f"states-{mode}.md"]


@pytest.mark.parametrize("mode", GRAPHS)
def test_every_state_and_way_is_drawn(mode: str) -> None:
    text = (ROOT / "docs" / f"states-{mode}.md").read_text("utf-8")
    graph = GRAPHS[mode]  # type: ignore[index]

    assert set(re.findall(r'state ".*" as (\w+)', text)) == {str(one) for one in graph.states}
    ways = {(one.source or "[*]", one.target) for one in graph.arrows}
    assert len(re.findall(r"^    \S+ --> ", text, flags=re.MULTILINE)) == len(ways)


def test_every_way_has_words() -> None:
    named = {one.name for graph in GRAPHS.values() for one in graph.arrows}

    assert named == set(BY)
