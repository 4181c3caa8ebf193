"""The referral: given back within its hours, extended once and with proof, or used."""

import io
import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from kezek.db.documents import DocumentRow
from kezek.db.scope import read_scope
from kezek.usecases.referrals import answer_extension
from tests.factories.papers import PDF
from tests.factories.regions import House
from tests.web.browsing import send
from tests.web.cabinet import STAFF, Cabinet, latin_words, plain, shared_house


class Referred:
    """A family with a referral, and another kindergarten on its list."""

    def __init__(self, cabinet: Cabinet) -> None:
        self.cabinet = cabinet
        self.garden, self.other = cabinet.garden("Тұлпар"), cabinet.garden("Ақбота")
        self.id = cabinet.queue(self.garden, self.other)
        cabinet.refer(self.id, self.garden)

    def url(self, path: str = "") -> str:
        return self.cabinet.of(self.id, f"referral/{path}")

    def page(self) -> TestResponse:
        return self.cabinet.get(self.url())

    @property
    def state(self) -> str:
        return self.cabinet.state(self.id)

    def ask(self, days: object, *, content: bytes = PDF, name: str = "paper.pdf") -> TestResponse:
        """Asks for more days on the page of the referral."""
        files = (io.BytesIO(content), name) if name else (io.BytesIO(b""), "")
        return send(self.cabinet.client, self.page(), "extension", days=str(days), files=files)


class TestReferral:
    def test_it_says_through_which_day_and_until_when(self, referred: Referred) -> None:
        page = plain(referred.page())

        assert "Тұлпар" in page
        assert page.count("Қалған уақыт") == 2
        assert "Соңғы күні" in page

    def test_it_can_be_given_back(self, referred: Referred) -> None:
        page = referred.cabinet.get(referred.url("cancellation"))

        answer = send(referred.cabinet.client, page, referred.url("cancellation"))
        again = send(referred.cabinet.client, page, referred.url("cancellation"))

        assert "бұл балабақша таңдауыңыздан алынады" in page.text
        assert (answer.status_code, again.status_code) == (303, 303)
        application = referred.cabinet.application(referred.id)
        assert (application.label, list(application.choices)) == ("QUEUED", [referred.other])

    def test_after_its_hours_it_can_no_longer_be_given_back(self, referred: Referred) -> None:
        page = referred.cabinet.get(referred.url("cancellation"))
        referred.cabinet.pass_time(hours=24)

        answer = send(referred.cabinet.client, page, referred.url("cancellation"))

        assert answer.status_code == 409
        assert "Жолдаманың күшін жою мерзімі өтіп кетті" in answer.text
        assert referred.state == "REFERRED"
        assert referred.url("cancellation") not in referred.page().text
        assert referred.cabinet.client.get(referred.url("cancellation")).status_code == 303

    def test_used_or_lapsed_it_has_no_page(self, referred: Referred) -> None:
        referred.cabinet.hand_in(referred.id)

        answer = referred.cabinet.client.get(referred.url())

        assert (answer.status_code, answer.location) == (303, referred.cabinet.of(referred.id))

    @pytest.mark.parametrize("language", ["kk", "ru"])
    def test_every_word_is_in_the_readers_language(self, referred: Referred, language: str) -> None:
        referred.cabinet.speak(language)

        for path in ("", "cancellation"):
            assert latin_words(referred.cabinet.get(referred.url(path))) == set()


class TestExtension:
    def test_days_and_proof_go_together(self, referred: Referred) -> None:
        answer = referred.ask(12)

        referral = referred.cabinet.application(referred.id).referral
        assert answer.status_code == 303
        assert referral is not None
        assert referral.extension_asked_days == 12
        assert papers(referred) == ["DOC-16"]
        assert "Сұралған күн саны: 12" in plain(referred.page())

    def test_sent_twice_it_is_asked_once(self, referred: Referred) -> None:
        page = referred.page()
        for _ in range(2):
            files = (io.BytesIO(PDF), "paper.pdf")
            answer = send(referred.cabinet.client, page, "extension", days="9", files=files)

        assert answer.status_code == 303
        assert papers(referred) == ["DOC-16"]

    @pytest.mark.parametrize(
        ("days", "name", "content", "said"),
        [
            ("40", "paper.pdf", PDF, "30"),
            ("0", "paper.pdf", PDF, "30"),
            ("", "paper.pdf", PDF, "Күн санын енгізіңіз."),
            ("көп", "paper.pdf", PDF, "Бүтін сан"),
            ("9", "", b"", "Файлды таңдаңыз."),
            ("9", "paper.pdf", b"MZ no document", "PDF, JPG"),
            ("9", "paper.pdf", b"", "бос"),
        ],
        ids=["too many", "none", "nothing", "letters", "no proof", "no document", "empty"],
    )
    def test_what_is_wrong_stands_beside_it_and_nothing_is_kept(
        self, referred: Referred, days: str, name: str, content: bytes, said: str
    ) -> None:
        answer = referred.ask(days, name=name, content=content)

        assert answer.status_code == 422
        assert said in answer.text
        assert 'class="field wrong"' in answer.text
        assert papers(referred) == []
        referral = referred.cabinet.application(referred.id).referral
        assert referral is not None
        assert referral.extension_asked_days is None

    def test_once_extended_it_cannot_be_extended_again(self, referred: Referred) -> None:
        before = referred.cabinet.application(referred.id).referral
        page = referred.page()
        referred.ask(10)
        answer_it(referred, granted=True)

        files = (io.BytesIO(PDF), "paper.pdf")
        again = send(referred.cabinet.client, page, "extension", days="5", files=files)

        after = referred.cabinet.application(referred.id).referral
        assert before is not None
        assert after is not None
        assert after.expires_at - before.expires_at == timedelta(days=10)
        assert again.status_code == 409
        assert "extension" not in re_forms(referred.page())

    def test_after_a_refusal_it_may_be_asked_for_again(self, referred: Referred) -> None:
        referred.ask(10)
        answer_it(referred, granted=False)

        page = referred.page()

        assert "Соңғы сұрауыңыздан бас тартылды." in page.text
        assert 'id="extension"' in page.text


def re_forms(page: TestResponse) -> str:
    """The ids of all forms of the page."""
    return " ".join(part.partition('"')[0] for part in page.text.split('<form id="')[1:])


def answer_it(referred: Referred, *, granted: bool) -> None:
    referred.cabinet.house.within(
        answer_extension, referred.cabinet.region, STAFF, referred.id, granted=granted
    )


def papers(referred: Referred) -> list[str]:
    """The kinds of all files that the application holds, and that no other is left over."""
    return referred.cabinet.house.within(_papers, referred.cabinet.region, referred.id)


def _papers(tenant_id: int, application_id: uuid.UUID) -> list[str]:
    with read_scope(tenant_id) as session:
        query = select(DocumentRow.kind).where(DocumentRow.application_id == application_id)
        kinds = list(session.scalars(query))
        loose = select(func.count()).where(DocumentRow.application_id.is_(None))
        assert session.scalar(loose) == 0
        return kinds


@pytest.fixture
def referred(house: House) -> Referred:
    return Referred(Cabinet(house))


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with shared_house(shared_scratch, "kezek_referrals", "demo") as opened:
        yield opened
