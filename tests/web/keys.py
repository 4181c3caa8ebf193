"""Pages that sign, pressed as a reader with NCALayer presses them."""

import base64
import re
from datetime import datetime

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kezek.demonstration.certification import Held
from tests.factories.certification import sign_text
from tests.factories.regions import MORNING
from tests.web.browsing import send

_CONTENT = re.compile(r'data-content="([^"]+)"')


def press(
    client: FlaskClient, page: TestResponse, form: str, key: Held, at: datetime = MORNING
) -> TestResponse:
    """What becomes of the text of a page, signed with this key."""
    return send(client, page, form, cms=sign_text(key, content_of(page), at))


def content_of(page: TestResponse) -> bytes:
    """The bytes that the page gives to NCALayer."""
    found = _CONTENT.search(page.text)
    assert found is not None, page.text
    return base64.b64decode(found[1])
