"""What keeps a child that waits from being offered a place today: its age, or no category."""

from datetime import date
from enum import StrEnum

from kezek.core.applications import Application
from kezek.core.applying import age_limit_on
from kezek.core.people import age_in_months
from kezek.core.rules import TenantRules


class Bar(StrEnum):
    """Why nobody asks this family now, though its child stands in the queue."""

    TOO_YOUNG = "too_young"
    TOO_OLD = "too_old"
    NO_CATEGORY = "no_category"
    """A voucher territory whose table has no row for the child (rulebook 7.1(2))."""


def age_bar(application: Application, settings: TenantRules, today: date) -> Bar | None:
    """Old enough for an offer (A-09), and not at the upper age that the night's job ends (A-08)."""
    if not application.has_pmpk and today >= age_limit_on(application.born_on, settings):
        return Bar.TOO_OLD
    least = settings.min_offer_age_months
    if least and age_in_months(application.born_on, today) < least:
        return Bar.TOO_YOUNG
    return None
