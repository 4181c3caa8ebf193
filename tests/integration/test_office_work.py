"""What waits for specialists: taken, handed over, done in batches, raised when late (N-54)."""

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from kezek.adapters.scratch import Scratch
from kezek.core.access import Actor, Role
from kezek.core.applications import State
from kezek.core.errors import Refusal
from kezek.core.work import Lane, MatterKey, Order, Wanted, Whose, Work
from kezek.db.notices import NoticeRow
from kezek.db.scope import read_scope
from kezek.reads.batch_page import BatchPage, batch_page
from kezek.reads.late_work import late_page
from kezek.reads.matter_side import matter_side
from kezek.reads.office_desk import next_item, office_desk
from kezek.usecases import batches, referrals
from kezek.usecases.admission_desk import refuse_extension
from kezek.usecases.assignments import assign
from kezek.usecases.batch_plans import BatchAct, Why, plan
from kezek.usecases.deciding import NotFound
from kezek.usecases.documents import Upload, attach
from kezek.usecases.late_work import raise_late_work
from kezek.usecases.reviews import confirm
from kezek.usecases.staff_notes import About, add_note
from tests.factories.kindergartens import kindergarten
from tests.factories.papers import PDF
from tests.factories.regions import House, open_front
from tests.factories.staff import open_staff, owner_of, referred, under_review
from tests.factories.waiting import FAMILY
from tests.web.counter import LOGINS, loaded


class TestTheList:
    def test_it_is_sifted_by_class_and_hands_and_counts_every_choice(
        self, house: House, garden: uuid.UUID, officer: Actor
    ) -> None:
        tenant = house["demo"]
        soldier = house.within(under_review, tenant, garden, category=1)
        house.within(under_review, tenant, garden, category=11)
        house.within(_take, tenant, officer, soldier)

        page = house.within(office_desk, tenant, officer, Wanted(whose=Whose.MINE), 1, "kk")

        assert [one.id for one in page.items] == [soldier]
        assert page.items[0].lane is Lane.OUT_OF_TURN
        assert page.facets.whose[Whose.MINE] == 1
        assert page.facets.lanes == {Lane.OUT_OF_TURN: 1}
        priority = Wanted(lane=Lane.FIRST_PRIORITY)
        others = house.within(office_desk, tenant, officer, priority, 1, "kk")
        assert soldier not in {one.id for one in others.items}

    def test_a_list_may_begin_with_those_that_wait_longest(
        self, house: House, garden: uuid.UUID, officer: Actor
    ) -> None:
        tenant = house["demo"]
        first = house.within(under_review, tenant, garden)
        house.clock.advance(timedelta(minutes=1))
        second = house.within(under_review, tenant, garden)

        for order in (Order.SINCE, Order.NUMBER):
            wanted = Wanted(work=Work.REVIEW, order=order)
            page = house.within(office_desk, tenant, officer, wanted, 99, "ru")
            ids = [one.id for one in page.items]
            assert ids.index(first) < ids.index(second), order

    def test_the_next_after_the_last_is_the_first_again(
        self, house: House, garden: uuid.UUID, officer: Actor
    ) -> None:
        tenant = house["demo"]
        child = house.within(under_review, tenant, garden)
        house.within(_take, tenant, officer, child)
        mine = Wanted(whose=Whose.MINE)
        only = house.within(office_desk, tenant, officer, mine, 1, "kk").items[0]

        again = house.within(next_item, tenant, officer, mine, only.mark, "kk")

        assert again is not None
        assert again.id == child


class TestHands:
    def test_two_who_take_at_once_do_not_both_get_it(
        self, house: House, garden: uuid.UUID, officer: Actor, colleague: Actor
    ) -> None:
        tenant = house["demo"]
        child = house.within(under_review, tenant, garden)
        house.within(_take, tenant, officer, child)

        with pytest.raises(Refusal) as refused:
            house.within(_take, tenant, colleague, child)

        assert refused.value.detail == "taken"
        assert _holder(house, officer, child) == officer.account_id

    def test_a_matter_is_handed_over_with_a_note_that_no_family_sees(
        self, house: House, garden: uuid.UUID, officer: Actor, colleague: Actor
    ) -> None:
        tenant = house["demo"]
        child = house.within(under_review, tenant, garden)
        key = MatterKey(Work.REVIEW, child)

        house.within(
            assign, tenant, officer, key, colleague.account_id, seen=None, note="Анықтама күтілуде"
        )

        side = house.within(matter_side, tenant, colleague, child)
        assert side.matters[0].whose is Whose.MINE
        assert [(one.words, one.is_handover) for one in side.notes] == [("Анықтама күтілуде", True)]

    def test_a_colleague_of_another_territory_is_none(
        self, house: House, garden: uuid.UUID, officer: Actor
    ) -> None:
        tenant = house["demo"]
        child = house.within(under_review, tenant, garden)
        village = house.within(
            open_staff, tenant, Role.OFFICE, f"v-{next(LOGINS)}", territories=("village",)
        )
        key = MatterKey(Work.REVIEW, child)

        with pytest.raises(Refusal) as refused:
            house.within(assign, tenant, officer, key, village.account_id, seen=None)
        assert refused.value.detail == "colleague"
        with pytest.raises(NotFound):
            house.within(assign, tenant, village, key, village.account_id, seen=None)

    def test_the_next_matter_of_the_same_child_is_nobodys(
        self, house: House, garden: uuid.UUID, officer: Actor
    ) -> None:
        tenant = house["demo"]
        child = house.within(referred, tenant, garden)
        house.within(referrals.ask_extension, tenant, FAMILY, child, days=5)
        key = MatterKey(Work.EXTENSION, child)
        house.within(assign, tenant, officer, key, officer.account_id, seen=None)
        house.within(refuse_extension, tenant, officer, child, intent=str(uuid.uuid4()))
        house.clock.advance(timedelta(seconds=1))
        house.within(referrals.ask_extension, tenant, FAMILY, child, days=3)

        side = house.within(matter_side, tenant, officer, child)

        assert [one.whose for one in side.matters] == [Whose.FREE]

    def test_a_note_is_written_once_and_for_ones_own_territory(
        self, house: House, garden: uuid.UUID, officer: Actor
    ) -> None:
        tenant = house["demo"]
        child = house.within(under_review, tenant, garden)
        key = str(uuid.uuid4())
        for _ in range(2):
            house.within(
                add_note, tenant, officer, About.APPLICATION, child, "Қоңырау шалдым", intent=key
            )
        village = house.within(
            open_staff, tenant, Role.OFFICE, f"v-{next(LOGINS)}", territories=("village",)
        )

        assert len(house.within(matter_side, tenant, officer, child).notes) == 1
        with pytest.raises(NotFound):
            house.within(add_note, tenant, village, About.APPLICATION, child, "Жоқ")


class TestBatches:
    def test_only_what_has_all_its_papers_is_confirmed(
        self, house: House, garden: uuid.UUID, officer: Actor
    ) -> None:
        tenant = house["demo"]
        whole = house.within(under_review, tenant, garden)
        _attach(house, whole, "DOC-03")
        bare = house.within(under_review, tenant, garden)
        keys = [MatterKey(Work.REVIEW, one) for one in (whole, bare)]

        planned = house.within(plan, tenant, officer, BatchAct.CONFIRM, keys, None)
        page = _do(house, officer, BatchAct.CONFIRM, keys)

        assert [one.why for one in planned] == [None, Why.PAPERS]
        assert [one.outcome for one in page.lines] == ["done", "left_out"]
        assert loaded(house, whole).state is State.QUEUED
        assert loaded(house, bare).state is State.UNDER_REVIEW

    def test_pressed_twice_or_cut_off_it_is_done_once(
        self, house: House, garden: uuid.UUID, officer: Actor
    ) -> None:
        tenant = house["demo"]
        child = house.within(under_review, tenant, garden)
        _attach(house, child, "DOC-03")
        keys, form = [MatterKey(Work.REVIEW, child)], uuid.uuid4()
        house.within(batches.begin, tenant, officer, BatchAct.CONFIRM, keys, None, intent=form)
        # A worker was killed after the decision and before it was written down.
        house.within(confirm, tenant, officer, child, intent=str(uuid.uuid5(form, "0")))

        house.within(batches.go_on, tenant, officer, form)
        house.within(batches.go_on, tenant, officer, form)

        page = house.within(batch_page, tenant, officer, form)
        assert page is not None
        assert [one.outcome for one in page.lines] == ["done"]
        assert len(_letters(house, child, "N-05")) == 1

    def test_requests_with_proof_are_granted_as_asked(
        self, house: House, garden: uuid.UUID, officer: Actor
    ) -> None:
        tenant = house["demo"]
        proven, bare = (house.within(referred, tenant, garden) for _ in range(2))
        for child in (proven, bare):
            house.within(referrals.ask_extension, tenant, FAMILY, child, days=7)
        _attach(house, proven, "DOC-16")
        keys = [MatterKey(Work.EXTENSION, one) for one in (proven, bare)]

        page = _do(house, officer, BatchAct.GRANT, keys)

        assert [one.detail for one in page.lines] == ["", "no_proof"]
        referral = loaded(house, proven).referral
        assert referral is not None
        assert referral.extended

    def test_what_was_taken_over_goes_back_to_whose_it_was(
        self, house: House, garden: uuid.UUID, officer: Actor, colleague: Actor
    ) -> None:
        tenant = house["demo"]
        theirs, free = (house.within(under_review, tenant, garden) for _ in range(2))
        house.within(_take, tenant, colleague, theirs)
        keys = [MatterKey(Work.REVIEW, one) for one in (theirs, free)]

        page = _do(house, officer, BatchAct.TAKE, keys)
        assert _holder(house, officer, theirs) == officer.account_id
        assert house.within(batches.undo, tenant, officer, page.id) == 2

        assert _holder(house, officer, theirs) == colleague.account_id
        assert _holder(house, officer, free) is None
        with pytest.raises(Refusal):
            house.within(batches.undo, tenant, officer, page.id)

    def test_a_decision_is_not_undone(
        self, house: House, garden: uuid.UUID, officer: Actor, colleague: Actor
    ) -> None:
        tenant = house["demo"]
        child = house.within(under_review, tenant, garden)
        page = _do(house, officer, BatchAct.CONFIRM, [MatterKey(Work.REVIEW, child)])

        with pytest.raises(Refusal) as refused:
            house.within(batches.undo, tenant, officer, page.id)
        assert refused.value.detail == "family_told"
        with pytest.raises(NotFound):
            house.within(batches.go_on, tenant, colleague, page.id)


class TestLateWork:
    def test_the_head_is_told_once_of_each_matter(
        self, house: House, garden: uuid.UUID, officer: Actor
    ) -> None:
        tenant = house["demo"]
        house.within(raise_late_work, tenant)
        child = house.within(under_review, tenant, garden)
        number = loaded(house, child).number
        house.clock.advance(timedelta(days=5))

        while house.within(raise_late_work, tenant):
            pass

        assert _alarms(house, number) == 1
        head = Actor(uuid.uuid4(), Role.ADMIN)
        page = house.within(late_page, tenant, head, "city", 1, "kk")
        assert page.counts["city"][Work.REVIEW] >= 1
        assert next(one for one in page.items if one.id == child).is_raised

    def test_what_is_only_just_late_is_not_raised(self, house: House, garden: uuid.UUID) -> None:
        tenant = house["demo"]
        child = house.within(under_review, tenant, garden)
        house.clock.advance(timedelta(days=1, hours=16))

        house.within(raise_late_work, tenant)

        assert _alarms(house, loaded(house, child).number) == 0


def _take(tenant_id: int, by: Actor, child: uuid.UUID) -> None:
    assign(tenant_id, by, MatterKey(Work.REVIEW, child), by.account_id, seen=None)


def _holder(house: House, by: Actor, child: uuid.UUID) -> uuid.UUID | None:
    return house.within(matter_side, house["demo"], by, child).matters[0].holder_id


def _do(house: House, by: Actor, act: BatchAct, keys: list[MatterKey]) -> BatchPage:
    tenant, form = house["demo"], uuid.uuid4()
    house.within(batches.begin, tenant, by, act, keys, None, intent=form)
    house.within(batches.go_on, tenant, by, form)
    page = house.within(batch_page, tenant, by, form)
    assert page is not None
    return page


def _attach(house: House, child: uuid.UUID, kind: str) -> None:
    application = loaded(house, child)
    day = house.clock.now().date() - timedelta(days=3)
    upload = Upload(kind=kind, filename="anyqtama.pdf", content=PDF, issued_on=day)
    house.within(
        attach,
        house["demo"],
        owner_of(application),
        application.child,
        [upload],
        application_id=child,
    )


def _letters(house: House, child: uuid.UUID, code: str) -> list[NoticeRow]:
    def find() -> list[NoticeRow]:
        with read_scope(house["demo"]) as session:
            query = select(NoticeRow).where(
                NoticeRow.application_id == child, NoticeRow.code == code
            )
            return list(session.scalars(query))

    return house.within(find)


def _alarms(house: House, number: str) -> int:
    def find() -> int:
        with read_scope(house["demo"]) as session:
            rows = session.scalars(select(NoticeRow).where(NoticeRow.code == "N-54"))
            return sum(
                row.values.get("about") == "late" and row.values.get("detail") == number
                for row in rows
            )

    return house.within(find)


@pytest.fixture
def officer(house: House) -> Actor:
    return house.within(open_staff, house["demo"], Role.OFFICE, f"o-{next(LOGINS)}")


@pytest.fixture
def colleague(house: House) -> Actor:
    return house.within(open_staff, house["demo"], Role.OFFICE, f"c-{next(LOGINS)}")


@pytest.fixture
def garden(house: House) -> uuid.UUID:
    return house.within(kindergarten, house["demo"], "Ясли-сад «Балдәурен»")


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    """One region for all: each test has its own specialists and children."""
    with open_front(shared_scratch.new_database("kezek_office_work"), "demo") as opened:
        yield opened
    shared_scratch.drop_database("kezek_office_work")
