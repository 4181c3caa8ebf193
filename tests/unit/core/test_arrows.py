"""The states of each mode as a graph: true to the tables, whole, and drawn as it is committed."""

import pytest

from kezek.core.applications import ENDED, State
from kezek.core.modes.arrows import By, Graph
from kezek.core.modes.graphs import GRAPHS
from kezek.core.modes.registry import DOORS
from kezek.core.territories import Mode

GRAPH = [pytest.param(graph, id=mode) for mode, graph in GRAPHS.items()]


def test_every_mode_has_its_graph() -> None:
    assert GRAPHS.keys() == DOORS.keys()


@pytest.mark.parametrize("graph", GRAPH)
def test_what_leads_somewhere_stands_in_the_tables(graph: Graph) -> None:
    begins: dict[object, frozenset[State]] = {
        **{act: row.states for act, row in graph.room.acts.items()},
        **{kind: row[0] for kind, row in graph.room.terms.items()},
    }

    assert set(graph.leads) <= set(begins)
    for key, leads in graph.leads.items():
        assert set(leads) <= begins[key], key


@pytest.mark.parametrize("graph", GRAPH)
def test_every_state_can_be_reached_and_only_the_ended_are_left_by_nothing(graph: Graph) -> None:
    left = {one.source for one in graph.arrows if one.source is not None}
    reached = {one.target for one in graph.arrows}

    assert reached == set(graph.states)
    assert set(graph.states) - left == ENDED


@pytest.mark.parametrize("graph", GRAPH)
def test_every_state_that_an_act_begins_in_can_be_reached(graph: Graph) -> None:
    """Beside the ended, and the states of other modes in which a shared act has its place, too."""
    strangers = {
        state
        for row in graph.room.acts.values()
        for state in row.states
        if len(row.states) < len(State) - len(ENDED)
    } - set(graph.states)

    assert strangers == set()


@pytest.mark.parametrize("graph", GRAPH)
def test_every_arrow_names_its_row(graph: Graph) -> None:
    assert all(one.rows for one in graph.arrows)
    assert {one.by for one in graph.arrows} == set(By)


def test_what_no_way_shows_is_not_allowed() -> None:
    graph = GRAPHS[Mode.LINEAR]

    assert graph.allows(State.OFFERED, State.REFERRED)
    assert graph.allows(State.QUEUED, State.QUEUED)
    assert not graph.allows(State.QUEUED, State.ENROLLED)
    assert not graph.allows(State.ARCHIVED, State.QUEUED)
    assert not graph.allows(None, State.ENROLLED)
