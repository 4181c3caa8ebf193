"""Tells a story on its stage, step by step, and says what did not hold."""

import logging
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from kezek.core.errors import Refusal
from kezek.core.queues import label
from kezek.db.journal import FactRow
from kezek.db.queues import QueueRow
from kezek.db.scope import read_scope
from kezek.scenarios.expectations import (
    NONE,
    Failure,
    category_of,
    deadline_of,
    failures,
    notices_of,
    number_of,
    numbers,
    place_of,
    queue_order,
    shown,
    standing_of,
    state_of,
    strikes_of,
)
from kezek.scenarios.nodes import Malformed
from kezek.scenarios.stage import Stage, set_stage
from kezek.scenarios.story import Step, Story
from kezek.scenarios.verbs import act
from kezek.usecases.deciding import NotFound

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Outcome:
    """How a story ended."""

    title: str
    failures: list[Failure] = field(default_factory=list)
    end: dict[str, Any] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether every expectation held."""
        return not self.failures


def tell(story: Story, *, tenant: str | None = None, with_end: bool = False) -> Outcome:
    """Plays a story from its beginning to its end, or to the first step that could not be done."""
    stage = set_stage(story, tenant=tenant)
    outcome = Outcome(story.title)
    unchanged = False
    for step in story.steps:
        if not _take(stage, step, outcome, unchanged=unchanged):
            break
        unchanged = step.verb in LOOKS
    if with_end:
        stage.looked_at.clear()
        outcome.end = state_at_end(stage)
    return outcome


LOOKS = frozenset({"expect", "at", "wait"})
"""Steps that do nothing by themselves."""


def _take(stage: Stage, step: Step, outcome: Outcome, *, unchanged: bool) -> bool:
    if step.verb in ("at", "wait"):
        _go_on(stage, step)
        return True
    stage.tick(unchanged=unchanged)
    if step.verb == "expect":
        outcome.failures.extend(failures(stage, step.fields))
        return True
    failure = _refused(stage, step) if step.because else _done(stage, step)
    if failure is not None:
        outcome.failures.append(failure)
    return failure is None


def _go_on(stage: Stage, step: Step) -> None:
    to = step.fields["to"]
    moment = stage.moment(to) if step.verb == "at" else stage.after(to)
    if moment < stage.clock.now():
        local = shown(stage.local(stage.clock.now()))
        raise Malformed(step.line, step.verb, f"time never goes back; it is {local}")
    stage.go_to(moment)


def _done(stage: Stage, step: Step) -> Failure | None:
    try:
        act(stage, step.verb, step.fields)
    except Refusal as refusal:
        return Failure(step.line, step.verb, "done", f"refused: {refusal}")
    except NotFound:
        return Failure(step.line, step.verb, "done", "refused: there is no such thing")
    except Exception as broken:
        _log.exception("scenario.broken", extra={"line": step.line})
        return Failure(step.line, step.verb, "done", f"the engine broke: {broken!r}"[:300])
    return None


def _refused(stage: Stage, step: Step) -> Failure | None:
    before = _facts(stage)
    try:
        act(stage, step.verb, step.fields)
    except Refusal as refusal:
        if refusal.code != step.because:
            return Failure(step.line, f"refused.{step.verb}", str(step.because), str(refusal))
    except NotFound:
        return Failure(step.line, f"refused.{step.verb}", str(step.because), "no such thing")
    except Exception as broken:
        _log.exception("scenario.broken", extra={"line": step.line})
        return Failure(step.line, f"refused.{step.verb}", str(step.because), repr(broken)[:300])
    else:
        return Failure(step.line, f"refused.{step.verb}", str(step.because), "done")
    if _facts(stage) != before:
        return Failure(step.line, f"refused.{step.verb}", "nothing changed", "facts were recorded")
    return None


def _facts(stage: Stage) -> int:
    with read_scope(stage.tenant_id) as session:
        return session.scalar(select(func.count()).select_from(FactRow)) or 0


def state_at_end(stage: Stage) -> dict[str, Any]:
    """Everything that `expect` could ask for, as it is at the end."""
    children = [child for child in stage.applications if stage.applications[child]]
    return {
        "state": {child: state_of(stage, child) for child in children},
        "queue": _queues(stage),
        "number": {child: found for child in children if (found := _number(stage, child))},
        "place": _places(stage),
        "deadline": {child: shown(deadline_of(stage, child)) for child in children},
        "notices": {child: [code for _, code in notices_of(stage, child)] for child in children},
        "standing": {child: standing_of(stage, child) for child in children},
        "category": {
            child: code for child in children if (code := category_of(stage, child)) != NONE
        },
        "strikes": {child: found for child in children if (found := strikes_of(stage, child))},
    }


def _number(stage: Stage, child: str) -> dict[str, int] | int | None:
    """By kindergarten in a linear territory, one number elsewhere."""
    return numbers(stage, child) or number_of(stage, child)


def _queues(stage: Stage) -> dict[str, list[str]]:
    found = {}
    for row in _queue_rows(stage):
        order = queue_order(stage, row.key)
        if order:
            found[_name(stage, row)] = order
    return found


def _places(stage: Stage) -> dict[str, str]:
    found = {}
    for row in _queue_rows(stage):
        if row.kindergarten_id is None:
            continue
        name = _name(stage, row)
        serial = 1
        while stage.find_place(f"{name}#{serial}") is not None:
            found[f"{name}#{serial}"] = place_of(stage, f"{name}#{serial}")
            serial += 1
    return found


def _name(stage: Stage, row: QueueRow) -> str:
    names = {garden: name for name, garden in stage.gardens.items()}
    return label(row.key, names[row.kindergarten_id] if row.kindergarten_id else "")


def _queue_rows(stage: Stage) -> list[QueueRow]:

    with read_scope(stage.tenant_id) as session:
        return list(session.scalars(select(QueueRow)))
