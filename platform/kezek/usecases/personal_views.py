"""A look at personal data is written down before the page leaves the house (D-11)."""

import uuid

from kezek.core.access import Actor
from kezek.core.personal_views import Shown
from kezek.db.personal_views import add_view
from kezek.usecases.unit_of_work import act


def note_view(
    tenant_id: int, actor: Actor, shows: Shown, subject_id: uuid.UUID | None, page: str
) -> None:
    """Writes down that this member of staff saw what the page shows; safe to repeat."""
    with act(tenant_id, actor.tag) as running:
        add_view(running.session, tenant_id, actor, shows, subject_id, page, running.now())
