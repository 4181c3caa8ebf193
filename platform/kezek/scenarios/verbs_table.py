"""Which verbs, fields and expectations a story may use."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kezek.scenarios.nodes import Value


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a verb: how it is read, whether it must stand, which words it takes."""

    kind: str = "text"
    required: bool = False
    allowed: tuple[str, ...] = ()


CHILD = {"child": Field(required=True)}
GARDEN = {"kindergarten": Field("garden", required=True)}
LANGUAGES = ("kk", "ru")

VERBS: Mapping[str, Mapping[str, Field]] = {
    "apply": {
        "child": Field(required=True),
        "born": Field("date", required=True),
        "choices": Field("gardens"),
        "language": Field(),
        "category": Field("categories"),
        "verified": Field("bool"),
        "type": Field(allowed=("general", "special", "sanatorium")),
        "parent": Field(),
        "planned_from": Field("date"),
        "territory": Field("territory"),
        "pmpk": Field("bool"),
        "iin": Field(),
        "consent": Field("bool"),
    },
    "verify": CHILD,
    "reject": CHILD
    | {"scope": Field(required=True, allowed=("benefit", "application")), "reason": Field()},
    "withdraw": CHILD,
    "change_choices": CHILD | {"choices": Field("gardens", required=True)},
    "confirm_interest": CHILD,
    "deny_interest": CHILD,
    "publish": GARDEN
    | {
        "born": Field("int", required=True),
        "language": Field(),
        "places": Field("int"),
        "until": Field("date"),
    },
    "recall": {"place": Field(required=True), "reason": Field()},
    "accept": CHILD,
    "decline": CHILD,
    "take": CHILD | GARDEN,
    "choose": CHILD | GARDEN,
    "join_waiting_list": CHILD | GARDEN,
    "restore": CHILD,
    "cancel_referral": CHILD,
    "extend": CHILD | {"days": Field("int", required=True)},
    "grant_extension": CHILD | {"days": Field("int")},
    "refuse_extension": CHILD | {"days": Field("int")},
    "submit_documents": CHILD | {"complete": Field("bool"), "vaccinated": Field("bool")},
    "admit": CHILD,
    "refuse_admission": CHILD
    | {
        "reason": Field(required=True, allowed=("incomplete", "contraindication", "immunity")),
    },
    "review_refusal": CHILD | {"stands": Field("bool")},
    "sign": CHILD,
    "end_contract": CHILD,
    "transfer": CHILD | GARDEN,
    "iterate": {"territory": Field("territory")},
    "switch_mode": {
        "territory": Field("territory", required=True),
        "mode": Field("mode", required=True),
        "on": Field("date", required=True),
    },
    "change_setting": {"set": Field("settings", required=True), "on": Field("date")},
    "outage": {"from": Field("moment", required=True), "to": Field("moment", required=True)},
}

EXPECTATIONS = (
    "state",
    "queue",
    "number",
    "why",
    "place",
    "deadline",
    "notices",
    "not_noticed",
    "standing",
    "category",
    "strikes",
    "journal",
)

_SPAN = re.compile(r"(\d+)(d|h|m|wd)")


@dataclass(frozen=True, slots=True)
class Span:
    """How long a `wait` is."""

    count: int
    unit: str


def _moment(value: Value) -> datetime:
    return value.read(datetime.fromisoformat, "a local moment like 2026-09-09 23:59")


def _span(value: Value) -> Span:
    match = _SPAN.fullmatch(value.text())
    if match is None:
        raise value.fail("Nd, Nh, Nm or Nwd, for example 3d")
    return Span(int(match[1]), match[2])


TIME_VERBS: Mapping[str, Callable[[Value], Any]] = {"at": _moment, "wait": _span}
