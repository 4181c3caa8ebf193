"""What the desks of kindergartens and specialists share: who asks, and how a refusal is shown."""

import uuid

from kezek.core.access import Subject
from kezek.core.errors import Code, Refusal
from kezek.reads.subjects import kindergarten_subject
from kezek.web.login import current_actor, find_actor

OVERTAKEN = frozenset({Code.ALREADY_DECIDED, Code.WRONG_STATE})
"""Refusals after which the page says what has happened meanwhile, and when."""


def own_kindergarten(tenant_id: int, **_: object) -> Subject | None:
    """The kindergarten in which the signed-in person works, as permissions look at it."""
    actor = find_actor()
    if actor is None or actor.kindergarten_id is None:
        return None
    return kindergarten_subject(tenant_id, actor.kindergarten_id)


def kindergarten_id() -> uuid.UUID:
    """The same as a number; asked only behind a guard that has seen to it."""
    found = current_actor().kindergarten_id
    assert found is not None
    return found


def is_overtaken(refusal: Refusal) -> bool:
    """Whether somebody, or the time, was quicker than this press of a button."""
    return refusal.code in OVERTAKEN
