"""What staff decide beside the common way: a lent place, a second look, a card that was read."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from kezek.core.applications import Application, Referral, State
from kezek.core.days import Calendar, CalendarYear
from kezek.core.errors import Code, Refusal
from kezek.core.events import Cause
from kezek.core.groups import Group
from kezek.core.ids import (
    ApplicationId,
    ChildId,
    GuardianId,
    KindergartenId,
    PlaceId,
    TerritorySlug,
)
from kezek.core.modes.contract import Decision, Rules, World
from kezek.core.modes.laws import violations
from kezek.core.modes.linear.lifecycle import decide
from kezek.core.places import Place, PlaceState
from kezek.core.queues import QueueType
from kezek.core.rules import TenantRules
from kezek.core.triggers import (
    Admit,
    ConfirmAgain,
    EndContract,
    KeepPlace,
    PupilReturned,
    RefuseAdmission,
    Relocate,
    Trigger,
)
from kezek.core.turns import Standing

NOW = datetime(2026, 9, 7, 5, 0, tzinfo=UTC)
CALENDAR = Calendar((CalendarYear(2026, frozenset()), CalendarYear(2027, frozenset())))
RULES = Rules(TenantRules(), CALENDAR, 1)
GARDEN = KindergartenId(UUID(int=100))
PLACE = PlaceId(UUID(int=200))
STAND_IN = PlaceId(UUID(int=201))


def application(number: int = 1, **changes: object) -> Application:
    """An application as it stands at the kindergarten."""
    made = Application(
        id=ApplicationId(UUID(int=number)),
        number=f"DEM-26-{number:06}-X",
        serial=number,
        child=ChildId(UUID(int=1000 + number)),
        guardian=GuardianId(UUID(int=2000 + number)),
        territory=TerritorySlug("city"),
        queue_type=QueueType.GENERAL,
        born_on=date(2022, 3, 14),
        language="kk",
        choices=(GARDEN,),
        categories=(13,),
        standing=Standing.G,
        claimed=Standing.G,
        submitted_at=NOW - timedelta(days=30 - number),
        state=State.QUEUED,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def referral(place: PlaceId = PLACE, **changes: object) -> Referral:
    """A referral to the kindergarten."""
    made = Referral(
        place=place,
        kindergarten=GARDEN,
        issued_at=NOW - timedelta(days=1),
        expires_at=NOW + timedelta(days=6),
        cancel_until=NOW,
        documents_complete=True,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def pupil() -> Application:
    """A child whose contract is signed."""
    return application(state=State.ENROLLED, referral=referral())


def place(place_id: PlaceId = PLACE, **changes: object) -> Place:
    """The pupil's place."""
    made = Place(
        id=place_id,
        key=application().key_of(GARDEN),
        serial=1,
        state=PlaceState.FILLED,
        opened_at=NOW - timedelta(days=2),
        opened_seq=1,
        holder=ApplicationId(UUID(int=1)),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def stand_in(**changes: object) -> Place:
    """A temporary place through 30 October."""
    until = date(2026, 10, 30)
    lent = place(
        STAND_IN,
        serial=2,
        opened_seq=2,
        opened_at=NOW,
        state=PlaceState.PUBLISHED,
        holder=None,
        temporary_until=until,
        closes_at=CALENDAR.start_of_day(until + timedelta(days=1)),
    )
    return replace(lent, **changes)  # type: ignore[arg-type]


def world(*things: Application | Place) -> World:
    """These and nothing else."""
    return World(
        {one.id: one for one in things if isinstance(one, Application)},
        {one.id: one for one in things if isinstance(one, Place)},
        {},
    )


def after(before: World, trigger: Trigger) -> tuple[Decision, World]:
    """What follows, lawful, and the world then."""
    decision = decide(before, trigger, RULES, NOW)
    assert violations(before, decision) == []
    applications, places = dict(before.applications), dict(before.places)
    for fact in decision.facts:
        applications |= {change.after.id: change.after for change in fact.applications}
        places |= {change.after.id: change.after for change in fact.places}
    return decision, World(applications, places, {})


class TestLentPlace:
    def test_the_pupil_keeps_its_place_and_another_child_is_offered_a_temporary_one(self) -> None:
        guest = application(2)
        keep = KeepPlace(pupil().id, stand_in())

        _, then = after(world(pupil(), place(), guest), keep)

        assert then.places[PLACE].state is PlaceState.RESERVED_FOR_SANATORIUM
        assert then.places[PLACE].holder == pupil().id
        assert then.places[STAND_IN].in_place_of == PLACE
        assert then.applications[guest.id].state is State.OFFERED
        assert then.applications[pupil().id].state is State.ENROLLED

    def test_one_seat_is_lent_once(self) -> None:
        lent = stand_in(in_place_of=PLACE)
        kept = place(state=PlaceState.RESERVED_FOR_SANATORIUM)
        other = stand_in(id=PlaceId(UUID(int=202)), serial=3)

        with pytest.raises(Refusal) as refused:
            decide(world(pupil(), kept, lent), KeepPlace(pupil().id, other), RULES, NOW)
        assert (refused.value.code, refused.value.detail) == (Code.ALREADY_DECIDED, "place_kept")

    @pytest.mark.parametrize("named", [PLACE, STAND_IN], ids=["the kept", "the temporary"])
    def test_the_pupil_is_back(self, named: PlaceId) -> None:
        guest = application(2, state=State.ENROLLED_TEMP, referral=referral(STAND_IN))
        lent = stand_in(in_place_of=PLACE, state=PlaceState.FILLED, holder=guest.id)
        kept = place(state=PlaceState.RESERVED_FOR_SANATORIUM)

        decision, then = after(world(pupil(), kept, guest, lent), PupilReturned(named))

        assert then.places[PLACE].state is PlaceState.FILLED
        assert then.places[STAND_IN].state is PlaceState.RECALLED
        back = then.applications[guest.id]
        assert (back.state, back.submitted_at) == (State.QUEUED, guest.submitted_at)
        assert "N-31" in {notice.code for fact in decision.facts for notice in fact.notices}

    def test_who_only_counts_on_the_place_is_back_without_harm(self) -> None:
        guest = application(2, state=State.REFERRED, referral=referral(STAND_IN))
        lent = stand_in(state=PlaceState.HELD, holder=guest.id)

        _, then = after(world(guest, lent), PupilReturned(STAND_IN))

        assert then.applications[guest.id].state is State.QUEUED
        assert then.places[STAND_IN].state is PlaceState.RECALLED

    def test_a_kept_place_is_given_back_after_the_temporary_one_has_ended(self) -> None:
        kept = place(state=PlaceState.RESERVED_FOR_SANATORIUM)
        ended = stand_in(in_place_of=PLACE, state=PlaceState.RECALLED)

        _, then = after(world(pupil(), kept, ended), PupilReturned(PLACE))

        assert then.places[PLACE].state is PlaceState.FILLED

    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            ({"state": PlaceState.RECALLED}, Code.ALREADY_DECIDED),
            ({"temporary_until": None}, Code.WRONG_STATE),
        ],
        ids=["ended", "permanent"],
    )
    def test_nothing_is_given_back_that_is_not_lent(
        self, changed: dict[str, object], code: Code
    ) -> None:
        with pytest.raises(Refusal) as refused:
            decide(world(stand_in(**changed)), PupilReturned(STAND_IN), RULES, NOW)
        assert refused.value.code is code

    def test_a_contract_does_not_end_while_its_place_is_lent(self) -> None:
        kept = place(state=PlaceState.RESERVED_FOR_SANATORIUM)

        with pytest.raises(Refusal, match="place_kept"):
            decide(world(pupil(), kept), EndContract(pupil().id), RULES, NOW)


class TestSecondLook:
    def test_confirmed_again_the_referral_goes_on(self) -> None:
        child = application(state=State.REFERRED, referral=referral(), standing=Standing.O)
        held = place(state=PlaceState.HELD)

        _, then = after(world(child, held), ConfirmAgain(child.id))

        checked = then.applications[child.id]
        assert checked.referral is not None
        assert (checked.state, checked.referral.rechecked) == (State.REFERRED, True)
        with pytest.raises(Refusal, match="rechecked"):
            decide(world(checked, held), ConfirmAgain(child.id), RULES, NOW)

    def test_a_transferred_serviceman_stands_out_of_turn_by_the_first_moment(self) -> None:
        child = application(categories=(1,))

        decision, then = after(world(child), Relocate(child.id))

        moved = then.applications[child.id]
        assert (moved.standing, moved.claimed) == (Standing.O, Standing.O)
        assert moved.submitted_at == child.submitted_at
        assert decision.facts[0].cause is Cause.STANDING_CHANGED_AHEAD
        with pytest.raises(Refusal, match="out_of_turn"):
            decide(world(moved), Relocate(child.id), RULES, NOW)

    def test_who_does_not_serve_is_served_so_where_the_region_says_so_alone(self) -> None:
        child = application(categories=(13,))
        with pytest.raises(Refusal, match="relocation_category"):
            decide(world(child), Relocate(child.id), RULES, NOW)

        settings = RULES.settings.with_settings({"relocation_out_of_turn": "all"})
        decision = decide(world(child), Relocate(child.id), replace(RULES, settings=settings), NOW)

        assert decision.facts[0].applications[0].after.standing is Standing.O

    def test_out_of_the_queues_nobody_moves(self) -> None:
        child = application(categories=(1,), state=State.SUSPENDED)

        with pytest.raises(Refusal) as refused:
            decide(world(child), Relocate(child.id), RULES, NOW)
        assert refused.value.code is Code.WRONG_STATE


class TestCard:
    def test_what_the_kindergarten_reads_in_the_card_prevails(self) -> None:
        child = application(state=State.ADMISSION, referral=referral(vaccinated=True))
        held = place(state=PlaceState.HELD)
        full = Group(enrolled=9, unvaccinated=1)

        with pytest.raises(Refusal, match="immunity"):
            decide(world(child, held), Admit(child.id, full, vaccinated=False), RULES, NOW)
        _, then = after(
            world(child, held), RefuseAdmission(child.id, "immunity", full, vaccinated=False)
        )

        refused = then.applications[child.id]
        assert refused.state is State.ADMISSION_REFUSED
        assert refused.referral is not None
        assert not refused.referral.vaccinated

    def test_unread_the_familys_word_stands(self) -> None:
        child = application(state=State.ADMISSION, referral=referral(vaccinated=True))

        _, then = after(world(child, place(state=PlaceState.HELD)), Admit(child.id, Group(9, 9)))

        assert then.applications[child.id].state is State.CONTRACT

    def test_missing_papers_are_named_to_the_family(self) -> None:
        child = application(state=State.ADMISSION, referral=referral())
        trigger = RefuseAdmission(child.id, "incomplete", Group(0, 0), papers="missing DOC-13")

        decision, _ = after(world(child, place(state=PlaceState.HELD)), trigger)

        notices = [notice for fact in decision.facts for notice in fact.notices]
        told = next(notice for notice in notices if notice.code == "N-26")
        assert told.values["reason"] == "missing DOC-13"
