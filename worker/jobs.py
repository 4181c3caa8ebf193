"""The table of jobs: one line each, with how it is known that there is something to do."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from dramatiq import Actor

from kezek.core.at_hand import AtHand
from kezek.usecases import (
    delivery_reports,
    due,
    journal,
    nights,
    register_questions,
    rules_change,
    stage_reports,
    year_end_acts,
)
from kezek.usecases.complaints import attend_complaints, next_complaint_at
from worker import relay
from worker.actors import distribution, notices, terms, upkeep
from worker.actors import journal as journal_actors

When = Callable[["Look"], datetime | None]
"""When there is something to do in a region, passed or to come, or nothing."""


@dataclass(frozen=True, slots=True)
class Look:
    """One look at one region."""

    tenant_id: int
    now: datetime
    at_hand: AtHand


@dataclass(frozen=True, slots=True)
class Job:
    """A kind of work that time or the tables bring about."""

    name: str
    when: When
    tell: Callable[[int], object]
    """Hands the work of one region over to the workers."""
    do: Callable[[int], object] | None = None
    """The work itself, for a time without Redis; nothing for work that can wait."""
    every: float = 0.0
    """Seconds between two looks whether there is something to do; 0 looks at every turn."""
    again: float = 5.0
    """Seconds after which work that is still there is handed over again."""
    apart: float = 0.0
    """Seconds between two regions, for work that is heavy."""

    @property
    def is_round(self) -> bool:
        """Whether it is done at every look, and not because something is known to be due."""
        return self.when is always


def told(actor: Actor[[int], None]) -> Callable[[int], object]:
    """Hands over by a message to this actor."""
    return lambda tenant_id: actor.send(tenant_id)


def always(look: Look) -> datetime:
    """At every look."""
    return look.now


def term_at(look: Look) -> datetime | None:
    """The next term that ends, or temporary place."""
    return due.next_due_at(look.tenant_id)


def message_at(look: Look) -> datetime | None:
    """The next message that may go, or has been told of in vain."""
    return look.at_hand.message_at


def fact_at(look: Look) -> datetime | None:
    """Since when a fact waits for its seal, which it does by the server's clock."""
    waiting_since = look.at_hand.fact_at
    return min(waiting_since, look.now) if waiting_since else None


def version_at(look: Look) -> datetime | None:
    """The next version of the region's rules that comes into force."""
    return look.at_hand.version_at


def complaint_at(look: Look) -> datetime | None:
    """The next complaint to be registered, or to be alarmed about."""
    return next_complaint_at(look.tenant_id)


def night_at(look: Look) -> datetime | None:
    """The next night's work, or last night's."""
    return nights.next_night_at(look.tenant_id)


def question_at(look: Look) -> datetime | None:
    """The next message of which its provider is asked, since it has told nothing."""
    return delivery_reports.next_asking_at(look.tenant_id)


def stage_at(look: Look) -> datetime | None:
    """The next stage that monitoring is to be told of (L-9.2)."""
    return stage_reports.next_stage_at(look.tenant_id)


def year_end_at(look: Look) -> datetime | None:
    """The next end of a school year that a kindergarten has signed (X-14)."""
    return year_end_acts.next_year_end_at(look.tenant_id)


def register_at(look: Look) -> datetime | None:
    """The next question that a register was silent about, or was not asked yet (A-12)."""
    return register_questions.next_ask_at(look.tenant_id)


JOBS: tuple[Job, ...] = (
    Job("messages", message_at, relay.tell, relay.send_here, again=1),
    Job("journal", fact_at, told(journal_actors.seal), journal.seal_tenant, again=2),
    Job("terms", term_at, told(terms.bring_about_due), due.bring_about_due, every=2),
    Job("rules", version_at, told(distribution.bring_into_force), rules_change.bring_into_force),
    Job("rules-missed", always, told(distribution.bring_into_force), every=300),
    Job("complaints", complaint_at, told(terms.attend_complaints), attend_complaints, every=10),
    Job("year-ends", year_end_at, told(terms.end_years), every=60, again=120),
    Job("rules-told", always, told(notices.tell_rules), every=120),
    Job("sharp-numbers", always, told(notices.tell_sharp_changes), every=300),
    Job("reports", question_at, told(notices.ask_providers), every=30, again=60),
    Job("undelivered", always, told(notices.escalate_undelivered), every=600),
    Job("registers", register_at, told(upkeep.ask_registers_again), every=15, again=120),
    Job("monitoring", stage_at, told(upkeep.report_stages), every=5, again=60),
    Job("late-work", always, told(upkeep.raise_late_work), every=900),
    Job("double-entries", always, told(upkeep.find_double_entries), every=3600),
    Job("night", night_at, told(upkeep.do_night), every=60, again=900, apart=20),
)  # fmt: skip
"""What the ticker looks after, in the order in which it does at one moment."""

HOUSE_JOBS: tuple[Job, ...] = (
    Job(
        "closed-regions",
        always,
        lambda _: upkeep.look_after_closed_regions.send(),
        every=3600,
    ),
)
"""What belongs to no region at work: a closed one has no ticker of its own."""

HOUSE = 0
"""Stands where a job of the deployment would name its region."""
NOTHING_AT_HAND = AtHand(None, None, None)

LONGEST_SLEEP = timedelta(milliseconds=500)
"""Messages and facts come at any moment and nobody wakes the ticker: it looks twice a second."""
