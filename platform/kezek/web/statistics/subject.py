"""A subject of statistics: what it is called, by what it may be sifted, and how it is built."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from kezek.core.paging import Pages
from kezek.reads.statistics.basis import Basis
from kezek.web.statistics.asking import Asked
from kezek.web.statistics.figures import Figure


class Filter(StrEnum):
    """By what figures may be sifted."""

    TERRITORY = "territory"
    YEAR = "year"
    LANGUAGE = "language"
    STANDING = "standing"
    PERIOD = "period"


CHILDREN = frozenset({Filter.TERRITORY, Filter.YEAR, Filter.LANGUAGE, Filter.STANDING})


@dataclass(frozen=True, slots=True)
class Alarm:
    """What is wrong, in a title and a sentence; `tone` says how much."""

    title: str
    text: str
    tone: str = "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """One page of figures."""

    basis: Basis
    figures: tuple[Figure, ...]
    totals: tuple[tuple[str, int], ...] = ()
    alarm: Alarm | None = None
    explained: tuple[tuple[str, str], ...] = ()
    """Questions with their answers, for whoever wonders at a figure."""
    pages: Pages | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One page of statistics."""

    key: str
    title: str
    lead: str
    filters: frozenset[Filter] = field(default=CHILDREN | {Filter.PERIOD})
    build: Callable[[Asked], Built]
