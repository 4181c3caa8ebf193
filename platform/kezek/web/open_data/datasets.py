"""The table of datasets: pages, files and their documentation are all made from it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kezek.reads.open_data import (
    Row,
    free_rows,
    given_rows,
    queue_rows,
    registry_rows,
    waiting_rows,
)
from kezek.reads.statistics.basis import Look
from kezek.web.words import mark


class Kind(StrEnum):
    """What a column holds, as JSON Schema names it."""

    INTEGER = "integer"
    NUMBER = "number"
    TEXT = "string"
    TRUTH = "boolean"
    LIST = "array"


@dataclass(frozen=True, slots=True)
class Column:
    """One column by its name in files, and what it says."""

    name: str
    kind: Kind
    about: str
    may_be_empty: bool = False
    choices: tuple[str, ...] = ()
    pattern: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """One dataset."""

    key: str
    title: str
    about: str
    columns: tuple[Column, ...]
    read: Callable[[Look], Iterable[Row]]

    @property
    def has_covered(self) -> bool:
        """Whether small counts are covered in it."""
        return any(one.name == "cover" for one in self.columns)


_TERRITORY = Column(
    "territory",
    Kind.TEXT,
    mark("Territory of the region; empty in the row with the total of the region."),
    may_be_empty=True,
)
_HERE = Column("territory", Kind.TEXT, mark("Territory of the region."))
_CLASS = Column(
    "class",
    Kind.TEXT,
    mark("O out of turn, P first priority, G general grounds; empty in a total."),
    may_be_empty=True,
    choices=("O", "P", "G"),
)
_COUNT = Column(
    "children",
    Kind.INTEGER,
    mark("How many children; empty where the count is covered."),
    may_be_empty=True,
)
_COVER = Column(
    "cover",
    Kind.TEXT,
    mark(
        "Why a count is covered: small is one to four; withheld would let a small one be reckoned "
        "back. Empty where the count is told."
    ),
    may_be_empty=True,
    choices=("small", "withheld"),
)
_YEAR = Column("birth_year", Kind.INTEGER, mark("Year of birth of the children."))
_LANGUAGE = Column("language", Kind.TEXT, mark("Language of instruction."))
_ID = Column("id", Kind.TEXT, mark("The kindergarten's number in this system."))
_CODE = Column("code", Kind.TEXT, mark("The kindergarten's code in the registry."))

DATASETS: Mapping[str, Dataset] = {
    one.key: one
    for one in (
        Dataset(
            key="queue",
            title=mark("Children in the queues"),
            about=mark(
                "How many children stand in the queues now, by territory, year of birth, language "
                "of instruction and class. Each child is counted once."
            ),
            columns=(
                _TERRITORY,
                Column(
                    "birth_year",
                    Kind.INTEGER,
                    mark("Year of birth of the children; empty in a total."),
                    may_be_empty=True,
                ),
                Column(
                    "language",
                    Kind.TEXT,
                    mark("Language of instruction; empty in a total."),
                    may_be_empty=True,
                ),
                _CLASS,
                _COUNT,
                _COVER,
            ),
            read=queue_rows,
        ),
        Dataset(
            key="places-given",
            title=mark("Places given by month"),
            about=mark(
                "How many referrals to kindergartens were issued in each of the last twelve whole "
                "months, by territory and class."
            ),
            columns=(
                Column("month", Kind.TEXT, mark("Month as in 2026-09."), pattern=r"^\d{4}-\d{2}$"),
                _TERRITORY,
                _CLASS,
                _COUNT,
                _COVER,
            ),
            read=given_rows,
        ),
        Dataset(
            key="waiting-time",
            title=mark("Waiting time"),
            about=mark(
                "How many days children had waited who got a referral, a voucher or a contract in "
                "the last twelve whole months."
            ),
            columns=(
                Column(
                    "step",
                    Kind.TEXT,
                    mark("What was got: referral, voucher or contract."),
                    choices=("referral", "voucher", "contract"),
                ),
                _TERRITORY,
                _CLASS,
                _COUNT,
                _COVER,
                Column(
                    "median_days",
                    Kind.NUMBER,
                    mark("Half of the children waited no longer."),
                    may_be_empty=True,
                ),
                Column(
                    "ninth_decile_days",
                    Kind.NUMBER,
                    mark("Nine of ten children waited no longer."),
                    may_be_empty=True,
                ),
            ),
            read=waiting_rows,
        ),
        Dataset(
            key="kindergartens",
            title=mark("Registry of kindergartens"),
            about=mark("Every kindergarten of the region as its public page shows it."),
            columns=(
                _ID,
                _CODE,
                Column("name_kk", Kind.TEXT, mark("Name in Kazakh."), may_be_empty=True),
                Column("name_ru", Kind.TEXT, mark("Name in Russian.")),
                Column("kind", Kind.TEXT, mark("Kind of preschool organisation.")),
                Column("ownership", Kind.TEXT, mark("Whose it is.")),
                _HERE,
                Column("address_kk", Kind.TEXT, mark("Address in Kazakh.")),
                Column("address_ru", Kind.TEXT, mark("Address in Russian.")),
                Column("lat", Kind.NUMBER, mark("Latitude."), may_be_empty=True),
                Column("lon", Kind.NUMBER, mark("Longitude."), may_be_empty=True),
                Column("phone", Kind.TEXT, mark("Telephone of the kindergarten.")),
                Column("languages", Kind.LIST, mark("Languages of instruction.")),
                Column("hours", Kind.NUMBER, mark("Hours of work a day."), may_be_empty=True),
                Column("capacity", Kind.INTEGER, mark("Seats declared."), may_be_empty=True),
                Column(
                    "closed_on",
                    Kind.TEXT,
                    mark("From which day on it takes nobody."),
                    may_be_empty=True,
                ),
                Column("is_demo", Kind.TRUTH, mark("Whether it is made up for a demonstration.")),
            ),
            read=registry_rows,
        ),
        Dataset(
            key="free-places",
            title=mark("Free places"),
            about=mark(
                "Published places that nobody holds now, by kindergarten, year of birth and "
                "language of instruction."
            ),
            columns=(
                _ID,
                _CODE,
                _HERE,
                _YEAR,
                _LANGUAGE,
                Column(
                    "queue_type",
                    Kind.TEXT,
                    mark("Which queue they are for."),
                    choices=("general", "special", "sanatorium"),
                ),
                Column("free", Kind.INTEGER, mark("Free places, temporary ones included.")),
                Column("temporary", Kind.INTEGER, mark("Of them for a while only.")),
            ),
            read=free_rows,
        ),
    )
}
