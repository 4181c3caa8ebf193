"""Where the parts of a chart lie: whole shares of its width, and pixels of its height.

Charts have no box that is scaled: text keeps its size on a telephone and bars take what is left.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from kezek.web.statistics.figures import Chart, Kind, Series, shown

ROW = 54
BAR = 18
WIDEST = 84.0
"""Per cent of the width for the longest bar; its number stands behind it."""
HEIGHT = 220
TOP = 22
FOOT = 42
_LABELS = 13
"""More columns than this have every second one named."""
_LABELS_OF_A_PHONE = 6


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a bar: left edge and width in per cent of the picture, top and height in pixels."""

    x: float
    width: float
    y: float
    height: float
    tone: str
    name: str


@dataclass(frozen=True, slots=True)
class Text:
    """Words in the picture, by per cent and pixels."""

    x: float
    y: float
    words: str
    is_spare: bool = False
    """Whether it is left out where the picture is narrow, as on a phone."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    tone: str


@dataclass(frozen=True, slots=True)
class Dot:
    """One point of a line, with its own shape."""

    x: float
    y: float
    tone: str
    name: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything that a picture consists of."""

    height: int
    has_axis: bool
    bars: tuple[Bar, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    dots: tuple[Dot, ...] = ()
    names: tuple[Text, ...] = ()
    values: tuple[Text, ...] = ()
    ticks: tuple[Text, ...] = ()
    """Numbers of the axis, each with its line across."""
    told: str = ""
    """The picture in words, for those who listen."""


def draw(chart: Chart) -> Drawing:
    """The picture of a chart."""
    if chart.kind is Kind.ROWS:
        return _rows(chart)
    if chart.kind is Kind.PAIRS:
        return _pairs(chart)
    return _columns(chart) if chart.kind is Kind.COLUMNS else _lines(chart)


def _rows(chart: Chart) -> Drawing:
    totals = _totals(chart)
    most = max(totals, default=0.0) or 1.0
    bars, names, values = [], [], []
    for at, (label, total) in enumerate(zip(chart.labels, totals, strict=True)):
        y, x = at * ROW, 0.0
        names.append(Text(0, y + 15, label))
        for series in chart.series:
            width = (series.values[at] or 0) / most * WIDEST
            if width:
                bars.append(Bar(x, width, y + 22, BAR, series.tone, _said(series, label, at)))
            x += width
        values.append(Text(x, y + 22 + BAR - 4, _number(total)))
    return Drawing(
        height=max(1, len(chart.labels)) * ROW,
        has_axis=False,
        bars=tuple(bars),
        names=tuple(names),
        values=tuple(values),
        told=_told(chart, totals),
    )


def _pairs(chart: Chart) -> Drawing:
    known = [value for series in chart.series for value in series.values if value is not None]
    most = max(known, default=0.0) or 1.0
    tall = 34 + len(chart.series) * (BAR + 4)
    bars, names, values = [], [], []
    for at, label in enumerate(chart.labels):
        names.append(Text(0, at * tall + 15, label))
        for place, series in enumerate(chart.series):
            value, y = series.values[at], at * tall + 22 + place * (BAR + 4)
            width = (value or 0) / most * WIDEST
            if value is not None:
                bars.append(Bar(0, width, y, BAR, series.tone, _said(series, label, at)))
                values.append(Text(width, y + BAR - 4, _number(value)))
    return Drawing(
        height=max(1, len(chart.labels)) * tall,
        has_axis=False,
        bars=tuple(bars),
        names=tuple(names),
        values=tuple(values),
        told="; ".join(bar.name for bar in bars),
    )


def _columns(chart: Chart) -> Drawing:
    totals = _totals(chart)
    top = _ceiling(max(totals, default=0.0))
    step = 100 / max(1, len(chart.labels))
    bars, values = [], []
    for at, label in enumerate(chart.labels):
        x, y = at * step + step * 0.16, float(HEIGHT - FOOT)
        for series in chart.series:
            height = (series.values[at] or 0) / top * (HEIGHT - FOOT - TOP)
            if height:
                y -= height
                name = _said(series, label, at)
                bars.append(Bar(x, step * 0.68, y, height, series.tone, name))
        if totals[at] and len(chart.labels) <= _LABELS:
            values.append(Text(at * step + step / 2, y - 6, _number(totals[at])))
    return Drawing(
        height=HEIGHT,
        has_axis=True,
        bars=tuple(bars),
        names=tuple(_foot(chart, step)),
        values=tuple(values),
        ticks=tuple(_ticks(top)),
        told=_told(chart, totals),
    )


def _lines(chart: Chart) -> Drawing:
    known = [value for series in chart.series for value in series.values if value is not None]
    top = _ceiling(max(known, default=0.0))
    step = 100 / max(1, len(chart.labels))
    strokes, dots = [], []
    for series in chart.series:
        before: tuple[float, float] | None = None
        for at, value in enumerate(series.values):
            if value is None:
                before = None
                continue
            here = (at * step + step / 2, HEIGHT - FOOT - value / top * (HEIGHT - FOOT - TOP))
            if before is not None:
                strokes.append(Stroke(*before, *here, series.tone))
            dots.append(Dot(*here, series.tone, _said(series, chart.labels[at], at)))
            before = here
    return Drawing(
        height=HEIGHT,
        has_axis=True,
        strokes=tuple(strokes),
        dots=tuple(dots),
        names=tuple(_foot(chart, step)),
        ticks=tuple(_ticks(top)),
        told="; ".join(dot.name for dot in dots),
    )


def _foot(chart: Chart, step: float) -> Iterator[Text]:
    every = 1 if len(chart.labels) <= _LABELS else 2 if len(chart.labels) <= 2 * _LABELS else 3
    shown = list(enumerate(chart.labels))[::every]
    # Where a year begins its name stands too: that label is never the one to be left out.
    year = next((turn for turn, (_, label) in enumerate(shown) if " " in label), 0)
    for turn, (at, label) in enumerate(shown):
        is_spare = len(shown) > _LABELS_OF_A_PHONE and (turn - year) % 2 == 1
        # A month, and below it the year where one begins.
        for line, words in enumerate(label.split(" ")):
            yield Text(at * step + step / 2, HEIGHT - FOOT + 18 + line * 15, words, is_spare)


def _ticks(top: float) -> Iterator[Text]:
    for part in range(3):
        value = top * part / 2
        yield Text(0, HEIGHT - FOOT - part / 2 * (HEIGHT - FOOT - TOP), _number(value))


def _ceiling(most: float) -> float:
    """The next round number, which halves without a fraction."""
    size = 2.0
    while True:
        for digit in (1, 2, 3, 4, 5, 6, 8):
            if size * digit >= most:
                return size * digit
        size *= 10


def _totals(chart: Chart) -> list[float]:
    return [
        sum(series.values[at] or 0 for series in chart.series) for at in range(len(chart.labels))
    ]


def _number(value: float) -> str:
    return shown(int(value)) if value == int(value) else shown(value)


def _said(series: Series, label: str, at: int) -> str:
    value = series.values[at]
    words = "–" if value is None else _number(value)
    return f"{label}, {series.name}: {words}" if series.name else f"{label}: {words}"


def _told(chart: Chart, totals: list[float]) -> str:
    told = zip(chart.labels, totals, strict=True)
    return "; ".join(f"{label}: {_number(total)}" for label, total in told)
