"""When the demonstration is signed by a stand-in of NCALayer, and where it answers."""

import socket
from pathlib import Path

import pytest

from kezek.adapters import stand_in as where
from kezek.adapters.stand_in import ANSWERS, TRUSTED, stand_in


def test_the_demonstration_trusts_a_centre_of_its_own(tmp_path: Path, port: int) -> None:
    said: list[str] = []

    chosen = stand_in({"KEZEK_ENV": "demo"}, tmp_path / "eds", said.append)

    assert chosen == {TRUSTED: str(tmp_path / "eds"), ANSWERS: f"ws://127.0.0.1:{port}"}
    assert (tmp_path / "eds").is_dir()
    assert said == []


def test_beside_a_program_at_the_same_port_it_takes_another_and_says_so(
    tmp_path: Path, port: int
) -> None:
    said: list[str] = []
    with socket.create_server(("127.0.0.1", port)):
        chosen = stand_in({"KEZEK_ENV": "demo"}, tmp_path, said.append)

    assert not chosen[ANSWERS].endswith(f":{port}")
    assert len(said) == 1
    assert chosen[ANSWERS].rpartition(":")[2] in said[0]


@pytest.mark.parametrize(
    "environ",
    [
        {"KEZEK_ENV": "production"},
        {},
        {"KEZEK_ENV": "demo", TRUSTED: "/srv/roots"},
        {"KEZEK_ENV": "demo", ANSWERS: "wss://127.0.0.1:13579"},
    ],
)
def test_in_service_and_where_the_operator_has_chosen_there_is_none(
    tmp_path: Path, environ: dict[str, str]
) -> None:
    folder = tmp_path / "eds"

    assert stand_in(environ, folder, print) == {}
    assert not folder.exists()


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> int:
    """A port that is free, instead of that of an NCALayer on this machine."""
    with socket.create_server(("127.0.0.1", 0)) as asking:
        found: int = asking.getsockname()[1]
    monkeypatch.setattr(where, "_USUAL", found)
    return found
