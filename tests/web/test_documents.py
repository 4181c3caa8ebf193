"""«Құжаттарды тіркеңіз» in the browser: attached, refused beside the box, taken back, read."""

import io
import re
import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from kezek.adapters.wording import say_day
from kezek.core.access import Role
from kezek.core.documents import MAX_UPLOAD_BYTES
from kezek.db.documents import DocumentRow
from kezek.db.scope import read_scope
from kezek.usecases.accounts import StaffWish, open_staff_account
from kezek.web.uploads import MAX_FORM_BODY, MAX_UPLOAD_BODY
from tests.factories.kindergartens import kindergarten
from tests.factories.papers import HEIC, JPG, PDF, PNG
from tests.factories.regions import House, open_front
from tests.web.browsing import send
from tests.web.checked import check_pages
from tests.web.parents import Parent

PASSWORD = "a long enough one"
ISSUED = ["1", "9", "2026"]


def attach(
    parent: Parent,
    code: str,
    *files: tuple[bytes, str],
    issued: list[str] | None = None,
) -> TestResponse:
    """Attaches these files in the form of one document."""
    box = code.lower()
    boxes: dict[str, object] = {
        f"{box}-files": [(io.BytesIO(content), name) for content, name in files]
    }
    if issued is not None:
        boxes[f"{box}-issued"] = issued
    answer = send(parent.client, parent.get("documents/"), f"attach-{box}", **boxes)
    # The client of the tests leaves a large body open; a browser has none.
    answer.request.environ["wsgi.input"].close()
    return answer


def test_the_papers_of_the_benefit_are_asked_for(teacher: Parent) -> None:
    page = teacher.get("documents/").text

    assert 'id="doc-04"' in page
    assert 'id="doc-05"' in page
    assert 'id="doc-03"' not in page
    assert re.search(r'name="doc-04-issued"', page)
    assert not re.search(r'name="doc-05-issued"', page)


def test_a_certificate_says_at_once_how_long_it_holds(teacher: Parent) -> None:
    answer = attach(teacher, "DOC-04", (PDF, "anyqtama.pdf"), issued=ISSUED)

    assert answer.status_code == 303
    page = teacher.get("documents/").text
    assert "anyqtama.pdf" in page
    assert say_day(date(2026, 10, 1), "kk") in page


def test_several_pages_of_one_paper_go_together(teacher: Parent) -> None:
    attach(teacher, "DOC-05", (JPG, "1.jpg"), (PNG, "2.png"))

    page = teacher.get("documents/").text
    assert page.index("1.jpg") < page.index("2.png")


def test_with_all_papers_it_goes_on_to_the_end(teacher: Parent) -> None:
    missing = _done(teacher)
    assert missing.status_code == 422
    assert "Диплом" in missing.text

    attach(teacher, "DOC-04", (PDF, "a.pdf"), issued=ISSUED)
    attach(teacher, "DOC-05", (PDF, "b.pdf"))

    assert _done(teacher).location == teacher.url("review")
    sent = teacher.send()
    assert "/sent/" in sent.location


@pytest.mark.parametrize(
    ("content", "name", "issued", "box"),
    [
        (b"MZ\x90 a program", "a.pdf", ISSUED, "files"),
        (b"%PDF-1.7 cut", "a.pdf", ISSUED, "files"),
        (HEIC, "a.jpg", ISSUED, "files"),
        (b"", "a.pdf", ISSUED, "files"),
        (PDF + bytes(MAX_UPLOAD_BYTES), "a.pdf", ISSUED, "files"),
        (PDF, "a.pdf", ["", "", ""], "issued"),
        (PDF, "a.pdf", ["31", "2", "2026"], "issued"),
        (PDF, "a.pdf", ["8", "9", "2026"], "issued"),
        (PDF, "a.pdf", ["6", "8", "2026"], "issued"),
    ],
    ids=["program", "broken", "iphone", "empty", "large", "no day", "no such", "future", "old"],
)
def test_what_is_wrong_is_said_beside_its_box_and_nothing_is_kept(
    teacher: Parent, content: bytes, name: str, issued: list[str], box: str
) -> None:
    before = _files(teacher.house)

    refused = attach(teacher, "DOC-04", (content, name), issued=issued)

    assert refused.status_code == 422
    assert f'id="doc-04-{box}-error"' in refused.text
    assert _rows(teacher) == []
    assert _files(teacher.house) == before


def test_no_file_at_all_is_refused(teacher: Parent) -> None:
    refused = attach(teacher, "DOC-05")

    assert refused.status_code == 422
    assert 'id="doc-05-files-error"' in refused.text


def test_a_body_that_is_too_large_is_not_read(teacher: Parent) -> None:
    class Unread(io.BytesIO):
        """A body that complains when somebody reads it."""

        def read(self, *_: object) -> bytes:
            raise AssertionError("the body was read")

    def post(step: str, size: int, kind: str) -> TestResponse:
        body = {"wsgi.input": Unread(), "CONTENT_LENGTH": str(size), "CONTENT_TYPE": kind}
        return teacher.client.post(teacher.url(step), environ_overrides=body)

    answer = post("documents/DOC-04", MAX_UPLOAD_BODY + 1, "multipart/form-data; boundary=x")
    form = post("benefits", MAX_FORM_BODY + 1, "application/x-www-form-urlencoded")

    assert (answer.status_code, form.status_code) == (413, 413)
    assert "5 МБ" in answer.text


def test_pressed_twice_it_is_attached_once(teacher: Parent) -> None:
    page = teacher.get("documents/")

    for _ in range(2):
        send(teacher.client, page, "attach-doc-05", **{"doc-05-files": (io.BytesIO(PDF), "a.pdf")})

    assert len(_rows(teacher)) == 1


def test_a_file_is_taken_back(teacher: Parent) -> None:
    before = _files(teacher.house)
    attach(teacher, "DOC-05", (PDF, "wrong.pdf"))
    (row,) = _rows(teacher)
    removal = teacher.url(f"documents/{row.id}/removal")

    page = teacher.get("documents/")
    first = send(teacher.client, page, removal)
    second = send(teacher.client, page, removal)

    assert (first.status_code, second.status_code) == (303, 303)
    assert "wrong.pdf" not in teacher.get("documents/").text
    assert _files(teacher.house) == before


def test_a_paper_that_nothing_asks_for_cannot_be_attached(teacher: Parent) -> None:
    page = teacher.get("documents/")
    token = re.search(r'name="csrf_token"[^>]*value="([^"]*)"', page.text)
    assert token is not None

    for code in ("DOC-03", "DOC-99", "nodocs"):
        answer = teacher.client.post(
            teacher.url(f"documents/{code}"), data={"csrf_token": token[1]}
        )
        assert answer.status_code == 404


def test_what_another_benefit_asked_for_stands_apart(teacher: Parent) -> None:
    attach(teacher, "DOC-05", (PDF, "diplom.pdf"))
    teacher.tick(out_of_turn="1")

    page = teacher.get("documents/").text

    assert page.index("Енді қажет емес") < page.index("diplom.pdf")


class TestReading:
    def test_its_family_gets_it_back_and_no_browser_opens_it(self, teacher: Parent) -> None:
        attach(teacher, "DOC-05", (PDF, "диплом.pdf"))

        answer = teacher.client.get(_document(teacher))

        assert answer.data == PDF
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "sandbox" in answer.headers["Content-Security-Policy"]

    def test_nobody_else_gets_it_before_it_is_sent(self, teacher: Parent, house: House) -> None:
        attach(teacher, "DOC-05", (PDF, "a.pdf"))
        url = _document(teacher)

        assert Parent(house).client.get(url).status_code == 404
        assert _officer(house).get(url).status_code == 404
        assert check_pages(house.app).get(url).location.startswith("/demo/family/sign-up")
        assert teacher.client.get(url.replace("demo", "saran", 1)).status_code == 303

    def test_the_specialist_gets_it_once_it_is_sent(self, teacher: Parent, house: House) -> None:
        attach(teacher, "DOC-04", (PDF, "a.pdf"), issued=ISSUED)
        attach(teacher, "DOC-05", (JPG, "b.jpg"))
        teacher.send()
        url = _document(teacher)

        assert _officer(house).get(url).data == PDF
        assert _officer(house, territories=("village",)).get(url).status_code == 404
        assert Parent(house).client.get(url).status_code == 404

    def test_a_sent_file_is_not_taken_back(self, teacher: Parent) -> None:
        attach(teacher, "DOC-04", (PDF, "a.pdf"), issued=ISSUED)
        attach(teacher, "DOC-05", (PDF, "b.pdf"))
        page = teacher.get("documents/")
        (row, _) = _rows(teacher)
        teacher.send()

        late = send(teacher.client, page, teacher.url(f"documents/{row.id}/removal"))

        assert late.location == teacher.url("queued")
        assert teacher.client.get(_document(teacher)).status_code == 200

    def test_an_unknown_file_is_not_there(self, teacher: Parent) -> None:
        assert teacher.client.get(f"/demo/documents/{uuid.uuid4()}").status_code == 404


def _done(parent: Parent) -> TestResponse:
    return send(parent.client, parent.get("documents/"), parent.url("documents/done"))


def _document(parent: Parent) -> str:
    first, *_ = _rows(parent)
    return f"/demo/documents/{first.id}"


def _officer(house: House, territories: tuple[str, ...] = ()) -> FlaskClient:
    """A browser in which a specialist is signed in."""
    login = f"office-{uuid.uuid4().hex[:8]}"
    wish = StaffWish(
        role=Role.OFFICE,
        login=login,
        password=PASSWORD,
        full_name="Айгүл Омарова",
        territories=territories,
    )
    house.within(open_staff_account, house["demo"], "admin:1", wish)
    client = check_pages(house.app)
    page = client.get("/demo/staff/sign-in")
    send(client, page, "staff", login=login, password=PASSWORD)
    return client


def _rows(parent: Parent) -> list[DocumentRow]:
    """What is attached for the child."""
    return parent.house.within(_documents, parent.region, parent.child_id)


def _documents(region: int, child_id: uuid.UUID) -> list[DocumentRow]:
    with read_scope(region) as session:
        query = select(DocumentRow).where(DocumentRow.child_id == child_id)
        ordered = query.order_by(DocumentRow.uploaded_at, DocumentRow.id)
        return list(session.scalars(ordered))


def _files(house: House) -> set[Path]:
    folder: Path = house.app.extensions["kezek"].settings.uploads_dir
    return {path for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def teacher(house: House, garden: uuid.UUID) -> Parent:
    """A teacher who has said everything and attached nothing."""
    parent = Parent(house)
    parent.fill(garden, first_priority="11")
    return parent


@pytest.fixture(scope="module")
def garden(house: House) -> uuid.UUID:
    return house.within(kindergarten, house["demo"], "Айгөлек")


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    """One house for all: every test brings a family of its own, and none moves the clock."""
    with open_front(shared_scratch.new_database("kezek_papers"), "demo", "saran") as opened:
        yield opened
    shared_scratch.drop_database("kezek_papers")
