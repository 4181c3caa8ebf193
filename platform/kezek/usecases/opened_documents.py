"""A file goes back to whoever may have it, as it was sent or as a copy to look at."""

import logging
import uuid
from dataclasses import dataclass

from kezek.adapters.examined_files import UnfitFile, examine_file
from kezek.core.access import Actor
from kezek.core.uploads import JPEG, PDF, name_as
from kezek.db.documents import find_document
from kezek.db.family_keys import FamilyErased
from kezek.db.scope import read_scope
from kezek.usecases.deciding import NotFound
from kezek.usecases.stored_files import open_file

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OpenedDocument:
    """A file as it goes back to those who may see it."""

    filename: str
    media_type: str
    content: bytes


def open_document(
    tenant_id: int, actor: Actor, document_id: uuid.UUID, *, to_look_at: bool = False
) -> OpenedDocument:
    """What a file holds; until it is sent it is its family's alone.

    `to_look_at` gives of a photo the copy without what the camera wrote into it (place, moment,
    owner); else the file comes as it was sent. Whether the actor may see a sent one is asked by
    its permission. Raises NotFound, also once the family was erased, and the errors of keys.
    """
    with read_scope(tenant_id) as session:
        row = find_document(session, document_id)
        if row is None or (row.application_id is None and row.guardian_id != actor.guardian_id):
            raise NotFound(document_id)
        wants_view = to_look_at and row.media_type != PDF
        path = (wants_view and row.view_path) or row.stored_path
        try:
            content = open_file(session, tenant_id, row.guardian_id, path)
        except FamilyErased:
            raise NotFound(document_id) from None
        except FileNotFoundError:
            _log.error("document.lost", extra={"tenant": tenant_id, "document": str(document_id)})
            raise NotFound(document_id) from None
    if not wants_view:
        return OpenedDocument(row.filename, row.media_type, content)
    if row.view_path is None:
        content = _view_of(content)
    return OpenedDocument(name_as(row.filename, JPEG), JPEG, content)


def _view_of(photo: bytes) -> bytes:
    """The copy of a photo that came before copies were kept."""
    try:
        view = examine_file(photo).view
    except UnfitFile as unfit:
        raise NotFound(str(unfit)) from None
    assert view is not None
    return view
