"""Receipts as files and as texts of a code, and what is said of every one that proves nothing."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import segno

from kezek.adapters.keys import KeyMismatch, Keys
from kezek.adapters.receipt_check import check_receipt
from kezek.adapters.receipt_families import ReceiptFamily, open_family, seal_family
from kezek.adapters.receipt_forms import SignedReceipt, as_file, as_text, read_form
from kezek.adapters.receipt_keys import (
    NoPublicKeys,
    PublicKeys,
    Signer,
    key_id,
    read_public_keys,
)
from kezek.adapters.receipt_words import FAULTS, LANGUAGES, fault_said
from kezek.core.people import Identity
from kezek.core.receipts import BadReceipt, Fault, Line, Receipt, canonical, facts_of, read_facts
from kezek.core.seal_paths import place_in
from kezek.core.seals import next_seal

NOW = datetime(2026, 9, 7, 4, 0, 0, 123000, tzinfo=UTC)
ISSUER = "https://kezek.example.kz"
FAMILY = ReceiptFamily(
    child=Identity(iin="220314600206"),
    child_name="Әбдірахманқызы Нұрайым Бекзатовна-Серікова",
    born_on=date(2022, 3, 14),
    guardian=Identity(iin="900520400011"),
    guardian_name="Әбдірахманова Гүлнәр Төлегенқызы",
    phone="+77010000002",
    letters="kk",
    categories=(5, 10),
    pmpk=True,
    planned_from=None,
    strikes=0,
    restored=0,
)


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return Keys(tmp_path / "keys", may_create=True)


@pytest.fixture
def signed(keys: Keys) -> SignedReceipt:
    return sign(keys, receipt(keys))


def receipt(keys: Keys, choices: int = 4) -> Receipt:
    return Receipt(
        issuer=ISSUER,
        region="pavlodar",
        number="PVL-26-004213-K",
        serial=4213,
        application=uuid.UUID(int=7),
        revision=3,
        kind="application:queued",
        at=NOW,
        as_of=NOW,
        submitted_at=NOW,
        mode="linear",
        territory="city",
        queue="general",
        birth_year=2022,
        language="kk",
        standing="P",
        state="QUEUED",
        through=None,
        lines=tuple(
            Line(to=f"pvl-{at:03}", number=12 + at, turns=2, version=1200 + at)
            for at in range(choices)
        ),
        fact=uuid.UUID(int=9),
        hash=bytes(range(32)).hex(),
        family=seal_family(keys, "pavlodar", FAMILY),
    )


def sign(keys: Keys, one: Receipt) -> SignedReceipt:
    facts = facts_of(one)
    return SignedReceipt(facts, *Signer(keys, ISSUER).sign(facts))


def public(keys: Keys, issuer: str = ISSUER) -> PublicKeys:
    return read_public_keys(json.dumps(Signer(keys, issuer).public.as_json()))


def fault_of(text: str, keys: PublicKeys) -> BadReceipt:
    with pytest.raises(BadReceipt) as refused:
        check_receipt(text, keys)
    return refused.value


class TestTheForms:
    def test_say_the_same(self, signed: SignedReceipt) -> None:
        assert read_form(as_file(signed)) == read_form(as_text(signed)) == signed

    def test_a_text_may_be_copied_by_hand(self, signed: SignedReceipt) -> None:
        text = as_text(signed).lower()
        by_hand = "  " + "\n ".join(text[at : at + 20] for at in range(0, len(text), 20))
        assert read_form(by_hand) == signed

    def test_a_text_with_four_choices_fits_into_a_code_that_a_telephone_reads(
        self, signed: SignedReceipt
    ) -> None:
        code = segno.make(as_text(signed), error="m", boost_error=False)
        assert code.mode == "alphanumeric"
        assert int(code.version) <= 20

    def test_facts_have_one_way_to_be_written(self, signed: SignedReceipt) -> None:
        facts = dict(reversed(list(signed.facts.items())))
        assert canonical(facts) == canonical(signed.facts)
        assert canonical({"b": [1, None], "a": 'әғ\n\x1f"\\'}) == (
            '{"a":"әғ\\n\\u001f\\"\\\\","b":[1,null]}'.encode()
        )

    @pytest.mark.parametrize("value", [1.5, 2**53, b"x", {"ә": 1}, (1,)])
    def test_what_has_more_than_one_way_is_no_fact(self, value: object) -> None:
        with pytest.raises(BadReceipt):
            canonical({"a": value})


class TestWhatIsWrong:
    @pytest.mark.parametrize(
        ("name", "value"),
        [("standing", "O"), ("submitted_at", "2020-09-07T04:00:00.000000+00:00"), ("serial", 1)],
    )
    def test_an_altered_receipt(
        self, keys: Keys, signed: SignedReceipt, name: str, value: object
    ) -> None:
        altered = replace(signed, facts={**signed.facts, name: value})
        for form in (as_file(altered), as_text(altered)):
            assert fault_of(form, public(keys)).fault is Fault.TAMPERED

    def test_a_key_that_is_not_published(self, keys: Keys, tmp_path: Path) -> None:
        other = Keys(tmp_path / "other", may_create=True)
        bad = fault_of(as_text(sign(other, receipt(other))), public(keys))
        assert (bad.fault, ISSUER in fault_said(bad, "ru")) == (Fault.UNKNOWN_KEY, True)

    def test_another_deployment(self, signed: SignedReceipt, tmp_path: Path) -> None:
        elsewhere = public(Keys(tmp_path / "other", may_create=True), "https://other.example.kz")
        bad = fault_of(as_text(signed), elsewhere)
        assert bad.fault is Fault.OTHER_DEPLOYMENT
        for language in LANGUAGES:
            assert ISSUER in fault_said(bad, language)
            assert "https://other.example.kz" in fault_said(bad, language)

    def test_a_key_that_signs_no_more_still_verifies(
        self, keys: Keys, signed: SignedReceipt
    ) -> None:
        keys.new_signing_key()
        later = sign(keys, receipt(keys))
        assert later.key != signed.key
        for one in (signed, later):
            assert check_receipt(as_text(one), public(keys)).receipt == one.receipt

    @pytest.mark.parametrize(
        "text",
        ["", "{}", "[]", "KEZEK1:", "KEZEK1:AAAA", "hello", '{"format":"kezek-receipt"}', "{" * 99],
    )
    def test_what_is_no_receipt(self, keys: Keys, text: str) -> None:
        assert fault_of(text, public(keys)).fault is Fault.NOT_A_RECEIPT

    def test_a_part_of_one(self, keys: Keys, signed: SignedReceipt) -> None:
        assert fault_of(as_text(signed)[:-40], public(keys)).fault is Fault.NOT_A_RECEIPT

    def test_a_name_that_stands_twice(self, keys: Keys, signed: SignedReceipt) -> None:
        twice = as_file(signed).replace('"standing": "P"', '"standing": "O", "standing": "P"')
        assert fault_of(twice, public(keys)).fault is Fault.NOT_A_RECEIPT

    def test_one_of_a_later_form(self, keys: Keys, signed: SignedReceipt) -> None:
        later = as_text(signed).replace("KEZEK1:", "KEZEK2:")
        assert fault_of(later, public(keys)).fault is Fault.OTHER_VERSION
        with pytest.raises(BadReceipt) as refused:
            read_facts({**signed.facts, "v": 2})
        assert refused.value.fault is Fault.OTHER_VERSION

    @pytest.mark.parametrize("change", [{"more": 1}, {"serial": "4213"}, {"at": "2026-09-07"}])
    def test_facts_of_another_shape(self, signed: SignedReceipt, change: dict[str, Any]) -> None:
        with pytest.raises(BadReceipt):
            read_facts({**signed.facts, **change})

    def test_a_spoiled_place_in_the_journal(self, keys: Keys, signed: SignedReceipt) -> None:
        hashes = [bytes.fromhex(signed.receipt.hash), bytes(32), bytes(32)]
        place = place_in(next_seal(None, 1, hashes, sealed_at=NOW), 1, hashes)
        good = as_file(replace(signed, place=place))
        assert check_receipt(good, public(keys)).seal is not None
        spoiled = as_file(replace(signed, place=replace(place, path=place.path[:-1])))
        assert fault_of(spoiled, public(keys)).fault is Fault.PATH_BROKEN

    @pytest.mark.parametrize("fault", Fault)
    def test_has_a_sentence_in_every_language(self, fault: Fault) -> None:
        said = {getattr(FAULTS[fault], language) for language in LANGUAGES}
        assert len(said) == len(LANGUAGES)


class TestTheFamily:
    def test_is_opened_by_the_region_that_issued_it_alone(
        self, keys: Keys, signed: SignedReceipt, tmp_path: Path
    ) -> None:
        sealed = signed.receipt.family
        assert open_family(keys, "pavlodar", sealed) == FAMILY
        with pytest.raises(KeyMismatch):
            open_family(keys, "saran", sealed)
        with pytest.raises(KeyMismatch):
            open_family(Keys(tmp_path / "other", may_create=True), "pavlodar", sealed)


class TestPublicKeys:
    @pytest.mark.parametrize("text", ["", "{}", '{"keys": []}', '{"issuer":"x","keys":[{}]}'])
    def test_another_file_is_refused(self, text: str) -> None:
        with pytest.raises(NoPublicKeys):
            read_public_keys(text)

    def test_a_key_under_another_name_is_refused(self, keys: Keys) -> None:
        published = Signer(keys, ISSUER).public.as_json()
        published["keys"][0]["id"] = key_id(bytes(32))
        with pytest.raises(NoPublicKeys):
            read_public_keys(json.dumps(published))
