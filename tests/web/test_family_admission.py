"""Papers for the kindergarten, its answer, and the contract signed by a code."""

import io
import re
import uuid
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from kezek.db.codes import SmsCodeRow
from kezek.db.scope import read_scope
from kezek.usecases import admission
from kezek.usecases.rules_change import change_settings
from tests.factories.papers import PDF
from tests.factories.regions import House
from tests.web.browsing import hidden, send
from tests.web.cabinet import STAFF, Cabinet, latin_words, plain, shared_house

KINDS = ("DOC-12", "DOC-13", "DOC-14")


class Referred:
    """A family on its way from the referral to the contract."""

    def __init__(self, cabinet: Cabinet, until: date | None = None) -> None:
        self.cabinet = cabinet
        self.garden = cabinet.garden("Тұлпар")
        self.id = cabinet.queue(self.garden, cabinet.garden("Ақбота"))
        cabinet.refer(self.id, self.garden, until)

    def url(self, path: str = "admission/") -> str:
        return self.cabinet.of(self.id, path)

    def page(self, path: str = "admission/") -> TestResponse:
        return self.cabinet.get(self.url(path))

    @property
    def state(self) -> str:
        return self.cabinet.state(self.id)

    @property
    def today(self) -> date:
        return self.cabinet.house.clock.now().date()

    def attach(
        self, code: str, *, issued: date | None = None, path: str = "admission/"
    ) -> TestResponse:
        """Attaches a photo of one paper."""
        boxes: dict[str, object] = {f"{code.lower()}-files": (io.BytesIO(PDF), "paper.pdf")}
        if issued is not None:
            boxes[f"{code.lower()}-issued"] = [str(issued.day), str(issued.month), str(issued.year)]
        form = f"paper-{code.lower()}" if path == "admission/" else "paper"
        return send(self.cabinet.client, self.page(path), form, **boxes)

    def attach_all(self) -> None:
        for code in KINDS:
            self.attach(code, issued=self.today if code == "DOC-14" else None)

    def hand_in(self, answer: str = "yes") -> TestResponse:
        boxes = {"vaccinated": answer} if answer else {}
        return send(self.cabinet.client, self.page(), "hand-in", **boxes)

    def to_contract(self) -> None:
        self.attach_all()
        self.hand_in()
        self.cabinet.admit(self.id)

    def ask_code(self) -> TestResponse:
        return send(self.cabinet.client, self.page("contract/"), self.url("contract/code"))

    def sign(self, code: str) -> TestResponse:
        page = self.page("contract/code")
        return send(self.cabinet.client, page, "signature", code=code)


class TestPapers:
    def test_three_papers_are_asked_for(self, referred: Referred) -> None:
        page = plain(referred.page())

        for name in ("№ 065/е", "«052-2/у»", "№ 027/е"):
            assert name in page
        assert page.count("Әлі тіркелмеген") == 3

    def test_an_attached_paper_is_shown_with_its_name_and_day(self, referred: Referred) -> None:
        answer = referred.attach("DOC-14", issued=referred.today)

        page = plain(referred.page())
        assert answer.status_code == 303
        assert page.count("Тіркелген") == 1
        assert "paper.pdf" in page

    def test_an_old_certificate_is_said_to_be_old(self, referred: Referred) -> None:
        referred.attach("DOC-14", issued=referred.today - timedelta(days=4))

        assert "Ескірген: жаңасы керек" in plain(referred.page())

    def test_without_all_papers_nothing_is_handed_in(self, referred: Referred) -> None:
        referred.attach("DOC-12")

        answer = referred.hand_in()

        assert answer.status_code == 422
        assert answer.text.count("Мына құжатты тіркеңіз") == 2
        assert referred.state == "REFERRED"

    def test_the_question_about_vaccinations_is_answered(self, referred: Referred) -> None:
        referred.attach_all()

        answer = referred.hand_in(answer="")

        assert answer.status_code == 422
        assert "Екпелер туралы сұраққа жауап беріңіз." in answer.text
        assert referred.state == "REFERRED"

    @pytest.mark.parametrize(("answer", "vaccinated"), [("yes", True), ("no", False)])
    def test_complete_papers_go_to_the_kindergarten(
        self, referred: Referred, answer: str, vaccinated: bool
    ) -> None:
        referred.attach_all()

        sent = referred.hand_in(answer)

        referral = referred.cabinet.application(referred.id).referral
        assert (sent.status_code, referred.state) == (303, "ADMISSION")
        assert referral is not None
        assert (referral.documents_complete, referral.vaccinated) == (True, vaccinated)
        assert re.search(r"Ең кеш мерзімі: .* 23:59", plain(referred.page()))

    def test_handed_in_twice_is_handed_in_once(self, referred: Referred) -> None:
        referred.attach_all()
        page = referred.page()

        first, second = (
            send(referred.cabinet.client, page, "hand-in", vaccinated="yes") for _ in range(2)
        )

        assert (first.status_code, second.status_code) == (303, 303)

    def test_a_paper_that_nobody_asks_for_is_not_there(self, referred: Referred) -> None:
        form = hidden(referred.page(), "paper-doc-12")
        address = referred.url("admission/papers/DOC-03")

        assert referred.cabinet.client.post(address, data=form).status_code == 404

    def test_returned_papers_can_be_mended(self, referred: Referred) -> None:
        referred.attach_all()
        referred.hand_in()
        refuse(referred, "incomplete")

        page = referred.cabinet.get(referred.url("referral/"))

        assert referred.state == "REFERRED"
        assert "Не жетпейтінін оқу" in page.text
        assert referred.hand_in().status_code == 303

    def test_a_refusal_says_why_and_what_comes_next(self, referred: Referred) -> None:
        referred.attach_all()
        referred.hand_in()
        refuse(referred, "contraindication")

        page = plain(referred.page())

        assert "медициналық қарсы көрсетілім" in page
        assert "бір жұмыс күні ішінде" in page
        assert "Шағым беру" in page

    @pytest.mark.parametrize("language", ["kk", "ru"])
    def test_every_word_is_in_the_readers_language(self, referred: Referred, language: str) -> None:
        referred.cabinet.speak(language)

        assert latin_words(referred.page()) - {"paper", "pdf"} == set()


class TestContract:
    def test_it_is_read_in_the_readers_language(self, at_contract: Referred) -> None:
        kazakh = plain(at_contract.page("contract/"))
        at_contract.cabinet.speak("ru")
        russian = plain(at_contract.page("contract/"))

        assert "Шарттың мәні" in kazakh
        assert "Предмет договора" in russian
        for page in (kazakh, russian):
            assert "Серікова Әлия" in page
            assert "Айша Серікқызы" in page
            assert "Тұлпар" in page

    def test_the_code_is_the_signature(self, at_contract: Referred) -> None:
        asked = at_contract.ask_code()

        answer = at_contract.sign(at_contract.cabinet.last_code())

        assert asked.location == at_contract.url("contract/code")
        assert (answer.status_code, at_contract.state) == (303, "ENROLLED")
        assert "Балаңыз қабылданды" in plain(at_contract.page("contract/"))

    def test_signed_twice_is_signed_once(self, at_contract: Referred) -> None:
        at_contract.ask_code()
        code = at_contract.cabinet.last_code()
        page = at_contract.page("contract/code")

        answers = [send(at_contract.cabinet.client, page, "signature", code=code) for _ in range(2)]

        assert [answer.status_code for answer in answers] == [303, 303]
        assert answers[0].location == answers[1].location

    def test_a_wrong_code_signs_nothing_and_is_counted(self, at_contract: Referred) -> None:
        at_contract.ask_code()
        wrong = "000000" if at_contract.cabinet.last_code() != "000000" else "111111"

        answer = at_contract.sign(wrong)

        assert answer.status_code == 422
        assert "Код дұрыс емес" in answer.text
        assert at_contract.state == "CONTRACT"
        assert at_contract.cabinet.house.within(attempts, at_contract.cabinet.region) == 1

    def test_a_code_for_another_contract_signs_nothing(
        self, at_contract: Referred, house: House
    ) -> None:
        at_contract.ask_code()
        code = at_contract.cabinet.last_code()
        other = Referred(at_contract.cabinet)
        other.to_contract()

        answer = at_contract.cabinet.client.get(other.url("contract/code"))
        page = at_contract.page("contract/code")
        form = {**hidden(page, "signature"), "code": code}
        signed = at_contract.cabinet.client.post(other.url("contract/signature"), data=form)

        assert (answer.status_code, answer.location) == (303, other.url("contract/"))
        assert signed.status_code == 303
        assert other.state == "CONTRACT"

    def test_a_late_code_signs_nothing(self, at_contract: Referred) -> None:
        at_contract.ask_code()
        code = at_contract.cabinet.last_code()
        at_contract.cabinet.pass_time(minutes=30)

        answer = at_contract.sign(code)

        assert answer.status_code == 422
        assert "Кодтың мерзімі өтіп кетті" in answer.text
        assert at_contract.state == "CONTRACT"

    def test_a_certificate_that_has_aged_is_asked_for_anew(self, at_contract: Referred) -> None:
        at_contract.ask_code()
        code, page = at_contract.cabinet.last_code(), at_contract.page("contract/code")
        at_contract.cabinet.pass_time(days=4)

        shown = at_contract.page("contract/")
        late = send(at_contract.cabinet.client, page, "signature", code=code)
        at_contract.attach("DOC-14", issued=at_contract.today, path="contract/")
        at_contract.ask_code()
        signed = at_contract.sign(at_contract.cabinet.last_code())

        assert "№ 027/е жаңа анықтама керек" in shown.text
        assert at_contract.url("contract/code") not in shown.text
        assert late.status_code == 422
        assert (signed.status_code, at_contract.state) == (303, "ENROLLED")

    def test_a_region_may_take_an_older_certificate(self, at_contract: Referred) -> None:
        """`health_cert_days` (A-20): five days instead of three."""
        house, region = at_contract.cabinet.house, at_contract.cabinet.region
        house.within(change_settings, region, "admin:test", {"health_cert_days": 5})
        try:
            at_contract.cabinet.pass_time(days=4)
            shown = at_contract.page("contract/")
            at_contract.ask_code()
            signed = at_contract.sign(at_contract.cabinet.last_code())
        finally:
            house.within(change_settings, region, "admin:test", {"health_cert_days": 3})

        assert "№ 027/е жаңа анықтама керек" not in shown.text
        assert (signed.status_code, at_contract.state) == (303, "ENROLLED")

    def test_it_can_be_ended(self, at_contract: Referred) -> None:
        at_contract.ask_code()
        at_contract.sign(at_contract.cabinet.last_code())
        page = at_contract.page("contract/end")

        answer = send(at_contract.cabinet.client, page, at_contract.url("contract/end"))

        assert "Балаңыз балабақшадан шығады" in page.text
        assert (answer.status_code, at_contract.state) == (303, "ARCHIVED(other)")

    def test_a_temporary_place_says_until_when(self, house: House) -> None:
        until = house.clock.now().date() + timedelta(days=60)
        one = Referred(Cabinet(house), until)
        one.to_contract()

        text = plain(one.page("contract/"))
        one.ask_code()
        one.sign(one.cabinet.last_code())

        assert "Орын уақытша" in text
        assert one.state == "ENROLLED_TEMP"
        assert "бұрынғы уақытымен қайта оралады" in plain(one.page("contract/end"))

    @pytest.mark.parametrize("language", ["kk", "ru"])
    def test_every_word_is_in_the_readers_language(
        self, at_contract: Referred, language: str
    ) -> None:
        at_contract.cabinet.speak(language)
        at_contract.ask_code()
        pages = [at_contract.page(path) for path in ("contract/", "contract/code", "admission/")]
        at_contract.sign(at_contract.cabinet.last_code())
        pages += [at_contract.page(path) for path in ("contract/", "contract/end")]

        for page in pages:
            assert latin_words(page) - {"paper", "pdf"} == set(), page.request.path


def refuse(referred: Referred, reason: str) -> None:
    referred.cabinet.house.within(
        admission.refuse_admission, referred.cabinet.region, STAFF, referred.id, reason=reason
    )


def attempts(tenant_id: int) -> int:
    """How often the newest code was entered wrongly."""
    with read_scope(tenant_id) as session:
        query = select(SmsCodeRow).order_by(SmsCodeRow.sent_at.desc(), SmsCodeRow.id.desc())
        newest = session.scalars(query.limit(1)).one()
        return newest.attempts


@pytest.fixture
def at_contract(referred: Referred) -> Referred:
    referred.to_contract()
    assert uuid.UUID(str(referred.id))
    return referred


@pytest.fixture
def referred(house: House) -> Referred:
    return Referred(Cabinet(house))


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with shared_house(shared_scratch, "kezek_admission", "demo") as opened:
        yield opened
