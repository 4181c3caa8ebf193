"""Papers that a family attaches: sealed under its own key, refused before anything is stored."""

import hashlib
import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kezek.adapters.examined_files import Examined, UnfitFile, examine_file
from kezek.core.access import Actor
from kezek.core.documents import document, is_current, valid_through_on
from kezek.core.errors import Code, Refusal
from kezek.core.uploads import MAX_FILES, name_as, tidy_name
from kezek.core.wishes import needs_issue_date
from kezek.db.applications import find_header
from kezek.db.base import uuid7
from kezek.db.documents import (
    DocumentRow,
    delete_documents,
    find_document,
    load_of,
)
from kezek.db.idempotency import KeyReused, Once, Repeated
from kezek.db.locks import lock_child
from kezek.db.people import find_child
from kezek.usecases.deciding import NotFound
from kezek.usecases.stored_files import drop_files, keep_file
from kezek.usecases.unit_of_work import Act, act

_MEGABYTE = 1024 * 1024
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """One file as it was sent, and which document it shows."""

    kind: str
    filename: str
    content: bytes
    issued_on: date | None = None


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A file that was opened and can be taken."""

    upload: Upload
    examined: Examined


@dataclass(frozen=True, slots=True)
class _Home:
    """Whom the files belong to: a child's unfinished application, or one that was sent."""

    guardian_id: uuid.UUID
    child_id: uuid.UUID
    application_id: uuid.UUID | None


def attach(
    tenant_id: int,
    actor: Actor,
    child_id: uuid.UUID,
    uploads: Sequence[Upload],
    *,
    application_id: uuid.UUID | None = None,
    intent: str | None = None,
) -> tuple[uuid.UUID, ...]:
    """Attaches files to a child's unfinished application, or to one that was sent: all or none.

    A form that is sent twice attaches them once. Raises NotFound for another family's child or
    application, and Refusal: a file that is no document (E-7), a certificate that is not issued
    yet or no longer holds, more than the region takes (A-57).
    """
    request = ":".join(["attach", str(child_id), *(_digest(one).hex() for one in uploads)])
    looked_at = look_at(uploads)
    kept: list[str] = []
    try:
        with act(tenant_id, actor.tag, Once(intent, request) if intent else None) as running:
            ids = attach_within(
                running, actor, child_id, looked_at, kept, application_id=application_id
            )
            running.response["documents"] = [str(one) for one in ids]
            return ids
    except Repeated as repeated:
        return tuple(uuid.UUID(one) for one in repeated.response["documents"])
    except KeyReused:
        raise Refusal(Code.ALREADY_DECIDED, "form_sent") from None
    except BaseException:
        drop_files(tenant_id, kept)
        raise


def look_at(uploads: Sequence[Upload]) -> tuple[LookedAt, ...]:
    """Opens each file, before anything is locked or stored; a page that comes twice only once.

    Raises Refusal for the first that is no document, is too large, is locked or broken (E-7).
    """
    seen: dict[bytes, Examined] = {}
    found = []
    for one in uploads:
        digest = _digest(one)
        try:
            seen[digest] = seen.get(digest) or examine_file(one.content)
        except UnfitFile as unfit:
            name = tidy_name(one.filename)
            raise Refusal(Code.INVALID_CHOICE, f"file_{unfit.fault}", name=name) from None
        found.append(LookedAt(one, seen[digest]))
    return tuple(found)


def attach_within(
    running: Act,
    actor: Actor,
    child_id: uuid.UUID,
    files: Sequence[LookedAt],
    kept: list[str],
    *,
    application_id: uuid.UUID | None = None,
) -> tuple[uuid.UUID, ...]:
    """Attaches files as a part of another act; `kept` are to be dropped should that act fail.

    Raises what `attach` raises.
    """
    home = _home(running, actor, child_id, application_id)
    now = running.now()
    _check(running, home, [one.upload for one in files], now)
    return tuple(_keep(running, home, one, now, kept) for one in files)


def remove(tenant_id: int, actor: Actor, document_id: uuid.UUID) -> None:
    """Takes back a file that was not sent yet; one that is gone already stays gone.

    Raises NotFound for another family's file, and for one that belongs to a sent application.
    """
    with act(tenant_id, actor.tag) as running:
        row = find_document(running.session, document_id)
        if row is None or row.guardian_id != actor.guardian_id or row.application_id is not None:
            raise NotFound(document_id)
        lock_child(running.session, tenant_id, row.child_id)
        paths = delete_documents(running.session, [document_id])
    drop_files(tenant_id, paths)


def _home(
    running: Act, actor: Actor, child_id: uuid.UUID, application_id: uuid.UUID | None
) -> _Home:
    lock_child(running.session, running.tenant_id, child_id)
    if application_id is None:
        child = find_child(running.session, child_id)
        if child is None or child.guardian_id != actor.guardian_id:
            raise NotFound(child_id)
        return _Home(child.guardian_id, child.id, None)
    header = find_header(running.session, application_id)
    if header is None or header.child_id != child_id or header.guardian_id != actor.guardian_id:
        raise NotFound(application_id)
    return _Home(header.guardian_id, child_id, application_id)


def _check(running: Act, home: _Home, uploads: Sequence[Upload], now: datetime) -> None:
    rules = running.rules(now)
    today = rules.calendar.local_day(now)
    for one in uploads:
        check_issue_date(one.kind, one.issued_on, today)
    files, size = load_of(running.session, home.guardian_id, home.child_id, home.application_id)
    if files + len(uploads) > MAX_FILES:
        raise Refusal(Code.LIMIT_REACHED, "files", most=MAX_FILES)
    most = rules.settings.uploads_total_mb
    if size + sum(len(one.content) for one in uploads) > most * _MEGABYTE:
        raise Refusal(Code.LIMIT_REACHED, "uploads", most=most)


def check_issue_date(kind: str, issued_on: date | None, today: date) -> None:
    """A certificate was issued, not in the future, and still holds (rulebook 11, DOC-03, DOC-04).

    Raises Refusal: `issue_date` where it must be told, `issued_later`, `certificate` when over.
    """
    if issued_on is None:
        if needs_issue_date(kind):
            raise Refusal(Code.INVALID_CHOICE, "issue_date")
        return
    if issued_on > today:
        raise Refusal(Code.TOO_EARLY, "issued_later")
    if not is_current(document(kind), issued_on, today):
        raise Refusal(
            Code.TOO_LATE, "certificate", through=valid_through_on(document(kind), issued_on)
        )


def _keep(running: Act, home: _Home, file: LookedAt, now: datetime, kept: list[str]) -> uuid.UUID:
    upload, seen = file.upload, file.examined
    # The files first: a row without its file would be a promise that cannot be kept.
    for content in (upload.content, seen.view):
        if content is not None:
            family = home.guardian_id
            kept.append(keep_file(running.session, running.tenant_id, family, content))
    row = DocumentRow(
        tenant_id=running.tenant_id,
        id=uuid7(),
        guardian_id=home.guardian_id,
        child_id=home.child_id,
        application_id=home.application_id,
        kind=document(upload.kind).code,
        issued_on=upload.issued_on,
        expires_on=_expires_on(upload),
        filename=name_as(upload.filename, seen.media_type),
        media_type=seen.media_type,
        size=len(upload.content),
        sha256=_digest(upload),
        stored_path=kept[-1] if seen.view is None else kept[-2],
        view_path=None if seen.view is None else kept[-1],
        flaws=[str(one) for one in seen.flaws],
        uploaded_at=now,
    )
    running.session.add(row)
    running.session.flush()
    return row.id


def _expires_on(upload: Upload) -> date | None:
    if upload.issued_on is None:
        return None
    return valid_through_on(document(upload.kind), upload.issued_on)


def _digest(upload: Upload) -> bytes:
    return hashlib.sha256(upload.content).digest()
