"""Images of the journal: nothing is lost on the way and back, and nothing personal stands open."""

import json
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from types import UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek.core.applications import Application, Referral, State
from kezek.core.events import Cause, Change, Fact
from kezek.core.ids import (
    ApplicationId,
    ChildId,
    GuardianId,
    KindergartenId,
    PlaceId,
    TerritorySlug,
)
from kezek.core.images import (
    PERSONAL,
    PERSONAL_IN_REFERRAL,
    PERSONAL_IN_TRANSFER,
    MixedFamilies,
    application_from_image,
    application_image,
    fact_payload,
    family_of,
    move_from_image,
    move_image,
    personal_of_erased,
    place_from_image,
    place_image,
    queue_from_image,
    queue_image,
)
from kezek.core.moves import Move, Op
from kezek.core.notices import Notice
from kezek.core.places import Place, PlaceState
from kezek.core.queues import CategoryKey, Queue, QueueKey, QueueType, SeatKey, SharedKey
from kezek.core.seals import FactRecord, NotCanonical, fact_hash
from kezek.core.turns import Slot, Standing
from kezek.core.vouchers import Transfer, Voucher

FIRST, LAST = datetime(2020, 1, 1), datetime(2040, 1, 1)  # noqa: DTZ001 - the strategy adds UTC
LEAVES: dict[Any, st.SearchStrategy[Any]] = {
    datetime: st.datetimes(FIRST, LAST, timezones=st.just(UTC)),
    date: st.dates(date(2010, 1, 1), date(2040, 1, 1)),
    str: st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8),
    int: st.integers(0, 2**40),
    bool: st.booleans(),
    UUID: st.uuids(),
}


def anything(hint: Any) -> st.SearchStrategy[Any]:
    """Any value that a field of this type may have."""
    hint = getattr(hint, "__supertype__", hint)
    arguments = get_args(hint)
    if get_origin(hint) in (Union, UnionType):
        return st.none() | anything(arguments[0])
    if get_origin(hint) is tuple:
        return st.lists(anything(arguments[0]), max_size=4).map(tuple)
    if get_origin(hint) is frozenset:
        return st.frozensets(anything(arguments[0]), max_size=4)
    if is_dataclass(hint):
        return whole(cast("type[Any]", hint))
    return LEAVES[hint] if hint in LEAVES else st.sampled_from(hint)


def whole(kind: type[Any]) -> st.SearchStrategy[Any]:
    """Every field of a value, also those that have a default."""
    hints = get_type_hints(kind)
    return st.builds(kind, **{field.name: anything(hints[field.name]) for field in fields(kind)})


applications = whole(Application)


def application(**changes: Any) -> Application:
    now = datetime(2026, 9, 7, 4, 0, tzinfo=UTC)
    values: dict[str, Any] = {
        "id": ApplicationId(UUID(int=1)),
        "number": "PVL-26-000001-K",
        "serial": 1,
        "child": ChildId(UUID(int=2)),
        "guardian": GuardianId(UUID(int=3)),
        "territory": TerritorySlug("city"),
        "queue_type": QueueType.GENERAL,
        "born_on": date(2023, 5, 17),
        "language": "kk",
        "choices": (KindergartenId(UUID(int=4)),),
        "categories": (5, 12),
        "standing": Standing.P,
        "claimed": Standing.P,
        "submitted_at": now,
        "state": State.ADMISSION_REFUSED,
        "has_pmpk": True,
        "referral": Referral(
            place=PlaceId(UUID(int=5)),
            kindergarten=KindergartenId(UUID(int=4)),
            issued_at=now,
            expires_at=now + timedelta(days=5),
            cancel_until=now + timedelta(days=1),
            vaccinated=False,
            refusal="contraindication",
        ),
        "version": 7,
    }
    return Application(**(values | changes))


def through_json(value: Any) -> Any:
    return json.loads(json.dumps(value))


@given(applications)
def test_an_application_comes_back_whole(original: Application) -> None:
    public, personal = application_image(original)
    assert application_from_image(through_json(public), through_json(personal)) == original


@given(whole(Place))
def test_a_place_comes_back_whole(original: Place) -> None:
    assert place_from_image(through_json(place_image(original))) == original


@given(whole(Queue))
def test_a_queue_comes_back_whole(original: Queue) -> None:
    assert queue_from_image(through_json(queue_image(original))) == original


@given(st.one_of(whole(SeatKey), whole(SharedKey), whole(CategoryKey)), whole(Move))
def test_a_move_comes_back_whole(key: QueueKey, original: Move) -> None:
    assert move_from_image(through_json(move_image(key, original))) == (key, original)


@given(applications)
def test_every_image_can_be_hashed(original: Application) -> None:
    public, _ = application_image(original)
    try:
        fact_hash(_record(public))
    except NotCanonical as error:
        pytest.fail(str(error))


def _record(payload: dict[str, Any]) -> FactRecord:
    return FactRecord(
        tenant_id=1,
        id=UUID(int=1),
        kind="k",
        rule="r",
        rules_version=1,
        actor="a",
        at=datetime(2026, 1, 1, tzinfo=UTC),
        application_id=None,
        family_id=None,
        payload=payload,
        sealed=None,
    )


def test_nothing_personal_stands_in_the_open_part() -> None:
    public, personal = application_image(application())
    assert "2023-05-17" not in json.dumps(public)
    assert "contraindication" not in json.dumps(public)
    assert not PERSONAL & public.keys()
    assert not PERSONAL_IN_REFERRAL & public["referral"].keys()
    assert public["birth_year"] == 2023
    assert personal == {
        "born_on": "2023-05-17",
        "categories": [5, 12],
        "has_pmpk": True,
        "referral": {"refusal": "contraindication", "vaccinated": False},
    }


def test_every_field_was_judged_open_or_personal() -> None:
    # A new field has to be looked at: is it personal? Then it belongs to PERSONAL as well as here.
    assert {field.name for field in fields(Application)} == PERSONAL | {
        "id", "number", "serial", "child", "guardian", "territory", "queue_type", "language",
        "choices", "standing", "claimed", "submitted_at", "state", "reason", "planned_from",
        "cancels", "yearly_asked", "yearly_year", "offer", "referral", "asked_places", "reviewed",
        "terms", "version", "mode", "cohort", "voucher", "strikes",
        "is_transfer",
    }  # fmt: skip
    assert {field.name for field in fields(Transfer)} == PERSONAL_IN_TRANSFER | {
        "place", "kindergarten", "begun_at", "documents_at", "check_due_at",
        "documents_complete", "contract_sent_at",
    }  # fmt: skip
    assert {field.name for field in fields(Voucher)} == {
        "given_at", "restored", "active_at", "due_at", "days_left", "paused_at", "pause_used",
        "extension_asked_days", "extension_answered", "extended", "lapses_when_answered",
        "lists", "hold", "transfer",
    }  # fmt: skip
    assert {field.name for field in fields(Referral)} == PERSONAL_IN_REFERRAL | {
        "place", "kindergarten", "issued_at", "expires_at", "cancel_until", "temporary_until",
        "extension_asked_days", "extension_answered", "extended", "lapses_when_answered",
        "documents_at", "check_due_at", "documents_complete", "refusal_reviewed",
        "rechecked",
    }  # fmt: skip


def test_an_image_written_before_a_field_existed_takes_its_default() -> None:
    public, personal = application_image(application(yearly_year=3))
    del public["yearly_year"]
    assert application_from_image(public, personal).yearly_year == 0
    del public["language"]
    with pytest.raises(KeyError, match="language"):
        application_from_image(public, personal)


def test_of_an_erased_family_the_open_part_stays() -> None:
    original = application()
    public, _ = application_image(original)
    read = application_from_image(public, personal_of_erased(public))
    assert read.referral is not None
    assert (
        replace(
            read,
            born_on=original.born_on,
            categories=original.categories,
            has_pmpk=True,
            referral=replace(read.referral, vaccinated=False, refusal="contraindication"),
        )
        == original
    )
    assert read.born_on == date(2023, 1, 1)


def test_a_fact_is_written_in_the_agreed_form() -> None:
    after = application()
    key = after.key_of(after.choices[0])
    place = Place(
        id=PlaceId(UUID(int=5)),
        key=key,
        serial=1,
        state=PlaceState.HELD,
        opened_at=after.submitted_at,
        opened_seq=0,
        slot=Slot.P,
        holder=after.id,
        version=2,
    )
    fact = Fact(
        kind="offer:made",
        rule="L-15.4",
        cause=Cause.SERVED_AHEAD,
        applications=(Change(None, after),),
        places=(Change(None, place),),
        queues=(Change(None, Queue(key, 0, 3, version=1)),),
        notices=(Notice("N-12", after.id, {"due_at": "2026-09-10"}),),
        detail={"slot": "P"},
    )
    move = Move(Op.COUNT, Cause.RATIO_TURN, 0, 3, version=9)
    payload, personal = fact_payload(fact, [(key, move)], opened=[Queue(key, 3, 3)])
    public, own = application_image(after)
    assert payload == {
        "changes": {
            "applications": [{"id": str(after.id), "image": public}],
            "places": [{"id": str(place.id), "image": place_image(place)}],
            "queues": [
                {"key": through_json(queue_image(Queue(key, 3, 3))["key"]), "image": image}
                for image in (queue_image(Queue(key, 3, 3)), queue_image(Queue(key, 0, 3, 1)))
            ],
        },
        "moves": [move_image(key, move)],
        "notices": ["N-12"],
        "detail": {"slot": "P"},
    }
    assert personal == {"applications": {str(after.id): own}}


def test_a_ground_of_health_is_personal_in_the_detail_too() -> None:
    fact = Fact(
        kind="admission:refused",
        rule="L-28.0",
        applications=(Change(None, application()),),
        detail={"reason": "contraindication"},
    )
    payload, personal = fact_payload(fact)
    assert "contraindication" not in json.dumps(payload)
    assert personal is not None
    assert personal["detail"] == {"reason": "contraindication"}


def test_a_fact_about_no_application_has_nothing_personal() -> None:
    payload, personal = fact_payload(Fact(kind="place:closed", rule="R-51"))
    assert personal is None
    assert payload["changes"] == {"applications": [], "places": [], "queues": []}
    assert family_of(Fact(kind="place:closed", rule="R-51")) is None


def test_a_fact_never_mixes_two_families() -> None:
    one = application()
    other = application(id=ApplicationId(UUID(int=8)), guardian=GuardianId(UUID(int=9)))
    fact = Fact(
        kind="term:moved", rule="R-11", applications=(Change(None, one), Change(None, other))
    )
    with pytest.raises(MixedFamilies):
        fact_payload(fact)
