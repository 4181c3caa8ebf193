"""What the monitoring of state services does not know yet, and sending it once more (L-9.2)."""

from flask import Response, flash, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.reads.deployment_monitoring import monitoring_page
from kezek.reads.deployment_regions import region_names
from kezek.usecases.stage_reports import send_stages_again
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.i18n import current_language
from kezek.web.operator.room import RUNS, SEES, blueprint, tag, the_region


@blueprint.get("/monitoring/")
@SEES
def monitoring() -> Response:
    """The backlog of every region."""
    return respond(
        "operator/monitoring.html",
        fragments={"monitoring-now"},
        page=monitoring_page(),
        names=region_names(current_language()),
        page_url=url_for("operator.monitoring"),
    )


@blueprint.post("/monitoring/<int:tenant_id>/again")
@RUNS
def send_again(tenant_id: int) -> BaseResponse:
    """Sends at once what waits, and what was refused."""
    the_region(tenant_id)
    count = send_stages_again(tenant_id, tag())
    flash(ngettext("%(num)s stage goes out again.", "%(num)s stages go out again.", count), "good")
    return redirect_after_post(url_for("operator.monitoring"))
