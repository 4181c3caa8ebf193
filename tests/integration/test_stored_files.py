"""Sealed files: one for what is the same, none shared by families, none without a row for long."""

import dataclasses
import os
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select, update

from kezek.adapters.services import services
from kezek.db.documents import DocumentRow
from kezek.db.family_keys import family_key
from kezek.db.scope import read_scope, tenant_scope
from kezek.settings import Settings
from kezek.usecases.documents import attach, remove
from kezek.usecases.opened_documents import open_document
from kezek.usecases.sweeping_files import look_for_orphans, sweep
from tests.factories.families import FATHER, KNOWN_CHILD, child, family
from tests.factories.papers import PDF, paper, photo
from tests.factories.regions import MORNING, House, open_house


def test_the_same_paper_is_kept_once_and_goes_with_its_last_row(region: int) -> None:
    mother = family(region)
    child_id = child(region, mother)
    first, second = attach(region, mother, child_id, [paper(), paper(filename="again.pdf")])
    assert len(_files(region)) == 1

    remove(region, mother, first)
    assert open_document(region, mother, second).content == PDF

    remove(region, mother, second)
    assert _files(region) == []


def test_two_families_with_the_same_paper_share_no_file(region: int) -> None:
    mother, father = family(region), family(region, FATHER)
    attach(region, mother, child(region, mother), [paper()])
    (own,) = attach(region, father, child(region, father, KNOWN_CHILD), [paper()])
    assert len(_files(region)) == 2

    remove(region, father, own)

    assert len(_files(region)) == 1


def test_a_photo_is_looked_at_without_the_place_where_it_was_taken(region: int) -> None:
    mother = family(region)
    told = Image.Exif()
    told[0x010F] = "Phone of Aisha"
    taken = photo(Image.new("RGB", (1200, 1600), "white"), exif=told)
    upload = paper(filename="a.jpg", content=taken)
    (document_id,) = attach(region, mother, child(region, mother), [upload])

    original = open_document(region, mother, document_id)
    shown = open_document(region, mother, document_id, to_look_at=True)

    assert original.content == taken
    assert b"Aisha" not in shown.content
    with Image.open(BytesIO(shown.content)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (1200, 1600))
    assert len(_files(region)) == 2
    assert _row(region).flaws == ["empty"]


def test_a_photo_of_an_earlier_release_is_read_where_it_lies(region: int) -> None:
    mother = family(region)
    taken = photo(Image.new("RGB", (300, 400), "white"), comment=b"home")
    upload = paper(filename="a.jpg", content=taken)
    (document_id,) = attach(region, mother, child(region, mother), [upload])
    _lay_as_before(region, taken)

    assert open_document(region, mother, document_id).content == taken
    shown = open_document(region, mother, document_id, to_look_at=True)
    assert shown.media_type == "image/jpeg"
    assert b"home" not in shown.content


def test_a_sweep_tells_first_and_takes_only_what_nothing_names(region: int) -> None:
    mother = family(region)
    attach(region, mother, child(region, mother), [paper()])
    old, young = _leave(region, "old", days=2), _leave(region, "young", days=0)

    told = look_for_orphans(region)
    assert (told.kept, [file.path for file in told.orphans], told.lost) == (1, [old], ())
    assert len(_files(region)) == 3

    sweep(region)

    assert {young} < set(_files(region))
    assert old not in _files(region)
    assert look_for_orphans(region).orphans == ()


def test_a_file_that_is_gone_is_told_by_its_path(region: int) -> None:
    mother = family(region)
    attach(region, mother, child(region, mother), [paper()])
    (path,) = _files(region)
    services().uploads.drop(path)

    assert look_for_orphans(region).lost == (path,)


def _files(region: int) -> list[str]:
    return [file.path for file in services().uploads.files_of(region)]


def _row(region: int) -> DocumentRow:
    with read_scope(region) as session:
        return session.scalars(select(DocumentRow)).one()


def _leave(region: int, name: str, *, days: int) -> str:
    """A file that nothing names, of so many days ago."""
    path = f"{region}/zz/{name}"
    services().uploads.put(path, b"sealed")
    file = services().settings.uploads_dir / path
    moment = MORNING.timestamp() - days * 86_400
    os.utime(file, (moment, moment))
    return path


def _lay_as_before(region: int, content: bytes) -> None:
    """The only document of the region, as releases before copies to look at have kept it."""
    row = _row(region)
    for path in _files(region):
        services().uploads.drop(path)
    path = f"{region}/{row.id.hex[-2:]}/{row.id.hex}"
    with tenant_scope(region) as session:
        wrapped = family_key(session, region, row.guardian_id)
        sealed = services().keys.seal_file(region, row.guardian_id, wrapped, str(row.id), content)
        services().uploads.put(path, sealed)
        session.execute(update(DocumentRow).values(stored_path=path, view_path=None))


@pytest.fixture
def region(house: House) -> int:
    return house["demo"]


@pytest.fixture
def house(new_database: Callable[[], Settings], tmp_path: Path) -> Iterator[House]:
    settings = dataclasses.replace(new_database(), uploads_dir=tmp_path / "uploads")
    with open_house(settings, "demo") as opened:
        yield opened
