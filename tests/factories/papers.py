"""Files as families send them: the least that each kind begins with."""

from kezek.usecases.documents import Upload

PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF\n"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(40)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


def paper(kind: str = "DOC-05", filename: str = "diplom.pdf", content: bytes = PDF) -> Upload:
    """A copy of a document without a day of issue."""
    return Upload(kind=kind, filename=filename, content=content)
