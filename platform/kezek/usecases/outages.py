"""A recorded outage gives back the time that it took from running terms (R-11, R-89)."""

from datetime import datetime

from kezek.core.errors import Code, Refusal
from kezek.core.ids import TerritorySlug
from kezek.core.triggers import Outage
from kezek.db.applications import modes_of
from kezek.db.due import applications_with_terms_until, cohorts
from kezek.db.places import places_in_window
from kezek.usecases.deciding import Moment, load, take
from kezek.usecases.due import settle_due
from kezek.usecases.unit_of_work import act
from kezek.usecases.worlds import WORLDS


def record_outage(tenant_id: int, actor: str, began_at: datetime, ended_at: datetime) -> int:
    """Moves every running term by the part of the outage inside it; how many were looked at.

    Raises Refusal for an outage that ends before it begins or has not ended yet.
    """
    with act(tenant_id, actor) as running:
        windows = places_in_window(running.session)
        years = {*cohorts(running.session), *(one.birth_year for one in windows)}
        now = running.hold(birth_years=years)
        if not began_at < ended_at <= now:
            raise Refusal(Code.TOO_EARLY, "outage")
        if years:
            settle_due(running, years, now)
        moment = Moment(now, running.rules(now))

        concerned = applications_with_terms_until(running.session, began_at)
        modes = modes_of(running.session, concerned)
        for mode in WORLDS:
            own = [one for one in concerned if modes[one] is mode]
            places = [
                one.place_id
                for one in windows
                if moment.rules.mode_of(TerritorySlug(one.territory)) is mode
            ]
            if own or places:
                loaded = load(running, moment, years, applications=own, places=places, mode=mode)
                take(running, loaded, Outage(began_at, ended_at), moment, mode)
        return len(concerned)
