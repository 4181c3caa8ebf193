"""A setting's value as the boxes of its form hold it, and the boxes read back as data.

All boxes of a setting share its name, and their order says which is which, as with the three boxes
of a day. What the boxes of each kind are stands beside the kind.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

from kezek.core.knobs import Knob, ManyOf, OneOf, Table, Whole, YesNo
from kezek.core.mode_rules import VoucherCategory
from kezek.core.rules import KNOBS, TenantRules
from kezek.core.time_knobs import DayHours, MonthDay, WallClock, YearSpans


class Kind(StrEnum):
    """How a setting is entered."""

    FIXED = "fixed"
    """Only one value is open: it is shown and not asked for."""
    NUMBER = "number"
    CHOICE = "choice"
    """One of a few words, or yes and no."""
    NUMBERS = "numbers"
    """One box, numbers apart by commas."""
    ORDER = "order"
    """As many boxes as there are words: the first choice, the second, and so on."""
    CLOCK = "clock"
    HOURS = "hours"
    """Whether there are any, from when, until when."""
    DAY = "day"
    """A day of every year: day, month."""
    SPANS = "spans"
    """Four boxes in each line: day, month, day, month."""
    AGES = "ages"
    """The years of each group, in the order of the groups."""
    CATEGORIES = "categories"
    """Six boxes in each line, as `CATEGORY_BOXES` names them; a line without an age is none."""


YES, NO = "yes", "no"
SPAN_BOXES = 4
CATEGORY_BOXES = ("cohort", "standing", "order", "min_age_months", "weight", "issued_last")


def kind_of(name: str) -> Kind:
    """How a setting is entered."""
    knob = KNOBS[name]
    if _is_fixed(knob):
        return Kind.FIXED
    if isinstance(knob, MonthDay):
        return Kind.CHOICE if knob.only else Kind.DAY
    if isinstance(knob, ManyOf):
        return Kind.NUMBERS if isinstance(knob.one, Whole) else Kind.ORDER
    if isinstance(knob, Table):
        return Kind.CATEGORIES if knob.row is VoucherCategory else Kind.AGES
    return next(kind for shape, kind in _BY_SHAPE.items() if isinstance(knob, shape))


_BY_SHAPE: Mapping[type, Kind] = {
    Whole: Kind.NUMBER,
    OneOf: Kind.CHOICE,
    YesNo: Kind.CHOICE,
    WallClock: Kind.CLOCK,
    DayHours: Kind.HOURS,
    YearSpans: Kind.SPANS,
}


def _is_fixed(knob: Knob) -> bool:
    return (
        (isinstance(knob, Whole) and knob.low == knob.high)
        or (isinstance(knob, OneOf) and len(knob.words) == 1)
        or (isinstance(knob, YesNo) and knob.only is not None)
    )


def words_of(name: str) -> tuple[str, ...]:
    """The words that a choice or an order is made of."""
    knob = KNOBS[name]
    if isinstance(knob, YesNo):
        return YES, NO
    if isinstance(knob, MonthDay):
        return knob.only
    one = knob.one if isinstance(knob, ManyOf) else knob
    return one.words if isinstance(one, OneOf) else ()


def boxes_of(name: str, data: Any) -> list[str]:
    """What stands in the boxes of a setting that has this value."""
    return _WRITE[kind_of(name)](data)


def data_of(name: str, boxes: Sequence[str]) -> object:
    """The value that the boxes stand for, as data. Raises ValueError where they stand for none."""
    return _READ[kind_of(name)](name, [box.strip() for box in boxes])


def _one(data: Any) -> list[str]:
    if isinstance(data, bool):
        return [YES if data else NO]
    return [str(data)]


def _write_hours(data: Any) -> list[str]:
    begins, dash, ends = str(data).partition("-")
    return [YES, begins, ends] if dash else [NO, "", ""]


def _write_day(data: Any) -> list[str]:
    month, _, day = str(data).partition("-")
    return [str(int(day)), str(int(month))]


def _write_spans(data: Any) -> list[str]:
    return [box for span in data for day in span.split("..") for box in _write_day(day)]


def _write_categories(data: Any) -> list[str]:
    return [_one(row[column])[0] for row in data for column in CATEGORY_BOXES]


_WRITE: Mapping[Kind, Callable[[Any], list[str]]] = {
    Kind.FIXED: _one,
    Kind.NUMBER: _one,
    Kind.CHOICE: _one,
    Kind.CLOCK: _one,
    Kind.NUMBERS: lambda data: [", ".join(str(one) for one in data)],
    Kind.ORDER: lambda data: [str(one) for one in data],
    Kind.HOURS: _write_hours,
    Kind.DAY: _write_day,
    Kind.SPANS: _write_spans,
    Kind.AGES: lambda data: [str(row["years"]) for row in data],
    Kind.CATEGORIES: _write_categories,
}


def _read_choice(name: str, boxes: Sequence[str]) -> object:
    word = _first(boxes)
    return word == YES if isinstance(KNOBS[name], YesNo) and word in (YES, NO) else word


def _read_hours(name: str, boxes: Sequence[str]) -> object:
    knob = KNOBS[name]
    assert isinstance(knob, DayHours)
    if _first(boxes) == NO:
        return knob.word
    _, begins, ends = boxes
    return f"{_clock(begins)}-{_clock(ends)}"


def _read_day(boxes: Sequence[str]) -> str:
    day, month = (int(box) for box in boxes)
    return f"{month:02}-{day:02}"


def _read_spans(_: str, boxes: Sequence[str]) -> object:
    return [f"{_read_day(four[:2])}..{_read_day(four[2:])}" for four in _lines(boxes, SPAN_BOXES)]


def _read_ages(name: str, boxes: Sequence[str]) -> object:
    groups = [row["group"] for row in SHIPPED[name]]
    return [{"group": group, "years": int(box)} for group, box in zip(groups, boxes, strict=True)]


_COLUMNS: Mapping[str, Callable[[str], object]] = {
    "standing": str,
    "issued_last": lambda box: box == YES,
}
"""What is no number."""


def _read_categories(_: str, boxes: Sequence[str]) -> object:
    return [
        {
            column: _COLUMNS.get(column, int)(box)
            for column, box in zip(CATEGORY_BOXES, line, strict=True)
        }
        for line in _lines(boxes, len(CATEGORY_BOXES))
    ]


_READ: Mapping[Kind, Callable[[str, Sequence[str]], object]] = {
    Kind.NUMBER: lambda _, boxes: int(_first(boxes)),
    Kind.CHOICE: _read_choice,
    Kind.CLOCK: lambda _, boxes: _clock(_first(boxes)),
    Kind.NUMBERS: lambda _, boxes: [int(one) for one in _parts(_first(boxes))],
    Kind.ORDER: lambda _, boxes: [one for one in boxes if one],
    Kind.HOURS: _read_hours,
    Kind.DAY: lambda _, boxes: _read_day(boxes),
    Kind.SPANS: _read_spans,
    Kind.AGES: _read_ages,
    Kind.CATEGORIES: _read_categories,
}


def _first(boxes: Sequence[str]) -> str:
    if not boxes:
        raise ValueError("no box came")
    return boxes[0]


def _clock(text: str) -> str:
    """A time of day as people type it, `9.00` or `9:00`, as data have it."""
    hour, sign, minute = text.replace(".", ":").partition(":")
    return f"{hour:0>2}{sign}{minute}"


def _parts(text: str) -> Iterator[str]:
    return (part for part in text.replace(";", ",").replace(",", " ").split() if part)


def _lines(boxes: Sequence[str], width: int) -> Iterator[Sequence[str]]:
    """The lines of a table of boxes; one whose first box is empty was left out or taken out."""
    for at in range(0, len(boxes), width):
        line = boxes[at : at + width]
        if len(line) != width:
            raise ValueError("a line of boxes is not whole")
        if line[0]:
            yield line


SHIPPED: Mapping[str, Any] = TenantRules().settings()
"""Every setting as the law or the rulebook's recommendation has it."""
