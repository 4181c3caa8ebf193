"""People of a region as its tables keep them, and the refusal that an act of theirs meets."""

import uuid
from collections.abc import Callable

import pytest
from sqlalchemy import select

from kezek.core.access import Actor
from kezek.core.errors import Refusal
from kezek.db.accounts import AccountRow, find_account
from kezek.db.journal import FactRow
from kezek.db.people import GuardianRow, find_guardian
from kezek.db.scope import read_scope


def guardian_of(region: int, guardian_id: uuid.UUID | None) -> GuardianRow:
    assert guardian_id is not None
    with read_scope(region) as session:
        row = find_guardian(session, guardian_id)
    assert row is not None
    return row


def account_of(region: int, account_id: uuid.UUID) -> AccountRow:
    with read_scope(region) as session:
        row = find_account(session, account_id)
    assert row is not None
    return row


def guardian_id_of(actor: Actor) -> uuid.UUID:
    assert actor.guardian_id is not None
    return actor.guardian_id


def fact_kinds(region: int) -> set[str]:
    with read_scope(region) as session:
        return set(session.scalars(select(FactRow.kind)))


def refusal_of(doing: Callable[[], object]) -> Refusal:
    with pytest.raises(Refusal) as caught:
        doing()
    return caught.value
