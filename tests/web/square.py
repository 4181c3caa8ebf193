"""A region as strangers see it: pages without signing in, and what happens behind them."""

import itertools
import re
import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from werkzeug.test import TestResponse

from kezek.adapters.wording import say_moment
from kezek.core.applications import Application
from kezek.core.ids import PlaceId
from kezek.core.queues import QueueKey
from kezek.db.queues import find_queue
from kezek.db.scope import read_scope
from kezek.usecases import answers, places
from kezek.usecases.applications import submit
from kezek.usecases.due import bring_about_due
from tests.factories.crowd import crowd
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House
from tests.factories.waiting import child_of, waiting, wish
from tests.web.checked import check_pages
from tests.web.kit_app import ALMATY

STAFF = "kindergarten:test"

_SERIALS = itertools.count(2, 60)


class Square:
    """One region, looked at by whoever passes."""

    def __init__(self, house: House, slug: str = "demo") -> None:
        self.house = house
        self.slug = slug
        self.region = house[slug]
        self.client = check_pages(house.app)
        # Tests of one house come one after another, and no child comes twice: some serials are
        # stepped over, so children are four apart.
        self._serial = next(_SERIALS)
        self.pass_time(hours=1)

    def see(self, path: str = "", reader: str = "kk", **asked: object) -> TestResponse:
        """A page as a reader of this language gets it."""
        return self.client.get(
            f"/{self.slug}/{path}", query_string=asked, headers={"Accept-Language": reader}
        )

    def part(self, path: str, target: str, **headers: str) -> TestResponse:
        """A live part of a page, as an open page asks for it."""
        asked = {"HX-Request": "true", "HX-Target": target, **headers}
        return self.client.get(path, headers=asked)

    def garden(
        self,
        name: str = "Айгөлек",
        *,
        territory: str = "city",
        kind: str = "kindergarten",
        ownership: str = "state",
        groups: Iterable[tuple[int, str]] = ((2022, "kk"),),
        name_kk: str | None = None,
        is_demo: bool = False,
    ) -> uuid.UUID:
        """A kindergarten of the region."""
        return self.house.within(
            kindergarten,
            self.region,
            name,
            territory=territory,
            kind=kind,
            ownership=ownership,
            groups=groups,
            name_kk=name_kk,
            is_demo=is_demo,
        )

    def apply(self, *gardens: uuid.UUID, category: int = 13) -> Application:
        """A child of another family stands in the queues of these kindergartens."""
        self._serial += 4
        made = self.house.within(waiting, self.region, self._serial, *gardens, category=category)
        self.pass_time(seconds=1)
        return made

    def brothers(self, *gardens: uuid.UUID) -> list[Application]:
        """Two children of one family."""
        first = self.apply(*gardens)
        self._serial += 4
        child = self.house.within(child_of, self.region, self._serial, guardian=first.guardian)
        second = self.house.within(submit, self.region, "family", wish(child, *gardens))
        self.pass_time(seconds=1)
        return [first, second]

    def leave_under_review(self, *gardens: uuid.UUID) -> Application:
        """An application with a benefit that a specialist has to look at."""
        self._serial += 4
        child = self.house.within(child_of, self.region, self._serial)
        asked = replace(wish(child, *gardens, category=1), proof_accepted=False)
        return self.house.within(submit, self.region, "family", asked)

    def fill(self, garden: uuid.UUID, count: int) -> uuid.UUID:
        """A long queue at once; gives the queue."""
        return self.house.within(crowd, self.region, garden, count)

    def queue_of(self, application: Application) -> uuid.UUID:
        """The queue of its first choice."""
        return self.house.within(_queue_id, self.region, application.keys[0])

    def today(self, **later: int) -> date:
        """The day on the clock, or one so much later."""
        return (self.house.clock.now() + timedelta(**later)).astimezone(ALMATY).date()

    def clock_says(self) -> str:
        """The hour and minute on the region's wall."""
        return f"{self.house.clock.now().astimezone(ALMATY):%H:%M}"

    def says_moment(self) -> str:
        """The moment on the clock, as Kazakh pages say it."""
        return " ".join(say_moment(self.house.clock.now(), "kk", ALMATY).split())

    def publish(
        self, garden: uuid.UUID, count: int = 1, until: date | None = None, year: int = 2022
    ) -> list[PlaceId]:
        """The kindergarten publishes places."""
        vacancy = places.Vacancy(
            kindergarten_id=garden, birth_year=year, language="kk", places=count, until=until
        )
        return self.house.within(places.publish, self.region, STAFF, vacancy)

    def recall(self, place: PlaceId) -> None:
        """The kindergarten takes a place back."""
        self.house.within(places.recall, self.region, STAFF, place, reason="Айша Серікова")

    def accept(self, application: Application) -> None:
        """The family takes what it was offered."""
        self.house.within(answers.accept, self.region, "family", application.id)

    def decline(self, application: Application) -> None:
        """The family refuses it."""
        self.house.within(answers.decline, self.region, "family", application.id)

    def pass_time(self, **span: float) -> None:
        """Time passes, and what falls due in it happens."""
        self.house.clock.set(self.house.clock.now() + timedelta(**span))
        self.house.within(bring_about_due, self.region)


def _queue_id(tenant_id: int, key: QueueKey) -> uuid.UUID:
    with read_scope(tenant_id) as session:
        row = find_queue(session, key)
        assert row is not None
        return row.id


def words(page: TestResponse) -> str:
    """What a page says, without its markup and with single blanks."""
    body = re.sub(r"<(script|style|head)\b.*?</\1>", " ", page.text, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def board(page: TestResponse) -> list[tuple[int, str, str]]:
    """The queue on a page: number, application, class."""
    lines = re.findall(r'<li id="([A-Z]{3}-[^"]+)">(.*?)</li>', page.text, flags=re.DOTALL)
    return [(_number(line), application, _letter(line)) for application, line in lines]


def _number(line: str) -> int:
    found = re.search(r'board-number">.*?</span>\s*([\d\s\u00a0]+)<', line, flags=re.DOTALL)
    assert found is not None
    return int(re.sub(r"\D", "", found[1]))


def _letter(line: str) -> str:
    found = re.search(r'class="letter">(\w)<', line)
    assert found is not None
    return found[1]
