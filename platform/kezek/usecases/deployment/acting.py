"""An act of an operator on the deployment itself: one transaction, written down for good."""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.errors import Code, Refusal
from kezek.db.base import uuid7
from kezek.db.deployment_acts import DeploymentActRow, find_act
from kezek.db.scope import deployment_scope

COMMAND = "operator:command"
"""Who stands as the doer of a command on the machine itself."""


class DoneBefore(Exception):
    """The same form came once more: its act is done, and is not done again."""


@dataclass
class Doing:
    """What a use case of an operator works with inside its transaction."""

    session: Session
    actor: str
    now: datetime

    def note(
        self,
        kind: str,
        *,
        tenant_id: int | None = None,
        reason: str = "",
        intent: uuid.UUID | None = None,
        **detail: Any,
    ) -> None:
        """Writes the act down."""
        note_act(
            self.session,
            self.actor,
            kind,
            self.now,
            tenant_id=tenant_id,
            reason=reason,
            intent=intent,
            detail=detail,
        )


@contextmanager
def doing(actor: str, intent: uuid.UUID | None = None) -> Iterator[Doing]:
    """One transaction of the deployment. Raises DoneBefore for a form that was sent before."""
    try:
        with deployment_scope() as session:
            need_first(session, intent)
            yield Doing(session, actor, services().clock.now(session))
    except IntegrityError as broken:
        if "pk_deployment_acts" in str(broken.orig):
            raise DoneBefore from broken
        raise


def need_first(session: Session, intent: uuid.UUID | None) -> None:
    """Goes on unless the act of this form is written down already. Raises DoneBefore."""
    if intent is not None and find_act(session, intent) is not None:
        raise DoneBefore


def note_act(
    session: Session,
    actor: str,
    kind: str,
    now: datetime,
    *,
    tenant_id: int | None = None,
    reason: str = "",
    intent: uuid.UUID | None = None,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Writes an act down within a transaction; with the form's token it cannot come twice."""
    session.add(
        DeploymentActRow(
            id=intent or uuid7(),
            at=now,
            actor=actor,
            kind=kind,
            tenant_id=tenant_id,
            reason=reason,
            detail=dict(detail or {}),
        )
    )
    session.flush()


def need_reason(reason: str) -> str:
    """The reason in one line. Raises Refusal where nobody could learn from it why it was done."""
    words = " ".join(reason.split())
    if len(words) < LEAST_REASON:
        raise Refusal(Code.INVALID_CHOICE, "operator_reason", least=LEAST_REASON, field="reason")
    return words


LEAST_REASON = 5
