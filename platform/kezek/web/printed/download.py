"""A paper as a file to be saved, for families and for staff alike."""

from flask import Response, abort

from kezek.core.printed import Kind
from kezek.reads.application_page import ApplicationPage
from kezek.web.printed.kinds import PAPERS, draw


def download(page: ApplicationPage, kind: str, language: str) -> Response:
    """The paper of this name; 404 where the application has none such now."""
    wanted = PAPERS[kind]
    if not wanted.is_there(page):
        abort(404)
    name = f"{page.number}-{Kind(kind)}-{language}.pdf"
    return attached(draw(wanted, page, language), "application/pdf", name)


def attached(content: bytes, media_type: str, name: str) -> Response:
    """A file that is saved, and kept by no cache."""
    response = Response(content, mimetype=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
