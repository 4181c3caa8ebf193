"""A family reads its notices: from then on nobody has to call it about them (rulebook 10)."""

import uuid

from sqlalchemy import update

from kezek.core.access import Actor
from kezek.db.notices import NoticeRow, find_notice
from kezek.usecases.deciding import NotFound
from kezek.usecases.unit_of_work import act


def read_notice(tenant_id: int, actor: Actor, notice_id: uuid.UUID) -> None:
    """Notes that the family has seen this notice; the first time counts. Raises NotFound."""
    with act(tenant_id, actor.tag) as running:
        notice = find_notice(running.session, notice_id)
        if notice is None or notice.guardian_id is None or notice.guardian_id != actor.guardian_id:
            raise NotFound(notice_id)
        if notice.read_at is None:
            notice.read_at = running.now()
            running.bells.add(f"family-{actor.guardian_id}")


def read_all_notices(tenant_id: int, actor: Actor) -> None:
    """Notes that the family has seen all that it has got so far."""
    with act(tenant_id, actor.tag) as running:
        running.session.execute(
            update(NoticeRow)
            .where(NoticeRow.guardian_id == actor.guardian_id, NoticeRow.read_at.is_(None))
            .values(read_at=running.now())
        )
        running.bells.add(f"family-{actor.guardian_id}")
