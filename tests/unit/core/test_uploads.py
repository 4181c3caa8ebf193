"""Which files are taken, and under which name they are kept."""

import pytest

from kezek.core.documents import MAX_UPLOAD_BYTES
from kezek.core.uploads import (
    MAX_NAME,
    UploadFault,
    media_type_by_name,
    media_type_of,
    tidy_name,
    upload_fault,
)

PDF, JPG, PNG = b"%PDF-1.7", b"\xff\xd8\xff\xe1", b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(
    ("name", "size", "head", "fault"),
    [
        ("a.pdf", 1, PDF, None),
        ("A.PDF", MAX_UPLOAD_BYTES, PDF, None),
        ("a.b.jpeg", 9, JPG, None),
        ("a.jpg", 9, JPG, None),
        ("a.png", 9, PNG, None),
        ("a.pdf", 0, b"", UploadFault.EMPTY),
        ("a.pdf", MAX_UPLOAD_BYTES + 1, PDF, UploadFault.TOO_LARGE),
        ("a.pdf", 9, b"PK\x03\x04", UploadFault.NOT_A_DOCUMENT),
        ("a.pdf", 9, b" %PDF-", UploadFault.NOT_A_DOCUMENT),
        ("a.pdf", 9, PNG, UploadFault.WRONG_ENDING),
        ("a.pdf.exe", 9, PDF, UploadFault.WRONG_ENDING),
        ("pdf", 9, PDF, UploadFault.WRONG_ENDING),
        ("", 9, PDF, UploadFault.WRONG_ENDING),
    ],
)
def test_bytes_and_name_must_agree(
    name: str, size: int, head: bytes, fault: UploadFault | None
) -> None:
    assert upload_fault(name, size, head) is fault


def test_a_kind_is_told_by_its_beginning_or_not_at_all() -> None:
    assert media_type_of(JPG) == "image/jpeg"
    assert media_type_of(b"GIF89a") is None
    assert media_type_by_name("фото.JPG") == "image/jpeg"
    assert media_type_by_name("jpg") is None


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("анықтама.pdf", "анықтама.pdf"),
        ("C:\\fakepath\\a.pdf", "a.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("\x00", "document"),
        ("", "document"),
        ("x" * 300 + ".pdf", "x" * (MAX_NAME - 4) + ".pdf"),
        ("x" * 300, "x" * MAX_NAME),
    ],
)
def test_a_name_is_one_line_of_visible_signs(given: str, kept: str) -> None:
    assert tidy_name(given) == kept
