"""How letters name a queue: by its kindergarten, or by who waits together in it."""

import uuid
from collections.abc import Iterable, Mapping
from typing import assert_never

from sqlalchemy.orm import Session

from kezek.core.queues import CategoryKey, QueueKey, QueueType, SeatKey, SharedKey
from kezek.db.kindergartens import KindergartenRow
from kezek.db.notice_subjects import kindergartens_by_id
from kezek.usecases.notice_setting import kindergarten_name

Words = Mapping[str, str]

_TYPES: Mapping[QueueType, Words] = {
    QueueType.GENERAL: {"kk": "Жалпы білім беретін кезек", "ru": "Общеобразовательная очередь"},
    QueueType.SPECIAL: {"kk": "Арнайы кезек", "ru": "Специальная (коррекционная) очередь"},
    QueueType.SANATORIUM: {"kk": "Санаториялық кезек", "ru": "Санаторная очередь"},
}
_TAUGHT_IN: Mapping[str, Words] = {
    "kk": {"kk": "қазақша", "ru": "на казахском языке"},
    "ru": {"kk": "орысша", "ru": "на русском языке"},
}


def queue_names(session: Session, keys: Iterable[QueueKey]) -> dict[QueueKey, Words]:
    """The name of each queue in both languages."""
    wanted = list(keys)
    gardens = {key.kindergarten for key in wanted if isinstance(key, SeatKey)}
    known = kindergartens_by_id(session, gardens)
    return {key: _name(key, known) for key in wanted}


def _name(key: QueueKey, known: Mapping[uuid.UUID, KindergartenRow]) -> Words:
    match key:
        case SeatKey():
            return kindergarten_name(known[key.kindergarten])
        case SharedKey():
            return _shared_name(key)
        case CategoryKey():
            return {"kk": f"{key.code} санаты", "ru": f"Категория {key.code}"}
        case _:
            assert_never(key)


def _shared_name(key: SharedKey) -> Words:
    kind = _TYPES[key.queue_type]
    taught = _TAUGHT_IN.get(key.language, {"kk": key.language, "ru": key.language})
    return {
        "kk": f"{kind['kk']}, {key.birth_year} жылы туғандар, {taught['kk']}",
        "ru": f"{kind['ru']}, {key.birth_year} год рождения, {taught['ru']}",
    }
