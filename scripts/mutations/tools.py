"""A rule of the engine switched off: what it is, and the ways in which it is done."""

import builtins
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Any
from unittest.mock import patch

from kezek.core.applications import State, TermKind
from kezek.core.errors import Code
from kezek.core.events import Cause
from kezek.core.modes.linear import (
    lifecycle,
    steps,
)
from kezek.usecases import recording, unit_of_work


@dataclass(frozen=True, slots=True)
class Mutation:
    """What is switched off, which rules say so, and how it is done."""

    what: str
    rules: frozenset[str]
    patches: Callable[[], list[Any]]

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """The engine without this rule, until the block ends."""
        with ExitStack() as stack:
            for one in self.patches():
                stack.enter_context(one)
            yield


def mutation(what: str, rules: str, *patches: Callable[[], Any]) -> Mutation:
    """One mutation; the rules stand as in the files, `L-10.3 A-02`."""
    return Mutation(what, frozenset(rules.split()), lambda: [make() for make in patches])


def attr(holder: Any, name: str, value: Any) -> Callable[[], Any]:
    """A function or a constant of a module becomes another. Fails for a name that is gone."""
    return lambda: patch.object(holder, name, value, create=name in dir(builtins))


def setting(**forced: Any) -> Callable[[], Any]:
    """A setting that is not listened to: it has this value whatever the region says."""
    known = unit_of_work.rules_at

    def rules_at(*given: Any) -> Any:
        rules = known(*given)
        return replace(rules, settings=rules.settings.with_settings(forced))

    return attr(unit_of_work, "rules_at", rules_at)


def act(trigger: type, does: Callable[..., Any], *more: State) -> Callable[[], Any]:
    """An act does something else, and is taken in more states."""
    known = lifecycle.ACTS[trigger]
    row = replace(known, act=does, states=known.states | frozenset(more))
    return lambda: patch.dict(lifecycle.ACTS, {trigger: row})


def allowed(trigger: type, *more: State) -> Callable[[], Any]:
    """An act that is taken in more states than the ordinance has."""
    row = lifecycle.ACTS[trigger]
    wider = replace(row, states=row.states | frozenset(more))
    return lambda: patch.dict(lifecycle.ACTS, {trigger: wider})


def due(kind: TermKind, does: Callable[..., Any], states: Any = None) -> Callable[[], Any]:
    """The end of a span brings something else, or in other states."""
    where, _, rows = lifecycle.TERMS[kind]
    return lambda: patch.dict(lifecycle.TERMS, {kind: (states or where, does, rows)})


def other(trigger: type, does: Callable[..., Any]) -> Callable[[], Any]:
    """A trigger that is not of one application does something else."""
    return lambda: patch.dict(lifecycle.OTHERS, {trigger: does})


def untold(*codes: str) -> Callable[[], Any]:
    """Notices that are not sent."""
    known = recording.record_notices

    def record(running: Any, notices: Any, now: Any) -> None:
        known(running, tuple(one for one in notices if one.code not in codes), now)

    return attr(recording, "record_notices", record)


def nothing(*_: Any, **__: Any) -> None:
    """Does nothing."""


def gives(value: Any) -> Callable[..., Any]:
    """A function that always gives this."""

    def given(*_: Any, **__: Any) -> Any:
        return value

    return given


def gives_argument(at: int) -> Callable[..., Any]:
    """A function that gives back what it was given at this place."""

    def given(*arguments: Any, **__: Any) -> Any:
        return arguments[at]

    return given


def elsewhere(trigger: type, code: Code) -> Callable[[], Any]:
    """An act is refused with another code where it has no place."""
    row = replace(lifecycle.ACTS[trigger], elsewhere=code)
    return lambda: patch.dict(lifecycle.ACTS, {trigger: row})


def entry_stays(
    draft: Any, one: Any, _: Any, kind: str, rule: str, *, place: Any, notices: Any = ()
) -> None:
    """Back into the queue with every kindergarten of the list, also this one."""
    steps.enter_queue(
        draft,
        one,
        kind,
        rule,
        cause=Cause.RETURNED_AHEAD,
        places=[steps.freed(place)],
        notices=notices,
    )
