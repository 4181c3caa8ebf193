"""An alarm of the staff reaches named people by e-mail, beside the console (N-54, 9.1 row 6)."""

from collections.abc import Callable, Iterator

import pytest

from kezek.core.access import Actor, Role
from kezek.reads.late_work import late_page
from kezek.settings import Settings
from kezek.usecases.late_work import raise_late_work
from kezek.usecases.notices import alarm_staff
from kezek.usecases.staff_accounts import change_staff, close_account
from kezek.usecases.unit_of_work import act
from tests.factories.messages import Town, watched_town
from tests.factories.staff import open_staff, under_review


def test_late_work_reaches_who_answers_for_the_territory(town: Town) -> None:
    admin = _named(town, Role.ADMIN, "admin", "admin@example.kz")
    _named(town, Role.OFFICE, "head", "head@example.kz", "city")
    _named(town, Role.OFFICE, "other", "other@example.kz", "village")
    _named(town, Role.OFFICE, "silent", "")
    under_review(town.id, town.garden)
    town.wait(days=5)

    raise_late_work(town.id)
    raise_late_work(town.id)

    assert _told(town) == ["admin@example.kz", "head@example.kz"]
    assert all("Дело ждет вдвое дольше своего срока" in text for _, text, *_ in town.email.taken)
    assert len(town.notices("N-54", audience="office")) == 1
    page = late_page(town.id, admin, "city", 1, "kk")
    assert page.told == ("Айгүл Омарова",) * 2


def test_what_belongs_to_no_territory_reaches_everybody_who_is_named(town: Town) -> None:
    _named(town, Role.OFFICE, "head", "head@example.kz", "city")
    gone = _named(town, Role.OFFICE, "gone", "gone@example.kz", "village")
    admin = _named(town, Role.ADMIN, "admin", "admin@example.kz")
    close_account(town.id, admin, gone.account_id)

    with act(town.id, "system") as running:
        alarm_staff(running, "calendar", running.now(), "2027")

    assert _told(town) == ["admin@example.kz", "head@example.kz"]


def test_where_nobody_is_named_it_stands_in_the_console(town: Town) -> None:
    with act(town.id, "system") as running:
        alarm_staff(running, "calendar", running.now(), "2027")

    assert _told(town) == []
    assert len(town.notices("N-54", audience="office")) == 1


def _named(town: Town, role: Role, login: str, email: str, *territories: str) -> Actor:
    """Somebody of the staff, with an address for alarms."""
    actor = open_staff(town.id, role, login)
    boss = Actor(actor.account_id, Role.ADMIN)
    change_staff(town.id, boss, actor.account_id, "Айгүл Омарова", territories, email)
    return actor


def _told(town: Town) -> list[str]:
    """Whom letters have reached, each once."""
    town.wait(hours=1)
    while town.deliver().sent:
        pass
    return sorted(address for address, *_ in town.email.taken)


@pytest.fixture
def town(new_database: Callable[[], Settings]) -> Iterator[Town]:
    with watched_town(new_database()) as made:
        yield made
