"""Outages, settings, lists, causes, words to the family: rules switched off."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from unittest.mock import patch

from kezek.core import lookback, moves
from kezek.core.applications import Application, ArchiveReason, State
from kezek.core.events import Cause
from kezek.core.modes import registry
from kezek.core.modes.draft import Draft
from kezek.core.modes.linear import (
    distribution,
    intake,
    lifecycle,
    steps,
    upkeep,
    waiting,
)
from kezek.core.queues import QueueKey
from kezek.core.territories import Mode
from kezek.core.triggers import (
    ChangeChoices,
    EndContract,
    Outage,
    Sign,
    Submit,
    Verify,
)
from kezek.db.claims import Claim
from kezek.db.kindergartens import chosen_kindergartens, find_kindergarten
from kezek.scenarios import verbs
from kezek.usecases import applications, number_digests
from mutations.tools import (
    Mutation,
    act,
    allowed,
    attr,
    gives,
    in_force_early,
    mutation,
    nothing,
    other,
    setting,
    untold,
)


def _submitted(**changed: Any) -> Callable[..., Any]:
    return lambda draft, trigger: intake.submit(draft, replace(trigger, **changed))


def _one_cause(move: Any, _: Any, change: int, **__: Any) -> Any:
    return (moves.Amount(move.cause or Cause.RATIO_TURN, change),)


def _to_the_hour(*given: Any, **_: bool) -> Any:
    return moved_by_outage(*given, in_days=False)


moved_by_outage = upkeep.moved_by_outage


def _reversed_door() -> Any:
    door = registry.DOORS[Mode.LINEAR]

    def decide_due(world: Any, triggers: Any, rules: Any, now: Any) -> Any:
        draft = Draft(world, rules, now, lifecycle.ROOM.ways)
        for trigger in reversed(triggers):
            lifecycle.take_step(draft, trigger)
            distribution.distribute(draft)
        return draft.decision()

    return patch.dict(registry.DOORS, {Mode.LINEAR: replace(door, decide_due=decide_due)})  # type: ignore[arg-type]


def _temporary_contract_ends_all(draft: Any, one: Any, _: Any) -> None:
    place = draft.place(one.referral.place)
    steps.archive(draft, one, ArchiveReason.OTHER, "L-12.1", places=[steps.freed(place)])


def _one_language(application: Any, kindergarten: Any) -> QueueKey:
    return QueueKey(kindergarten, application.birth_year, "kk", application.queue_type)


def _born_by_the_number(stage: Any, name: str, parent: str, _: date, iin: str) -> Any:
    century = 1900 if iin[6] in "34" else 2000
    born_on = date(century + int(iin[:2]), int(iin[2:4]), int(iin[4:6]))
    return add_child(stage, name, parent, born_on, iin)


add_child = verbs.add_child


def _no_private_house(session: Any, ids: Any) -> Any:
    wanted = list(ids)
    known = chosen_kindergartens(session, wanted)
    houses = {one: find_kindergarten(session, one) for one in wanted}
    return known and tuple(
        replace(one, is_private=houses[one.id].ownership != "state") for one in known
    )


MUTATIONS: tuple[Mutation, ...] = (
    mutation("an outage moves nothing", "R-11 R-89 R-87", other(Outage, nothing)),
    mutation(
        "an outage moves days by hours",
        "R-11 R-87 R-89",
        attr(upkeep, "moved_by_outage", _to_the_hour),
    ),
    mutation(
        "an outage makes blocks longer",
        "R-89",
        attr(upkeep, "BLOCKS", frozenset()),
        attr(upkeep, "MOVED", upkeep.MOVED | upkeep.BLOCKS),
    ),
    mutation("any list of kindergartens", "R-25 R-27 A-29", attr(intake, "check_list", nothing)),
    mutation(
        "a changed choice counts from now",
        "A-28 L-13.5 L-15.0",
        setting(choice_change_keeps_ts=False),
    ),
    mutation("choices change during an offer", "R-28", allowed(ChangeChoices, State.OFFERED)),
    mutation(
        "nobody is served at once",
        "L-15.4 L-16.0 G-20 R-2",
        attr(lifecycle, "distribute", nothing),
    ),
    mutation("consent is not asked for", "R-92", other(Submit, _submitted(consent=True))),
    mutation(
        "privilege is not lost by a place",
        "L-23.1",
        attr(applications, "had_privileged_place", gives(value=False)),
    ),
    mutation("served one after another in reverse", "R-8", _reversed_door),
    mutation(
        "one cause for all of a change",
        "R-12",
        attr(moves, "amounts_of", _one_cause),
        attr(lookback, "amounts_of", _one_cause),
    ),
    mutation(
        "a child may have two applications",
        "G-40 R-22 R-26 A-42",
        attr(applications, "_need_no_other", nothing),
        attr(applications, "_claim", gives(Claim.GRANTED)),
    ),
    mutation(
        "any number is a number of a person", "D-1 D-2", attr(verbs, "iin_fault", gives(None))
    ),
    mutation("one queue for both languages", "A-03", attr(Application, "key_of", _one_language)),
    mutation(
        "interest is answered unasked", "R-31", attr(waiting, "_need_yearly_question", nothing)
    ),
    mutation("settings hold before their day", "R-9", in_force_early),
    mutation(
        "a temporary contract ends all",
        "R-52 L-23.3",
        act(EndContract, _temporary_contract_ends_all),
    ),
    mutation(
        "a review is answered twice", "R-23 R-24", allowed(Verify, State.QUEUED, State.REFERRED)
    ),
    mutation(
        "signed before the papers are checked", "L-22.9 L-22.10", allowed(Sign, State.ADMISSION)
    ),
    mutation("nobody hears of siblings", "R-47 L-26.1", untold("N-33")),
    mutation("nobody hears of the end", "L-15.3 L-15.9 L-3.02 L-16.4", untold("N-11")),
    mutation("nobody hears of the planned day", "L-16.6", untold("N-17")),
    mutation("nobody hears of a return", "L-15.8 A-25 R-46", untold("N-16")),
    mutation(
        "the number of a person gives the birth date",
        "D-3 A-55",
        attr(verbs, "add_child", _born_by_the_number),
    ),
    mutation("every act is known in every mode", "R-30 A-48", attr(verbs, "OTHER_MODES", ())),
    mutation(
        "a state order does not open a private house",
        "L-2.1 R-27",
        attr(applications, "chosen_kindergartens", _no_private_house),
    ),
    mutation(
        "an added choice keeps the time in every region",
        "A-28",
        setting(choice_change_keeps_ts=True),
    ),
    mutation(
        "nobody is told why a number changed",
        "R-12 I-3.4",
        attr(moves, "amounts_of", gives(())),
        attr(lookback, "amounts_of", gives(())),
    ),
    mutation(
        "nobody hears of a changed number",
        "R-12 I-3.4",
        attr(number_digests, "record_notice", nothing),
    ),
)
