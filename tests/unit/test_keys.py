"""Keys outside the database: made once, for our eyes alone, and bound to what they open."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest

from kezek.adapters.keys import KeyMismatch, KeyMissing, Keys

IIN = "230517500127"
FAMILY, OTHER_FAMILY = UUID(int=1), UUID(int=2)
FACT, OTHER_FACT = UUID(int=11), UUID(int=12)
PERSONAL = {"name": "Айсұлу", "born_on": "2023-05-17", "categories": [5]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that does not exist yet."""
    return tmp_path / "deep" / "keys"


@pytest.fixture
def keys(folder: Path) -> Keys:
    """Keys as the demo has them: what is lacking is made."""
    return Keys(folder, may_create=True)


def test_a_key_file_is_for_our_user_alone(keys: Keys, folder: Path) -> None:
    made = keys.create([1, 2])

    assert made == ["deployment", "receipts-1", "tenant-1", "tenant-2"]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert sorted(path.name for path in folder.iterdir()) == [f"{name}.key" for name in made]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert keys.exposed() == []


def test_a_key_that_others_may_read_is_named(keys: Keys, folder: Path) -> None:
    keys.create([1])
    (folder / "tenant-1.key").chmod(0o640)
    assert keys.exposed() == ["tenant-1.key"]


def test_a_key_that_is_there_is_never_made_anew(keys: Keys, folder: Path) -> None:
    keys.create([1])
    before = {path: path.read_bytes() for path in folder.iterdir()}
    assert keys.missing([1, 2]) == ["tenant-2"]
    assert keys.create([1, 2]) == ["tenant-2"]
    assert {path: path.read_bytes() for path in before} == before


def test_processes_that_begin_at_once_read_one_key(folder: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        hashes = list(pool.map(lambda _: Keys(folder, may_create=True).iin_hash(IIN), range(16)))
    assert len(set(hashes)) == 1
    assert os.listdir(folder) == ["deployment.key"]


def test_production_makes_no_key_by_itself(folder: Path) -> None:
    strict = Keys(folder)
    with pytest.raises(KeyMissing, match="kezek keys create"):
        strict.iin_hash(IIN)
    with pytest.raises(KeyMissing, match="tenant-7"):
        strict.new_family_key(7, FAMILY)
    assert not folder.exists()


@pytest.mark.parametrize("text", ["", "not hex", "00ff"])
def test_a_spoiled_key_file_is_named(keys: Keys, folder: Path, text: str) -> None:
    folder.mkdir(parents=True)
    (folder / "deployment.key").write_text(text)
    with pytest.raises(KeyMissing, match=r"deployment\.key"):
        keys.iin_hash(IIN)


def test_personal_data_open_with_the_key_of_their_family(keys: Keys) -> None:
    wrapped = keys.new_family_key(1, FAMILY)
    sealed = keys.seal_personal(1, FAMILY, wrapped, FACT, PERSONAL)
    assert keys.open_personal(1, FAMILY, wrapped, FACT, sealed) == PERSONAL
    for value in ("Айсұлу", "2023-05-17", "born_on"):
        assert value.encode() not in sealed


def test_the_same_data_never_look_the_same(keys: Keys) -> None:
    wrapped = keys.new_family_key(1, FAMILY)
    sealed = {keys.seal_personal(1, FAMILY, wrapped, FACT, PERSONAL) for _ in range(3)}
    assert len(sealed) == 3
    assert keys.new_family_key(1, FAMILY) != wrapped


def test_a_ciphertext_opens_only_where_it_was_sealed(keys: Keys) -> None:
    wrapped = keys.new_family_key(1, FAMILY)
    sealed = keys.seal_personal(1, FAMILY, wrapped, FACT, PERSONAL)
    other = keys.new_family_key(1, OTHER_FAMILY)
    flipped = bytes([*sealed[:-1], sealed[-1] ^ 1])
    attempts = [
        (1, FAMILY, wrapped, OTHER_FACT, sealed),
        (1, OTHER_FAMILY, wrapped, FACT, sealed),
        (1, OTHER_FAMILY, other, FACT, sealed),
        (2, FAMILY, wrapped, FACT, sealed),
        (1, FAMILY, wrapped, FACT, flipped),
        (1, FAMILY, wrapped, FACT, b""),
        (1, FAMILY, b"short", FACT, sealed),
    ]
    for attempt in attempts:
        with pytest.raises(KeyMismatch):
            keys.open_personal(*attempt)


def test_the_folder_of_another_deployment_opens_nothing(keys: Keys, tmp_path: Path) -> None:
    stranger = Keys(tmp_path / "other", may_create=True)
    wrapped = keys.new_family_key(1, FAMILY)
    sealed = keys.seal_personal(1, FAMILY, wrapped, FACT, PERSONAL)
    with pytest.raises(KeyMismatch):
        stranger.open_personal(1, FAMILY, wrapped, FACT, sealed)
    with pytest.raises(KeyMismatch):
        stranger.open_text(keys.seal_text(IIN))
    assert stranger.iin_hash(IIN) != keys.iin_hash(IIN)


def test_an_iin_is_found_by_a_hash_that_outlives_the_process(keys: Keys, folder: Path) -> None:
    assert keys.iin_hash(IIN) == Keys(folder).iin_hash(IIN)
    assert keys.iin_hash(IIN) != keys.iin_hash("230517500128")
    assert len(keys.iin_hash(IIN)) == 32


def test_a_text_opens_in_its_context_only(keys: Keys) -> None:
    sealed = keys.seal_text("+7 701 000 00 00", "guardian:1")
    assert keys.open_text(sealed, "guardian:1") == "+7 701 000 00 00"
    assert b"701" not in sealed
    with pytest.raises(KeyMismatch):
        keys.open_text(sealed, "guardian:2")
