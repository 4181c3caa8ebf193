"""What a switch does to children, said to the administrator in plain words."""

import uuid
from collections.abc import Iterable, Mapping

from flask_babel import gettext

from kezek.core.applications import State
from kezek.core.modes.rehearsals import Effect, Numbered, Otherwise, Reason
from kezek.core.queues import CategoryKey, QueueKey, QueueType, SeatKey, SharedKey
from kezek.web.labels import tongue
from kezek.web.queue_words import queue_type_name
from kezek.web.words import Label, mark, say

EFFECT: Mapping[Effect, Label] = {
    Effect.SMALLER: Label(mark("Number becomes smaller"), "arrow-left", "good"),
    Effect.GREATER: Label(mark("Number becomes greater"), "arrow-right", "act"),
    Effect.SAME: Label(mark("Number stays"), "dot", "calm"),
    Effect.ASKED: Label(mark("Is asked to name kindergartens"), "question", "act"),
    Effect.REVIEWED: Label(mark("Waits for a specialist"), "search", "calm"),
}
"""What happens to the best number of a child."""

REASON: Mapping[Reason, str] = {
    Reason.NAMES_KINDERGARTENS: mark(
        "Here every kindergarten has its own queue. The family has named none yet: it is asked, "
        "and then stands by its moment of submission."
    ),
    Reason.WAITS_FOR_REVIEW: mark(
        "A specialist is looking at it: it had no number and has none. Once it is confirmed it "
        "stands by its moment of submission."
    ),
    Reason.OWN_KINDERGARTENS: mark(
        "From now on it stands in the queues of the kindergartens that the family named."
    ),
    Reason.SHARED_QUEUE: mark(
        "From now on all children of the year of birth and language stand in one queue, by class "
        "and moment of submission."
    ),
    Reason.CATEGORY: mark(
        "From now on the children of one year of birth and one class stand together, by the "
        "moment of submission alone."
    ),
}
"""Why the number is another one (R-12)."""

REASON_NAME: Mapping[Reason, str] = {
    Reason.NAMES_KINDERGARTENS: mark("no kindergarten named"),
    Reason.WAITS_FOR_REVIEW: mark("under check"),
    Reason.OWN_KINDERGARTENS: mark("own kindergartens"),
    Reason.SHARED_QUEUE: mark("one shared queue"),
    Reason.CATEGORY: mark("queue of a category"),
}
"""The same in two words."""

OTHERWISE: Mapping[Otherwise, str] = {
    Otherwise.CAME_LATER: mark("It came after the rehearsal."),
    Otherwise.LEFT_BEFORE: mark("It left the queue between the rehearsal and the day."),
    Otherwise.OTHERS_MOVED: mark("Others came or left between the rehearsal and the day."),
}
"""Why a child fared otherwise than it was rehearsed."""

_BLOCKED = mark(
    "Blocks run to their end; then the child enters the new queues by its first moment."
)
_ON_THE_WAY = mark("They go on to the contract under the old rules; their places stay kept.")
_ATTENDS = mark("They attend already: nothing changes for them.")

STAYS: Mapping[State, str] = {
    State.OFFERED: mark("The offer stays open until its own end; consent gives the referral."),
    State.SUSPENDED: _BLOCKED,
    State.STOP_LIST: _BLOCKED,
    State.INACTIVE: mark(
        "It can be restored until its own end; then it enters the new queues by its first moment."
    ),
    State.INTEREST_CHECK: mark(
        "The family still has its full time to answer; then it enters the new queues."
    ),
    State.PRIORITY: mark("Its window stays open until the evening hour that was announced."),
    State.BENEFIT_CHECK: _ON_THE_WAY,
    State.REFERRED: _ON_THE_WAY,
    State.ADMISSION: _ON_THE_WAY,
    State.ADMISSION_REFUSED: mark("The refusal is reviewed under the old rules."),
    State.CONTRACT: _ON_THE_WAY,
    State.ENROLLED: _ATTENDS,
    State.ENROLLED_TEMP: _ATTENDS,
    State.VOUCHER_OFFERED: mark("The voucher can be accepted until its own end."),
    State.VOUCHER_ACTIVE: mark("The voucher keeps its full time and can be used to its end."),
    State.PLACE_CHOSEN: _ON_THE_WAY,
    State.WAITLISTED: mark("The voucher stays valid, and the turn on waiting lists stays."),
    State.TRANSFER: mark("The transfer is finished under the old rules."),
}
"""What becomes of those who do not cross at once (R-9, R-10, R-84)."""


def effect_label(effect: Effect) -> Label:
    """How an effect is shown."""
    return EFFECT[effect]


def reason_sentence(reason: Reason) -> str:
    """Why the number is another one."""
    return say(REASON[reason])


def reason_name(reason: Reason) -> str:
    """The reason in two words."""
    return say(REASON_NAME[reason])


def otherwise_sentence(why: Otherwise) -> str:
    """Why it was otherwise on the day."""
    return say(OTHERWISE[why])


def stays_sentence(state: State) -> str:
    """What becomes of those in this state."""
    return say(STAYS[state])


def numbers_text(numbered: Iterable[Numbered], gardens: Mapping[uuid.UUID, str]) -> str:
    """Numbers with their queues, such as `12 (Balapan, 2022, Kazakh)`."""
    return "; ".join(f"{one.number} ({queue_text(one.queue, gardens)})" for one in numbered)


def queue_text(key: QueueKey, gardens: Mapping[uuid.UUID, str]) -> str:
    """A queue in a few words: where, for which year and language, or the category's code."""
    match key:
        case SeatKey():
            words = (gardens.get(key.kindergarten, ""), str(key.birth_year), tongue(key.language))
            return ", ".join(words)
        case SharedKey():
            where = gettext("shared queue")
            if key.queue_type is not QueueType.GENERAL:
                where = queue_type_name(key.queue_type)
            return f"{where}, {key.birth_year}, {tongue(key.language)}"
        case CategoryKey():
            return str(gettext("category %(code)s", code=key.code))


def switch_label(*, is_cancelled: bool, has_happened: bool) -> Label:
    """How far a signed switch is."""
    if is_cancelled:
        return Label(mark("Cancelled"), "cross", "past")
    if has_happened:
        return Label(mark("Carried out"), "check", "good")
    return Label(mark("Its day is to come"), "calendar", "active")
