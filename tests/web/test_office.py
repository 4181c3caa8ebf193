"""The specialists' desk: what waits, both checks, refusals, persons, who may see what."""

import itertools
import re
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from kezek.adapters.scratch import Scratch
from kezek.adapters.services import services
from kezek.core.access import Role
from kezek.core.applications import Application, ArchiveReason, State
from kezek.core.ids import ApplicationId
from kezek.core.people import DocumentKind, Identity
from kezek.core.turns import Standing
from kezek.db.accounts import IdentityConflictRow, open_conflict
from kezek.db.applications import load_applications
from kezek.db.journal import FactRow
from kezek.db.notices import NoticeRow
from kezek.db.people import ChildRow, GuardianRow
from kezek.db.scope import read_scope
from kezek.reads.office_desk import Wanted, office_desk
from kezek.reads.office_work import Work
from kezek.usecases import admission, referrals, standing
from kezek.usecases.applications import submit
from kezek.usecases.documents import Upload, attach
from kezek.usecases.sign_up import Entered
from kezek.usecases.unit_of_work import act
from tests.factories.families import KNOWN_CHILD, OFFICER, child, family, sign_up
from tests.factories.kindergartens import kindergarten
from tests.factories.papers import PDF, paper
from tests.factories.regions import House, open_front
from tests.factories.staff import (
    come_in,
    handed_in,
    open_staff,
    owner_of,
    queued,
    referred,
    under_review,
)
from tests.factories.waiting import FAMILY, wish
from tests.web.browsing import form_of, send
from tests.web.checked import check_pages

DESK = "/demo/office/"
FAMILIES = "/demo/office/families/"
_LOGINS = itertools.count(1)
_PHONES = itertools.count(1)


class TestWhatWaits:
    def test_an_application_for_out_of_turn_waits_for_its_check(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        waits = _load(house, house.within(under_review, house["demo"], garden))

        page = desk.get(f"{DESK}?work=review").text

        assert waits.number in page
        assert "Внеочередное" in page

    def test_the_late_stand_on_top_and_say_so(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        late = _load(house, house.within(under_review, house["demo"], garden))
        house.clock.advance(timedelta(days=4))
        desk = _specialist(house)
        fresh = _load(house, house.within(under_review, house["demo"], garden))

        page = desk.get(f"{DESK}?work=review").text

        assert page.index(late.number) < page.index(fresh.number)
        assert "Опоздание" in page

    def test_each_kind_of_work_is_found(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        tenant = house["demo"]
        second = house.within(referred, tenant, garden, category=11)
        extension = house.within(referred, tenant, garden)
        house.within(referrals.ask_extension, tenant, FAMILY, extension, days=5)
        refusal = house.within(handed_in, tenant, garden)
        house.within(
            admission.refuse_admission, tenant, "kindergarten:1", refusal, reason="contraindication"
        )

        for work, application in (
            ("second", second),
            ("extension", extension),
            ("refusal", refusal),
        ):
            number = _load(house, application).number
            assert number in _listed(desk, work), work
            assert number not in _listed(desk, "review"), work

    def test_a_kindergarten_that_is_late_is_seen_at_the_office(
        self, house: House, garden: uuid.UUID
    ) -> None:
        child = _load(house, house.within(handed_in, house["demo"], garden))
        house.clock.advance(timedelta(days=4))

        assert child.number in _specialist(house).get(f"{DESK}?work=late_check").text

    def test_four_hundred_are_paged_and_gone_through(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        for _ in range(3):
            house.within(under_review, house["demo"], garden)

        first = desk.get(f"{DESK}next?work=review").location
        page = desk.get(first)
        following = re.search(r'href="(/demo/office/next\?[^"]+)"', page.text)
        assert following is not None
        second = desk.get(following[1].replace("&amp;", "&")).location

        assert first.split("?")[0] != second.split("?")[0]
        assert "work=review" in second

    def test_a_decision_leads_to_the_next_matter(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        house.within(under_review, house["demo"], garden)
        house.within(under_review, house["demo"], garden)
        first = desk.get(f"{DESK}next?work=review").location

        done = send(desk, desk.get(first), "review", decision="confirm")
        following = desk.get(done.location)

        assert done.location.startswith(f"{DESK}next?")
        assert following.status_code == 303
        assert following.location.split("?")[0] != first.split("?")[0]

    def test_a_specialist_sees_the_own_territory_alone(
        self, house: House, garden: uuid.UUID
    ) -> None:
        here = _load(house, house.within(under_review, house["demo"], garden))
        village = _specialist(house, "village")

        assert here.number not in village.get(f"{DESK}?work=review").text
        assert village.get(_review(here.id)).status_code == 404
        token = _token(village.get(FAMILIES).text)
        for path in ("decision", "benefit", "relocation", "refusal", "extension"):
            assert village.post(f"{_review(here.id)}{path}", data=token).status_code == 404

    def test_a_kindergarten_is_no_office(self, house: House, garden: uuid.UUID) -> None:
        login = f"garden-{next(_LOGINS)}"
        house.within(open_staff, house["demo"], Role.KINDERGARTEN, login, kindergarten=garden)
        client = check_pages(house.app)
        come_in(client, login)

        assert client.get(DESK).status_code == 403
        assert client.get(FAMILIES).status_code == 403

    def test_the_desk_hears_of_what_comes(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        with house.app.app_context():
            ear = services().doorbell.listen(house["demo"], ["office"])
        house.within(under_review, house["demo"], garden)

        assert ear.wait(5) == ["office"]
        ear.close()
        assert "sse:queue-office" in desk.get(DESK).text

    def test_whoever_is_signed_out_is_led_to_the_door_of_staff(
        self, house: House, garden: uuid.UUID
    ) -> None:
        child = house.within(under_review, house["demo"], garden)

        door = check_pages(house.app).get(_review(child))

        assert door.location.startswith("/demo/staff/sign-in?next=")

    def test_the_desk_counts_what_waits(self, house: House, garden: uuid.UUID) -> None:
        before = house.within(office_desk, house["demo"], OFFICER, Wanted(), 1, "kk")
        house.within(under_review, house["demo"], garden)

        after = house.within(office_desk, house["demo"], OFFICER, Wanted(), 1, "kk")

        assert after.counts[Work.REVIEW] == before.counts[Work.REVIEW] + 1


class TestFirstCheck:
    def test_confirmed_the_child_stands_out_of_turn(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(under_review, house["demo"], garden)

        send(desk, desk.get(_review(child)), "review", decision="confirm")

        application = _load(house, child)
        assert (application.state, application.standing) == (State.QUEUED, Standing.O)

    def test_an_unproven_benefit_leaves_the_child_on_general_grounds(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(under_review, house["demo"], garden)

        send(desk, desk.get(_review(child)), "review", decision="benefit")

        application = _load(house, child)
        assert (application.state, application.standing) == (State.QUEUED, Standing.G)
        assert "N-07" in _codes(house, child)

    def test_a_paper_that_is_not_on_the_list_is_refused_beside_its_box(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(under_review, house["demo"], garden)
        page = desk.get(_review(child))

        for unknown in (["DOC-99"], ["DOC-98", "DOC-99"]):
            answer = send(desk, page, "review", decision="refuse", missing=unknown)
            assert answer.status_code == 422
            assert "DOC-99" in answer.text

        assert _load(house, child).state is State.UNDER_REVIEW

    def test_a_sign_that_no_keyboard_types_is_a_bad_request(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        page = desk.get(_review(house.within(under_review, house["demo"], garden)))

        assert desk.get(f"{FAMILIES}?q=%00").status_code == 200
        assert send(desk, page, "review", decision="confirm", note="\0").status_code == 400

    def test_a_whole_refusal_names_the_papers_of_annex_3(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(under_review, house["demo"], garden)
        page = desk.get(_review(child))

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

        assert _load(house, child).state is State.REFUSED
        letter = _letter(house, child, "N-06")
        assert "жұмыс орнынан анықтама" in letter
        assert "келісім берілмеген" in letter
        assert "Нет подписи, и печати" in letter

    def test_the_reasons_stay_out_of_the_open_journal(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(under_review, house["demo"], garden)
        secret = "Мать Айгүл не работает"

        send(
            desk,
            desk.get(_review(child)),
            "review",
            decision="refuse",
            grounds=["unreliable"],
            note=secret,
        )

        payloads = _payloads(house, child)
        assert payloads
        assert secret not in str(payloads)

    def test_the_second_of_two_specialists_is_told_what_was_decided(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(under_review, house["demo"], garden)
        colleague = _specialist(house)
        pages = [one.get(_review(child)) for one in (desk, colleague)]

        send(desk, pages[0], "review", decision="confirm")
        refused = send(colleague, pages[1], "review", decision="benefit")

        assert refused.status_code == 409
        assert "уже решено" in refused.text
        assert "Документы подтверждены" in refused.text
        assert _load(house, child).standing is Standing.O

    def test_a_double_press_decides_once(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(under_review, house["demo"], garden)
        page = desk.get(_review(child))

        first = send(desk, page, "review", decision="confirm")
        again = send(desk, page, "review", decision="confirm")

        assert (first.status_code, again.status_code) == (303, 303)
        assert _kinds(house, child).count("application:verified") == 1

    def test_what_the_registers_say_stands_beside_the_claim(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        large_family = house.within(_of_a_large_family, house["demo"], garden)
        soldier = house.within(under_review, house["demo"], garden, category=1)

        assert "Подтверждено" in desk.get(_review(large_family)).text
        assert "в реестрах этого нет" in desk.get(_review(soldier)).text

    def test_an_attached_certificate_shows_how_long_it_holds(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(under_review, house["demo"], garden)
        assert "Не приложен" in desk.get(_review(child)).text
        today = house.clock.now().date()
        _attach(
            house,
            child,
            Upload(kind="DOC-03", filename="spravka.pdf", content=PDF, issued_on=today),
        )

        page = desk.get(_review(child))

        assert "действует до" in page.text
        found = re.search(r'href="(/demo/documents/[^"]+)"', page.text)
        assert found is not None
        assert desk.get(found[1]).data == PDF


class TestSecondCheck:
    def test_confirmed_again_it_leaves_the_desk(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(referred, house["demo"], garden, category=11)
        page = desk.get(_review(child))

        send(desk, page, "review", decision="confirm")

        referral = _load(house, child).referral
        assert referral is not None
        assert referral.rechecked
        assert _load(house, child).number not in _listed(desk, "second")
        assert "standing:confirmed-again" in _kinds(house, child)

    def test_false_documents_close_the_application_with_their_reasons(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(referred, house["demo"], garden, category=11)

        send(
            desk,
            desk.get(_review(child)),
            "review",
            decision="refuse",
            missing=[],
            grounds=["unreliable"],
        )

        application = _load(house, child)
        assert application.reason is ArchiveReason.DOCUMENTS_UNRELIABLE
        assert "дұрыс емес екені анықталды" in _letter(house, child, "N-24")

    def test_a_first_check_that_was_open_does_not_become_a_second(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(under_review, house["demo"], garden)
        page = desk.get(_review(child))
        house.within(standing.verify, house["demo"], "office:other", child)

        refused = send(desk, page, "review", decision="refuse", grounds=["unreliable"])

        assert refused.status_code == 409
        assert _load(house, child).state is State.QUEUED

    def test_a_benefit_can_be_taken_off_while_the_child_waits(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(queued, house["demo"], garden, category=11).id
        path = f"{_review(child)}benefit"

        send(desk, desk.get(path), path)

        assert _load(house, child).standing is Standing.G
        assert desk.get(path).status_code == 303


class TestMoves:
    def test_whoever_is_transferred_stands_out_of_turn(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(under_review, house["demo"], garden, category=1)
        send(desk, desk.get(_review(child)), "review", decision="benefit")
        before = _load(house, child)
        path = f"{_review(child)}relocation"
        assert path not in desk.get(_review(child)).text
        _attach(house, child, paper("DOC-18", "prikaz.pdf"))

        send(desk, desk.get(_review(child)), path)

        after = _load(house, child)
        assert (after.standing, after.submitted_at) == (Standing.O, before.submitted_at)
        assert "standing:relocated" in _kinds(house, child)

    def test_without_the_paper_nothing_is_changed(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(under_review, house["demo"], garden, category=1)
        send(desk, desk.get(_review(child)), "review", decision="benefit")
        token = _token(desk.get(_review(child)).text)

        refused = desk.post(f"{_review(child)}relocation", data=token)

        assert refused.status_code == 409
        assert "не приложен" in refused.text
        assert _load(house, child).standing is Standing.G

    def test_a_general_family_does_not_pass_by_moving(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(queued, house["demo"], garden).id
        _attach(house, child, paper("DOC-18", "prikaz.pdf"))
        page = desk.get(_review(child))
        assert "relocation" not in page.text

        refused = desk.post(f"{_review(child)}relocation", data=_token(desk.get(FAMILIES).text))

        assert refused.status_code in (400, 409)
        assert _load(house, child).standing is Standing.G


class TestRefusals:
    def test_upheld_the_application_is_closed(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = _refused(house, garden)

        send(desk, desk.get(_review(child)), "refusal", result="stands")

        assert _load(house, child).reason is ArchiveReason.ADMISSION_REFUSED

    def test_overturned_the_kindergarten_checks_anew(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = _refused(house, garden)

        send(desk, desk.get(_review(child)), "refusal", result="overturned")

        assert _load(house, child).state is State.ADMISSION

    def test_the_second_reviewer_is_told(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = _refused(house, garden)
        page = desk.get(_review(child))
        house.within(admission.review_refusal, house["demo"], "office:other", child, stands=False)

        refused = send(desk, page, "refusal", result="stands")

        assert refused.status_code == 409
        assert "Отказ отменен" in refused.text
        assert _load(house, child).state is State.ADMISSION

    def test_the_office_answers_a_request_for_more_days(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(referred, house["demo"], garden)
        house.within(referrals.ask_extension, house["demo"], FAMILY, child, days=5)

        page = desk.get(_review(child))
        assert send(desk, page, "extension", answer="grant", days="0").status_code == 422
        send(desk, desk.get(_review(child)), "extension", answer="grant", days="5")

        referral = _load(house, child).referral
        assert referral is not None
        assert referral.extended


class TestFamilies:
    def test_a_family_is_found_by_number_and_telephone(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        application = house.within(queued, house["demo"], garden)
        family = f"{FAMILIES}{application.guardian}"

        assert family in desk.get(f"{FAMILIES}?q={application.number.lower()}").text
        number = f"AB{next(_PHONES):07}"
        known = Identity(document_kind=DocumentKind.PASSPORT, document_number=number)
        entered = _enter(house, known).guardian_id
        phone = _guardian(house, entered).phone.replace("+7", "8 ", 1)
        assert f"{FAMILIES}{entered}" in desk.get(f"{FAMILIES}?q={phone}").text
        assert "никто не найден" in desk.get(f"{FAMILIES}?q=abc").text

    def test_a_parent_without_an_iin_waits_to_be_seen_and_is_confirmed(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        paper = Identity(
            document_kind=DocumentKind.PASSPORT, document_number=f"AB{next(_PHONES):07}"
        )
        entered = _enter(house, paper)
        page = desk.get(f"{FAMILIES}{entered.guardian_id}")
        assert paper.document_number in page.text

        send(desk, page, f"{FAMILIES}{entered.guardian_id}/proof")

        assert _guardian(house, entered.guardian_id).proven
        assert "подтвержд" in desk.get(f"{FAMILIES}{entered.guardian_id}").text

    def test_parentage_is_proven_for_the_familys_own_child_alone(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        application = house.within(queued, house["demo"], garden)
        stranger = house.within(queued, house["demo"], garden)
        _unprove(house, application.child)
        page = desk.get(f"{FAMILIES}{application.guardian}")
        path = f"{FAMILIES}{application.guardian}/children/{application.child}/proof"

        wrong = f"{FAMILIES}{application.guardian}/children/{stranger.child}/proof"
        assert desk.post(wrong, data=_token(page.text)).status_code == 404
        send(desk, page, path)

        assert _child_row(house, application.child).parentage_proven

    def test_a_conflict_is_settled_once(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        application = house.within(queued, house["demo"], garden)
        conflict = _open_conflict(house, application)
        path = f"{FAMILIES}{application.guardian}/conflicts/{conflict}"
        assert str(application.guardian) in desk.get(f"{DESK}?work=identity").text

        page = desk.get(f"{FAMILIES}{application.guardian}")
        assert send(desk, page, path).status_code == 303
        again = desk.post(path, data=_token(desk.get(FAMILIES).text))

        assert again.status_code in (400, 409)
        assert str(application.guardian) not in desk.get(f"{DESK}?work=identity").text

    def test_the_telephone_is_changed_with_the_document_in_hand(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        entered = _enter(house, Identity(document_kind=DocumentKind.PASSPORT, document_number="N1"))
        path = f"{FAMILIES}{entered.guardian_id}/phone"

        assert send(desk, desk.get(path), "new-phone", phone="12").status_code == 422
        send(desk, desk.get(path), "new-phone", phone="8 701 222 33 44")

        guardian = _guardian(house, entered.guardian_id)
        assert (guardian.phone, guardian.proven) == ("+77012223344", True)

    def test_an_unknown_family_is_nowhere(self, desk: FlaskClient) -> None:
        assert desk.get(f"{FAMILIES}{uuid.uuid4()}").status_code == 404
        assert desk.get(f"/demo/office/applications/{uuid.uuid4()}/").status_code == 404


class TestPages:
    @pytest.mark.parametrize("language", ["kk", "ru"])
    def test_every_word_is_in_the_readers_language(
        self, house: House, garden: uuid.UUID, desk: FlaskClient, language: str
    ) -> None:
        child = house.within(under_review, house["demo"], garden)
        desk.get(f"/demo/language/{language}")

        for path in (DESK, _review(child), FAMILIES, f"{DESK}complaints/"):
            page = desk.get(path).text
            words = re.sub(r"<(script|style|meta)[^>]*>|<[^>]+>", " ", page)
            left = set(re.findall(r"[A-Za-z]{4,}", words)) - {"Kezek"}
            assert left == set(), path

    def test_what_an_operator_has_done_is_said_in_words(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(under_review, house["demo"], garden)
        house.within(standing.verify, house["demo"], "operator:demo", child)

        page = desk.get(_review(child)).text

        assert "оператор системы" in page
        assert "<p>operator</p>" not in page

    def test_the_form_of_a_decision_works_by_keyboard(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(under_review, house["demo"], garden)

        form = form_of(desk.get(_review(child)), "review")

        assert form.count('type="radio"') == 3
        assert 'type="submit"' in form


def _listed(desk: FlaskClient, work: str) -> str:
    """The list itself, without the newest messages below it."""
    return desk.get(f"{DESK}?work={work}").text.partition('id="news-title"')[0]


def _review(application_id: uuid.UUID) -> str:
    return f"/demo/office/applications/{application_id}/"


def _specialist(house: House, *territories: str) -> FlaskClient:
    login = f"office-{next(_LOGINS)}"
    house.within(open_staff, house["demo"], Role.OFFICE, login, territories=territories)
    client = check_pages(house.app)
    come_in(client, login)
    return client


def _of_a_large_family(tenant_id: int, garden: uuid.UUID) -> uuid.UUID:
    """A child whose numbers the demo's registers know."""
    parent = family(tenant_id)
    child_id = child(tenant_id, parent, KNOWN_CHILD)
    filled_in = replace(wish(child_id, garden, category=10), proof_accepted=False)
    return submit(tenant_id, FAMILY, filled_in).id


def _refused(house: House, garden: uuid.UUID) -> uuid.UUID:
    child = house.within(handed_in, house["demo"], garden)
    house.within(
        admission.refuse_admission,
        house["demo"],
        "kindergarten:1",
        child,
        reason="contraindication",
    )
    return child


def _token(page: str) -> dict[str, str]:
    found = re.findall(r'name="(csrf_token|intent)" type="hidden" value="([^"]*)"', page)
    return dict(found) | {"intent": str(uuid.uuid4())}


def _load(house: House, application_id: uuid.UUID) -> Application:
    def load() -> Application:
        with read_scope(house["demo"]) as session:
            return load_applications(session, [application_id])[ApplicationId(application_id)]

    return house.within(load)


def _facts(house: House, application_id: uuid.UUID) -> list[FactRow]:
    def facts() -> list[FactRow]:
        with read_scope(house["demo"]) as session:
            query = select(FactRow).where(FactRow.application_id == application_id)
            return list(session.scalars(query.order_by(FactRow.id)))

    return house.within(facts)


def _kinds(house: House, application_id: uuid.UUID) -> list[str]:
    return [fact.kind for fact in _facts(house, application_id)]


def _payloads(house: House, application_id: uuid.UUID) -> list[object]:
    return [fact.payload for fact in _facts(house, application_id)]


def _notices(house: House, application_id: uuid.UUID) -> list[NoticeRow]:
    def notices() -> list[NoticeRow]:
        with read_scope(house["demo"]) as session:
            query = select(NoticeRow).where(
                NoticeRow.application_id == application_id, NoticeRow.audience == "family"
            )
            return list(session.scalars(query))

    return house.within(notices)


def _codes(house: House, application_id: uuid.UUID) -> set[str]:
    return {one.code for one in _notices(house, application_id)}


def _letter(house: House, application_id: uuid.UUID, code: str) -> str:
    return next(one.body for one in _notices(house, application_id) if one.code == code)


def _attach(house: House, application_id: uuid.UUID, upload: Upload) -> None:
    application = _load(house, application_id)
    house.within(
        attach,
        house["demo"],
        owner_of(application),
        application.child,
        [upload],
        application_id=application_id,
    )


def _enter(house: House, identity: Identity) -> Entered:
    return house.within(sign_up, house["demo"], identity, f"+770155{next(_PHONES) * 2 + 1:05}")


def _guardian(house: House, guardian_id: uuid.UUID) -> GuardianRow:
    def find() -> GuardianRow:
        with read_scope(house["demo"]) as session:
            return session.get_one(GuardianRow, (house["demo"], guardian_id))

    return house.within(find)


def _child_row(house: House, child_id: uuid.UUID) -> ChildRow:
    def find() -> ChildRow:
        with read_scope(house["demo"]) as session:
            return session.get_one(ChildRow, (house["demo"], child_id))

    return house.within(find)


def _unprove(house: House, child_id: uuid.UUID) -> None:
    def forget() -> None:
        with act(house["demo"], "test") as running:
            running.session.get_one(ChildRow, (house["demo"], child_id)).parentage_proven = False

    house.within(forget)


def _open_conflict(house: House, application: Application) -> uuid.UUID:
    def make() -> uuid.UUID:
        with act(house["demo"], "test") as running:
            open_conflict(
                running.session,
                house["demo"],
                application.guardian,
                running.now(),
                application_id=application.id,
            )
            running.session.flush()
            return running.session.scalars(
                select(IdentityConflictRow.id).where(
                    IdentityConflictRow.application_id == application.id
                )
            ).one()

    return house.within(make)


@pytest.fixture
def desk(house: House) -> FlaskClient:
    return _specialist(house)


@pytest.fixture
def garden(house: House) -> uuid.UUID:
    return house.within(kindergarten, house["demo"], "Ясли-сад «Балдәурен»")


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    """One region for all: each test has its own kindergarten, children and specialists."""
    with open_front(shared_scratch.new_database("kezek_office"), "demo") as opened:
        yield opened
    shared_scratch.drop_database("kezek_office")
