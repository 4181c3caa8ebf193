"""What must be true in a story, compared exactly with what the ledger says."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from kezek.core.applications import Application, deadline
from kezek.core.events import Cause
from kezek.core.moves import Amount, causes_between
from kezek.core.queues import QueueKey, SeatKey
from kezek.db.applications import load_applications
from kezek.db.history import moves_of_queue, queues_stood_in
from kezek.db.notices import NoticeRow
from kezek.db.numbers import numbers_of, shown_order
from kezek.db.places import load_places
from kezek.db.queues import find_queue
from kezek.db.scope import read_scope
from kezek.reads.history import changes_of_life, last_change
from kezek.scenarios.nodes import Malformed, Value
from kezek.scenarios.stage import Stage
from kezek.usecases.journal import seal_tenant, verify

NONE = "none"


@dataclass(frozen=True, slots=True)
class Failure:
    """One expectation that did not hold."""

    line: int
    field: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to compare: where it stands in the file, what is asked for, what is there."""

    line: int
    field: str
    expected: Any
    found: Any

    @property
    def failure(self) -> Failure | None:
        """The failure, if both differ."""
        if self.expected == self.found:
            return None
        return Failure(self.line, self.field, shown(self.expected), shown(self.found))


def shown(value: Any) -> str:
    """A value as a story would write it."""
    if isinstance(value, list | tuple):
        return "[" + ", ".join(shown(one) for one in value) + "]"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}" + (f":{value:%S.%f}" if value.second else "")
    return str(value)


def failures(stage: Stage, expected: Mapping[str, Value]) -> list[Failure]:
    """Every expectation of one step that does not hold. Raises Malformed for an unreadable one."""
    found: list[Failure] = []
    stage.looked_at.clear()
    for field, value in expected.items():
        checks = list(CHECKS[field](stage, value))
        found.extend(check.failure for check in checks if check.failure is not None)
    return found


def application(stage: Stage, child: str) -> Application | None:
    """The application that a child's name means now; loaded once for all that one step expects."""
    wanted = stage.application_of(child)
    if wanted not in stage.looked_at:
        with read_scope(stage.tenant_id) as session:
            found = load_applications(session, [wanted])
        stage.looked_at[wanted] = next(iter(found.values()), None)
    return stage.looked_at[wanted]


def _of_children(
    field: str, read: Callable[[Stage, str], Any], expect: Callable[[Stage, Value], Any]
) -> Callable[[Stage, Value], Iterator[Check]]:
    def check(stage: Stage, value: Value) -> Iterator[Check]:
        for child, wanted in value.fields().items():
            _known(stage, child, wanted)
            yield Check(wanted.line, f"{field}.{child}", expect(stage, wanted), read(stage, child))

    return check


def _known(stage: Stage, child: str, value: Value) -> None:
    if child not in stage.children and child not in stage.applications:
        raise Malformed(value.line, child, "no child of that name has applied")


def _text(_: Stage, value: Value) -> str:
    return value.text()


def state_of(stage: Stage, child: str) -> str:
    """The state, with the reason of an archive (R-94)."""
    one = application(stage, child)
    return one.label if one else NONE


def standing_of(stage: Stage, child: str) -> str:
    """The class."""
    one = application(stage, child)
    return str(one.standing) if one else NONE


def category_of(stage: Stage, child: str) -> str:
    """The category: cohort and class (voucher)."""
    one = application(stage, child)
    return f"{one.cohort}-{one.standing}" if one and one.cohort is not None else NONE


def strikes_of(stage: Stage, child: str) -> Any:
    """Referrals that the family did not come with (indigo)."""
    one = application(stage, child)
    return one.strikes if one else NONE


def _whole(_: Stage, value: Value) -> Any:
    return _int(value)


def deadline_of(stage: Stage, child: str) -> Any:
    """The first moment that is too late, on the story's clock."""
    one = application(stage, child)
    due_at = deadline(one) if one else None
    return stage.local(due_at) if due_at else NONE


def _moment_or_none(_: Stage, value: Value) -> Any:
    if value.text() == NONE:
        return NONE
    return value.read(datetime.fromisoformat, "a local moment or `none`")


def queue_order(stage: Stage, key: QueueKey) -> list[str]:
    """The shown order of a queue, by the names of its children (R-1)."""
    names = {one: child for child, known in stage.applications.items() for one in known}
    with read_scope(stage.tenant_id) as session:
        queue = find_queue(session, key)
        return [names[one] for one in shown_order(session, queue)] if queue else []


def _queues(stage: Stage, value: Value) -> Iterator[Check]:
    for name, wanted in value.fields().items():
        order = [one.text() for one in wanted.items()]
        yield Check(wanted.line, f"queue.{name}", order, queue_order(stage, _key(stage, wanted)))


def _key(stage: Stage, value: Value) -> QueueKey:
    try:
        return stage.key(value.field)
    except (KeyError, ValueError):
        raise Malformed(value.line, value.field, "kindergarten/birth year/language") from None


def numbers(stage: Stage, child: str) -> dict[str, int]:
    """The numbers of a child by the names of its kindergartens (linear)."""
    names = {garden: name for name, garden in stage.gardens.items()}
    with read_scope(stage.tenant_id) as session:
        found = numbers_of(session, stage.application_of(child))
    return {
        names[one.key.kindergarten]: one.number for one in found if isinstance(one.key, SeatKey)
    }


def number_of(stage: Stage, child: str) -> int | None:
    """The one number of a child whose queue is a territory's (indigo, voucher)."""
    with read_scope(stage.tenant_id) as session:
        found = numbers_of(session, stage.application_of(child))
    return next((one.number for one in found if not isinstance(one.key, SeatKey)), None)


def _numbers(stage: Stage, value: Value) -> Iterator[Check]:
    for child, wanted in value.fields().items():
        _known(stage, child, wanted)
        if wanted.is_scalar:
            own = number_of(stage, child)
            found_own = NONE if own is None else own
            yield Check(wanted.line, f"number.{child}", _number(wanted), found_own)
            continue
        found = numbers(stage, child)
        for garden, number in wanted.fields().items():
            seen = found.get(garden, NONE)
            yield Check(number.line, f"number.{child}.{garden}", _number(number), seen)


def _number(value: Value) -> Any:
    return NONE if value.text() == NONE else _int(value)


def _why(stage: Stage, value: Value) -> Iterator[Check]:
    for child, wanted in value.fields().items():
        _known(stage, child, wanted)
        fields = wanted.fields()
        before, after, because = _last_change(stage, child, fields, wanted)
        if "from" in fields:
            yield Check(wanted.line, f"why.{child}.from", _int(fields["from"]), before)
        if "to" in fields:
            yield Check(wanted.line, f"why.{child}.to", _int(fields["to"]), after)
        if "because" in fields:
            expected = sorted(_cause(one) for one in fields["because"].items())
            found = sorted(str(part.cause) for part in because)
            yield Check(wanted.line, f"why.{child}.because", expected, found)


Because = tuple[Any, Any, tuple[Amount, ...]]
"""A number before and after its last change, and the causes with their amounts."""


def _last_change(stage: Stage, child: str, fields: dict[str, Value], at: Value) -> Because:
    one = application(stage, child)
    if "kindergarten" in fields or one is None or any(isinstance(k, SeatKey) for k in one.keys):
        return why(stage, child, _garden(stage, child, fields, at))
    return why_alone(stage, one)


def why_alone(stage: Stage, one: Application) -> Because:
    """The last change of the one number that a child has in a shared queue or a category."""
    with read_scope(stage.tenant_id) as session:
        queues = [
            (row.key, moves_of_queue(session, row.id)) for row in queues_stood_in(session, one.id)
        ]
    changes = reversed(changes_of_life(one.id, queues))
    change = next((change for change in changes if change.is_change), None)
    return (change.before, change.after, change.causes) if change else (NONE, NONE, ())


def _cause(value: Value) -> str:
    return str(value.read(Cause, f"one of {', '.join(Cause)}"))


def _int(value: Value) -> int:
    return value.read(int, "a whole number")


def _garden(stage: Stage, child: str, fields: dict[str, Value], at: Value) -> str:
    if "kindergarten" in fields:
        return fields["kindergarten"].text()
    known = list(numbers(stage, child))
    if len(known) != 1:
        raise Malformed(at.line, "kindergarten", "required: the child stands in several queues")
    return known[0]


def why(stage: Stage, child: str, garden: str) -> Because:
    """The last change of a number: before, after, and its causes with their amounts (R-94)."""
    one = application(stage, child)
    if one is None:
        return NONE, NONE, ()
    with read_scope(stage.tenant_id) as session:
        queue = find_queue(session, stage_key(stage, one, garden))
        if queue is None:
            return NONE, NONE, ()
        change = last_change(queue.key, one.id, moves_of_queue(session, queue.id))
    if change is None:
        return NONE, NONE, ()
    return change.before, change.after, causes_between(change.points)


def stage_key(stage: Stage, one: Application, garden: str) -> QueueKey:
    """The queue of an application to a kindergarten of the story."""
    return stage.key(f"{garden}/{one.birth_year}/{one.language}")


def place_of(stage: Stage, name: str) -> str:
    """State of a place and the child that holds it."""
    place_id = stage.find_place(name)
    if place_id is None:
        return NONE
    with read_scope(stage.tenant_id) as session:
        place = next(iter(load_places(session, [place_id]).values()))
    names = {one: child for child, known in stage.applications.items() for one in known}
    return f"{place.state} {names[place.holder]}" if place.holder else str(place.state)


def _places(stage: Stage, value: Value) -> Iterator[Check]:
    for name, wanted in value.fields().items():
        try:
            found = place_of(stage, name)
        except (KeyError, ValueError):
            raise Malformed(wanted.line, name, "a place like K1/2023/kk#1") from None
        yield Check(wanted.line, f"place.{name}", wanted.text(), found)


def notices_of(stage: Stage, child: str) -> list[tuple[int, str]]:
    """All notices about a child, in the order in which they were recorded."""
    with read_scope(stage.tenant_id) as session:
        rows = session.execute(
            select(NoticeRow.seq, NoticeRow.code)
            .where(
                NoticeRow.application_id.in_(stage.applications.get(child, [])),
                NoticeRow.audience == "family",
            )
            .order_by(NoticeRow.seq)
        ).all()
    return [(row.seq, row.code) for row in rows]


def _new_notices(stage: Stage, child: str) -> list[tuple[int, str]]:
    seen = stage.notices_seen.get(child, -1)
    return [(seq, code) for seq, code in notices_of(stage, child) if seq > seen]


def _notices(stage: Stage, value: Value) -> Iterator[Check]:
    for child, wanted in value.fields().items():
        _known(stage, child, wanted)
        expected = [one.text() for one in wanted.items()]
        recorded = _new_notices(stage, child)
        left = iter([code for _, code in recorded])
        if not all(code in left for code in expected):
            yield Check(wanted.line, f"notices.{child}", expected, [code for _, code in recorded])
        if recorded:
            stage.notices_seen[child] = recorded[-1][0]


def _not_noticed(stage: Stage, value: Value) -> Iterator[Check]:
    for child, wanted in value.fields().items():
        _known(stage, child, wanted)
        recorded = {code for _, code in _new_notices(stage, child)}
        sent = [one.text() for one in wanted.items() if one.text() in recorded]
        yield Check(wanted.line, f"not_noticed.{child}", [], sent)


def _journal(stage: Stage, value: Value) -> Iterator[Check]:
    if value.text() != "intact":
        raise value.fail("intact")
    yield Check(value.line, "journal", "intact", journal_state(stage))


def journal_state(stage: Stage) -> str:
    """`intact`, or the first broken fact."""
    seal_tenant(stage.tenant_id)
    report = verify(stage.tenant_id)
    return "intact" if report.is_intact else str(report)


CHECKS: Mapping[str, Callable[[Stage, Value], Iterator[Check]]] = {
    "state": _of_children("state", state_of, _text),
    "standing": _of_children("standing", standing_of, _text),
    "deadline": _of_children("deadline", deadline_of, _moment_or_none),
    "queue": _queues,
    "number": _numbers,
    "why": _why,
    "place": _places,
    "notices": _notices,
    "not_noticed": _not_noticed,
    "journal": _journal,
    "category": _of_children("category", category_of, _text),
    "strikes": _of_children("strikes", strikes_of, _whole),
}
