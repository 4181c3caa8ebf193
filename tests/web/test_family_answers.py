"""A family answers an offer and the questions about its interest: once, in time, knowing what."""

import uuid
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from kezek.core.applications import TermKind
from kezek.db.journal import FactRow
from kezek.db.scope import read_scope
from kezek.settings import Settings
from kezek.usecases import places
from tests.factories.regions import House, open_front
from tests.web.browsing import hidden, send
from tests.web.cabinet import STAFF, Cabinet, latin_words, plain, shared_house

FORMS = {"offer/acceptance": "acceptance", "offer/refusal": "refusal"}
ANSWERS = tuple(FORMS)


class Offered:
    """A family with a place offered to its child, and another kindergarten on its list."""

    def __init__(self, cabinet: Cabinet, *, others: int = 1, until: date | None = None) -> None:
        self.cabinet = cabinet
        self.garden = cabinet.garden("Тұлпар")
        self.others = [cabinet.garden("Ақбота") for _ in range(others)]
        self.id = cabinet.queue(self.garden, *self.others)
        cabinet.publish(self.garden, until=until)

    def url(self, path: str = "offer/") -> str:
        return self.cabinet.of(self.id, path)

    @property
    def state(self) -> str:
        return self.cabinet.state(self.id)


class TestOffer:
    def test_the_place_is_told_whole(self, offered: Offered) -> None:
        page = plain(offered.cabinet.get(offered.url()))

        for said in ("Тұлпар", "Абай көшесі, 1", "2022 жылы туған балалар", "қазақ тілі"):
            assert said in page
        assert "тұрақты" in page
        assert "23:59 Қалған уақыт" in page

    def test_each_answer_says_what_it_does(self, offered: Offered) -> None:
        page = plain(offered.cabinet.get(offered.url()))

        assert "Құжаттарды тапсыруға 5 жұмыс күні беріледі." in page
        assert "Таңдаған басқа 1 балабақшаның кезегінде бұрынғы уақытыңызбен қаласыз." in page
        assert "өтініш 10 жұмыс күніне тоқтатылады" in page

    def test_refusing_the_only_kindergarten_leads_to_the_archive(self, cabinet: Cabinet) -> None:
        offered = Offered(cabinet, others=0)

        page = plain(cabinet.get(offered.url("offer/refusal")))

        assert "Өтініш архивке жіберіледі." in page

    def test_a_temporary_place_hurts_nothing(self, cabinet: Cabinet) -> None:
        until = cabinet.house.clock.now().date().replace(month=12, day=30)
        offered = Offered(cabinet, until=until)

        page = plain(cabinet.get(offered.url()))

        assert "уақытша, соңғы күні: 2026 ж. 30 желтоқсан" in page
        assert "ештеңе жоғалтпайсыз" in page
        assert "жұмыс күніне тоқтатылады" not in page

    def test_agreeing_issues_the_referral(self, offered: Offered) -> None:
        answer = press(offered, "offer/acceptance")

        assert (answer.status_code, answer.location) == (303, offered.url("referral/"))
        assert offered.state == "REFERRED"
        assert "Жолдама берілді" in offered.cabinet.get(answer.location).text

    def test_refusing_keeps_the_other_queues(self, offered: Offered) -> None:
        answer = press(offered, "offer/refusal")

        assert (answer.status_code, answer.location) == (303, offered.url("").rstrip("/"))
        application = offered.cabinet.application(offered.id)
        assert (application.label, list(application.choices)) == ("QUEUED", offered.others)

    @pytest.mark.parametrize("path", ANSWERS)
    def test_a_double_press_is_one_answer(self, offered: Offered, path: str) -> None:
        page = offered.cabinet.get(offered.url(path))

        first = send(offered.cabinet.client, page, FORMS[path])
        second = send(offered.cabinet.client, page, FORMS[path])

        assert (second.status_code, second.location) == (first.status_code, first.location)
        kind = "referral:issued" if path == "offer/acceptance" else "offer:declined"
        assert facts(offered, kind) == 1

    def test_a_form_is_good_for_one_answer_only(self, offered: Offered) -> None:
        page = offered.cabinet.get(offered.url("offer/refusal"))
        send(offered.cabinet.client, page, "refusal")
        offered.cabinet.publish(offered.others[0])

        form = hidden(page, "refusal")
        again = offered.cabinet.client.post(offered.url("offer/acceptance"), data=form)

        assert again.status_code == 409
        assert "бұған дейін жіберілген" in again.text
        assert offered.state == "OFFERED"

    @pytest.mark.parametrize("path", ANSWERS)
    def test_an_answer_that_comes_too_late_changes_nothing(
        self, offered: Offered, path: str
    ) -> None:
        page = offered.cabinet.get(offered.url(path))
        offered.cabinet.pass_time(days=3)
        before = offered.state

        answer = send(offered.cabinet.client, page, FORMS[path])

        assert answer.status_code == 409
        assert "Жауабыңызды күтіп тұрған ұсыныс жоқ" in answer.text
        assert before == offered.state == "SUSPENDED"

    @pytest.mark.parametrize("path", ANSWERS)
    def test_a_late_answer_is_not_taken_for_the_next_offer(
        self, offered: Offered, path: str
    ) -> None:
        page = offered.cabinet.get(offered.url(path))
        place = offered.cabinet.application(offered.id).offer
        assert place is not None
        offered.cabinet.publish(offered.others[0])
        offered.cabinet.house.within(
            places.recall, offered.cabinet.region, STAFF, place.place, reason="repair"
        )

        answer = send(offered.cabinet.client, page, FORMS[path])

        assert answer.status_code == 409
        assert "қазір басқа орын ұсынылып тұр" in answer.text
        assert offered.state == "OFFERED"

    def test_without_an_offer_its_pages_lead_to_the_application(self, cabinet: Cabinet) -> None:
        one = cabinet.queue(cabinet.garden())

        for path in ("offer/", *ANSWERS, "interest/", "interest/refusal"):
            answer = cabinet.client.get(cabinet.of(one, path))
            assert (answer.status_code, answer.location) == (303, cabinet.of(one))
        assert "Бұл қазір ашық емес." in cabinet.get(cabinet.of(one)).text

    @pytest.mark.parametrize("language", ["kk", "ru"])
    def test_every_word_is_in_the_readers_language(self, offered: Offered, language: str) -> None:
        offered.cabinet.speak(language)

        for path in ("offer/", *ANSWERS):
            assert latin_words(offered.cabinet.get(offered.url(path))) == set()


class TestInterest:
    def test_after_a_suspension_yes_leads_back_to_the_queue(self, cabinet: Cabinet) -> None:
        asked = after_suspension(cabinet)

        page = cabinet.get(asked.url("interest/"))
        answer = send(cabinet.client, page, asked.url("interest/confirmation"))

        assert "Барлық кезегіңізге бұрынғы уақытыңызбен ораласыз." in page.text
        assert answer.status_code == 303
        assert asked.state == "QUEUED"

    def test_no_leads_to_the_archive_after_a_page_that_says_so(self, cabinet: Cabinet) -> None:
        asked = after_suspension(cabinet)

        page = cabinet.get(asked.url("interest/refusal"))
        answer = send(cabinet.client, page, asked.url("interest/refusal"))

        assert "Өтініш барлық кезектен шығып, архивке жіберіледі." in page.text
        assert answer.status_code == 303
        assert asked.state == "ARCHIVED(no_answer)"

    def test_the_suspension_is_shown_with_its_end(self, offered: Offered) -> None:
        offered.cabinet.pass_time(days=3)
        offered.cabinet.come_in()

        for address in (offered.cabinet.url(), offered.url("").rstrip("/")):
            page = plain(offered.cabinet.get(address))
            assert "Тоқтатылды" in page
            assert "23:59 Қалған уақыт" in page

    def test_the_yearly_question_is_answered_by_yes(self, later: Cabinet) -> None:
        one = later.queue(later.garden())
        later.pass_time(days=340)
        later.come_in()
        page = later.get(later.of(one, "interest/"))

        send(later.client, page, later.of(one, "interest/confirmation"))
        again = send(later.client, page, later.of(one, "interest/confirmation"))

        application = later.application(one)
        assert application.yearly_asked == 0
        assert application.term(TermKind.YEARLY_ANSWER) is None
        assert (application.label, again.status_code) == ("QUEUED", 303)

    def test_a_question_that_nobody_asks_takes_no_answer(self, later: Cabinet) -> None:
        one = later.queue(later.garden())
        later.pass_time(days=340)
        later.come_in()
        first, second = (later.get(later.of(one, "interest/")) for _ in range(2))
        send(later.client, first, later.of(one, "interest/confirmation"))

        answer = send(later.client, second, later.of(one, "interest/confirmation"))

        assert answer.status_code == 409
        assert "Жауабыңызды күтіп тұрған сұрақ жоқ" in answer.text

    @pytest.mark.parametrize("language", ["kk", "ru"])
    def test_every_word_is_in_the_readers_language(self, cabinet: Cabinet, language: str) -> None:
        asked = after_suspension(cabinet)
        cabinet.speak(language)

        for path in ("interest/", "interest/refusal"):
            assert latin_words(cabinet.get(asked.url(path))) == set()


def press(offered: Offered, path: str) -> TestResponse:
    """Confirms on the page that says what follows."""
    return send(offered.cabinet.client, offered.cabinet.get(offered.url(path)), FORMS[path])


def after_suspension(cabinet: Cabinet) -> Offered:
    """A family that let an offer lapse, ten working days later; the place is no longer there."""
    asked = Offered(cabinet)
    offer = cabinet.application(asked.id).offer
    assert offer is not None
    cabinet.pass_time(days=3)
    cabinet.house.within(places.recall, cabinet.region, STAFF, offer.place, reason="repair")
    due = cabinet.application(asked.id).term(TermKind.SUSPENSION)
    assert due is not None
    cabinet.go_to(due.due_at)
    cabinet.come_in()
    assert asked.state == "INTEREST_CHECK"
    return asked


def facts(offered: Offered, kind: str) -> int:
    """How often this happened to the application."""
    return offered.cabinet.house.within(_facts, offered.cabinet.region, offered.id, kind)


def _facts(tenant_id: int, application_id: uuid.UUID, kind: str) -> int:
    with read_scope(tenant_id) as session:
        query = select(func.count()).where(
            FactRow.application_id == application_id, FactRow.kind == kind
        )
        return session.scalar(query) or 0


@pytest.fixture
def offered(cabinet: Cabinet) -> Offered:
    return Offered(cabinet)


@pytest.fixture
def cabinet(house: House) -> Cabinet:
    return Cabinet(house)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with shared_house(shared_scratch, "kezek_answers", "demo") as opened:
        yield opened


@pytest.fixture
def later(new_database: Callable[[], Settings]) -> Iterator[Cabinet]:
    """A family in a house of its own, whose clock may go on by a year."""
    with open_front(new_database(), "demo") as opened:
        yield Cabinet(opened)
