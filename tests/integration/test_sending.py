"""«Кезекке өтініш беру» below its pages: a draft that stays, sent once."""

import uuid
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from kezek.adapters.services import services
from kezek.core.access import Actor
from kezek.core.applications import Application, State
from kezek.core.errors import Code, Refusal
from kezek.core.people import DocumentKind, Identity
from kezek.core.queues import QueueType
from kezek.core.territories import Mode
from kezek.core.turns import Standing
from kezek.db.applications import ApplicationRow, load_applications
from kezek.db.documents import application_documents, draft_documents
from kezek.db.drafts import ConsentRow, find_draft
from kezek.db.notices import NoticeRow
from kezek.db.scope import read_scope
from kezek.settings import Settings
from kezek.usecases import drafts
from kezek.usecases.accounts import Profile, keep_profile
from kezek.usecases.deciding import NotFound
from kezek.usecases.documents import Upload, attach
from kezek.usecases.nights import forget_old
from kezek.usecases.sending import send
from tests.factories.families import FATHER, KNOWN_CHILD, child, family
from tests.factories.kindergartens import kindergarten
from tests.factories.papers import PDF
from tests.factories.regions import House, open_house


class Family:
    """A mother and her child on the way to the queue."""

    def __init__(self, region: int, actor: Actor, child_id: uuid.UUID) -> None:
        self.region = region
        self.actor = actor
        self.child_id = child_id

    def fill(
        self,
        *choices: uuid.UUID,
        categories: tuple[int, ...] = (13,),
        queue_type: QueueType = QueueType.GENERAL,
        planned_from: date | None = None,
    ) -> None:
        drafts.consent(self.region, self.actor, self.child_id, "kk")
        parameters = drafts.Parameters("city", "kk", queue_type)
        drafts.set_parameters(self.region, self.actor, self.child_id, parameters)
        drafts.set_choices(self.region, self.actor, self.child_id, choices)
        drafts.set_benefits(self.region, self.actor, self.child_id, categories, planned_from)

    def attach(self, kind: str, issued_on: date | None = None) -> None:
        upload = Upload(kind=kind, filename="a.pdf", content=PDF, issued_on=issued_on)
        attach(self.region, self.actor, self.child_id, [upload])

    def send(self, intent: str = "one") -> uuid.UUID:
        return send(self.region, self.actor, self.child_id, intent=intent)


def test_a_general_application_stands_in_its_queues_at_once(
    mother: Family, kindergartens: list[uuid.UUID]
) -> None:
    mother.fill(kindergartens[1], kindergartens[0])

    application = _application(mother, mother.send())

    assert application.state is State.QUEUED
    assert list(application.choices) == [kindergartens[1], kindergartens[0]]
    assert application.language == "kk"


def test_the_consent_is_kept_with_its_words_and_its_moment(
    mother: Family, kindergartens: list[uuid.UUID]
) -> None:
    mother.fill(kindergartens[0])

    application_id = mother.send()

    with read_scope(mother.region) as session:
        consent = session.scalars(select(ConsentRow)).one()
        assert consent.application_id == application_id
        assert (consent.text_version, consent.language) == ("order-133-annex-5/1", "kk")
        assert find_draft(session, consent.guardian_id, mother.child_id) is None


def test_pressed_twice_it_is_sent_once(mother: Family, kindergartens: list[uuid.UUID]) -> None:
    mother.fill(kindergartens[0])

    first = mother.send("one")
    again = mother.send("one")

    assert first == again
    assert _count(mother) == 1


def test_from_a_second_tab_the_existing_number_is_told(
    mother: Family, kindergartens: list[uuid.UUID]
) -> None:
    mother.fill(kindergartens[0])
    number = _application(mother, mother.send("one")).number

    with pytest.raises(Refusal) as refused:
        mother.send("two")

    assert (refused.value.code, refused.value.detail) == (Code.ALREADY_QUEUED, "own")
    assert refused.value.values["number"] == number
    assert _count(mother) == 1


def test_a_queued_child_has_no_draft_to_change(
    mother: Family, kindergartens: list[uuid.UUID]
) -> None:
    mother.fill(kindergartens[0])
    mother.send()

    with pytest.raises(Refusal) as refused:
        drafts.set_choices(mother.region, mother.actor, mother.child_id, (kindergartens[1],))
    with pytest.raises(Refusal):
        drafts.choose_child(mother.region, mother.actor, mother.child_id)

    assert refused.value.code is Code.ALREADY_QUEUED


def test_papers_go_with_the_application(mother: Family, kindergartens: list[uuid.UUID]) -> None:
    mother.fill(kindergartens[0], categories=(11,))
    mother.attach("DOC-04", date(2026, 9, 1))
    mother.attach("DOC-05")

    application_id = mother.send()

    application = _application(mother, application_id)
    assert (application.state, application.claimed) == (State.UNDER_REVIEW, Standing.P)
    with read_scope(mother.region) as session:
        kinds = [row.kind for row in application_documents(session, application_id)]
        assert kinds == ["DOC-04", "DOC-05"]
        assert not draft_documents(session, application.guardian, mother.child_id)


def test_a_missing_paper_is_asked_for_and_the_draft_stays(
    mother: Family, kindergartens: list[uuid.UUID]
) -> None:
    mother.fill(kindergartens[0], categories=(11,))
    mother.attach("DOC-05")

    with pytest.raises(Refusal) as refused:
        mother.send()

    assert refused.value.detail == "papers"
    assert _count(mother) == 0
    mother.attach("DOC-04", date(2026, 9, 1))
    mother.send()
    assert _count(mother) == 1


def test_a_certificate_that_ran_out_meanwhile_is_asked_for_anew(
    mother: Family, kindergartens: list[uuid.UUID], house: House
) -> None:
    mother.fill(kindergartens[0], categories=(1,))
    mother.attach("DOC-03", date(2026, 8, 10))
    house.clock.advance(timedelta(days=4))

    with pytest.raises(Refusal) as refused:
        mother.send()

    assert refused.value.detail == "papers"


def test_papers_of_an_unticked_benefit_are_not_sent(
    mother: Family, kindergartens: list[uuid.UUID]
) -> None:
    mother.fill(kindergartens[0], categories=(11,))
    mother.attach("DOC-05")
    drafts.set_benefits(mother.region, mother.actor, mother.child_id, (13,), None)

    application = _application(mother, mother.send())

    with read_scope(mother.region) as session:
        assert not application_documents(session, application.id)
        assert not draft_documents(session, application.guardian, mother.child_id)


@pytest.mark.parametrize("is_known", [True, False])
def test_a_register_confirms_at_once_or_a_specialist_looks(
    region: int, kindergartens: list[uuid.UUID], is_known: bool
) -> None:
    mother = _mother(region, is_known=is_known)
    mother.fill(kindergartens[0], categories=(10,))

    application = _application(mother, mother.send())

    wanted = (State.QUEUED, Standing.P) if is_known else (State.UNDER_REVIEW, Standing.G)
    assert (application.state, application.standing) == wanted


def test_out_of_turn_is_always_looked_at(region: int, kindergartens: list[uuid.UUID]) -> None:
    mother = _mother(region, is_known=True)
    mother.fill(kindergartens[0], categories=(3, 10))
    mother.attach("DOC-03", date(2026, 9, 7))

    application = _application(mother, mother.send())

    assert (application.state, application.claimed) == (State.UNDER_REVIEW, Standing.O)


def test_another_familys_child_is_not_there(
    mother: Family, region: int, kindergartens: list[uuid.UUID]
) -> None:
    mother.fill(kindergartens[0])
    father = family(region, FATHER)

    for act in (
        lambda: send(region, father, mother.child_id, intent="x"),
        lambda: drafts.consent(region, father, mother.child_id, "kk"),
        lambda: drafts.choose_child(region, father, mother.child_id),
        lambda: drafts.set_choices(region, father, mother.child_id, (kindergartens[0],)),
        lambda: drafts.set_benefits(region, father, mother.child_id, (13,), None),
    ):
        with pytest.raises(NotFound):
            act()
    assert _count(mother) == 0


def test_without_consent_nothing_goes_on(mother: Family) -> None:
    with pytest.raises(Refusal) as refused:
        drafts.choose_child(mother.region, mother.actor, mother.child_id)
    assert refused.value.code is Code.CONSENT_MISSING

    with pytest.raises(Refusal) as refused:
        mother.send()
    assert refused.value.code is Code.CONSENT_MISSING


def test_a_consent_before_the_child_is_for_one_child(mother: Family, region: int) -> None:
    drafts.consent(region, mother.actor, None, "ru")
    drafts.choose_child(region, mother.actor, mother.child_id)

    with pytest.raises(Refusal) as refused:
        drafts.choose_child(region, mother.actor, child(region, mother.actor, KNOWN_CHILD))

    assert refused.value.code is Code.CONSENT_MISSING


def test_a_family_without_a_name_says_who_it_is_first(
    region: int, kindergartens: list[uuid.UUID]
) -> None:
    actor = family(region)
    nameless = Family(region, actor, child(region, actor))
    nameless.fill(kindergartens[0])

    with pytest.raises(Refusal) as refused:
        nameless.send()

    assert refused.value.detail == "profile"


def test_a_territory_of_vouchers_asks_for_no_kindergarten(house: House) -> None:
    region = house["pavlodar"]
    mother = _mother(region)
    garden = kindergarten(region, "Ақсу", territory="aksu")
    drafts.consent(region, mother.actor, mother.child_id, "kk")
    for territory in ("aksu", "pavlodar"):
        parameters = drafts.Parameters(territory, "kk", QueueType.GENERAL)
        drafts.set_parameters(region, mother.actor, mother.child_id, parameters)
        if territory == "aksu":
            drafts.set_choices(region, mother.actor, mother.child_id, (garden,))
    drafts.set_benefits(region, mother.actor, mother.child_id, (13,), None)

    application = _application(mother, mother.send())

    assert application.mode is Mode.VOUCHER
    assert application.choices == ()
    assert application.state is State.QUEUED


@pytest.mark.parametrize(
    ("territory", "language"), [("nowhere", "kk"), ("city", "de")], ids=["territory", "language"]
)
def test_what_the_region_does_not_have_is_refused(
    mother: Family, territory: str, language: str
) -> None:
    drafts.consent(mother.region, mother.actor, mother.child_id, "kk")

    parameters = drafts.Parameters(territory, language, QueueType.GENERAL)

    with pytest.raises(Refusal) as refused:
        drafts.set_parameters(mother.region, mother.actor, mother.child_id, parameters)

    assert refused.value.code is Code.INVALID_CHOICE


def test_another_territory_drops_the_kindergartens(
    mother: Family, kindergartens: list[uuid.UUID]
) -> None:
    mother.fill(kindergartens[0])

    parameters = drafts.Parameters("village", "kk", QueueType.GENERAL)
    drafts.set_parameters(mother.region, mother.actor, mother.child_id, parameters)

    with pytest.raises(Refusal) as refused:
        mother.send()
    assert refused.value.detail == "step_missing"


def test_another_language_keeps_the_kindergartens(
    mother: Family, kindergartens: list[uuid.UUID]
) -> None:
    mother.fill(kindergartens[0])

    parameters = drafts.Parameters("city", "ru", QueueType.GENERAL)
    drafts.set_parameters(mother.region, mother.actor, mother.child_id, parameters)

    assert _application(mother, mother.send()).language == "ru"


def test_a_child_of_six_needs_the_conclusion(region: int, kindergartens: list[uuid.UUID]) -> None:
    mother = _mother(region, born_on=date(2020, 9, 7))

    with pytest.raises(Refusal) as refused:
        mother.fill(kindergartens[0])
    assert refused.value.detail == "too_old"

    mother.fill(kindergartens[0], categories=(5,))
    mother.attach("DOC-06")
    assert _application(mother, mother.send()).has_pmpk


def test_a_planned_day_lies_ahead(mother: Family, kindergartens: list[uuid.UUID]) -> None:
    with pytest.raises(Refusal) as refused:
        mother.fill(kindergartens[0], planned_from=date(2026, 9, 7))
    assert refused.value.detail == "planned_from"

    mother.fill(kindergartens[0], planned_from=date(2027, 1, 10))
    assert _application(mother, mother.send()).state is State.DEFERRED


def test_a_family_without_iins_attaches_its_own_papers(
    region: int, kindergartens: list[uuid.UUID]
) -> None:
    mother = _mother(region, is_stranger=True)
    mother.fill(kindergartens[0])

    with pytest.raises(Refusal) as refused:
        mother.send()
    assert refused.value.detail == "papers"

    mother.attach("DOC-09")
    mother.attach("DOC-10")
    assert _application(mother, mother.send()).state is State.QUEUED


def test_the_family_is_told(mother: Family, kindergartens: list[uuid.UUID]) -> None:
    mother.fill(kindergartens[0])
    mother.send()

    with read_scope(mother.region) as session:
        codes = set(session.scalars(select(NoticeRow.code)))
    assert {"N-03", "N-05"} <= codes


def test_what_was_left_for_three_months_is_forgotten(
    mother: Family, region: int, kindergartens: list[uuid.UUID], house: House
) -> None:
    before = _files()
    mother.fill(kindergartens[0], categories=(11,))
    mother.attach("DOC-05")
    house.clock.advance(timedelta(days=60))
    other = Family(region, mother.actor, child(region, mother.actor, KNOWN_CHILD))
    other.fill(kindergartens[0], categories=(11,))
    other.attach("DOC-05")
    house.clock.advance(timedelta(days=31))

    forget_old(region, date(2026, 12, 7))

    with read_scope(region) as session:
        guardian_id = mother.actor.guardian_id
        assert guardian_id is not None
        assert find_draft(session, guardian_id, mother.child_id) is None
        assert not draft_documents(session, guardian_id, mother.child_id)
        (kept,) = draft_documents(session, guardian_id, other.child_id)
    assert _files() - before == {kept.id.hex}


def test_what_was_sent_is_not_forgotten(
    mother: Family, region: int, kindergartens: list[uuid.UUID], house: House
) -> None:
    mother.fill(kindergartens[0], categories=(5,))
    mother.attach("DOC-06")
    application_id = mother.send()
    house.clock.advance(timedelta(days=100))

    forget_old(region, date(2026, 12, 16))

    with read_scope(region) as session:
        assert len(application_documents(session, application_id)) == 1


def _files() -> set[str]:
    folder = services().settings.uploads_dir
    return {path.name for path in folder.rglob("*") if path.is_file()}


def _application(mother: Family, application_id: uuid.UUID) -> Application:
    with read_scope(mother.region) as session:
        (application,) = load_applications(session, [application_id]).values()
    return application


def _count(mother: Family) -> int:
    with read_scope(mother.region) as session:
        return len(session.scalars(select(ApplicationRow)).all())


def _mother(
    region: int,
    *,
    is_known: bool = False,
    is_stranger: bool = False,
    born_on: date = date(2022, 3, 14),
) -> Family:
    actor = family(region)
    keep_profile(region, actor, Profile(full_name="Әлия", address="Абай 1", email=""))
    if is_stranger:
        by_paper = Identity(document_kind=DocumentKind.PASSPORT, document_number="AB 123456")
        return Family(region, actor, child(region, actor, by_paper))
    identity = {"identity": KNOWN_CHILD} if is_known else {}
    return Family(region, actor, child(region, actor, born_on=born_on, **identity))


@pytest.fixture
def mother(region: int) -> Family:
    return _mother(region)


@pytest.fixture
def kindergartens(region: int) -> list[uuid.UUID]:
    return [kindergarten(region, name) for name in ("Айгөлек", "Балдәурен")]


@pytest.fixture
def region(house: House) -> int:
    return house["demo"]


@pytest.fixture
def house(new_database: Callable[[], Settings]) -> Iterator[House]:
    with open_house(new_database(), "demo", "pavlodar") as opened:
        yield opened
