"""A family in a voucher territory, step by step from its application to the contract."""

import re
import uuid
from dataclasses import replace
from datetime import date

from werkzeug.test import TestResponse

from kezek.core.applications import Application
from kezek.core.children import ChildWish
from kezek.core.people import Identity
from kezek.usecases import admission, answers, places, vouchers
from kezek.usecases.applications import submit
from kezek.usecases.children import add_child
from tests.factories.families import made_up_iin
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House
from tests.factories.waiting import child_of, wish
from tests.web.browsing import send
from tests.web.cabinet import BORN_ON, STAFF, Cabinet

TERRITORY = "pavlodar"
_MOST_ROUNDS = 6
_MANY = 10


class Holder(Cabinet):
    """A family of the city of Pavlodar with one child.

    Tests share a house: each publishes more places than it uses, so that its own child is always
    among those for whom an iteration has a voucher.
    """

    def __init__(self, house: House, *, category: int = 13) -> None:
        super().__init__(house, "pavlodar")
        self.first = self.garden(f"Балдырған-{self.phone[-6:]}")
        self.full = self.garden(f"Ертіс-{self.phone[-6:]}")
        self.id = self.apply(category=category)

    def garden(self, name: str = "Айгөлек", territory: str = TERRITORY) -> uuid.UUID:
        """A kindergarten of the city, or of a district."""
        return self.house.within(kindergarten, self.region, name, territory=territory, name_kk=name)

    def apply(
        self, *, child: str = "Айша Серікқызы", born_on: date = BORN_ON, category: int = 13
    ) -> uuid.UUID:
        """A child of the family waits for its voucher: no kindergarten is named (V-17)."""
        identity = Identity(iin=made_up_iin(born_on, next(self.house.serials)))
        one = ChildWish(identity, child, born_on)
        child_id = self.house.within(add_child, self.region, self.actor, one)
        sent = replace(wish(child_id, category=category), territory=TERRITORY)
        found: Application = self.house.within(submit, self.region, self.actor.tag, sent)
        self.pass_time(seconds=1)
        return found.id

    def neighbour(self) -> Application:
        """Another family's child of the same year, who applies now."""
        child_id = self.house.within(child_of, self.region, next(self.house.serials))
        sent = replace(wish(child_id), territory=TERRITORY)
        one: Application = self.house.within(submit, self.region, "family", sent)
        self.pass_time(seconds=1)
        return one

    def publish(self, garden: uuid.UUID, count: int = 1, until: date | None = None) -> None:
        """The kindergarten publishes places."""
        vacancy = places.Vacancy(
            kindergarten_id=garden,
            birth_year=BORN_ON.year,
            language="kk",
            places=count,
            until=until,
        )
        self.house.within(places.publish, self.region, STAFF, vacancy)

    def iterate(self) -> int:
        """Vouchers are offered to whoever is next."""
        return self.house.within(vouchers.iterate, self.region, "office:test", TERRITORY)

    def offered(self) -> "Holder":
        """A voucher is offered to the child."""
        self.publish(self.first, 3)
        return self.offer_again()

    def offer_again(self) -> "Holder":
        """Vouchers are offered until this child has one."""
        self.iterate()
        # Other tests of this house have left vouchers without a place and children ahead.
        for _ in range(_MOST_ROUNDS):
            if self.state(self.id) == "VOUCHER_OFFERED":
                return self
            self.publish(self._elsewhere(), _MANY)
            self.iterate()
        raise AssertionError("no voucher came to the child")

    def _elsewhere(self) -> uuid.UUID:
        """A kindergarten of the city that no test looks at."""
        name = f"Басқа {next(self.house.serials)}"
        return self.house.within(kindergarten, self.region, name, territory=TERRITORY)

    def active(self) -> "Holder":
        """The family has agreed to it."""
        self.offered()
        self.house.within(answers.accept, self.region, self.actor.tag, self.id)
        self.pass_time(seconds=1)
        return self

    def waitlisted(self) -> "Holder":
        """It waits for a kindergarten without a free place."""
        self.active()
        self.house.within(
            vouchers.join_waiting_list, self.region, self.actor.tag, self.id, self.full
        )
        return self

    def chosen(self) -> "Holder":
        """It has chosen the kindergarten with free places."""
        self.active()
        self.house.within(vouchers.choose, self.region, self.actor.tag, self.id, self.first)
        self.pass_time(seconds=1)
        return self

    def with_contract(self) -> "Holder":
        """The papers are in order, the contract waits to be signed."""
        self.chosen()
        self.hand_in(self.id)
        self.admit(self.id)
        return self

    def enrolled(self) -> "Holder":
        """The child is admitted."""
        self.with_contract()
        self.house.within(admission.sign, self.region, self.actor.tag, self.id)
        self.pass_time(seconds=1)
        return self

    def moving(self, garden: uuid.UUID) -> "Holder":
        """The admitted child is on its way into another kindergarten with a free place."""
        self.enrolled()
        self.publish(garden)
        self.house.within(vouchers.begin_transfer, self.region, self.actor.tag, self.id, garden)
        return self

    def inactive(self) -> "Holder":
        """Nobody answered the offer."""
        self.offered()
        self.pass_time(days=5)
        assert self.state(self.id) == "INACTIVE"
        return self


def press(holder: Holder, path: str, form: str) -> TestResponse:
    """Opens a page that asks for a yes, and says it."""
    return send(holder.client, holder.get(holder.of(holder.id, path)), form)


def there(garden: uuid.UUID, deed: str) -> str:
    """Where one thing is done with the voucher at a kindergarten."""
    return f"voucher/kindergartens/{garden}/{deed}"


def listed(holder: Holder, name: str) -> TestResponse:
    """The list of kindergartens, with those alone that are called so for this family."""
    url = holder.of(holder.id, "voucher/kindergartens")
    return holder.client.get(url, query_string={"q": f"{name}-{holder.phone[-6:]}"})


def card_of(page: TestResponse, garden: uuid.UUID) -> str:
    """What is read about one kindergarten of the list."""
    found = re.search(rf'aria-labelledby="name-{garden}".*?</article>', page.text, re.DOTALL)
    assert found is not None
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())
