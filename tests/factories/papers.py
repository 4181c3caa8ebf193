"""Files as families send them: small, and such as really open."""

from io import BytesIO

import pypdfium2
from PIL import Image

from kezek.usecases.documents import Upload


def pdf(*, pages: int = 1) -> bytes:
    """A PDF with empty pages of A4."""
    made = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        made.new_page(595, 842)
    target = BytesIO()
    made.save(target)
    return target.getvalue()


def photo(picture: Image.Image, kind: str = "JPEG", **how: object) -> bytes:
    """A picture as a file."""
    target = BytesIO()
    picture.save(target, kind, **how)
    return target.getvalue()


PDF = pdf()
JPG = photo(Image.new("RGB", (60, 80), "white"))
PNG = photo(Image.new("RGB", (60, 80), "white"), "PNG")
HEIC = b"\x00\x00\x00\x24ftypheic\x00\x00\x00\x00mif1heic" + bytes(40)


def paper(kind: str = "DOC-05", filename: str = "diplom.pdf", content: bytes = PDF) -> Upload:
    """A copy of a document without a day of issue."""
    return Upload(kind=kind, filename=filename, content=content)
