"""The registry by hand and by file: looked at first, done once, closed only when nobody is left."""

import uuid
from collections.abc import Iterator
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from kezek.adapters.registry_xlsx import workbook
from kezek.adapters.scratch import Scratch
from kezek.core.errors import Refusal
from kezek.db.journal import FactRow
from kezek.db.kindergartens import KindergartenRow
from kezek.db.scope import read_scope
from kezek.reads.registry import registry_rows
from kezek.usecases.deciding import NotFound
from kezek.usecases.registry.differences import Change
from kezek.usecases.registry.files import bring_file
from kezek.usecases.registry.keeping import (
    GroupWish,
    add_kindergarten,
    change_kindergarten,
    close_kindergarten,
    put_group,
    remove_group,
    reopen_kindergarten,
)
from kezek.usecases.repeats import Once, Repeated
from tests.factories.regions import open_house
from tests.factories.registry_desk import ADMIN, VALUES, Desk

HEADER = "external_id,name_kk,name_ru,kind,territory,languages,capacity\n"
TWO = (
    HEADER + "a,«А»,Сад «А»,kindergarten,city,kk;ru,100\nb,«Б»,Сад «Б»,mini_centre,village,kk,20\n"
)


class TestByHand:
    def test_a_kindergarten_is_entered_with_its_author_and_reason(self, desk: Desk) -> None:
        one = add_kindergarten(desk.id, ADMIN, {**VALUES, "external_id": "n-1"}, "Приказ № 5")

        assert desk.row(one).hours == Decimal("10.5")
        fact = desk.fact("registry:kindergarten-added", one)
        assert (fact.actor, fact.rule) == (ADMIN, "L-3.06")
        assert fact.payload["detail"]["reason"] == "Приказ № 5"
        assert ["lat", None, "52.25"] in fact.payload["detail"]["fields"]

    def test_a_form_that_comes_twice_enters_one(self, desk: Desk) -> None:
        once = Once(str(uuid.uuid4()), "add-kindergarten")
        values = {**VALUES, "external_id": "n-2"}
        one = add_kindergarten(desk.id, ADMIN, values, "", once=once)

        with pytest.raises(Repeated) as again:
            add_kindergarten(desk.id, ADMIN, values, "", once=once)
        assert again.value.response == {"kindergarten": str(one)}

    def test_a_code_is_borne_by_one_alone(self, desk: Desk) -> None:
        add_kindergarten(desk.id, ADMIN, {**VALUES, "external_id": "n-3"}, "")

        with pytest.raises(Refusal) as refused:
            add_kindergarten(desk.id, ADMIN, {**VALUES, "external_id": "n-3"}, "")
        assert refused.value.detail == "code_taken"

    def test_a_change_is_told_field_by_field_and_a_capacity_once_more(self, desk: Desk) -> None:
        one = add_kindergarten(desk.id, ADMIN, {**VALUES, "external_id": "n-4"}, "")
        values = {**VALUES, "external_id": "n-4", "capacity": 140, "phone": "+7 7182 55 55 55"}

        assert change_kindergarten(desk.id, ADMIN, one, values, "Пристройка")
        assert not change_kindergarten(desk.id, ADMIN, one, values, "Пристройка")

        fact = desk.fact("registry:kindergarten-changed", one)
        assert fact.payload["detail"]["fields"] == [
            ["phone", "+7 7182 32 10 10", "+7 7182 55 55 55"],
            ["capacity", 120, 140],
        ]
        capacity = desk.facts("registry:capacity-changed")[-1].payload["detail"]
        assert (capacity["subject"], capacity["before"], capacity["after"]) == ("n-4", 120, 140)

    def test_one_with_queues_is_not_moved_away_from_its_families(self, desk: Desk) -> None:
        garden = desk.garden()
        desk.waits(garden)
        values = desk.values(garden)

        with pytest.raises(Refusal) as refused:
            change_kindergarten(desk.id, ADMIN, garden, {**values, "territory": "village"}, "")
        assert (refused.value.detail, refused.value.values["field"]) == (
            "families_wait_there",
            "territory",
        )
        with pytest.raises(Refusal) as refused:
            change_kindergarten(desk.id, ADMIN, garden, {**values, "kind": "special"}, "")
        assert refused.value.values["field"] == "kind"

    def test_another_region_knows_nothing_of_it(self, desk: Desk) -> None:
        garden = desk.garden()

        with pytest.raises(NotFound):
            close_kindergarten(desk.house["saran"], ADMIN, garden, "")
        with pytest.raises(NotFound):
            change_kindergarten(desk.house["saran"], ADMIN, garden, VALUES, "")


class TestGroups:
    def test_are_entered_changed_and_taken_out(self, desk: Desk) -> None:
        garden = desk.garden()

        assert put_group(desk.id, ADMIN, garden, GroupWish(2023, "ru", 25), "")
        assert put_group(desk.id, ADMIN, garden, GroupWish(2023, "ru", 20), "Норма")
        assert not put_group(desk.id, ADMIN, garden, GroupWish(2023, "ru", 20), "Норма")
        (group,) = [one for one in desk.groups(garden) if one.birth_year == 2023]
        assert group.capacity == 20
        assert remove_group(desk.id, ADMIN, group.id, "") == garden

        assert [one.birth_year for one in desk.groups(garden)] == [2022]
        kinds = [one.kind for one in desk.facts_of(garden)]
        assert kinds == ["registry:group-added", "registry:group-changed", "registry:group-removed"]

    def test_one_with_somebody_in_it_stays(self, desk: Desk) -> None:
        garden = desk.garden()
        desk.waits(garden)
        (group,) = desk.groups(garden)

        with pytest.raises(Refusal) as refused:
            remove_group(desk.id, ADMIN, group.id, "")
        assert refused.value.detail == "group_alive"
        assert refused.value.values["waiting"] == 1


class TestClosing:
    def test_nobody_can_choose_a_closed_one_and_it_opens_again(self, desk: Desk) -> None:
        garden = desk.garden()

        close_kindergarten(desk.id, ADMIN, garden, "Капитальный ремонт")

        assert desk.row(garden).closed_on is not None
        assert desk.fact("registry:kindergarten-closed", garden).actor == ADMIN
        with pytest.raises(Refusal):
            desk.waits(garden)
        with pytest.raises(Refusal) as refused:
            desk.publish(garden)
        assert refused.value.detail == "kindergarten_closed"
        reopen_kindergarten(desk.id, ADMIN, garden, "Ремонт окончен")
        desk.waits(garden)

    @pytest.mark.parametrize("what", ["waiting", "places"])
    def test_is_refused_while_somebody_is_there(self, desk: Desk, what: str) -> None:
        garden = desk.garden()
        {"waiting": desk.waits, "places": desk.publish}[what](garden)

        with pytest.raises(Refusal) as refused:
            close_kindergarten(desk.id, ADMIN, garden, "")

        assert refused.value.detail == "kindergarten_alive"
        assert refused.value.values[what] == 1
        assert desk.row(garden).closed_on is None

    def test_twice_is_refused(self, desk: Desk) -> None:
        garden = desk.garden()
        close_kindergarten(desk.id, ADMIN, garden, "")

        with pytest.raises(Refusal) as refused:
            close_kindergarten(desk.id, ADMIN, garden, "")
        assert refused.value.detail == "kindergarten_closed"

    def test_a_family_that_applies_meanwhile_is_not_left_in_a_closed_one(self, desk: Desk) -> None:
        garden = desk.garden()

        outcomes = desk.at_once(
            lambda: desk.waits(garden),
            lambda: close_kindergarten(desk.id, ADMIN, garden, ""),
        )

        assert outcomes.count("done") == 1
        is_closed = desk.row(garden).closed_on is not None
        assert is_closed is (outcomes == ["refused", "done"])


class TestByFile:
    def test_is_looked_at_first_and_nothing_is_written(self, desk: Desk) -> None:
        before = desk.count(KindergartenRow), desk.count(FactRow)

        found = desk.look(TWO.replace("\na,", "\nf-a,").replace("\nb,", "\nf-b,"))

        assert [(one.subject, one.change) for one in found.changes] == [
            ("f-a", Change.NEW),
            ("f-b", Change.NEW),
        ]
        assert found.may_be_taken
        assert (desk.count(KindergartenRow), desk.count(FactRow)) == before

    def test_is_taken_in_as_it_was_looked_at_and_once(self, desk: Desk) -> None:
        found = desk.look(TWO.replace("\na,", "\ng-a,").replace("\nb,", "\ng-b,"))

        assert desk.take(found) == 2

        assert desk.fact_of_file(found).payload["detail"]["sha256"] == found.sha256
        with pytest.raises(Refusal) as refused:
            desk.take(found)
        assert refused.value.detail == "registry_file"
        again = desk.look(TWO.replace("\na,", "\ng-a,").replace("\nb,", "\ng-b,"))
        assert {one.change for one in again.changes} == {Change.SAME}
        assert not again.may_be_taken

    def test_a_changed_line_is_told_field_by_field(self, desk: Desk) -> None:
        text = TWO.replace("\na,", "\nh-a,").replace("\nb,", "\nh-b,")
        desk.take(desk.look(text))

        found = desk.look(text.replace(",100", ",110").replace("Сад «Б»", "Мини-центр «Б»"))

        assert [
            (one.subject, [(f.name, f.before, f.after) for f in one.fields])
            for one in found.changes
        ] == [
            ("h-a", [("capacity", 100, 110)]),
            ("h-b", [("name_ru", "Сад «Б»", "Мини-центр «Б»")]),
        ]
        desk.take(found)
        assert desk.facts("registry:capacity-changed")[-1].payload["detail"]["subject"] == "h-a"

    def test_when_the_registry_has_moved_it_is_looked_at_anew(self, desk: Desk) -> None:
        text = TWO.replace("\na,", "\ni-a,").replace("\nb,", "\ni-b,")
        found = desk.look(text)
        add_kindergarten(desk.id, ADMIN, {**VALUES, "external_id": "i-a"}, "")

        with pytest.raises(Refusal) as refused:
            desk.take(found)

        assert refused.value.detail == "registry_moved"
        with read_scope(desk.id) as session:
            assert (
                session.scalar(
                    select(func.count())
                    .select_from(KindergartenRow)
                    .where(KindergartenRow.external_id == "i-b")
                )
                == 0
            )

    def test_with_a_fault_nothing_of_it_can_be_taken(self, desk: Desk) -> None:
        found = desk.look(TWO.replace(",100", ",many"))

        (fault,) = found.faults
        assert (fault.line, fault.column, fault.code, fault.cell) == (
            2,
            "capacity",
            "whole",
            "many",
        )
        with pytest.raises(Refusal):
            desk.take(found)

    def test_a_closed_one_is_not_changed_by_a_file(self, desk: Desk) -> None:
        text = TWO.replace("\na,", "\nj-a,").replace("\nb,", "\nj-b,")
        desk.take(desk.look(text))
        close_kindergarten(desk.id, ADMIN, desk.by_code("j-a"), "")

        found = desk.look(text.replace(",100", ",110"))

        assert found.changes[0].change is Change.REFUSED
        assert not found.may_be_taken

    @pytest.mark.parametrize("language", ["kk", "ru"])
    def test_what_goes_out_comes_back_without_a_difference(self, desk: Desk, language: str) -> None:
        add_kindergarten(
            desk.id,
            ADMIN,
            {**VALUES, "external_id": f"=1+1 {language}", "phone": "+77182321010"},
            "",
        )

        whole = {**VALUES, "external_id": f"whole {language}", "hours": Decimal(12)}
        add_kindergarten(desk.id, ADMIN, whole, "")

        kindergartens, groups, region = registry_rows(desk.id)
        content = workbook(kindergartens, groups, region, language)

        found = desk.look_at_bytes(content, "registry.xlsx")
        assert found.faults == ()
        assert {one.change for one in found.changes} == {Change.SAME}
        assert found.missing == ()
        assert len(found.changes) == len(kindergartens) + len(groups)

    @pytest.mark.parametrize(
        ("content", "detail"),
        [
            (b"", "file_empty"),
            (b"PK\x03\x04 nothing", "file_no_workbook"),
            (b"\x00\x01\x02", "file_no_text"),
        ],
    )
    def test_what_is_no_table_is_refused(self, desk: Desk, content: bytes, detail: str) -> None:
        with pytest.raises(Refusal) as refused:
            bring_file(desk.id, ADMIN, "x.csv", content)
        assert refused.value.detail == detail


@pytest.fixture(scope="module")
def desk(shared_scratch: Scratch) -> Iterator[Desk]:
    with open_house(shared_scratch.new_database("kezek_registry"), "demo", "saran") as house:
        yield Desk(house)
    shared_scratch.drop_database("kezek_registry")
