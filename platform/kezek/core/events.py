"""Facts in the past tense: what a step changed, by which rule, and whom it tells."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from kezek.core.applications import Application
from kezek.core.notices import Notice, Value
from kezek.core.places import Place
from kezek.core.queues import Queue


class Cause(StrEnum):
    """Why a number changed (R-12), as the one who stands behind sees it."""

    SERVED_AHEAD = "served_ahead"
    ENTERED_AHEAD = "entered_ahead"
    STANDING_CHANGED_AHEAD = "standing_changed_ahead"
    OWN_STANDING_CHANGED = "own_standing_changed"
    WITHDRAWN_AHEAD = "withdrawn_ahead"
    ARCHIVED_AHEAD = "archived_ahead"
    SUSPENDED_AHEAD = "suspended_ahead"
    RETURNED_AHEAD = "returned_ahead"
    CHOICE_CHANGED_AHEAD = "choice_changed_ahead"
    OWN_CHOICE_CHANGED = "own_choice_changed"
    COHORT_UPDATE = "cohort_update"
    MODE_SWITCH = "mode_switch"
    RATIO_TURN = "ratio_turn"


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Change(Generic[T]):
    """A value before and after; `before` is missing when it came into being."""

    before: T | None
    after: T


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One step of a decision: the journal's unit, with everything needed to repeat it.

    `kind` is `subject:what-happened`; `rule` the id of the rule that made it; `cause` what those
    who stand behind are told when their number changes.
    """

    kind: str
    rule: str
    cause: Cause | None = None
    applications: tuple[Change[Application], ...] = ()
    places: tuple[Change[Place], ...] = ()
    queues: tuple[Change[Queue], ...] = ()
    notices: tuple[Notice, ...] = ()
    detail: Mapping[str, Value] = field(default_factory=dict)
