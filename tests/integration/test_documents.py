"""Papers: who may attach, take back and read them, what is refused, how they lie on disk."""

import uuid
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from kezek.adapters.services import services
from kezek.core.access import Actor, Role
from kezek.core.documents import MAX_UPLOAD_BYTES
from kezek.core.errors import Code, Refusal
from kezek.core.uploads import MAX_FILES
from kezek.db.documents import DocumentRow
from kezek.db.family_keys import destroy_family_key
from kezek.db.scope import read_scope, tenant_scope
from kezek.settings import Settings
from kezek.usecases.deciding import NotFound
from kezek.usecases.documents import Upload, attach, remove
from kezek.usecases.opened_documents import open_document
from tests.factories.families import FATHER, child, family
from tests.factories.papers import HEIC, JPG, PDF, PNG, paper
from tests.factories.regions import MORNING, House, open_house


def test_a_paper_comes_back_as_it_was_sent(region: int) -> None:
    mother = family(region)
    (document_id,) = attach(region, mother, child(region, mother), [paper(content=PDF)])

    opened = open_document(region, mother, document_id)

    assert (opened.content, opened.media_type, opened.filename) == (
        PDF,
        "application/pdf",
        "diplom.pdf",
    )


def test_on_the_disk_nobody_can_read_it(region: int) -> None:
    mother = family(region)
    secret = PDF + b"Aisha Serikkyzy"

    attach(region, mother, child(region, mother), [paper(content=secret)])

    (file,) = _files()
    assert b"Aisha" not in file.read_bytes()
    assert "diplom" not in str(file)
    assert file.stat().st_mode & 0o077 == 0


def test_once_the_family_is_erased_its_papers_are_gone(region: int) -> None:
    mother = family(region)
    assert mother.guardian_id is not None
    (document_id,) = attach(region, mother, child(region, mother), [paper()])

    with tenant_scope(region) as session:
        destroy_family_key(session, mother.guardian_id, MORNING)

    with pytest.raises(NotFound):
        open_document(region, mother, document_id)


@pytest.mark.parametrize(
    ("filename", "content", "detail"),
    [
        ("a.pdf", b"", "file_empty"),
        ("a.pdf", PDF + bytes(MAX_UPLOAD_BYTES), "file_too_large"),
        ("a.pdf", b"MZ\x90\x00 a program", "file_not_a_document"),
        ("a.pdf", b"%PDF-1.7 and then nothing", "file_broken"),
        ("a.jpg", JPG[:200], "file_broken"),
        ("a.jpg", HEIC, "file_heic"),
    ],
)
def test_a_wrong_file_is_refused_and_nothing_is_stored(
    region: int, filename: str, content: bytes, detail: str
) -> None:
    mother = family(region)
    child_id = child(region, mother)
    good = paper(filename="good.pdf")

    with pytest.raises(Refusal) as refused:
        attach(
            region,
            mother,
            child_id,
            [good, Upload(kind="DOC-05", filename=filename, content=content)],
        )

    assert (refused.value.code, refused.value.detail) == (Code.INVALID_CHOICE, detail)
    assert _files() == []
    assert _rows(region) == []


@pytest.mark.parametrize(
    ("filename", "content", "media_type", "named"),
    [
        ("a.PDF", PDF, "application/pdf", "a.PDF"),
        ("a.jpg", JPG, "image/jpeg", "a.jpg"),
        ("a.jpeg", JPG, "image/jpeg", "a.jpeg"),
        ("a.png", PNG, "image/png", "a.png"),
        ("a.png", JPG, "image/jpeg", "a.jpg"),
        ("a.exe", PDF, "application/pdf", "a.pdf"),
        ("scan", PDF, "application/pdf", "scan.pdf"),
    ],
)
def test_each_kind_is_taken_for_what_it_is_whatever_its_name_says(
    region: int, filename: str, content: bytes, media_type: str, named: str
) -> None:
    mother = family(region)

    (document_id,) = attach(
        region, mother, child(region, mother), [paper(filename=filename, content=content)]
    )

    opened = open_document(region, mother, document_id)
    assert (opened.media_type, opened.filename, opened.content) == (media_type, named, content)


@pytest.mark.parametrize(
    ("issued_on", "code", "detail"),
    [
        (None, Code.INVALID_CHOICE, "issue_date"),
        (date(2026, 9, 8), Code.TOO_EARLY, "issued_later"),
        (date(2026, 8, 6), Code.TOO_LATE, "certificate"),
    ],
    ids=["no day of issue", "issued tomorrow", "a month and a day old"],
)
def test_a_certificate_must_hold_on_the_day(
    region: int, issued_on: date | None, code: Code, detail: str
) -> None:
    mother = family(region)
    upload = Upload(kind="DOC-04", filename="a.pdf", content=PDF, issued_on=issued_on)

    with pytest.raises(Refusal) as refused:
        attach(region, mother, child(region, mother), [upload])

    assert (refused.value.code, refused.value.detail) == (code, detail)


def test_a_certificate_holds_through_the_same_day_of_the_next_month(region: int) -> None:
    mother = family(region)
    upload = Upload(kind="DOC-03", filename="a.pdf", content=PDF, issued_on=date(2026, 8, 7))

    attach(region, mother, child(region, mother), [upload])

    (row,) = _rows(region)
    assert row.expires_on == date(2026, 9, 7)


def test_all_papers_together_have_a_limit(region: int) -> None:
    mother = family(region)
    child_id = child(region, mother)
    five = [_filled(number) for number in range(12)]
    others = len(_files())
    attach(region, mother, child_id, five)

    with pytest.raises(Refusal) as refused:
        attach(region, mother, child_id, [paper()])

    assert (refused.value.detail, refused.value.values["most"]) == ("uploads", 60)
    assert len(_files()) == others + 12


def test_so_many_files_nobody_needs(region: int) -> None:
    mother = family(region)
    child_id = child(region, mother)
    attach(region, mother, child_id, [paper()] * MAX_FILES)
    assert len(_files()) == 1  # one file, for it is the same paper every time

    with pytest.raises(Refusal) as refused:
        attach(region, mother, child_id, [paper()])

    assert refused.value.detail == "files"


def test_a_form_that_is_sent_twice_attaches_once(region: int) -> None:
    mother = family(region)
    child_id = child(region, mother)

    first = attach(region, mother, child_id, [paper()], intent="one")
    again = attach(region, mother, child_id, [paper()], intent="one")

    assert first == again
    assert len(_files()) == 1


def test_a_form_is_not_used_for_another_file(region: int) -> None:
    mother = family(region)
    child_id = child(region, mother)
    attach(region, mother, child_id, [paper()], intent="one")

    with pytest.raises(Refusal) as refused:
        attach(region, mother, child_id, [paper(content=PNG, filename="a.png")], intent="one")

    assert refused.value.detail == "form_sent"
    assert len(_files()) == 1


def test_what_is_taken_back_is_gone_from_the_disk(region: int) -> None:
    mother = family(region)
    (document_id,) = attach(region, mother, child(region, mother), [paper()])

    remove(region, mother, document_id)

    assert _files() == []
    with pytest.raises(NotFound):
        open_document(region, mother, document_id)


def test_another_family_neither_attaches_nor_reads_nor_takes_back(region: int) -> None:
    mother, father = family(region), family(region, FATHER)
    child_id = child(region, mother)
    (document_id,) = attach(region, mother, child_id, [paper()])

    with pytest.raises(NotFound):
        attach(region, father, child_id, [paper()])
    with pytest.raises(NotFound):
        open_document(region, father, document_id)
    with pytest.raises(NotFound):
        remove(region, father, document_id)
    assert len(_files()) == 1


def test_staff_see_nothing_that_was_not_sent(region: int) -> None:
    mother = family(region)
    (document_id,) = attach(region, mother, child(region, mother), [paper()])

    with pytest.raises(NotFound):
        open_document(region, Actor(uuid.uuid4(), Role.OFFICE), document_id)


def test_another_region_has_no_such_paper(house: House) -> None:
    mother = family(house["demo"])
    (document_id,) = attach(house["demo"], mother, child(house["demo"], mother), [paper()])

    with pytest.raises(NotFound):
        open_document(house["saran"], mother, document_id)


def test_a_lost_file_is_no_page_of_errors(region: int) -> None:
    mother = family(region)
    (document_id,) = attach(region, mother, child(region, mother), [paper()])
    _files()[0].unlink()

    with pytest.raises(NotFound):
        open_document(region, mother, document_id)


def _filled(number: int) -> Upload:
    """A file as large as may be; each holds something else."""
    content = PDF + b"%" + bytes([48 + number])
    return paper(content=content + b" " * (MAX_UPLOAD_BYTES - len(content)))


def _rows(region: int) -> list[DocumentRow]:
    with read_scope(region) as session:
        return list(session.scalars(select(DocumentRow)))


def _files() -> list[Path]:
    folder = services().settings.uploads_dir
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def region(house: House) -> int:
    return house["demo"]


@pytest.fixture
def house(new_database: Callable[[], Settings]) -> Iterator[House]:
    settings = new_database()
    _clear(settings.uploads_dir)
    with open_house(settings, "demo", "saran") as opened:
        yield opened
    _clear(settings.uploads_dir)


def _clear(folder: Path) -> None:
    """Every test of this process keeps its files in one folder: others may have left some."""
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
