"""The states of an application in each mode, and what leads on, drawn from the very tables."""

from itertools import groupby

from flask import Response, abort, url_for

from kezek.core.access import Permission
from kezek.core.modes.arrows import Graph
from kezek.core.modes.graphs import GRAPHS
from kezek.core.territories import Mode
from kezek.web.admin.room import blueprint
from kezek.web.guards import needs
from kezek.web.htmx import respond
from kezek.web.queue_words import mode_name
from kezek.web.state_words import BY, rule_of
from kezek.web.words import say


@blueprint.get("/states/", defaults={"mode": str(Mode.LINEAR)})
@blueprint.get("/states/<mode>")
@needs(Permission.ADMIN_DESK)
def states(mode: str) -> Response:
    """One mode: each of its states with every way out of it."""
    if mode not in list(GRAPHS):
        abort(404)
    shown = Mode(mode)
    return respond(
        "admin/states.html",
        mode=shown,
        mode_name=mode_name,
        ways=[(source, list(arrows)) for source, arrows in _ways(GRAPHS[shown])],
        modes=[
            (mode_name(one), url_for("admin.states", mode=str(one)), one is shown) for one in GRAPHS
        ],
        by=lambda arrow: say(BY[arrow.name]),
        rule=lambda arrow: rule_of(shown, arrow),
    )


def _ways(graph: Graph) -> groupby:  # type: ignore[type-arg]
    return groupby(graph.arrows, key=lambda arrow: arrow.source)
