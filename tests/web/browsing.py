"""Filling in forms as a browser without scripts does: with the hidden boxes of the form itself."""

import re

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

_FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
_HIDDEN = re.compile(r'<input[^>]*name="([^"]+)"[^>]*type="hidden"[^>]*value="([^"]*)"')
_ACTION = re.compile(r'action="([^"]*)"')


def send(client: FlaskClient, page: TestResponse, form: str, **boxes: object) -> TestResponse:
    """Presses the button of the form with this id, or of the one that posts to this address."""
    found = form_of(page, form)
    hidden: dict[str, object] = MultiDict(_HIDDEN.findall(found)).to_dict(flat=False)
    action = _ACTION.search(found)
    assert action is not None
    return client.post(action[1].replace("&amp;", "&"), data={**hidden, **boxes})


def form_of(page: TestResponse, form: str) -> str:
    """The markup of that form; an assertion fails when the page has none."""
    for found in _FORM.finditer(page.text):
        head = found[0].partition(">")[0]
        if f'id="{form}"' in head or f'action="{form}"' in head:
            return found[0]
    raise AssertionError(f"no form {form} on {page.request.path}")
