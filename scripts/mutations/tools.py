"""A rule of the engine switched off: what it is, and the ways in which it is done."""

import builtins
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from sqlalchemy import update

from kezek.core.applications import State, TermKind
from kezek.core.errors import Code
from kezek.core.events import Cause
from kezek.core.modes.linear import (
    lifecycle,
    steps,
)
from kezek.db.applications import TermRow
from kezek.db.scope import tenant_scope
from kezek.usecases import happenings, recording, rules_change, unit_of_work


@dataclass(frozen=True, slots=True)
class Mutation:
    """What is switched off, which rules say so, and how it is done."""

    what: str
    rules: frozenset[str]
    patches: Callable[[], list[Any]]
    folder: str = "linear"
    """Whose stories are told without it."""

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


def among(folder: str, mutations: Iterable[Mutation]) -> tuple[Mutation, ...]:
    """These, told to the stories of one mode."""
    return tuple(replace(one, folder=folder) for one in mutations)


def setting(**forced: Any) -> Callable[[], Any]:
    """A setting that is not listened to: it has this value whatever the region says."""

    @contextmanager
    def at_work() -> Iterator[None]:
        with ExitStack() as stack:
            # Acts and terms look at the one, what territories do by themselves at the other.
            for holder, name in ((unit_of_work, "rules_at"), (happenings, "rules_of")):
                heard = _forced(getattr(holder, name), forced)
                stack.enter_context(patch.object(holder, name, heard))
            yield

    return at_work


def _forced(known: Callable[..., Any], forced: dict[str, Any]) -> Callable[..., Any]:
    def rules(*given: Any) -> Any:
        found = known(*given)
        return replace(found, settings=found.settings.with_settings(forced))

    return rules


def act(
    trigger: type, does: Callable[..., Any], *more: State, room: Any = lifecycle
) -> Callable[[], Any]:
    """An act does something else, and is taken in more states."""
    known = room.ACTS[trigger]
    row = replace(known, act=does, states=known.states | frozenset(more))
    return lambda: patch.dict(room.ACTS, {trigger: row})


def allowed(trigger: type, *more: State, room: Any = lifecycle) -> Callable[[], Any]:
    """An act that is taken in more states than the ordinance has."""
    row = room.ACTS[trigger]
    wider = replace(row, states=row.states | frozenset(more))
    return lambda: patch.dict(room.ACTS, {trigger: wider})


def barred(trigger: type, *states: State, room: Any = lifecycle) -> Callable[[], Any]:
    """An act that is not taken in these states, where the rules take it."""
    row = room.ACTS[trigger]
    narrower = replace(row, states=row.states - frozenset(states))
    return lambda: patch.dict(room.ACTS, {trigger: narrower})


def known_here(trigger: type, *states: State, room: Any) -> Callable[[], Any]:
    """An act of the linear mode that this one knows, too."""
    row = replace(lifecycle.ACTS[trigger], states=frozenset(states))
    return lambda: patch.dict(room.ACTS, {trigger: row})


def patched_rows(table: Any, rows: Any) -> Callable[[], Any]:
    """Rows of a table become others."""
    return lambda: patch.dict(table, rows)


def due(
    kind: TermKind, does: Callable[..., Any], states: Any = None, room: Any = lifecycle
) -> Callable[[], Any]:
    """The end of a span brings something else, or in other states."""
    where, _, rows = room.TERMS[kind]
    return lambda: patch.dict(room.TERMS, {kind: (states or where, does, rows)})


def other(trigger: type, does: Callable[..., Any], room: Any = lifecycle) -> Callable[[], Any]:
    """A trigger that is not of one application does something else."""
    return lambda: patch.dict(room.OTHERS, {trigger: does})


def running_terms_move() -> Any:
    """A change of settings moves what runs already."""
    known = rules_change.change_settings

    def change_settings(tenant_id: int, *given: Any, **more: Any) -> Any:
        found = known(tenant_id, *given, **more)
        with tenant_scope(tenant_id) as session:
            session.execute(update(TermRow).values(due_at=TermRow.due_at - timedelta(hours=3)))
        return found

    return patch.object(rules_change, "change_settings", change_settings)


def in_force_early() -> Any:
    """Settings hold before their day."""
    known = unit_of_work.rules_at
    ahead = timedelta(days=60)

    def rules_at(session: Any, tenant_id: int, now: Any) -> Any:
        return known(session, tenant_id, now + ahead)

    return patch.object(unit_of_work, "rules_at", rules_at)


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


def elsewhere(trigger: type, code: Code, room: Any = lifecycle) -> Callable[[], Any]:
    """An act is refused with another code where it has no place."""
    row = replace(room.ACTS[trigger], elsewhere=code)
    return lambda: patch.dict(room.ACTS, {trigger: row})


def whole(does: Callable[..., Any], *, whole: bool) -> Callable[..., Any]:
    """A specialist's refusal is always of all, or never."""
    return lambda draft, one, trigger: does(draft, one, replace(trigger, whole=whole))


def with_referral(does: Callable[..., Any], **changed: Any) -> Callable[..., Any]:
    """The act, on an application whose referral is changed first."""

    def act(draft: Any, one: Any, trigger: Any) -> Any:
        return does(draft, replace(one, referral=replace(one.referral, **changed)), trigger)

    return act


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
