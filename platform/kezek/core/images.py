"""Applications, places and queues as JSON for the journal, the personal part kept apart.

What is personal goes into the fact as ciphertext only: birth date, and the sensitive details of a
child (categories, ПМПК, vaccinations, grounds of health; D-10). Names, IIN, phones and addresses
are no part of these values and never come here. Old images stay readable: a field that an image
lacks takes its default.
"""

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints
from uuid import UUID

from kezek.core.applications import Application
from kezek.core.events import Fact
from kezek.core.ids import GuardianId
from kezek.core.moves import Move
from kezek.core.places import Place
from kezek.core.queues import Queue, QueueKey

Json = dict[str, Any]
T = TypeVar("T")

PERSONAL = frozenset({"born_on", "categories", "has_pmpk"})
"""Fields of an application that only the family's key opens."""

PERSONAL_IN_REFERRAL = frozenset({"vaccinated", "refusal"})
"""Fields of its referral that only the family's key opens."""

PERSONAL_IN_TRANSFER = frozenset({"vaccinated"})
"""Fields of a voucher's transfer that only the family's key opens."""

SENSITIVE_DETAIL = frozenset({"admission:refused", "application:refused"})
"""Facts whose detail speaks of a child's health (L-28.2), or holds a specialist's own words."""


class MixedFamilies(ValueError):
    """A fact about two families: one key could not erase one of them alone."""


def application_image(application: Application) -> tuple[Json, Json]:
    """An application as JSON: what may stand open, and what is personal (D-10)."""
    image = cast(Json, to_json(application))
    personal: Json = {name: image.pop(name) for name in sorted(PERSONAL)}
    referral = image["referral"]
    if referral is not None:
        personal["referral"] = {name: referral.pop(name) for name in sorted(PERSONAL_IN_REFERRAL)}
    transfer = (image["voucher"] or {}).get("transfer")
    if transfer is not None:
        personal["transfer"] = {name: transfer.pop(name) for name in sorted(PERSONAL_IN_TRANSFER)}
    return image | {"birth_year": application.birth_year}, personal


def application_from_image(public: Mapping[str, Any], personal: Mapping[str, Any]) -> Application:
    """The application of which both parts were made."""
    whole = {**public, **personal}
    if public.get("referral") is not None:
        whole["referral"] = {**public["referral"], **personal.get("referral", {})}
    voucher = public.get("voucher")
    if voucher is not None and voucher["transfer"] is not None:
        transfer = {**voucher["transfer"], **personal.get("transfer", {})}
        whole["voucher"] = {**voucher, "transfer": transfer}
    return from_json(Application, whole)


def personal_of_erased(public: Mapping[str, Any]) -> Json:
    """What stands in for the personal part of an erased family: 1 January, no details."""
    born_on = date(public["birth_year"], 1, 1).isoformat()
    return {"born_on": born_on, "categories": [], "has_pmpk": False}


def place_image(place: Place) -> Json:
    """A place as JSON."""
    return cast(Json, to_json(place))


def place_from_image(image: Mapping[str, Any]) -> Place:
    """The place of which the image was made."""
    return from_json(Place, image)


def queue_image(queue: Queue) -> Json:
    """What is stored of a queue, as JSON."""
    return cast(Json, to_json(queue))


def queue_from_image(image: Mapping[str, Any]) -> Queue:
    """The queue of which the image was made."""
    return from_json(Queue, image)


def key_image(key: QueueKey) -> Json:
    """A queue's key as JSON."""
    return cast(Json, to_json(key))


def key_from_image(image: Mapping[str, Any]) -> QueueKey:
    """The key of which the image was made."""
    return cast(QueueKey, _read(QueueKey, image))


def move_image(key: QueueKey, move: Move) -> Json:
    """One effect on one queue, as JSON, with the queue that it is about."""
    return {"key": key_image(key), **cast(Json, to_json(move))}


def move_from_image(image: Mapping[str, Any]) -> tuple[QueueKey, Move]:
    """The queue and the effect of which the image was made."""
    return key_from_image(image["key"]), from_json(Move, image)


def family_of(fact: Fact) -> GuardianId | None:
    """The family that a fact is about, by its applications. Raises MixedFamilies for two."""
    families = {change.after.guardian for change in fact.applications}
    if len(families) > 1:
        raise MixedFamilies(f"{fact.kind} speaks of {len(families)} families: record one each")
    return families.pop() if families else None


def fact_payload(
    fact: Fact, moves: Iterable[tuple[QueueKey, Move]] = (), opened: Iterable[Queue] = ()
) -> tuple[Json, Json | None]:
    """A fact as the journal stores it: the open payload, and the personal part if it has one.

    `moves` are its effects on queues with the versions they got; `opened` the queues whose rows
    this act made, so that the journal alone knows what their counts began with.
    Raises MixedFamilies.
    """
    family_of(fact)
    images = {str(one.after.id): application_image(one.after) for one in fact.applications}
    is_sensitive = fact.kind in SENSITIVE_DETAIL
    payload: Json = {
        "changes": {
            "applications": [{"id": each, "image": image} for each, (image, _) in images.items()],
            "places": [
                {"id": str(one.after.id), "image": place_image(one.after)} for one in fact.places
            ],
            "queues": [
                {"key": key_image(queue.key), "image": queue_image(queue)}
                for queue in (*opened, *(one.after for one in fact.queues))
            ],
        },
        "moves": [move_image(key, move) for key, move in moves],
        "notices": [notice.code for notice in fact.notices],
        "detail": {} if is_sensitive else dict(fact.detail),
    }
    if not images:
        return payload, None
    personal: Json = {"applications": {each: own for each, (_, own) in images.items()}}
    return payload, personal | ({"detail": dict(fact.detail)} if is_sensitive else {})


def to_json(value: object) -> object:
    """A core value as JSON: moments in UTC, sets in order. TypeError for what has no such form."""
    if isinstance(value, StrEnum | UUID):
        return str(value)
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, datetime):
        return _moment_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value):
        return {field.name: to_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, frozenset):
        return sorted((to_json(each) for each in value), key=str)
    if isinstance(value, tuple):
        return [to_json(each) for each in value]
    raise TypeError(f"{type(value).__name__} has no form in the journal")


def from_json(kind: type[T], image: Mapping[str, Any]) -> T:
    """The frozen value of which an image was made; KeyError names a field that is missing."""
    values: dict[str, Any] = {}
    hints = _hints(cast(Any, kind))
    for field in fields(cast(Any, kind)):
        if field.name in image:
            values[field.name] = _read(hints[field.name], image[field.name])
        elif field.default is MISSING and field.default_factory is MISSING:
            raise KeyError(field.name)
    return kind(**values)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _read(hint: Any, value: Any) -> Any:
    hint = getattr(hint, "__supertype__", hint)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return None if value is None else _read(_shape_of(arguments, value), value)
    if origin is not None:
        return origin(_read(arguments[0], each) for each in value)
    if hint in (datetime, date):
        return hint.fromisoformat(value)
    if is_dataclass(hint):
        return from_json(cast("type[Any]", hint), value)
    return hint(value)


def _shape_of(arguments: tuple[Any, ...], value: Any) -> Any:
    """Which of several kinds a value is: dataclasses are told apart by the names of their fields.

    KeyError for an image that is none of them.
    """
    kinds = [each for each in arguments if each is not NoneType]
    if len(kinds) == 1:
        return kinds[0]
    for kind in kinds:
        if {field.name for field in fields(kind)} == set(value):
            return kind
    raise KeyError(f"none of {', '.join(kind.__name__ for kind in kinds)}")


def _moment_text(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise TypeError(f"a moment without a zone: {moment}")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
