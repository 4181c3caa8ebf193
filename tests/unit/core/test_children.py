"""What a family may say of a child, and how people without an IIN are known."""

from datetime import date

import pytest

from kezek.core.children import check_birth_date, check_identity
from kezek.core.errors import Code, Refusal
from kezek.core.people import DocumentKind, Identity, is_document_number

TODAY = date(2026, 9, 7)


@pytest.mark.parametrize(
    "identity",
    [
        Identity(iin="220314600206"),
        Identity(document_kind=DocumentKind.BIRTH_CERTIFICATE, document_number="I-ТШ 123456"),
    ],
    ids=["an IIN", "a document"],
)
def test_a_child_is_known_by(identity: Identity) -> None:
    check_identity(identity)


@pytest.mark.parametrize(
    ("identity", "code"),
    [
        (Identity(iin="220314600207"), Code.INVALID_IIN),
        (Identity(iin="22031460020"), Code.INVALID_IIN),
        (Identity(), Code.INVALID_CHOICE),
        (Identity(document_kind=DocumentKind.PASSPORT, document_number="AB"), Code.INVALID_CHOICE),
        (Identity(document_number="AB123456"), Code.INVALID_CHOICE),
    ],
    ids=["a wrong check digit", "too few digits", "nothing", "half a number", "no kind"],
)
def test_a_child_is_not_known_by(identity: Identity, code: Code) -> None:
    with pytest.raises(Refusal) as refused:
        check_identity(identity)
    assert refused.value.code is code


@pytest.mark.parametrize(
    ("born_on", "detail"),
    [
        (TODAY, None),
        (date(2026, 9, 8), "not_born"),
        (date(2008, 9, 8), None),
        (date(2008, 9, 7), "grown_up"),
    ],
    ids=["born today", "born tomorrow", "eighteen tomorrow", "eighteen today"],
)
def test_a_birth_date_is(born_on: date, detail: str | None) -> None:
    if detail is None:
        check_birth_date(born_on, TODAY)
        return
    with pytest.raises(Refusal) as refused:
        check_birth_date(born_on, TODAY)
    assert refused.value.detail == detail


def test_one_document_is_one_person_however_it_is_typed() -> None:
    typed = [
        Identity(document_kind=DocumentKind.PASSPORT, document_number=text)
        for text in ("AB 123-456", "ab123456", " AB123456 ")
    ]
    assert {one.key for one in typed} == {"passport:AB123456"}
    assert typed[0].ending == "3456"


def test_kinds_of_documents_do_not_meet() -> None:
    one = Identity(document_kind=DocumentKind.PASSPORT, document_number="AB123456")
    other = Identity(document_kind=DocumentKind.RESIDENCE_PERMIT, document_number="AB123456")
    assert one.key != other.key


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("N 012345", True), ("ABCDEF", False), ("12 3", False), ("1" * 21, False), ("№ 77777", True)],
)
def test_a_documents_number_has_digits_and_a_length(text: str, is_one: bool) -> None:
    assert is_document_number(text) is is_one
