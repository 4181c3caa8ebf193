"""A family tells of a transfer of service or a move, with the paper (L-23.2, DOC-18)."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from kezek.adapters.services import services
from kezek.core import relocation
from kezek.core.access import Actor
from kezek.core.ids import ApplicationId
from kezek.db.applications import load_applications
from kezek.db.documents import application_documents
from kezek.db.people import find_child
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope


@dataclass(frozen=True, slots=True)
class SentPaper:
    """A file of the paper that was attached."""

    id: uuid.UUID
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RelocationPage:
    """What a family may do about a move, and what it has sent."""

    id: uuid.UUID
    number: str
    child_id: uuid.UUID
    child: str
    is_open: bool
    """Whether the region would serve this family out of turn, and does not do so yet."""
    papers: tuple[SentPaper, ...]


def relocation_page(
    tenant_id: int, actor: Actor, application_id: uuid.UUID
) -> RelocationPage | None:
    """The page of the actor's own application; nothing for another family's."""
    with read_scope(tenant_id) as session:
        found = load_applications(session, [application_id])
        application = found.get(ApplicationId(application_id))
        if application is None or application.guardian != actor.guardian_id:
            return None
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        child = find_child(session, application.child)
        return RelocationPage(
            id=application.id,
            number=application.number,
            child_id=application.child,
            child=child.full_name if child else "",
            is_open=relocation.may_move_up(application, region.rules),
            papers=tuple(
                SentPaper(row.id, row.filename, row.uploaded_at)
                for row in application_documents(session, application.id)
                if row.kind == relocation.PAPER
            ),
        )


def may_tell_of_a_move(tenant_id: int, actor: Actor, application_id: uuid.UUID) -> bool:
    """Whether the page of the application leads there."""
    page = relocation_page(tenant_id, actor, application_id)
    return page is not None and page.is_open
