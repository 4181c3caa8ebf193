"""The health of the deployment, renewed every ten seconds while somebody looks."""

from flask import Response

from kezek.reads.deployment_health import RegionHealth, health_page
from kezek.reads.deployment_regions import region_names
from kezek.web.call_words import channel_name
from kezek.web.htmx import respond
from kezek.web.i18n import current_language
from kezek.web.operator.exchange_words import LINE, line_name
from kezek.web.operator.room import SEES, blueprint
from kezek.web.operator.words import HEALTH, JOB, LIFE, PROCESS, length_name, silence_name
from kezek.web.words import Label, say


@blueprint.get("/health/")
@SEES
def health() -> Response:
    """Processes, servers, and what waits in each region."""
    page = health_page()
    names = dict(region_names(current_language()).values())
    waiting = page.redis.waiting if page.redis is not None else {}
    return respond(
        "operator/health.html",
        fragments={"health-now"},
        page=page,
        region_name=lambda slug: names.get(slug, slug),
        process=PROCESS,
        life=LIFE,
        silence=silence_name,
        wellness=_wellness,
        late_text=_late_text,
        queues_text=", ".join(f"{name} {count}" for name, count in waiting.items()),
        length_name=length_name,
        channel_name=channel_name,
        share_name=_share_name,
        line_name=line_name,
        line_states=LINE,
    )


def _share_name(share: float | None) -> str:
    """Whole percents, and a small share is not nothing."""
    if share is None:
        return "–"
    return "< 1 %" if 0 < share < 0.01 else f"{share:.0%}".replace("%", " %")


def _wellness(region: RegionHealth) -> Label:
    if region.is_stopped:
        return HEALTH["stopped"]
    return HEALTH["well"] if region.is_well else HEALTH["late"]


def _late_text(region: RegionHealth) -> str:
    """What is late there, in a few words."""
    jobs = [one.job for one in region.late]
    troubles = (
        ("terms", region.is_term_late),
        ("messages", region.is_message_late),
        ("journal", region.is_seal_late),
    )
    named = [*jobs, *(name for name, is_late in troubles if is_late and name not in jobs)]
    return ", ".join(say(JOB[one]) if one in JOB else one for one in named)
