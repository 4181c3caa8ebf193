"""Queues by category, or by year and language: all of them, and each live (V-13, I-2.5)."""

import uuid

from flask import Response, abort, request, url_for

from kezek.reads.queue_board import QueueBoard, Version
from kezek.reads.shared_queues import SharedQueues, shared_board, shared_queues
from kezek.web.guards import public
from kezek.web.htmx import respond, unchanged, with_etag
from kezek.web.i18n import current_language
from kezek.web.public.garden_words import sent_at
from kezek.web.public.room import asked_page, blueprint
from kezek.web.queue_words import mode_name, queue_words
from kezek.web.tenant import current_tenant


@blueprint.get("/queues/")
@public
def queues() -> Response:
    """Every such queue with how many stand in it."""
    page: SharedQueues = shared_queues(current_tenant().id, current_language())
    return respond("public/queues.html", page=page, mode_name=mode_name, queue_words=queue_words)


@blueprint.get("/queues/<uuid:queue_id>")
@public
def shared_queue(queue_id: uuid.UUID) -> Response:
    """One queue page by page; it keeps itself up to date."""
    news = shared_board(current_tenant().id, queue_id, asked_page(), current_language(), _is_known)
    if news is None:
        abort(404)
    if news.board is None:
        same = unchanged(news.version, request.query_string)
        assert same is not None, "it was known a moment ago"
        return same
    return with_etag(_page(queue_id, news.board))


def _is_known(version: Version) -> bool:
    """Whether the reader has this version of the page already."""
    return unchanged(version, request.query_string) is not None


def _page(queue_id: uuid.UUID, board: QueueBoard) -> Response:
    return respond(
        "public/queue.html",
        fragments={"shared-board"},
        board=board,
        name=queue_words(board),
        sent_at=sent_at,
        live_url=url_for("public.shared_queue", queue_id=queue_id, page=asked_page()),
        page_url=lambda number: url_for("public.shared_queue", queue_id=queue_id, page=number),
    )
