"""Papers as tests read them: the words of a PDF, and a family whose child waits."""

import io
import re
import uuid
from collections.abc import Iterator

import pypdfium2
import zxingcpp
from pypdf import PdfReader
from werkzeug.test import TestResponse

from kezek.adapters.paper_marks import make_mark
from kezek.adapters.services import EXTENSION
from kezek.core.printed import Kind
from tests.web.cabinet import Cabinet

LANGUAGES = ("kk", "ru")


def text_of(answer: TestResponse) -> str:
    """The words of a PDF in one line."""
    assert answer.status_code == 200, answer.status
    return re.sub(r"\s+", " ", " ".join(_pages_of(answer)))


def length_of(answer: TestResponse) -> int:
    """How many sheets it takes."""
    return len(list(_pages_of(answer)))


def squares_of(answer: TestResponse) -> set[str]:
    """What a camera reads in the squares of a PDF, once it is drawn as on paper."""
    with pypdfium2.PdfDocument(answer.data) as document:
        return {square.text for page in document for square in zxingcpp.read_barcodes(_drawn(page))}


def check_address(cabinet: Cabinet, application_id: uuid.UUID, kind: Kind) -> str:
    """Where the square of a paper leads that is made now."""
    keys = cabinet.house.app.extensions[EXTENSION].keys
    now = cabinet.house.clock.now()
    mark = make_mark(keys, cabinet.region, kind, application_id, now)
    return f"/{cabinet.slug}/check/paper/{mark}"


class Waiting:
    """A family whose child waits for two kindergartens."""

    def __init__(self, cabinet: Cabinet) -> None:
        self.cabinet = cabinet
        self.first, self.second = cabinet.garden("Ұшқын-Өрлеу"), cabinet.garden("Әсем Ғалам")
        self.id = cabinet.queue(self.first, self.second)
        self.number = cabinet.application(self.id).number

    def paper(self, kind: str, language: str) -> TestResponse:
        """One paper as the family downloads it."""
        return self.cabinet.get(self.cabinet.of(self.id, f"papers/{kind}/{language}"))


def _pages_of(answer: TestResponse) -> Iterator[str]:
    for page in PdfReader(io.BytesIO(answer.data)).pages:
        yield page.extract_text()


def _drawn(page: pypdfium2.PdfPage) -> memoryview:
    """The sheet in greys, three dots to a point: about what an office printer does."""
    drawn = page.render(scale=3, grayscale=True)
    return memoryview(bytes(drawn.buffer)).cast("B", (drawn.height, drawn.stride))
