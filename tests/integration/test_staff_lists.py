"""Staff, proposals and what was entered twice: lists that are sifted and paged by the database."""

import itertools
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from kezek.adapters.scratch import Scratch
from kezek.core.access import Actor, Role
from kezek.core.approvals import WAITS, Kind
from kezek.core.ids import TerritorySlug
from kezek.db.accounts import AccountRow, IdentityConflictRow, StaffTerritoryRow
from kezek.db.applications import ApplicationRow
from kezek.db.base import uuid7
from kezek.db.double_entries import DoubleEntryRow
from kezek.db.scope import tenant_scope
from kezek.reads import approvals, double_entries, staff
from kezek.usecases.approvals import Proposal, decline, propose
from tests.factories.crowd import crowd
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_house
from tests.factories.staff import open_staff
from tests.factories.statements import statements

_SERIAL = itertools.count(1)
ADMIN = "admin:1"


class TestStaff:
    def test_is_found_by_any_word_on_any_keyboard(self, house: House, people: None) -> None:
        assert _logins(house, text="аружан осп") == ["list-kg-1"]
        assert _logins(house, text="ӘЖІ") == ["list-office-1"]
        assert _logins(house, text="ажи") == ["list-office-1"]
        assert _logins(house, text="балдаурен") == ["list-kg-1"]
        assert _logins(house, text="кент kg") == []
        assert _logins(house, text="сельский") == ["list-office-1"]
        assert _logins(house, text="100%_") == []

    def test_is_sifted_sorted_and_paged(self, house: House, people: None) -> None:
        assert _logins(house, role="kindergarten") == ["list-kg-1"]
        assert _logins(house, only="one_step", role="office") == ["list-office-1"]
        assert _logins(house, only="closed") == []
        by_name = _page(house, sort="name")
        assert [one.full_name for one in by_name.accounts] == sorted(
            one.full_name for one in by_name.accounts
        )
        assert by_name.pages.total == 63
        second = house.within(staff.staff_page, house["demo"], staff.Sieve(), 2, "ru")
        assert len(second.accounts) == 63 - staff.PAGE

    def test_asks_as_much_for_fifty_as_for_one(self, house: House, people: None) -> None:
        assert _asked(house, lambda: _page(house)) == _asked(
            house, lambda: _page(house, text="аружан")
        )

    def test_due_ones_are_told_and_led_to_one_by_one(self, house: House, people: None) -> None:
        assert _page(house, only="due").pages.total == 0
        house.clock.advance(timedelta(days=100))

        page = _page(house, only="due")
        first = house.within(staff.next_due, house["demo"], "ru", None)

        assert page.due == page.pages.total == 63
        assert first is not None
        assert first.id == page.accounts[0].id
        after = house.within(staff.next_due, house["demo"], "ru", first.id)
        assert after is not None
        assert after.id == page.accounts[1].id


class TestProposals:
    def test_what_waits_stands_first_and_is_sifted(self, house: House) -> None:
        admin = _actor(house, Role.ADMIN)
        kept = [_propose(house, admin.tag, f"a{number}") for number in range(3)]
        house.within(decline, house["demo"], _actor(house, Role.ADMIN), kept[2], "Рано")

        assert [one.id for one in _proposals(house, admin).items] == [kept[1], kept[0], kept[2]]
        assert [one.id for one in _proposals(house, admin, part="ended").items] == [kept[2]]
        assert len(_proposals(house, admin, whose="others").items) == 0
        assert [one.id for one in _proposals(house, admin, sort="oldest").items] == kept
        assert _proposals(house, admin, kind="mass_recall").pages.total == 0

    def test_what_is_over_waits_no_longer(self, house: House) -> None:
        admin = _actor(house, Role.ADMIN)
        _propose(house, admin.tag, "a")
        house.clock.advance(WAITS)

        assert _proposals(house, admin, part="open").items == ()
        assert [one.state for one in _proposals(house, admin, part="ended").items] == ["over"]

    def test_a_specialist_sees_those_of_the_own_territory(self, house: House) -> None:
        mine = _propose(house, "kindergarten:1", "a", Kind.MASS_RECALL, "village")
        _propose(house, "kindergarten:1", "b", Kind.MASS_RECALL, "city")
        _propose(house, ADMIN, "c", Kind.TERRITORY_SWITCH, "village")
        one, all_of_it = (_actor(house, Role.OFFICE, *some) for some in (("village",), ()))

        assert [each.id for each in _proposals(house, one).items] == [mine]
        assert _proposals(house, all_of_it).pages.total == 2
        assert house.within(approvals.shown_approval, house["demo"], one, mine, "ru") is not None

    def test_many_cost_no_more_than_one(self, house: House) -> None:
        admin = _actor(house, Role.ADMIN)
        _propose(house, ADMIN, "0")
        one = _asked(house, lambda: _proposals(house, admin))
        for number in range(1, 60):
            _propose(house, ADMIN, str(number))

        assert _asked(house, lambda: _proposals(house, admin)) == one
        assert len(_proposals(house, admin).items) == approvals.PAGE


class TestEnteredTwice:
    def test_every_pair_and_every_claim_is_reached(self, house: House, doubles: None) -> None:
        first, second = _doubles(house), _doubles(house, page=2, claims=2)

        assert (first.pages.total, first.claim_pages.total) == (60, 120)
        assert len({one.id for one in (*first.pairs, *second.pairs)}) == 60
        seen = {one.application_id for one in (*first.claims, *second.claims)}
        assert len(seen | {one.application_id for one in _doubles(house, claims=3).claims}) == 120

    def test_is_sifted_by_number_ground_and_territory(self, house: House, doubles: None) -> None:
        number = _doubles(house).pairs[7].numbers[0]

        found = _doubles(house, number=number)
        assert [one.numbers[0] for one in found.pairs] == [number]
        assert [one.number for one in found.claims] == [number]
        by_name = _doubles(house, ground="name")
        assert (by_name.pages.total, by_name.claims) == (30, ())
        assert _doubles(house, territory="village").pages.total == 0
        newest = _doubles(house, sort="newest").pairs
        assert newest[0].found_at > newest[-1].found_at

    def test_asks_as_much_for_many_as_for_one(self, house: House, doubles: None) -> None:
        number = _doubles(house).pairs[0].numbers[0]
        many = _asked(house, lambda: _doubles(house))

        assert many == _asked(house, lambda: _doubles(house, number=number))


def _page(house: House, **sieve: str) -> staff.StaffPage:
    return house.within(staff.staff_page, house["demo"], staff.Sieve(**sieve), 1, "ru")


def _logins(house: House, **sieve: str) -> list[str]:
    return [one.login for one in _page(house, **sieve).accounts]


def _proposals(house: House, actor: Actor, **sieve: str) -> approvals.ApprovalsPage:
    asked = approvals.Sieve(**sieve)
    return house.within(approvals.approvals_page, house["demo"], actor, asked, 1, "ru")


def _doubles(
    house: House, page: int = 1, claims: int = 1, **sieve: str
) -> double_entries.DoublesPage:
    asked = double_entries.Sieve(**sieve)
    return house.within(double_entries.doubles_page, house["demo"], asked, page, claims, "ru")


def _asked(house: House, look: Callable[[], object]) -> int:
    def count() -> int:
        with statements() as asked:
            look()
        return len(asked)

    return house.within(count)


def _actor(house: House, role: Role, *territories: str) -> Actor:
    login = f"lists-{next(_SERIAL)}"
    return house.within(open_staff, house["demo"], role, login, territories=territories)


def _propose(
    house: House,
    by: str,
    subject: str,
    kind: Kind = Kind.TERRITORY_SWITCH,
    territory: str = "village",
) -> uuid.UUID:
    house.clock.advance(timedelta(seconds=1))
    on = (house.clock.now() + timedelta(days=30)).date()
    payload: dict[Kind, dict[str, object]] = {
        Kind.TERRITORY_SWITCH: {"territory": territory, "mode": "voucher", "on": str(on)},
        Kind.MASS_RECALL: {"kindergarten": str(uuid7()), "name": "А", "places": [], "offered": 0},
    }
    wish = Proposal(
        kind=kind,
        subject=subject,
        territory=TerritorySlug(territory),
        payload=payload[kind],
        reason="Приказ № 7",
    )
    made: uuid.UUID = house.within(propose, house["demo"], by, wish)
    return made


@pytest.fixture
def people(house: House) -> None:
    """Sixty-three accounts: a kindergarten's, one of the village, the others of the hotline."""
    garden = house.within(kindergarten, house["demo"], "Ясли-сад «Балдәурен»")

    def write() -> None:
        with tenant_scope(house["demo"]) as session:
            now = house.clock.now()
            session.add_all(
                _account(house, f"list-{number:02}", "hotline", f"Оператор {number:02}", now)
                for number in range(61)
            )
            of_garden = _account(house, "list-kg-1", "kindergarten", "Аружан Оспанова", now)
            of_garden.kindergarten_id = garden
            of_village = _account(house, "list-office-1", "office", "Әжібек Ұзақов", now)
            session.add_all((of_garden, of_village))
            session.flush()
            village = StaffTerritoryRow(
                tenant_id=house["demo"], account_id=of_village.id, territory="village"
            )
            session.add(village)

    house.within(write)


def _account(house: House, login: str, role: str, name: str, now: datetime) -> AccountRow:
    return AccountRow(
        tenant_id=house["demo"],
        id=uuid7(),
        role=role,
        login=login,
        password_hash="a digest",
        full_name=name,
        active=True,
        session_epoch=1,
        failures=0,
        created_at=now,
    )


@pytest.fixture
def doubles(house: House) -> None:
    """A hundred and twenty applications: each is claimed twice, every two are one pair."""
    garden = house.within(kindergarten, house["demo"], "Ясли-сад «Балдәурен»")
    house.within(crowd, house["demo"], garden, 120)

    def write() -> None:
        with tenant_scope(house["demo"]) as session:
            now = house.clock.now()
            rows = session.scalars(select(ApplicationRow).order_by(ApplicationRow.id)).all()
            for turn, row in enumerate(rows):
                session.add(_claim(row, now + timedelta(seconds=turn)))
            for turn, (one, other) in enumerate(zip(rows[::2], rows[1::2], strict=True)):
                session.add(_pair(one, other, now + timedelta(seconds=turn), by_name=turn % 2 == 0))

    house.within(write)


def _claim(row: ApplicationRow, at: datetime) -> IdentityConflictRow:
    return IdentityConflictRow(
        tenant_id=row.tenant_id,
        id=uuid7(),
        kind="child",
        guardian_id=row.guardian_id,
        application_id=row.id,
        opened_at=at,
    )


def _pair(
    one: ApplicationRow, other: ApplicationRow, at: datetime, by_name: bool
) -> DoubleEntryRow:
    return DoubleEntryRow(
        tenant_id=one.tenant_id,
        id=uuid7(),
        first_id=one.id,
        second_id=other.id,
        ground="name" if by_name else "person",
        found_at=at,
    )


@pytest.fixture
def house(shared_scratch: Scratch) -> Iterator[House]:
    name = f"kezek_lists_{next(_SERIAL)}"
    with open_house(shared_scratch.new_database(name), "demo") as opened:
        yield opened
    shared_scratch.drop_database(name)
