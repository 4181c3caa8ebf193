"""A family's copy as one ZIP: a page to be read, the same as JSON, and every file it sent."""

import json
import logging
import uuid

from flask import render_template

from kezek.adapters.zip_stream import ZipStream
from kezek.reads.family_data import Copy
from kezek.usecases.family_rights import open_own_file
from kezek.web.family_data_words import COLUMNS, PARTS, told
from kezek.web.i18n import current_language
from kezek.web.tenant import current_tenant
from kezek.web.words import say

_log = logging.getLogger(__name__)


def packed(copy: Copy, guardian_id: uuid.UUID) -> bytes:
    """The archive; a file that is lost is missing in it, and the page is given all the same."""
    archive = ZipStream(copy.made_at)
    text = json.dumps(copy.data, ensure_ascii=False, indent=2, default=str)
    page = render_template(
        "family/own_data_page.html",
        copy=copy,
        language=current_language(),
        parts={name: say(words) for name, words in PARTS.items()},
        columns={name: say(words) for name, words in COLUMNS.items()},
        told=told,
    )
    parts = [
        *archive.add("my-data.html", [page.encode()]),
        *archive.add("my-data.json", [text.encode()]),
    ]
    for name, document_id in copy.files:
        try:
            content = open_own_file(current_tenant().id, guardian_id, document_id)
        except FileNotFoundError:
            _log.warning("copy.file-missing", extra={"tenant": current_tenant().id})
            continue
        parts += archive.add(f"files/{name}", [content], is_packed=True)
    return b"".join([*parts, *archive.end()])
