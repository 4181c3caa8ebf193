"""What other rules would do: numbers, bars, places spread, terms, and where a setting reaches."""

from collections import Counter
from datetime import UTC, datetime
from random import Random
from uuid import UUID

import pytest

from kezek.core.applications import Application, TermKind
from kezek.core.ids import ApplicationId
from kezek.core.knobs import Whole
from kezek.core.modes.bars import Bar
from kezek.core.modes.contract import World
from kezek.core.modes.rehearsals import Numbered
from kezek.core.modes.switch import in_order
from kezek.core.queues import Queue, QueueType, SeatKey
from kezek.core.region_changes import Difference
from kezek.core.rehearsing.changes import ChildChange, Effect, Why, compared, queues_under
from kezek.core.rehearsing.found import by_category
from kezek.core.rehearsing.reaches import OF_SETTINGS, Reach, reach_of
from kezek.core.rehearsing.spreading import Seats, spread
from kezek.core.rehearsing.terms_begun import EXAMPLES, begun_terms
from kezek.core.rules import KNOBS
from kezek.core.turns import Standing
from tests.builders import CITY, application, garden, rules

NOW = datetime(2026, 9, 7, 5, tzinfo=UTC)
KEY = SeatKey(garden(1), 2022, "kk", QueueType.GENERAL)
OTHER = SeatKey(garden(2), 2022, "kk", QueueType.GENERAL)


class TestNumbers:
    @pytest.mark.parametrize("seed", range(8))
    def test_are_those_of_the_order_in_which_the_queue_would_serve(self, seed: int) -> None:
        dice = Random(seed)
        waiting = [_waiting(n, dice.choice([*Standing])) for n in range(1, 40)]
        queue = Queue(KEY, count=dice.randint(0, 3), ratio=3)
        world = World({one.id: one for one in waiting}, queues={KEY: queue})
        ratio = dice.randint(1, 9)

        found = compared(world, rules(), rules(ratio_g=ratio), NOW)

        changed = queues_under({KEY: queue}, rules(ratio_g=ratio), NOW).queues[KEY]
        assert (changed.ratio, changed.count) == (ratio, min(queue.count, ratio))
        for kept, side in ((queue, "before"), (changed, "after")):
            order = [one.id for one in in_order(kept, waiting)]
            assert {one.application: getattr(one, side)[0].number for one in found} == {
                one: place for place, one in enumerate(order, start=1)
            }

    def test_a_child_that_is_nearer_here_and_further_there_gains_and_loses(self) -> None:
        assert _change([3, 5], [2, 6]).effect is Effect.MIXED
        assert _change([3, 5], [2, 5]).effect is Effect.GAINS
        assert _change([3, 5], [3, 6]).effect is Effect.LOSES
        assert _change([3, 5], [3, 5]).effect is Effect.SAME

    def test_not_to_be_asked_any_more_is_a_loss_and_has_its_reason(self) -> None:
        barred = _change([3], [3], bar_after=Bar.TOO_YOUNG)
        freed = _change([3], [2], bar_before=Bar.TOO_OLD)

        assert (barred.effect, barred.reasons) == (Effect.LOSES, (Why.TOO_YOUNG,))
        assert (freed.effect, freed.reasons) == (Effect.GAINS, (Why.RATIO_TURN, Why.NOT_TOO_OLD))


class TestByCategory:
    def test_a_child_counts_once_to_the_category_that_gives_its_standing(self) -> None:
        """By hand: before 5 1 2 4 3 6 7 (a general one was served already), after 5 4 1 7 2 3 6."""
        waiting = [
            _of(1, Standing.G),
            _of(2, Standing.G),
            _of(3, Standing.G),
            _of(4, Standing.P, 10, 12),
            _of(5, Standing.O, 11, 1),
            _of(6, Standing.G, 7),  # claimed, and not confirmed yet
            _of(7, Standing.P),
        ]
        queue = Queue(KEY, count=1, ratio=3)
        world = World({one.id: one for one in waiting}, queues={KEY: queue})

        found = by_category(compared(world, rules(), rules(ratio_g=1), NOW))

        assert list(found) == [1, 10, 13, None]
        assert {code: one.children for code, one in found.items()} == {1: 1, 10: 1, 13: 4, None: 1}
        assert found[1].effects == {Effect.SAME: 1}
        assert found[10].effects == {Effect.GAINS: 1}
        assert found[10].nearer == 2
        assert (found[None].effects, found[None].nearer) == ({Effect.GAINS: 1}, 3)
        assert (found[13].effects, found[13].further) == ({Effect.LOSES: 4}, 2)


class TestSpreading:
    def test_follows_those_who_wait(self) -> None:
        found = spread(9, {Seats(KEY): 60, Seats(OTHER): 30})

        assert Counter({one.seats.key: one.count for one in found}) == {KEY: 6, OTHER: 3}

    def test_opens_nothing_where_nobody_waits(self) -> None:
        assert spread(5, {Seats(KEY): 0}) == ()
        assert [one.seats.key for one in spread(5, {Seats(KEY): 0, Seats(OTHER): 1})] == [OTHER]

    def test_does_not_depend_on_the_order_of_reading(self) -> None:
        groups = {Seats(KEY): 7, Seats(OTHER): 7}

        assert spread(3, groups) == spread(3, dict(reversed(groups.items())))


class TestTerms:
    @pytest.mark.parametrize("kind", EXAMPLES)
    def test_each_is_longer_when_its_setting_is(self, kind: TermKind) -> None:
        settings = dict.fromkeys(EXAMPLES[kind].settings, 30)
        low = {name: _least(name) for name in EXAMPLES[kind].settings}
        high = {name: min(most, _most(name)) for name, most in settings.items()}

        found = begun_terms(rules(**low), rules(**high), {kind: 4}, NOW)

        (term,) = [one for one in found if one.kind is kind]
        assert term.running == 4
        assert term.before is not None
        assert term.after is not None
        assert term.after > term.before

    def test_nothing_is_said_of_terms_that_stay(self) -> None:
        assert begun_terms(rules(), rules(ratio_g=1), {}, NOW) == ()


class TestReach:
    def test_every_setting_has_one(self) -> None:
        assert set(OF_SETTINGS) == set(KNOBS)

    @pytest.mark.parametrize(
        ("path", "reach"),
        [
            ("rules.ratio_g", Reach.NUMBERS),
            ("rules.ratio_start", Reach.NEW_QUEUES),
            ("rules.siblings", Reach.OFFERS),
            ("rules.offer_days", Reach.TERMS),
            ("rules.paper_channel", Reach.LATER),
            ("rules.quiet_hours", Reach.NOTICES),
            ("calendar.years.2027.days_off", Reach.TERMS),
            ("territories.city.modes.2026-10-01", Reach.WAYS),
            ("territories.city.kk", Reach.WORDS),
            ("texts.welcome.kk", Reach.WORDS),
        ],
    )
    def test_of_a_difference(self, path: str, reach: Reach) -> None:
        assert reach_of(Difference(path, 1, 2)) is reach


def _waiting(serial: int, standing: Standing) -> Application:
    return application(serial, standing=standing)


def _of(serial: int, standing: Standing, *categories: int) -> Application:
    return application(serial, standing=standing, categories=categories)


def _change(
    before: list[int],
    after: list[int],
    **bars: Bar | None,
) -> ChildChange:
    keys = (KEY, OTHER)
    return ChildChange(
        ApplicationId(UUID(int=1)),
        "DEM-26-000001-A",
        CITY,
        Standing.G,
        2022,
        "kk",
        tuple(Numbered(key, number) for key, number in zip(keys, before, strict=False)),
        tuple(Numbered(key, number) for key, number in zip(keys, after, strict=False)),
        bars.get("bar_before"),
        bars.get("bar_after"),
    )


def _least(name: str) -> int:
    return max(_whole(name).low, 1)


def _most(name: str) -> int:
    return _whole(name).high


def _whole(name: str) -> Whole:
    knob = KNOBS[name]
    assert isinstance(knob, Whole)
    return knob
