"""Photos and days of issue on the page of papers: warned of, counted, told at once."""

import io
import tracemalloc
import uuid
from collections.abc import Iterator
from datetime import date

import pytest
from PIL import Image
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from kezek.adapters.wording import say_day
from kezek.core.documents import MAX_UPLOAD_BYTES
from kezek.web.bodies import CountedFile
from tests.factories.kindergartens import kindergarten
from tests.factories.papers import photo
from tests.factories.regions import House, open_front
from tests.unit.scans import scan
from tests.web.browsing import send
from tests.web.parents import Parent


def term(parent: Parent, code: str, said: dict[str, list[str]]) -> TestResponse:
    """What the page gets while a day is typed in."""
    path = f"/demo/document-term/{code}"
    return parent.client.get(path, query_string=said, headers={"HX-Request": "true"})


def test_a_phone_offers_its_camera_and_never_heic(teacher: Parent) -> None:
    page = teacher.get("documents/").text

    assert 'capture="environment"' in page
    assert page.count('name="doc-05-files"') == 2
    assert "heic" not in page.casefold()


def test_both_boxes_of_a_paper_are_taken_together(teacher: Parent) -> None:
    good = photo(scan(1200))
    sent = send(
        teacher.client,
        teacher.get("documents/"),
        "attach-doc-05",
        **{"doc-05-files": [(io.BytesIO(good), "page.jpg"), (io.BytesIO(good), "camera.jpg")]},
    )

    assert sent.status_code == 303
    page = teacher.get("documents/").text
    assert "page.jpg" in page
    assert "camera.jpg" in page
    assert 'class="flaws"' not in page


def test_a_hard_to_read_photo_is_told_and_may_be_sent(teacher: Parent) -> None:
    black = photo(Image.new("RGB", (1600, 1200), (9, 9, 9)))
    send(
        teacher.client,
        teacher.get("documents/"),
        "attach-doc-05",
        **{"doc-05-files": (io.BytesIO(black), "dark.jpg")},
    )

    assert "Сурет қараңғы." in teacher.get("documents/").text


@pytest.mark.parametrize(
    ("code", "issued", "said"),
    [
        ("DOC-04", ("7", "9", "2026"), "Жарамдылығының соңғы күні"),
        ("DOC-04", ("8", "8", "2026"), "1 күн қалды"),
        ("DOC-04", ("6", "8", "2026"), "жаңасы керек"),
        ("DOC-04", ("8", "9", "2026"), "бүгіннен кеш бола алмайды"),
        ("DOC-14", ("7", "9", "2026"), say_day(date(2026, 9, 10), "kk")),
    ],
)
def test_how_long_a_paper_holds_is_told_from_its_day(
    teacher: Parent, code: str, issued: tuple[str, ...], said: str
) -> None:
    box = f"{code.lower()}-issued"

    assert said in term(teacher, code, {box: list(issued)}).text


@pytest.mark.parametrize("issued", [[], ["7", "9", ""], ["31", "2", "2026"], ["x"]])
def test_of_no_whole_day_nothing_is_said(teacher: Parent, issued: list[str]) -> None:
    told = term(teacher, "DOC-04", {"doc-04-issued": issued})

    assert (told.status_code, told.text.strip()) == (200, "")


def test_of_a_paper_without_a_term_nothing_is_said(teacher: Parent) -> None:
    said = {"doc-05-issued": ["7", "9", "2026"]}

    assert term(teacher, "DOC-05", said).text == ""
    assert term(teacher, "DOC-99", said).status_code == 404


def test_of_a_file_that_is_too_large_no_more_is_kept_than_shows_it() -> None:
    part = bytes(64 * 1024)

    with CountedFile(MAX_UPLOAD_BYTES) as kept:
        tracemalloc.start()
        for _ in range(20 * MAX_UPLOAD_BYTES // len(part)):
            assert kept.write(part) == len(part)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()

        assert kept.seek(0, io.SEEK_END) == MAX_UPLOAD_BYTES + 1
        assert most < MAX_UPLOAD_BYTES


@pytest.fixture
def teacher(house: House, garden: uuid.UUID) -> Parent:
    """A teacher who has said everything and attached nothing."""
    parent = Parent(house)
    parent.fill(garden, first_priority="11")
    return parent


@pytest.fixture(scope="module")
def garden(house: House) -> uuid.UUID:
    return house.within(kindergarten, house["demo"], "Айгөлек")


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with open_front(shared_scratch.new_database("kezek_uploading"), "demo") as opened:
        yield opened
    shared_scratch.drop_database("kezek_uploading")
