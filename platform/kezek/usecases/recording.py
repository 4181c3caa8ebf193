"""Saves a decision: each fact with its rows, its moves, its notices, in the order of the facts."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from kezek.core.applications import ENDED, Application
from kezek.core.bulletins import lines_of
from kezek.core.events import Fact
from kezek.core.ids import GuardianId
from kezek.core.images import fact_payload
from kezek.core.modes.contract import Decision, Rules
from kezek.core.modes.laws import violations
from kezek.core.moves import Move, moves_of
from kezek.core.queues import Queue, QueueKey, key_order
from kezek.db.applications import live_applications_of
from kezek.db.bulletin_lines import add_lines
from kezek.db.claims import pass_claim, release_child
from kezek.db.family_keys import make_family_keys
from kezek.db.journal import JournalEntry, append
from kezek.db.places import save_place
from kezek.db.queues import QueueRow, next_version, save_count, save_entries, save_moves
from kezek.db.saving import save_application
from kezek.usecases.bells import topics_of
from kezek.usecases.notices import record_notices
from kezek.usecases.place_watches import tell_watchers
from kezek.usecases.stage_reports import record_stages
from kezek.usecases.unit_of_work import Act
from kezek.usecases.world import Loaded


class BrokenLaw(AssertionError):
    """A decision that would break a promise; nothing of it is saved (house §2.7)."""


def save(act: Act, loaded: Loaded, decision: Decision, rules: Rules, now: datetime) -> None:
    """Writes a decision into the ledger, once every law has been found kept. Raises BrokenLaw."""
    broken = violations(loaded.world, decision)
    if broken:
        raise BrokenLaw("; ".join(broken))
    queues = dict(loaded.world.queues)
    # Those of all families at once: a bulletin or an iteration speaks of hundreds.
    make_family_keys(act.session, act.tenant_id, _families(decision))
    for fact in decision.facts:
        moves = moves_of(fact, queues)
        queues.update({change.after.key: change.after for change in fact.queues})
        _save_fact(act, loaded, fact, moves, rules, now)
        act.bells |= topics_of(fact, loaded.queue_rows)
    tell_watchers(act, decision.facts, rules)


def _families(decision: Decision) -> set[GuardianId]:
    return {one.after.guardian for fact in decision.facts for one in fact.applications}


def _save_fact(
    act: Act,
    loaded: Loaded,
    fact: Fact,
    unnumbered: Sequence[tuple[QueueKey, Move]],
    rules: Rules,
    now: datetime,
) -> None:
    rows = loaded.queue_rows
    moves = [
        (key, replace(move, version=next_version(act.session, rows[key].id), at=now))
        for key, move in unnumbered
    ]
    named = loaded.opened & _named(fact, moves)
    opened = [rows[key].value for key in sorted(named, key=key_order)]
    loaded.opened -= named
    fact_id = append(
        act.session, act.tenant_id, entry_of(act.actor, fact, moves, opened, rules, now)
    )
    _save_rows(act, rows, fact, now)
    save_moves(act.session, act.tenant_id, fact_id, [(rows[key].id, move) for key, move in moves])
    record_notices(act, fact.notices, now)
    record_stages(act, fact, fact_id, now)


def _named(fact: Fact, moves: Sequence[tuple[QueueKey, Move]]) -> set[QueueKey]:
    """The queues that this fact is the first to name: of its moves, new places, new standings."""
    named = {key for key, _ in moves}
    named |= {change.after.key for change in fact.places if change.before is None}
    for change in fact.applications:
        named |= {*change.after.keys} - {*(change.before.keys if change.before else ())}
    return named


def entry_of(
    actor: str,
    fact: Fact,
    moves: Sequence[tuple[QueueKey, Move]],
    opened: Sequence[Queue],
    rules: Rules,
    now: datetime,
) -> JournalEntry:
    """A fact as the journal keeps it."""
    payload, personal = fact_payload(fact, moves, opened)
    subject = fact.applications[0].after if fact.applications else None
    return JournalEntry(
        kind=fact.kind,
        rule=fact.rule,
        rules_version=rules.version,
        actor=actor,
        at=now,
        application_id=subject.id if subject else _subject_of_notices(fact),
        family_id=subject.guardian if subject else None,
        payload=payload,
        personal=personal,
    )


def _subject_of_notices(fact: Fact) -> uuid.UUID | None:
    return fact.notices[0].application if fact.notices else None


def _save_rows(act: Act, rows: dict[QueueKey, QueueRow], fact: Fact, now: datetime) -> None:
    ids = {key: row.id for key, row in rows.items()}
    for queue in fact.queues:
        save_count(act.session, ids[queue.after.key], queue.after)
    # A place is let go of before it is taken: its holder is unique at every moment.
    for place in sorted(fact.places, key=lambda change: change.after.holder is not None):
        save_place(act.session, act.tenant_id, place.after, ids[place.after.key])
    add_lines(
        act.session,
        act.tenant_id,
        lines_of(fact.kind, fact.detail, (change.after for change in fact.places), now),
    )
    for application in fact.applications:
        save_application(
            act.session,
            act.tenant_id,
            application.before,
            application.after,
            now=now,
            outcome=fact.kind,
        )
        save_entries(act.session, act.tenant_id, application.before, application.after, ids)
        if application.after.state in ENDED:
            # The child is free for another application, here or in another region (G-40).
            _let_go(act, application.after)


def _let_go(act: Act, ended: Application) -> None:
    """The claim of an ended application; beside a contract it goes back to that one (A-42)."""
    others = live_applications_of(act.session, [ended.child]) if ended.is_transfer else []
    if others:
        pass_claim(act.session, ended.id, others[0].id)
    else:
        release_child(act.session, ended.id)
