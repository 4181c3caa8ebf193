"""Sealed files of families: kept under what they hold, opened, dropped once nobody names them."""

import logging
import uuid
from collections.abc import Iterable

from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.adapters.uploads import bound_name, path_of
from kezek.db.documents import is_named
from kezek.db.family_keys import family_key
from kezek.db.locks import lock_file
from kezek.db.scope import tenant_scope

_log = logging.getLogger(__name__)


def keep_file(session: Session, tenant_id: int, family_id: uuid.UUID, content: bytes) -> str:
    """Seals a file under its family's key and keeps it; gives its path.

    What the family has sent before lies there already, and is written over by itself. Held until
    the act ends, so that whoever drops the same file looks after us. Raises FamilyErased.
    """
    keys = services().keys
    wrapped = family_key(session, tenant_id, family_id)
    path = path_of(tenant_id, keys.file_address(tenant_id, family_id, wrapped, content))
    lock_file(session, tenant_id, path)
    sealed = keys.seal_file(tenant_id, family_id, wrapped, bound_name(path), content)
    services().uploads.put(path, sealed)
    return path


def open_file(session: Session, tenant_id: int, family_id: uuid.UUID, path: str) -> bytes:
    """What a family's file holds. Raises FamilyErased, FileNotFoundError and the errors of keys."""
    wrapped = family_key(session, tenant_id, family_id)
    sealed = services().uploads.get(path)
    return services().keys.open_file(tenant_id, family_id, wrapped, bound_name(path), sealed)


def drop_files(tenant_id: int, paths: Iterable[str]) -> None:
    """Removes files that no row names any more, once the act that took the rows away is over.

    One that cannot be removed is sealed and harms nobody; `kezek uploads sweep` finds it.
    """
    for path in sorted(set(paths)):
        with tenant_scope(tenant_id) as session:
            lock_file(session, tenant_id, path)
            if is_named(session, path):
                continue
            try:
                services().uploads.drop(path)
            except OSError:
                _log.warning("document.not_dropped", extra={"tenant": tenant_id})
