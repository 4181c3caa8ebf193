"""Where and when a notice is recorded, and what every notice of a region has in common."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from kezek.adapters.notice_facts import Facts, from_json, read_fact, region_facts_of, to_json, words
from kezek.adapters.services import services
from kezek.core.days import Calendar
from kezek.core.regions import Tenant
from kezek.db.kindergartens import KindergartenRow

__all__ = [
    "Facts",
    "Setting",
    "from_json",
    "kindergarten_name",
    "read_fact",
    "region_facts",
    "to_json",
    "words",
]


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and when a notice is recorded."""

    session: Session
    region: Tenant
    now: datetime

    @property
    def calendar(self) -> Calendar:
        """The region's days and zone."""
        return self.region.calendar


def region_facts(setting: Setting) -> Facts:
    """Who writes, and where to ask: the same in every letter of a region."""
    return region_facts_of(setting.region, services().settings.public_url, setting.now)


def kindergarten_name(kindergarten: KindergartenRow) -> dict[str, str]:
    """Its name in both languages; Russian where no Kazakh one is known."""
    return {"kk": kindergarten.name("kk"), "ru": kindergarten.name("ru")}
