"""A region's first page: what can be done here, and how its queue stands now."""

from collections.abc import Mapping

from flask import Response
from flask_babel import gettext

from kezek.core.modes.registry import names_kindergartens
from kezek.core.territories import Mode
from kezek.reads.region_totals import RegionPage, ShownTerritory, region_page
from kezek.usecases.bells import REGION
from kezek.web.guards import public
from kezek.web.htmx import is_fragment_request, respond, with_etag
from kezek.web.i18n import current_language, format_day
from kezek.web.navigation import find_url
from kezek.web.public.room import blueprint
from kezek.web.queue_words import mode_name
from kezek.web.tenant import current_tenant
from kezek.web.words import Label, mark, say

OPEN = Label(mark("The queue is open"), "check", "good")
_FROM: Mapping[str, str] = {
    Mode.LINEAR: mark("From %(day)s each kindergarten has a queue of its own."),
    Mode.INDIGO: mark("From %(day)s there is one queue with a daily bulletin."),
    Mode.VOUCHER: mark("From %(day)s places are given by vouchers."),
}
"""What is said of a territory's next mode (G-12, R-10)."""

NOT_YET = Label(mark("Not open yet"), "clock", "calm")


@blueprint.get("/")
@public
def region() -> Response:
    """The region's page; its figures keep themselves up to date."""
    page = region_page(current_tenant().id, current_language())
    response = respond(
        "public/region.html",
        fragments={"region-totals"},
        page=page,
        totals=_totals(page),
        territories=[(one, _label(one), _switch(one)) for one in page.territories],
        topics=[REGION],
        mode_name=mode_name,
        has_shared=any(map(_has_shared_queues, page.territories)),
        join_url=find_url("family.sign_up"),
    )
    return with_etag(response) if is_fragment_request() else response


def _totals(page: RegionPage) -> list[tuple[str, int]]:
    totals = page.totals
    return [
        (gettext("Kindergartens in the region"), totals.kindergartens),
        (gettext("Free places now"), totals.free_places),
        (gettext("Children in the queue"), totals.waiting),
        (gettext("Places offered to families now"), totals.offers),
        (gettext("Referrals issued today"), totals.referrals_today),
    ]


def _has_shared_queues(territory: ShownTerritory) -> bool:
    """Whether children wait there together, not at single kindergartens (V-17)."""
    return bool(territory.mode) and not names_kindergartens(territory.mode)


def _label(territory: ShownTerritory) -> Label:
    return OPEN if territory.mode else NOT_YET


def _switch(territory: ShownTerritory) -> str:
    """What is already known of the territory's next mode."""
    if territory.next_on is None:
        return ""
    day = format_day(territory.next_on)
    if not territory.mode:
        return say(mark("The queue opens on %(day)s."), day=day)
    return say(_FROM[territory.next_mode], day=day)
