"""What a made-up system of the state answers, address by address."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kezek.demonstration.counterparts.visits import Page


@dataclass(frozen=True, slots=True)
class Call:
    """A signed call that arrived."""

    path: str
    body: Mapping[str, Any]
    party: str
    """Who calls."""
    number: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered; it goes out signed."""

    body: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200


Handler = Callable[[Call], Reply]


class Malformed(Exception):
    """The call is not as the contract has it; the words name what is missing."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One system: its name, and who answers at which address."""

    name: str
    routes: Mapping[str, Handler]
    pages: Mapping[str, Page] = field(default_factory=dict)
    """What people see of it in a browser, by addresses."""


def text_of(call: Call, name: str) -> str:
    """A text of the call's body. Raises Malformed."""
    value = call.body.get(name)
    if not isinstance(value, str) or not value:
        raise Malformed(name)
    return value
