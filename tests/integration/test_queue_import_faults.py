"""A file of an old queue with something wrong in it: named line by line, and nobody comes in."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from kezek.adapters.identities import person_hash
from kezek.adapters.import_words import FAULT, fault_words
from kezek.adapters.scratch import Scratch
from kezek.core.people import Identity
from kezek.db.accounts import IdentityConflictRow
from kezek.db.claims import claim_child
from kezek.db.scope import read_scope
from kezek.settings import Settings
from kezek.usecases import places
from kezek.usecases.unit_of_work import act
from tests.factories.regions import open_house
from tests.factories.waiting import waiting
from tests.integration.old_queues import TERRITORY, Town, as_file, one_line


class TestAFaultyFile:
    @pytest.mark.parametrize(
        ("given", "column", "code"),
        [
            ({"submitted_at": "2026-09-08T10:00:00+05:00"}, "submitted_at", "future"),
            ({"submitted_at": "2022-01-08T10:00:00+05:00"}, "submitted_at", "before_birth"),
            ({"submitted_at": "2025-02-03T10:00:00"}, "submitted_at", "no_zone"),
            ({"submitted_at": "2025-02-03T10:00:00.0001+05:00"}, "submitted_at", "finer_than_ms"),
            ({"submitted_at": "yesterday"}, "submitted_at", "moment"),
            ({"territory": "moon"}, "territory", "word"),
            ({"choices": "no-such"}, "choices", "unknown_garden"),
            ({"choices": ""}, "choices", "count"),
            ({"choices": "dem-demo-01;dem-demo-01"}, "choices", "repeated"),
            ({"queue_type": "special"}, "choices", "queue_type"),
            ({"categories": "99"}, "categories", "categories"),
            ({"categories": "10", "confirmed": "no"}, "confirmed", "unconfirmed"),
            ({"stage": "inactive", "through": "2026-09-20"}, "stage", "stage"),
            ({"stage": "suspended"}, "through", "through"),
            ({"stage": "suspended", "through": "2026-09-06"}, "through", "through"),
            ({"stage": "deferred"}, "planned_from", "planned"),
            ({"planned_from": "2026-12-01"}, "planned_from", "planned"),
            ({"born_on": "2019-01-01"}, "born_on", "too_old"),
            ({"born_on": "01.02.2022"}, "born_on", "day"),
            ({"child_iin": "220314600207"}, "child_iin", "iin_check_digit"),
            ({"child_iin": ""}, "child_iin", "no_number"),
            ({"phone": "12"}, "phone", "phone"),
            ({"number_before": "1;2"}, "number_before", "numbers_count"),
            ({"number_before": "0"}, "number_before", "numbers"),
            ({"strikes": "many"}, "strikes", "whole"),
            ({"child_name": ""}, "child_name", "empty"),
        ],
    )
    def test_names_line_column_and_what_is_wrong(
        self, empty_town: Town, given: dict[str, str], column: str, code: str
    ) -> None:
        good, bad = one_line(ref="G-1", serial=1), one_line(ref="B-1", serial=2) | given

        report = empty_town.text("demo", as_file(good, bad))

        assert [(one.line, one.column, one.code) for one in report.faults] == [(3, column, code)]
        words = fault_words(report.faults[0])
        assert words.kk
        assert words.ru
        assert "{" not in words.kk + words.ru
        assert empty_town.count("demo") == 0

    def test_a_child_stands_once_in_it_and_so_does_a_reference(self, empty_town: Town) -> None:
        one = one_line(ref="T-1", serial=1)

        same_child = empty_town.text("demo", as_file(one, one | {"ref": "T-2"}))
        same_ref = empty_town.text("demo", as_file(one, one_line(ref="T-1", serial=2)))

        assert [(f.line, f.column, f.code) for f in same_child.faults] == [
            (3, "child_iin", "twice")
        ]
        assert [(f.line, f.column, f.code) for f in same_ref.faults] == [(3, "ref", "twice")]

    def test_a_child_that_waits_here_or_elsewhere_is_refused(self, town: Town) -> None:
        here = one_line(ref="H-1", serial=1)
        town.keep("demo", as_file(here))
        later = here | {"submitted_at": "2025-06-01T10:00:00.000+05:00"}
        elsewhere = here | {"territory": "saran", "choices": ""}

        own = town.text("demo", as_file(later))
        other = town.text("saran", as_file(elsewhere))

        assert [one.code for one in own.faults] == ["living_here"]
        assert own.faults[0].values["number"] == town.by_ref("demo")["H-1"].number
        assert [one.code for one in other.faults] == ["taken"]

    def test_a_claim_without_proof_brings_a_conflict_before_the_specialist(
        self, town: Town
    ) -> None:
        town.settle("demo")
        row = one_line(ref="U-1", serial=1)
        with act(town.house["saran"], "test") as running:
            hashed = person_hash(Identity(iin=row["child_iin"]))
            claim_child(running.session, hashed, uuid.uuid4(), is_proven=False)

        report = town.keep("demo", as_file(row))

        assert report.is_saved
        with read_scope(town.house["demo"]) as session:
            conflict = session.scalars(select(IdentityConflictRow)).one()
        assert conflict.application_id == town.by_ref("demo")["U-1"].id

    def test_where_a_place_waits_nobody_is_passed_over(self, town: Town) -> None:
        vacancy = places.Vacancy(
            kindergarten_id=town.garden("demo", "dem-demo-01"), birth_year=2022, language="kk"
        )
        places.publish(town.house["demo"], "kindergarten:1", vacancy)

        report = town.text("demo", as_file(one_line(ref="F-1")))

        assert [one.code for one in report.faults] == ["places_free"]

    def test_counts_are_looked_at_too(self, empty_town: Town) -> None:
        head = "territory,kindergarten,queue_type,birth_year,language,count\n"
        for line, code in (
            ("city,no-such,general,2022,kk,1", "unknown_garden"),
            ("city,dem-demo-01,general,2022,kk,9", "count_range"),
            ("city,dem-demo-01,special,2022,kk,1", "no_queue"),
            ("city,dem-demo-01,general,2022,,1", "empty"),
        ):
            report = empty_town.text("demo", as_file(one_line(ref="C-1")), counts=f"{head}{line}\n")
            assert [one.code for one in report.count_faults] == [code], line

    def test_a_queue_that_runs_keeps_its_count(self, town: Town) -> None:
        head = "territory,kindergarten,queue_type,birth_year,language,count\n"
        waiting(town.house["demo"], 3000, town.garden("demo", "dem-demo-01"))

        report = town.text(
            "demo",
            as_file(one_line(ref="C-1")),
            counts=f"{head}city,dem-demo-01,general,2022,kk,1\n",
        )

        assert [one.code for one in report.count_faults] == ["queue_runs"]

    def test_a_header_that_is_not_known_is_told(self, empty_town: Town) -> None:
        report = empty_town.text("demo", "ref,who\n1,2\n")

        assert {(one.column, one.code) for one in report.faults} >= {
            ("who", "unknown_column"),
            ("submitted_at", "missing_column"),
        }

    def test_every_fault_has_its_sentence_in_both_languages(self) -> None:
        assert all(words.kk and words.ru and words.kk != words.ru for words in FAULT.values())


@pytest.fixture
def town(new_database: Callable[[], Settings], tmp_path: Path) -> Iterator[Town]:
    settings = new_database()
    with open_house(settings, *TERRITORY.values()) as house:
        yield Town(house, tmp_path, settings)


@pytest.fixture(scope="module")
def empty_town(shared_scratch: Scratch, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One for all files that are refused: nobody ever comes in."""
    settings = shared_scratch.new_database("kezek_refused")
    with open_house(settings, "demo") as house:
        yield Town(house, tmp_path_factory.mktemp("refused"), settings)
    shared_scratch.drop_database("kezek_refused")
