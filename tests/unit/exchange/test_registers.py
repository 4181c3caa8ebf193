"""The state registers over real HTTP: what they say, and every way in which they may fail."""

import logging
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from time import monotonic

import pytest

from kezek.adapters.breakers import Breaker
from kezek.adapters.examined_exchange import registers as examined
from kezek.adapters.examined_regions import Wrong
from kezek.adapters.exchange.calls import Counterpart
from kezek.adapters.registers import (
    BENEFITS,
    HEALTH,
    PARENTAGE,
    PHONES,
    Grounds,
    HttpRegisters,
    NullRegisters,
    Reason,
    registers_for,
)
from kezek.core.people import iin_fault
from kezek.core.registers import Answer
from kezek.demonstration.counterparts import registers
from kezek.demonstration.counterparts.moods import Mood
from kezek.demonstration.counterparts.service import State, serving
from kezek.settings import Party, Settings
from tests.factories.contracts import addresses, need_as_written, need_request_as_written

SECRET = "a key that both sides of this wire hold"
MOTHER, FATHER = "900520400011", "861107300012"
KNOWN, UNKNOWN = "220314600206", "220314600011"
GROUNDS = Grounds(Reason.BENEFIT)


@dataclass(slots=True)
class Line:
    """Our side and the other side of one wire."""

    ours: HttpRegisters
    theirs: State
    counterpart: Counterpart
    seconds: list[float]

    def pass_time(self, seconds: float) -> None:
        """The breakers' clock goes on."""
        self.seconds[0] += seconds

    def asked(self, path: str) -> int:
        """How many calls arrived there."""
        return len(self.theirs.calls_of(path))


def test_the_registers_show_both_ways(line: Line) -> None:
    ours = line.ours

    assert ours.is_parent(MOTHER, KNOWN, GROUNDS) is Answer.CONFIRMED
    assert ours.is_parent(MOTHER, UNKNOWN, GROUNDS) is Answer.UNKNOWN
    assert ours.holds_phone(MOTHER, "+77010000002", GROUNDS) is Answer.CONFIRMED
    assert ours.holds_phone(MOTHER, "+77010000001", GROUNDS) is Answer.UNKNOWN
    assert {iin_fault(KNOWN), iin_fault(UNKNOWN)} == {None}


@pytest.mark.parametrize("category", range(1, 14))
def test_state_systems_know_five_categories_and_no_others(line: Line, category: int) -> None:
    answer = line.ours.has_benefit(category, MOTHER, KNOWN, GROUNDS)

    assert answer is (Answer.CONFIRMED if category in {6, 7, 8, 9, 10} else Answer.UNKNOWN)
    assert line.ours.has_benefit(category, MOTHER, UNKNOWN, GROUNDS) is Answer.UNKNOWN


def test_made_up_families_are_known_by_name(line: Line) -> None:
    """The children's numbers are odd: the rule of digits would not confirm them."""
    assert line.ours.is_parent(FATHER, "210901500014", GROUNDS) is Answer.CONFIRMED
    assert line.ours.has_benefit(10, MOTHER, "210901500014", GROUNDS) is Answer.CONFIRMED
    assert line.ours.has_benefit(6, MOTHER, "210901500014", GROUNDS) is Answer.UNKNOWN
    assert line.ours.holds_phone(MOTHER, "+77015550101", GROUNDS) is Answer.CONFIRMED


def test_whoever_has_no_number_is_not_asked_about(line: Line) -> None:
    assert line.ours.is_parent("", KNOWN, GROUNDS) is Answer.UNKNOWN
    assert line.ours.holds_phone("", "+77010000002", GROUNDS) is Answer.UNKNOWN
    assert not line.theirs.calls


@pytest.mark.parametrize("mood", [Mood.SILENT, Mood.FAILS, Mood.GARBLED, Mood.FORGED])
def test_a_register_in_trouble_is_silent_and_never_says_no(line: Line, mood: Mood) -> None:
    line.theirs.moods.set(PARENTAGE, mood)

    assert line.ours.is_parent(MOTHER, KNOWN, GROUNDS) is Answer.SILENT
    assert line.ours.has_benefit(10, MOTHER, KNOWN, GROUNDS) is Answer.CONFIRMED


def test_a_slow_register_is_not_waited_for(line: Line) -> None:
    line.counterpart.seconds = 0.2
    line.theirs.moods.set(PHONES, Mood.SLOW, 30)
    began = monotonic()

    assert line.ours.holds_phone(MOTHER, "+77010000002", GROUNDS) is Answer.SILENT
    assert monotonic() - began < 2
    line.theirs.moods.set(PHONES, Mood.SLOW, 0.01)
    assert line.ours.holds_phone(MOTHER, "+77010000002", GROUNDS) is Answer.CONFIRMED


def test_a_call_that_was_not_taken_is_made_once_more_with_the_same_number(line: Line) -> None:
    """A closed connection is repeated at once; a time-out or a 500 never is."""
    line.theirs.moods.set("/", Mood.SILENT)
    line.ours.is_parent(MOTHER, KNOWN, GROUNDS)

    assert line.theirs.attempts == 2
    line.theirs.moods.set("/", Mood.FAILS)
    line.ours.is_parent(MOTHER, KNOWN, GROUNDS)
    assert line.theirs.attempts == 3


def test_another_key_is_turned_away_and_counts_as_silence(line: Line) -> None:
    wrong = replace(line.counterpart, party=Party(line.counterpart.party.url, "another key" * 4))

    assert HttpRegisters(wrong).is_parent(MOTHER, KNOWN, GROUNDS) is Answer.SILENT
    assert not line.theirs.calls


def test_after_three_failures_an_endpoint_rests_and_then_one_asks(line: Line) -> None:
    line.theirs.moods.set(BENEFITS, Mood.FAILS)
    for _ in range(5):
        assert line.ours.has_benefit(10, MOTHER, KNOWN, GROUNDS) is Answer.SILENT

    assert line.asked(BENEFITS) == 3
    assert line.ours.told()[BENEFITS]["rests"] is True
    assert line.ours.is_parent(MOTHER, KNOWN, GROUNDS) is Answer.CONFIRMED
    line.pass_time(31)
    assert line.ours.has_benefit(10, MOTHER, KNOWN, GROUNDS) is Answer.SILENT
    assert line.ours.has_benefit(10, MOTHER, KNOWN, GROUNDS) is Answer.SILENT
    assert line.asked(BENEFITS) == 4
    line.theirs.moods.clear()
    line.pass_time(31)
    assert line.ours.has_benefit(10, MOTHER, KNOWN, GROUNDS) is Answer.CONFIRMED
    assert line.ours.told()[BENEFITS]["rests"] is False


def test_a_register_that_is_not_there_is_silent() -> None:
    nowhere = Counterpart("registers", Party("http://127.0.0.1:9", SECRET), seconds=1)

    assert HttpRegisters(nowhere).is_parent(MOTHER, KNOWN, GROUNDS) is Answer.SILENT
    assert "ConnectionRefusedError" in str(nowhere.endpoints[PARENTAGE].fault)


def test_no_log_line_and_no_address_holds_a_person(
    line: Line, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        line.ours.holds_phone(MOTHER, "+77010000002", GROUNDS)
        line.theirs.moods.set(PARENTAGE, Mood.GARBLED)
        line.ours.is_parent(MOTHER, KNOWN, GROUNDS)

    written = "\n".join(f"{one.getMessage()} {vars(one)}" for one in caplog.records)
    assert "exchange.call" in written
    for person in (MOTHER, KNOWN, "77010000002"):
        assert person not in written


def test_a_call_says_what_it_is_for(line: Line) -> None:
    line.ours.has_benefit(10, MOTHER, KNOWN, GROUNDS)

    (call,) = line.theirs.calls
    assert (call.body["reason"], call.party) == ("benefit", "kezek")
    assert len(call.number) == 36


def test_calls_and_answers_are_as_the_contract_has_them(line: Line) -> None:
    line.ours.is_parent(MOTHER, KNOWN, GROUNDS)
    line.ours.has_benefit(10, MOTHER, KNOWN, Grounds(Reason.BENEFIT, uuid.uuid4()))
    line.ours.holds_phone(MOTHER, "+77010000002", Grounds(Reason.SIGN_IN))

    asked = {one.path for one in line.theirs.calls}
    theirs = {path for _, path in addresses("registers") if path.startswith("/v1/")}
    assert asked == theirs - {HEALTH}
    for call in line.theirs.calls:
        need_request_as_written("registers", call.path, dict(call.body))
        handler = line.theirs.find(call.path)
        assert handler is not None
        need_as_written("registers", call.path, 200, dict(handler(call).body))


def test_a_doctor_asks_whether_they_take_our_calls(line: Line, settings: Settings) -> None:
    party = line.counterpart.party
    well = replace(settings, registers=party)
    assert "answers" in examined(well)
    assert "KEZEK_REGISTERS_URL" in examined(replace(settings, registers=Party()))
    with pytest.raises(Wrong, match="compare KEZEK_REGISTERS_SECRET"):
        examined(replace(settings, registers=Party(party.url, "another key" * 4)))
    with pytest.raises(Wrong, match="does not answer"):
        examined(replace(settings, registers=Party("http://127.0.0.1:9", SECRET)))


def test_without_an_address_no_register_is_joined(settings: Settings) -> None:
    nothing = registers_for(replace(settings, registers=Party()))

    assert isinstance(nothing, NullRegisters)
    assert nothing.is_parent(MOTHER, KNOWN, GROUNDS) is Answer.UNKNOWN
    assert isinstance(registers_for(settings), HttpRegisters)


@pytest.fixture
def line() -> Iterator[Line]:
    """Registers of the test's own, and an adapter that asks them."""
    theirs = State((registers.desk(registers.FAMILIES),), SECRET)
    seconds = [0.0]
    with serving(theirs) as address:
        counterpart = Counterpart(
            "registers",
            Party(address, SECRET),
            make_breaker=lambda: Breaker(clock=lambda: seconds[0]),
        )
        yield Line(HttpRegisters(counterpart), theirs, counterpart, seconds)
