"""Keys of queues as columns: what a mode does not part its children by is empty there."""

from typing import Any, assert_never

from kezek.core.ids import KindergartenId, TerritorySlug
from kezek.core.queues import CategoryKey, QueueKey, QueueType, SeatKey, SharedKey

COLUMNS = ("kindergarten_id", "territory", "category", "birth_year", "language", "queue_type")
"""The columns of `queues` by which a queue is found."""

NO_YEAR = 0
"""The birth year of a queue that is not parted by it."""


def columns_of(key: QueueKey) -> dict[str, Any]:
    """The key as columns of its row."""
    match key:
        case SeatKey():
            parts: dict[str, Any] = {"kindergarten_id": key.kindergarten}
        case SharedKey():
            parts = {"territory": key.territory}
        case CategoryKey():
            parts = {"territory": key.territory, "category": key.code}
        case _:
            assert_never(key)
    return dict.fromkeys(COLUMNS) | parts | _shared_columns(key)


def _shared_columns(key: QueueKey) -> dict[str, Any]:
    if isinstance(key, CategoryKey):
        return {"birth_year": NO_YEAR, "language": "", "queue_type": "general"}
    return {
        "birth_year": key.birth_year,
        "language": key.language,
        "queue_type": str(key.queue_type),
    }


def values_of(key: QueueKey) -> tuple[Any, ...]:
    """The key as the values of `COLUMNS`, in their order."""
    columns = columns_of(key)
    return tuple(columns[name] for name in COLUMNS)


def key_of(row: Any) -> QueueKey:
    """The key of a row that has the `COLUMNS`."""
    if row.kindergarten_id is not None:
        return SeatKey(
            KindergartenId(row.kindergarten_id),
            row.birth_year,
            row.language,
            QueueType(row.queue_type),
        )
    if row.category is not None:
        return category_key(row.territory, row.category)
    return SharedKey(
        TerritorySlug(row.territory), QueueType(row.queue_type), row.birth_year, row.language
    )


def category_key(territory: str, code: str) -> CategoryKey:
    """The key of a category by its code: `3-G`, or `3` for the count of its cohort."""
    cohort, _, standing = code.partition("-")
    return CategoryKey(TerritorySlug(territory), int(cohort), standing)
