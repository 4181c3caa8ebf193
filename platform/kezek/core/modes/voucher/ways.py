"""The voucher's way in shared chapters: the waiting list first, silence makes inactive (9.3)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from kezek.core.applications import Application
from kezek.core.ids import KindergartenId
from kezek.core.modes.draft import Draft
from kezek.core.modes.linear.steps import freed
from kezek.core.modes.voucher.offers import lapse
from kezek.core.notices import Notice
from kezek.core.places import Place


class VoucherWays:
    """What a voucher territory says where the modes differ."""

    def freed(self, place: Place, _: datetime) -> Place:
        """Waiting again; no class is bound to it, as vouchers are drawn, not places (R-6)."""
        return replace(freed(place), slot=None)

    def lapse(self, draft: Draft, application: Application) -> None:
        """A contract that was not signed in time: as row 14 (R-77)."""
        lapse(draft, application)

    def send_back(
        self,
        draft: Draft,
        application: Application,
        _: KindergartenId,
        __: str,
        ___: str,
        *,
        place: Place,
        notices: Iterable[Notice] = (),
    ) -> None:
        """No provider reviews a refusal here, and nothing is cancelled: as a lapse (R-76)."""
        lapse(draft, application)
