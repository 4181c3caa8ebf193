"""Kept rehearsals of changes: rows, and the short way in which thousands of children are stored.

A key of a queue is written once and named by its turn; a child is a list. Written out in full the
same would be ten times as long.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, defer, mapped_column

from kezek.core.ids import ApplicationId, TerritorySlug
from kezek.core.images import from_json, key_from_image, key_image, to_json
from kezek.core.modes.bars import Bar
from kezek.core.modes.rehearsals import Numbered
from kezek.core.queues import QueueKey
from kezek.core.region_changes import Difference
from kezek.core.rehearsing.changes import ChildChange
from kezek.core.rehearsing.found import OpenedPlaces, Rehearsal
from kezek.core.rehearsing.play import Chance
from kezek.core.rehearsing.spreading import Opening
from kezek.core.rehearsing.terms_begun import BegunTerm
from kezek.core.turns import Standing
from kezek.db.base import Base, TenantKey, UuidKey

Json = dict[str, Any]


class RehearsalRow(Base):
    """What somebody rehearsed, as it was found; never changed."""

    __tablename__ = "rehearsals"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    rules_version: Mapped[int]
    sha256: Mapped[str]
    children: Mapped[int]
    found: Mapped[Json] = mapped_column(JSONB)

    @property
    def value(self) -> Rehearsal:
        """The rehearsal as the core has it."""
        return rehearsal_from_json(self.found)


def find_rehearsal(session: Session, rehearsal_id: uuid.UUID) -> RehearsalRow | None:
    """The rehearsal of this number."""
    return session.scalar(select(RehearsalRow).where(RehearsalRow.id == rehearsal_id))


def newest_rehearsal_of(
    session: Session, sha256: str, *, by: datetime | None = None
) -> uuid.UUID | None:
    """The newest kept rehearsal of a region with this digest, made by a moment if one is given."""
    query = select(RehearsalRow.id).where(RehearsalRow.sha256 == sha256)
    if by is not None:
        query = query.where(RehearsalRow.made_at <= by)
    return session.scalar(query.order_by(RehearsalRow.made_at.desc()).limit(1))


def count_rehearsals(session: Session, made_by: str = "") -> int:
    """How many are kept, of everybody or of one person."""
    query = select(func.count()).select_from(RehearsalRow)
    return session.scalar(query.where(RehearsalRow.made_by == made_by) if made_by else query) or 0


def last_rehearsals(
    session: Session, made_by: str, *, offset: int, limit: int
) -> list[RehearsalRow]:
    """Some of them, the latest first, without what they found."""
    query = select(RehearsalRow).options(defer(RehearsalRow.found))
    if made_by:
        query = query.where(RehearsalRow.made_by == made_by)
    return list(
        session.scalars(
            query.order_by(RehearsalRow.made_at.desc(), RehearsalRow.id).offset(offset).limit(limit)
        )
    )


def sweep_rehearsals(session: Session, made_before: datetime) -> None:
    """Removes those that were made before a moment."""
    session.execute(delete(RehearsalRow).where(RehearsalRow.made_at < made_before))


def rehearsal_to_json(found: Rehearsal) -> Json:
    """A rehearsal as a column, or the version that was signed after it, keeps it."""
    keys = _keys(found.children)
    turns = {key: turn for turn, key in enumerate(keys)}
    return {
        "at": found.at.isoformat(),
        "rules_version": found.rules_version,
        "sha256": found.sha256,
        "differences": [[one.path, one.before, one.after] for one in found.differences],
        "queues": [key_image(key) for key in keys],
        "children": [_child(one, turns) for one in found.children],
        "terms": [to_json(one) for one in found.terms],
        "running_terms": found.running_terms,
        "opening": _opening(found.opening) if found.opening else None,
    }


def rehearsal_from_json(stored: Mapping[str, Any]) -> Rehearsal:
    """The rehearsal that was stored so."""
    keys = [key_from_image(one) for one in stored["queues"]]
    opening = stored["opening"]
    return Rehearsal(
        at=datetime.fromisoformat(stored["at"]),
        rules_version=stored["rules_version"],
        sha256=stored["sha256"],
        differences=tuple(Difference(*one) for one in stored["differences"]),
        children=tuple(_child_from(one, keys) for one in stored["children"]),
        terms=tuple(from_json(BegunTerm, one) for one in stored["terms"]),
        running_terms=stored["running_terms"],
        opening=_opening_from(opening) if opening else None,
    )


def _keys(children: Iterable[ChildChange]) -> list[QueueKey]:
    return list(dict.fromkeys(each.queue for one in children for each in one.before))


def _child(one: ChildChange, turns: Mapping[QueueKey, int]) -> list[Any]:
    return [
        str(one.application),
        one.number,
        one.territory,
        str(one.standing),
        one.birth_year,
        one.language,
        [
            [turns[old.queue], old.number, new.number]
            for old, new in zip(one.before, one.after, strict=True)
        ],
        str(one.bar_before or ""),
        str(one.bar_after or ""),
        one.category,
    ]


def _child_from(stored: Sequence[Any], keys: Sequence[QueueKey]) -> ChildChange:
    application, number, territory, standing, year, language, numbers, before, after, *rest = stored
    return ChildChange(
        application=ApplicationId(uuid.UUID(application)),
        number=number,
        territory=TerritorySlug(territory),
        standing=Standing(standing),
        birth_year=year,
        language=language,
        before=tuple(Numbered(keys[turn], old) for turn, old, _ in numbers),
        after=tuple(Numbered(keys[turn], new) for turn, _, new in numbers),
        bar_before=Bar(before) if before else None,
        bar_after=Bar(after) if after else None,
        category=rest[0] if rest else None,  # kept before categories were counted: for a month
    )


def _opening(opening: OpenedPlaces) -> Json:
    return cast(
        Json,
        {
            "openings": [to_json(one) for one in opening.openings],
            "already_free": opening.already_free,
            "before": [to_json(one) for one in opening.before],
            "after": [to_json(one) for one in opening.after],
            "unknown_year": opening.unknown_year,
        },
    )


def _opening_from(stored: Mapping[str, Any]) -> OpenedPlaces:
    return OpenedPlaces(
        openings=tuple(from_json(Opening, one) for one in stored["openings"]),
        already_free=stored["already_free"],
        before=tuple(from_json(Chance, one) for one in stored["before"]),
        after=tuple(from_json(Chance, one) for one in stored["after"]),
        unknown_year=stored["unknown_year"],
    )
