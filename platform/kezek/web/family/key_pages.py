"""The page on which a family reads a text and signs it with its key: the same for every act."""

from dataclasses import dataclass

from werkzeug.wrappers import Response as BaseResponse

from kezek.reads.application_page import ApplicationPage
from kezek.reads.signatures import WaitingText
from kezek.web.htmx import respond
from kezek.web.security import with_signer


@dataclass(frozen=True, slots=True)
class KeyPage:
    """What differs from act to act: its words, where the signature goes, and the way back."""

    title: str
    not_done: str
    """What a refused signature has not brought about."""
    button: str
    action: str
    back: str
    back_text: str


def key_response(
    page: ApplicationPage, shown: KeyPage, waiting: WaitingText, problem: str, status: int
) -> BaseResponse:
    """The text and the button that opens NCALayer; only this page may speak to it."""
    response = respond(
        "family/signing.html",
        status=status,
        page=page,
        shown=shown,
        waiting=waiting,
        problem=problem,
    )
    return with_signer(response, waiting.signer_url)
