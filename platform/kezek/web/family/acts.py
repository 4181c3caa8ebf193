"""An act of a family as its pages take it: once, refused beside the matter, or on to the next."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.errors import Code, Refusal
from kezek.usecases.repeats import KeyReused, Once, Repeated
from kezek.web.family.application import refused
from kezek.web.htmx import redirect_after_post
from kezek.web.idempotency import intent


def once(act: str, *about: object) -> Once:
    """The request of this form, which has its effect once however often it is sent."""
    return Once(key=str(intent()), request=":".join([act, *map(str, about)]))


@contextmanager
def answered_once() -> Iterator[None]:
    """A repetition is answered as the first was. Refusal(ALREADY_DECIDED) for a reused form."""
    try:
        yield
    except Repeated:
        return
    except KeyReused:
        raise Refusal(Code.ALREADY_DECIDED, "form_sent") from None


def act_and_lead(
    application_id: uuid.UUID,
    name: str,
    act: Callable[[Once], object],
    url: str,
    done: str,
) -> BaseResponse:
    """Acts and leads on with a word of success; refused, it shows how things stand (4xx)."""
    request = once(name, application_id)
    try:
        with answered_once():
            act(request)
    except Refusal as refusal:
        return refused(application_id, refusal)
    flash(done, "good")
    return redirect_after_post(url)


def lead_back(application_id: uuid.UUID) -> BaseResponse:
    """To the application, from a page that is not open in its present state."""
    flash(gettext("This is not open now. Here is how the application stands."), "calm")
    return redirect_after_post(url_for("family_application.show", application_id=application_id))
