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
    action = _ACTION.search(form_of(page, form))
    assert action is not None
    answer = client.post(action[1].replace("&amp;", "&"), data={**hidden(page, form), **boxes})
    # A large upload lies in a file that the client opens and never closes.
    answer.request.environ["wsgi.input"].close()
    return answer


def hidden(page: TestResponse, form: str) -> dict[str, object]:
    """The hidden boxes of that form, among them the tokens that it is sent with."""
    return {**MultiDict(_HIDDEN.findall(form_of(page, form))).to_dict(flat=False)}


def form_of(page: TestResponse, form: str) -> str:
    """The markup of that form; an assertion fails when the page has none."""
    for found in _FORM.finditer(page.text):
        head = found[0].partition(">")[0]
        if f'id="{form}"' in head or f'action="{form}"' in head:
            return found[0]
    raise AssertionError(f"no form {form} on {page.request.path}")
