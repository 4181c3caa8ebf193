"""Which files are taken, and under which name they are kept."""

import pytest

from kezek.core.documents import MAX_UPLOAD_BYTES
from kezek.core.uploads import (
    MAX_NAME,
    UploadFault,
    media_type_of,
    name_as,
    tidy_name,
    upload_fault,
)

PDF, JPG, PNG = b"%PDF-1.7", b"\xff\xd8\xff\xe1", b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(
    ("size", "head", "fault"),
    [
        (1, PDF, None),
        (MAX_UPLOAD_BYTES, PDF, None),
        (9, JPG, None),
        (9, PNG, None),
        (0, b"", UploadFault.EMPTY),
        (MAX_UPLOAD_BYTES + 1, PDF, UploadFault.TOO_LARGE),
        (9, b"PK\x03\x04", UploadFault.NOT_A_DOCUMENT),
        (9, b" %PDF-", UploadFault.NOT_A_DOCUMENT),
        (9, b"\x00\x00\x00\x24ftypheic\x00\x00\x00\x00", UploadFault.HEIC),
        (9, b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00", UploadFault.HEIC),
        (9, b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00", UploadFault.NOT_A_DOCUMENT),
    ],
)
def test_size_and_first_bytes_decide(size: int, head: bytes, fault: UploadFault | None) -> None:
    assert upload_fault(size, head) is fault


def test_a_kind_is_told_by_its_beginning_or_not_at_all() -> None:
    assert media_type_of(JPG) == "image/jpeg"
    assert media_type_of(b"GIF89a") is None


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("фото.JPG", "фото.JPG"),
        ("a.jpeg", "a.jpeg"),
        ("a.png", "a.jpg"),
        ("a.pdf.exe", "a.pdf.jpg"),
        ("scan", "scan.jpg"),
        ("Анықтама № 5. Мектеп", "Анықтама № 5. Мектеп.jpg"),
        (".jpg", "jpg.jpg"),
        ("", "document.jpg"),
        ("x" * 300, "x" * (MAX_NAME - 4) + ".jpg"),
    ],
)
def test_a_name_ends_as_what_the_file_holds(given: str, kept: str) -> None:
    assert name_as(given, "image/jpeg") == kept


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
