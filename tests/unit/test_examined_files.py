"""Files are opened apart: what is taken, what is hard to read, what never gets in."""

import struct
import zlib
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image

from kezek.adapters.examined_files import Examined, UnfitFile, examine_file
from kezek.core.readability import Flaw
from kezek.core.uploads import UploadFault
from tests.factories.papers import HEIC, JPG, PDF, PNG, photo
from tests.unit.scans import blurred, darkened, scan

_GPS = 0x8825
_ORIENTATION = 0x0112
_MAKER = 0x010F


@pytest.mark.parametrize(
    ("picture", "flaws"),
    [
        (scan(), ()),
        (scan(lines=4), ()),
        (scan(1200), ()),
        (scan().rotate(90, expand=True), ()),
        (darkened(scan(), 0.6), ()),
        (darkened(scan()), (Flaw.DARK,)),
        (blurred(scan()), (Flaw.BLURRED,)),
        (scan(800), (Flaw.TINY,)),
        (scan(lines=0), (Flaw.EMPTY,)),
        (Image.new("RGB", (1600, 1200), "black"), (Flaw.DARK,)),
    ],
    ids=["good", "few lines", "small", "lying", "dim", "dark", "blurred", "tiny", "empty", "lens"],
)
def test_what_is_hard_to_read_is_told(picture: Image.Image, flaws: tuple[Flaw, ...]) -> None:
    assert examine_file(photo(picture, quality=85)).flaws == flaws


def test_a_scan_in_a_pdf_is_looked_at_as_a_photo_is() -> None:
    def in_pdf(picture: Image.Image) -> Examined:
        return examine_file(photo(picture, "PDF", resolution=200))

    assert in_pdf(scan()).flaws == ()
    assert in_pdf(darkened(scan())).flaws == (Flaw.DARK,)
    assert in_pdf(blurred(scan())).flaws == (Flaw.BLURRED,)
    assert in_pdf(scan()).view is None


def test_the_copy_to_look_at_has_nothing_of_the_camera_and_stands_upright() -> None:
    told = Image.Exif()
    told[_MAKER] = "Phone of Aisha"
    told[_ORIENTATION] = 6
    told[_GPS] = {1: "N", 2: (51.0, 8.0, 0.0)}
    lying = photo(scan().rotate(90, expand=True), exif=told, comment=b"home")

    view = examine_file(lying).view

    assert view is not None
    assert b"Aisha" in lying
    assert b"Aisha" not in view
    assert b"home" not in view
    with Image.open(BytesIO(view)) as seen:
        assert not seen.getexif()
        assert seen.height > seen.width


def test_a_copy_is_no_larger_than_a_screen_needs() -> None:
    view = examine_file(photo(Image.new("RGB", (6000, 4000), "grey"))).view

    assert view is not None
    with Image.open(BytesIO(view)) as seen:
        assert max(seen.size) == 2400


def test_what_is_see_through_lies_on_white() -> None:
    view = examine_file(photo(Image.new("RGBA", (60, 80), (0, 0, 0, 0)), "PNG")).view

    assert view is not None
    with Image.open(BytesIO(view)) as seen:
        assert seen.getpixel((30, 40)) == (255, 255, 255)


def bomb() -> bytes:
    """A PNG of a few hundred bytes that says it has ten thousand million points."""

    def part(kind: bytes, content: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + crc

    head = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    return (
        PNG[:8]
        + part(b"IHDR", head)
        + part(b"IDAT", zlib.compress(bytes(999)))
        + part(b"IEND", b"")
    )


def locked() -> bytes:
    """A PDF that asks for a password."""
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.encrypt("secret")
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def free_to_open() -> bytes:
    """A PDF that may be read by everybody and printed by nobody: it opens without a password."""
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.encrypt("", "owner")
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def without_pages() -> bytes:
    target = BytesIO()
    pypdfium2.PdfDocument.new().save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", UploadFault.EMPTY),
        (b"<html><script>alert(1)</script>", UploadFault.NOT_A_DOCUMENT),
        (b"GIF89a" + bytes(20), UploadFault.NOT_A_DOCUMENT),
        (HEIC, UploadFault.HEIC),
        (bomb(), UploadFault.TOO_MANY_PIXELS),
        (JPG[: len(JPG) // 3], UploadFault.BROKEN),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), UploadFault.BROKEN),
        (b"%PDF-1.7\nnothing behind it", UploadFault.BROKEN),
        (without_pages(), UploadFault.BROKEN),
        (locked(), UploadFault.LOCKED),
    ],
    ids=["empty", "page", "gif", "iphone", "bomb", "cut", "zeros", "text", "no page", "locked"],
)
def test_what_is_no_document_never_gets_in(content: bytes, fault: UploadFault) -> None:
    with pytest.raises(UnfitFile) as refused:
        examine_file(content)

    assert refused.value.fault is fault


@pytest.mark.parametrize("content", [PDF, JPG, PNG, free_to_open()])
def test_a_plain_document_is_taken(content: bytes) -> None:
    assert examine_file(content).media_type.partition("/")[0] in ("application", "image")
