"""The feet of a picture: on a phone every other name gives way, and never the one with the year."""

from kezek.web.statistics.drawing import draw
from kezek.web.statistics.figures import Chart, Kind, Series

MONTHS = ["дек", "янв 2026", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя"]


def _names(labels: list[str]) -> list[tuple[str, bool]]:
    series = Series("", "a", tuple(1.0 for _ in labels))
    drawn = draw(Chart(Kind.LINES, tuple(labels), (series,)))
    return [(name.words, name.is_spare) for name in drawn.names]


def test_half_of_a_years_months_stay_on_a_phone() -> None:
    kept = [words for words, is_spare in _names(MONTHS) if not is_spare]

    assert kept == ["янв", "2026", "мар", "май", "июл", "сен", "ноя"]


def test_few_months_all_stay() -> None:
    assert not any(is_spare for _, is_spare in _names(MONTHS[:6]))


def test_months_of_three_years_still_name_their_years() -> None:
    labels = [f"янв {2024 + at // 12}" if at % 12 == 0 else "мес" for at in range(36)]

    shown = _names(labels)

    assert {"2024", "2025", "2026"} <= {words for words, is_spare in shown if not is_spare}
