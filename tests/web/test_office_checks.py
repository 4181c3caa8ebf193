"""Both checks of an application at the office: confirmed, general grounds, refused."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from kezek.adapters.scratch import Scratch
from kezek.core.applications import ArchiveReason, State
from kezek.core.turns import Standing
from kezek.settings import Party
from kezek.usecases import standing
from kezek.usecases.documents import Upload
from kezek.usecases.notices import notice_in
from kezek.usecases.register_questions import ask_again
from tests.factories.kindergartens import kindergarten
from tests.factories.papers import PDF
from tests.factories.regions import House, open_front
from tests.factories.staff import (
    queued,
    referred,
    under_review,
)
from tests.web.browsing import send
from tests.web.counter import (
    FAMILIES,
    attach_to,
    codes_of,
    kinds_of,
    letter_of,
    listed,
    loaded,
    notices_of,
    of_a_large_family,
    payloads_of,
    review_of,
    specialist,
)


class TestFirstCheck:
    def test_confirmed_the_child_stands_out_of_turn(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(under_review, house["demo"], garden)

        send(desk, desk.get(review_of(child)), "review", decision="confirm")

        application = loaded(house, child)
        assert (application.state, application.standing) == (State.QUEUED, Standing.O)

    def test_an_unproven_benefit_leaves_the_child_on_general_grounds(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(under_review, house["demo"], garden)

        send(desk, desk.get(review_of(child)), "review", decision="benefit")

        application = loaded(house, child)
        assert (application.state, application.standing) == (State.QUEUED, Standing.G)
        assert "N-07" in codes_of(house, child)

    def test_a_paper_that_is_not_on_the_list_is_refused_beside_its_box(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(under_review, house["demo"], garden)
        page = desk.get(review_of(child))

        for unknown in (["DOC-99"], ["DOC-98", "DOC-99"]):
            answer = send(desk, page, "review", decision="refuse", missing=unknown)
            assert answer.status_code == 422
            assert "DOC-99" in answer.text

        assert loaded(house, child).state is State.UNDER_REVIEW

    def test_a_sign_that_no_keyboard_types_is_a_bad_request(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        page = desk.get(review_of(house.within(under_review, house["demo"], garden)))

        assert desk.get(f"{FAMILIES}?q=%00").status_code == 200
        assert send(desk, page, "review", decision="confirm", note="\0").status_code == 400

    def test_a_whole_refusal_names_the_papers_of_annex_3(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(under_review, house["demo"], garden)
        page = desk.get(review_of(child))

        unnamed = send(desk, page, "review", decision="refuse", missing=[])
        assert unnamed.status_code == 422
        assert "хотя бы одну причину" in unnamed.text
        send(
            desk,
            page,
            "review",
            decision="refuse",
            missing=["DOC-03"],
            grounds=["no_consent"],
            note="Нет подписи;\nи печати",
        )

        assert loaded(house, child).state is State.REFUSED
        letter = letter_of(house, child, "N-06")
        assert "жұмыс орнынан анықтама" in letter
        assert "келісім берілмеген" in letter
        assert "Нет подписи, и печати" in letter

    def test_the_reasons_are_kept_for_readers_of_both_languages(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(under_review, house["demo"], garden)
        send(
            desk,
            desk.get(review_of(child)),
            "review",
            decision="refuse",
            missing=["DOC-03"],
            grounds=["unreliable"],
        )

        told = next(one for one in notices_of(house, child) if one.code == "N-06")
        with house.app.app_context():
            said = {language: notice_in(told, language).body for language in ("kk", "ru")}

        assert "анық емес екені анықталды" in said["kk"]
        assert "недостоверными" in said["ru"]
        assert "Справка с места работы" in said["ru"]

    def test_the_reasons_stay_out_of_the_open_journal(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(under_review, house["demo"], garden)
        secret = "Мать Айгүл не работает"

        send(
            desk,
            desk.get(review_of(child)),
            "review",
            decision="refuse",
            grounds=["unreliable"],
            note=secret,
        )

        payloads = payloads_of(house, child)
        assert payloads
        assert secret not in str(payloads)

    def test_the_second_of_two_specialists_is_told_what_was_decided(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(under_review, house["demo"], garden)
        colleague = specialist(house)
        pages = [one.get(review_of(child)) for one in (desk, colleague)]

        send(desk, pages[0], "review", decision="confirm")
        refused = send(colleague, pages[1], "review", decision="benefit")

        assert refused.status_code == 409
        assert "уже решено" in refused.text
        assert "Документы подтверждены" in refused.text
        assert loaded(house, child).standing is Standing.O

    def test_a_double_press_decides_once(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(under_review, house["demo"], garden)
        page = desk.get(review_of(child))

        first = send(desk, page, "review", decision="confirm")
        again = send(desk, page, "review", decision="confirm")

        assert (first.status_code, again.status_code) == (303, 303)
        assert kinds_of(house, child).count("application:verified") == 1

    def test_what_the_registers_say_stands_beside_the_claim(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        large_family = house.within(of_a_large_family, house["demo"], garden)
        soldier = house.within(under_review, house["demo"], garden, category=1)

        assert "Еще не запрошено" in desk.get(review_of(large_family)).text
        house.within(ask_again, house["demo"])
        assert "Подтверждено" in desk.get(review_of(large_family)).text
        assert "в реестрах этого нет" in desk.get(review_of(soldier)).text

    def test_an_attached_certificate_shows_how_long_it_holds(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(under_review, house["demo"], garden)
        assert "Не приложен" in desk.get(review_of(child)).text
        today = house.clock.now().date()
        attach_to(
            house,
            child,
            Upload(kind="DOC-03", filename="spravka.pdf", content=PDF, issued_on=today),
        )

        page = desk.get(review_of(child))

        assert "действует до" in page.text
        found = re.search(r'href="(/demo/documents/[^"]+)"', page.text)
        assert found is not None
        assert desk.get(found[1]).data == PDF


class TestSecondCheck:
    def test_confirmed_again_it_leaves_the_desk(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(referred, house["demo"], garden, category=11)
        page = desk.get(review_of(child))

        send(desk, page, "review", decision="confirm")

        referral = loaded(house, child).referral
        assert referral is not None
        assert referral.rechecked
        assert loaded(house, child).number not in listed(desk, "second")
        assert "standing:confirmed-again" in kinds_of(house, child)

    def test_false_documents_close_the_application_with_their_reasons(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(referred, house["demo"], garden, category=11)

        send(
            desk,
            desk.get(review_of(child)),
            "review",
            decision="refuse",
            missing=[],
            grounds=["unreliable"],
        )

        application = loaded(house, child)
        assert application.reason is ArchiveReason.DOCUMENTS_UNRELIABLE
        assert "анық емес екені анықталды" in letter_of(house, child, "N-24")

    def test_a_first_check_that_was_open_does_not_become_a_second(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(under_review, house["demo"], garden)
        page = desk.get(review_of(child))
        house.within(standing.verify, house["demo"], "office:other", child)

        refused = send(desk, page, "review", decision="refuse", grounds=["unreliable"])

        assert refused.status_code == 409
        assert loaded(house, child).state is State.QUEUED

    def test_a_benefit_can_be_taken_off_while_the_child_waits(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(queued, house["demo"], garden, category=11).id
        path = f"{review_of(child)}benefit"

        send(desk, desk.get(path), path)

        assert loaded(house, child).standing is Standing.G
        assert desk.get(path).status_code == 303


@pytest.fixture
def desk(house: House) -> FlaskClient:
    return specialist(house)


@pytest.fixture
def garden(house: House) -> uuid.UUID:
    return house.within(kindergarten, house["demo"], "Ясли-сад «Балдәурен»")


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch, state_party: Party) -> Iterator[House]:
    """One region for all: each test has its own kindergarten, children and specialists."""
    settings = replace(shared_scratch.new_database("kezek_office_checks"), registers=state_party)
    with open_front(settings, "demo") as opened:
        yield opened
    shared_scratch.drop_database("kezek_office_checks")
