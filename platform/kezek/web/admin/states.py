"""The states of an application in each mode, and what leads on, drawn from the very tables."""

from itertools import groupby

from flask import Response, abort, url_for

from kezek.adapters.setting_words import TOLD
from kezek.core.access import Permission
from kezek.core.modes.arrows import Arrow, Graph
from kezek.core.modes.graphs import GRAPHS
from kezek.core.territories import Mode
from kezek.web.admin.room import blueprint
from kezek.web.guards import needs
from kezek.web.htmx import respond
from kezek.web.i18n import current_language
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
        rule=lambda arrow: _rule(shown, arrow),
    )


def _rule(mode: Mode, arrow: Arrow) -> str:
    """The rows of the rulebook with their table, or the name of the setting that decides it."""
    if arrow.rows in TOLD:
        return TOLD[arrow.rows].name.in_language(current_language())
    table, _, rows = arrow.rows.replace("rows", "row").partition(" row ")
    return f"{table}: {rows}" if rows else rule_of(mode, arrow)


def _ways(graph: Graph) -> groupby:  # type: ignore[type-arg]
    return groupby(graph.arrows, key=lambda arrow: arrow.source)
