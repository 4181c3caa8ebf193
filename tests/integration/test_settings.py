"""What a region sets beside its queue: groups and their years, files, gaps without delivery."""

from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo

import pytest

from kezek.core.documents import MAX_UPLOAD_BYTES
from kezek.core.errors import Refusal
from kezek.db.base import uuid7
from kezek.reads.publishing import publish_choices
from kezek.settings import Settings
from kezek.usecases.claiming import take_confirmed
from kezek.usecases.documents import attach
from kezek.usecases.rules_change import change_settings
from kezek.usecases.undelivered import escalate_undelivered
from tests.factories.families import child, family
from tests.factories.kindergartens import kindergarten
from tests.factories.messages import Town, busy, watched_town
from tests.factories.papers import PDF, paper

ADMIN = "admin:test"
ALMATY = ZoneInfo("Asia/Almaty")


def test_a_group_may_take_another_age(town: Town) -> None:
    """`group_ages` (13.2): the early group for two-year-olds."""
    garden = kindergarten(town.id, "Бөбек")
    before = publish_choices(town.id, garden)
    change_settings(town.id, ADMIN, {"group_ages": [{"group": "early", "years": 2}]})
    after = publish_choices(town.id, garden)

    year = town.house.clock.now().year
    assert before is not None
    assert after is not None
    assert dict(before.years)[year - 1] == "early"
    assert dict(after.years)[year - 2] == "early"
    assert "junior" not in dict(after.years).values()


def test_the_year_of_groups_may_switch_in_january(town: Town) -> None:
    """`group_year_switch` (A-63): in March the reference year is this one, not the last."""
    garden = kindergarten(town.id, "Бөбек")
    march = town.house.clock.now().replace(year=2027, month=3)
    town.house.clock.set(march)
    before = publish_choices(town.id, garden)
    change_settings(town.id, ADMIN, {"group_year_switch": "01-01"})
    after = publish_choices(town.id, garden)

    assert before is not None
    assert after is not None
    assert dict(before.years)[2025] == "early"
    assert dict(after.years)[2026] == "early"


def test_a_region_may_take_fewer_megabytes(town: Town) -> None:
    """`uploads_total_mb` (A-57): one file of five megabytes fills it."""
    change_settings(town.id, ADMIN, {"uploads_total_mb": 5})
    mother = family(town.id)
    child_id = child(town.id, mother)
    attach(town.id, mother, child_id, [paper(content=PDF + bytes(MAX_UPLOAD_BYTES - len(PDF)))])

    with pytest.raises(Refusal) as refused:
        attach(town.id, mother, child_id, [paper()])

    assert (refused.value.detail, refused.value.values["most"]) == ("uploads", 5)


def test_a_region_may_be_more_patient_with_its_gateways(town: Town) -> None:
    """`undelivered_hours` (rulebook 10): after a day of silence nobody is called yet."""
    change_settings(town.id, ADMIN, {"undelivered_hours": 48})
    town.offer(town.family())
    keep_silent(town, hours=25)
    assert escalate_undelivered(town.id) == 0

    keep_silent(town, hours=24)
    assert escalate_undelivered(town.id) > 0


def test_a_region_may_give_no_time_back(town: Town) -> None:
    """`undelivered_max_days` (rulebook 10): the family is called, its term stays as it was."""
    change_settings(town.id, ADMIN, {"undelivered_max_days": 0})
    offered = town.offer(town.family())
    assert offered.offer is not None
    keep_silent(town, hours=25)

    assert escalate_undelivered(town.id) > 0
    moved = town.application(offered).offer
    assert moved is not None
    assert moved.due_at == offered.offer.due_at


def test_a_region_chooses_its_quiet_hours(town: Town) -> None:
    """`quiet_hours` (G-05b): at ten in the evening a message leaves, at noon it waits."""
    change_settings(town.id, ADMIN, {"quiet_hours": "12:00-13:00"})
    noon = town.house.clock.now().astimezone(ALMATY).replace(hour=12, minute=30)
    town.house.clock.set(noon)
    town.family()
    town.deliver()
    assert town.sms.taken == []

    town.house.clock.set(noon.replace(hour=22))
    town.deliver()
    assert town.sms.taken


@pytest.mark.parametrize(
    ("settings", "refusal"),
    [
        ({}, "claims_unconfirmed"),
        ({"referral_needs_eds": True}, "acceptance_needs_eds"),
        ({"sign_methods": ["eds"]}, "acceptance_needs_eds"),
    ],
)
def test_a_region_may_ask_for_an_electronic_signature(
    town: Town, settings: dict[str, object], refusal: str
) -> None:
    """`referral_needs_eds`, `sign_methods` (A-54, I-3.7): a code then takes no place."""
    change_settings(town.id, ADMIN, settings)
    mother, unknown = family(town.id), uuid7()

    with pytest.raises(Refusal) as refused:
        take_confirmed(town.id, mother, unknown, unknown, code_id=None)

    assert refused.value.detail == refusal


def keep_silent(town: Town, *, hours: int) -> None:
    """The gateway takes nothing for so long."""
    town.sms.fails = [busy()] * 200
    for _ in range(hours):
        town.deliver()
        town.wait(hours=1)


@pytest.fixture
def town(new_database: Callable[[], Settings]) -> Iterator[Town]:
    """The demo region with watched gateways, at nine o'clock."""
    with watched_town(new_database()) as made:
        yield made
