"""A batch of a specialist: what became of each of its matters."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from kezek.core.access import Actor
from kezek.core.work import MatterKey
from kezek.db.accounts import find_account
from kezek.db.batches import find_batch, items_of
from kezek.db.scope import read_scope


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One matter and what became of it; nothing while it is still to be done."""

    key: MatterKey
    number: str
    outcome: str
    detail: str


@dataclass(frozen=True, slots=True)
class BatchPage:
    """The whole batch."""

    id: uuid.UUID
    act: str
    colleague: str
    made_at: datetime
    is_finished: bool
    undone_at: datetime | None
    lines: tuple[BatchLine, ...]

    def count(self, outcome: str) -> int:
        """How many have this outcome."""
        return sum(one.outcome == outcome for one in self.lines)


def batch_page(tenant_id: int, actor: Actor, batch_id: uuid.UUID) -> BatchPage | None:
    """The batch, if it is the asker's own."""
    with read_scope(tenant_id) as session:
        batch = find_batch(session, batch_id)
        if batch is None or batch.account_id != actor.account_id:
            return None
        colleague = find_account(session, batch.to_account_id) if batch.to_account_id else None
        return BatchPage(
            id=batch.id,
            act=batch.act,
            colleague=colleague.full_name if colleague else "",
            made_at=batch.made_at,
            is_finished=batch.finished_at is not None,
            undone_at=batch.undone_at,
            lines=tuple(
                BatchLine(one.key, one.number, one.outcome or "", one.detail)
                for one in items_of(session, batch_id)
            ),
        )
