"""`kezek receipt`: anybody verifies, the operator restores; by words and exit status."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kezek.adapters.keys import Keys
from kezek.adapters.receipt_forms import as_file, as_text
from kezek.cli import kezek
from tests.unit.test_receipt_forms import receipt, sign

Run = Callable[..., Result]
ADDRESS = "https://kezek.example.kz"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Says a word of the command where there is nothing but a folder of keys: no database."""
    for name in ("DATABASE_URL", "REDIS_URL", "KEZEK_SECRET_KEY", "KEZEK_ENV"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("KEZEK_KEYS_DIR", str(tmp_path / "keys"))
    monkeypatch.setenv("KEZEK_PUBLIC_URL", ADDRESS)

    def say(*words: str) -> Result:
        return CliRunner().invoke(kezek, ["receipt", *words])

    return say


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    made = Keys(tmp_path / "keys", may_create=True)
    made.create([])
    return made


def test_a_genuine_receipt_is_verified_with_neither_database_nor_network(
    run: Run, keys: Keys, tmp_path: Path
) -> None:
    signed = sign(keys, receipt(keys))
    file = tmp_path / "receipt.json"
    file.write_text(as_file(signed), encoding="utf-8")

    for given in (str(file), as_text(signed)):
        said = run("verify", given)
        assert said.exit_code == 0, said.output
        assert "Түбіртек түпнұсқа" in said.output
        assert "Квитанция подлинная" in said.output
        assert "PVL-26-004213-K" in said.output


def test_published_keys_are_enough(run: Run, keys: Keys, tmp_path: Path) -> None:
    published = tmp_path / "keys.json"
    published.write_text(run("key").output, encoding="utf-8")
    assert json.loads(published.read_text())["issuer"] == ADDRESS
    text = as_text(sign(keys, receipt(keys)))
    for path in (tmp_path / "keys").iterdir():
        path.unlink()

    assert run("verify", text, "--keys", str(published)).exit_code == 0
    assert "kezek keys create" in str(run("verify", text).exception)


def test_an_altered_one_is_refused_in_the_language_asked_for(run: Run, keys: Keys) -> None:
    signed = sign(keys, receipt(keys))
    altered = as_file(signed).replace('"standing": "P"', '"standing": "O"')

    said = run("verify", altered, "--language", "ru")

    assert said.exit_code == 1
    assert said.output.strip() == (
        "Квитанция изменена: подпись не подходит к ее содержанию. Верить ей нельзя."
    )


def test_a_new_key_signs_and_the_one_before_stays(run: Run, keys: Keys) -> None:
    before = json.loads(run("key").output)

    run("key", "--new")
    after = json.loads(run("key").output)

    assert after["signs"] != before["signs"]
    assert before["keys"][0] in after["keys"]
