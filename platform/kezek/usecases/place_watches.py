"""Open places exist for a birth year: families who asked for it are told, once a day (N-37)."""

from collections import Counter
from collections.abc import Iterable

from kezek.core.applications import Application
from kezek.core.events import Change, Fact
from kezek.core.ids import ApplicationId, KindergartenId
from kezek.core.modes.contract import Rules
from kezek.core.modes.indigo.chances import (
    Chance,
    chance_of,
    is_old_enough_for_private,
    suits,
)
from kezek.core.notices import Notice
from kezek.core.places import Place, PlaceState
from kezek.db.applications import load_applications
from kezek.db.kindergartens import territories_of
from kezek.db.notice_subjects import kindergartens_by_id
from kezek.db.place_watches import mark_told, watchers_of
from kezek.db.places import takeable_places
from kezek.usecases.notice_setting import Facts, kindergarten_name
from kezek.usecases.notices import record_notice
from kezek.usecases.unit_of_work import Act


def tell_watchers(running: Act, facts: Iterable[Fact], rules: Rules) -> None:
    """Tells those who asked of the places that these facts have opened, cabinet and e-mail.

    Each family is told at most once a day, with all that is open to its child at that moment.
    """
    opened = [change.after for fact in facts for change in fact.places if _has_opened(change)]
    if not opened:
        return
    now = running.now()
    today = rules.calendar.local_day(now)
    known = territories_of(running.session, {place.key.kindergarten for place in opened})
    cohorts = {(known[place.key.kindergarten], place.key.birth_year) for place in opened}
    waiting = watchers_of(running.session, cohorts, today)
    told = []
    for one in load_applications(running.session, waiting).values():
        places = _open_to(running, one, rules)
        if places:
            notice = Notice("N-37", ApplicationId(one.id), {"count": len(places)})
            record_notice(running, notice, now, facts=_by_kindergarten(running, places))
            told.append(one.id)
    mark_told(running.session, told, today)


def _has_opened(change: Change[Place]) -> bool:
    was_open = change.before is not None and change.before.state is PlaceState.OPEN
    return change.after.state is PlaceState.OPEN and not was_open


def _open_to(running: Act, one: Application, rules: Rules) -> list[Place]:
    """What this child might take whatever its number."""
    today = rules.calendar.local_day(running.now())
    may_private = is_old_enough_for_private(one.born_on, today, rules.settings)
    return [
        place
        for place in takeable_places(running.session, one.territory, one.birth_year)
        if suits(one, place, rules.settings)
        and chance_of(place, None) is Chance.OPEN
        and (may_private or not place.is_private)
    ]


def _by_kindergarten(running: Act, places: Iterable[Place]) -> Facts:
    counts: Counter[KindergartenId] = Counter(place.key.kindergarten for place in places)
    known = kindergartens_by_id(running.session, counts)
    return {
        "places": [
            {"kindergarten": kindergarten_name(known[one]), "count": count}
            for one, count in counts.items()
        ]
    }
