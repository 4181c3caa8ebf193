"""How places are given in each territory, and every switch that was signed (G-10, R-10)."""

from flask import Response

from kezek.core.access import Permission
from kezek.reads.territory_switches import ShownSwitch, modes_page
from kezek.web.admin.room import blueprint
from kezek.web.admin.words import switch_label
from kezek.web.guards import needs
from kezek.web.htmx import respond
from kezek.web.i18n import current_language
from kezek.web.queue_words import mode_name
from kezek.web.tenant import current_tenant


@blueprint.get("/")
@needs(Permission.ADMIN_DESK)
def index() -> Response:
    """The territories of the region, and the switches that were signed."""
    page = modes_page(current_tenant().id, current_language())
    return respond(
        "admin/modes.html",
        page=page,
        planned={(one.territory, one.from_on): one for one in page.switches if one.is_planned},
        mode_name=mode_name,
        label=_label,
    )


def _label(switch: ShownSwitch) -> object:
    return switch_label(
        is_cancelled=switch.cancelled_at is not None, has_happened=switch.happened_at is not None
    )
