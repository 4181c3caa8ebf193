"""The linear way in shared chapters: the next in line at once, and one entry less (A-15, A-16)."""

from collections.abc import Iterable
from datetime import datetime

from kezek.core.applications import Application
from kezek.core.ids import KindergartenId
from kezek.core.modes.draft import Draft
from kezek.core.modes.linear.referrals import expire
from kezek.core.modes.linear.steps import freed, return_without
from kezek.core.notices import Notice
from kezek.core.places import Place


class LinearWays:
    """What order 133 says where the modes differ."""

    def freed(self, place: Place, now: datetime) -> Place:
        """Waiting again at its old turn, its drawn class bound to it (R-4, R-14)."""
        return freed(place)

    def lapse(self, draft: Draft, application: Application) -> None:
        """As the region has set it: archive, queue, or stop-list (row 27, A-15)."""
        expire(draft, application)

    def send_back(
        self,
        draft: Draft,
        application: Application,
        kindergarten: KindergartenId,
        kind: str,
        rule: str,
        *,
        place: Place,
        notices: Iterable[Notice] = (),
    ) -> None:
        """Without that kindergarten; archived if it was the last (rows 23, 31, R-33)."""
        return_without(draft, application, kindergarten, kind, rule, place=place, notices=notices)
