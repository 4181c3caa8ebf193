"""A notice as a region's own families got it, masked, with the words that the region would add."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from kezek.adapters.letters import FAMILY, Letter, compose
from kezek.adapters.notice_facts import from_json, region_facts_of
from kezek.adapters.notice_words import own_words
from kezek.adapters.services import services
from kezek.adapters.sms_lengths import SmsLength, sms_length
from kezek.core.masking import masked_name
from kezek.core.regions import Tenant
from kezek.db.notices import NoticeRow
from kezek.db.scope import read_scope

_NAMES = ("guardian", "child", "child_full")
_SAID = ("note", "detail")
"""What staff wrote by hand: it may hold anything."""
_NUMBER_SHOWN = 7
_OWN = ("own_words", "own_sms", "closing_words")
_OF_REGION = ("region", "phones", "link")
"""Stands below each letter, and so is shown as the change would make it."""


@dataclass(frozen=True, slots=True)
class SeenLetter:
    """The case in one language."""

    language: str
    letter: Letter
    sms: SmsLength | None
    bare: SmsLength | None
    """The SMS without the region's words."""

    @property
    def costs_more(self) -> bool:
        """Whether the region's words need another SMS each time."""
        return bool(self.sms and self.bare and self.sms.messages > self.bare.messages)


@dataclass(frozen=True, slots=True)
class NoticeCase:
    """The newest notice of a kind, in both languages."""

    recorded_at: datetime
    letters: tuple[SeenLetter, ...]


def notices_told(tenant_id: int) -> Mapping[str, int]:
    """How many notices of each kind the region's families have got."""
    with read_scope(tenant_id) as session:
        rows = session.execute(
            select(NoticeRow.code, func.count().label("told"))
            .where(NoticeRow.audience == FAMILY)
            .group_by(NoticeRow.code)
        )
        return {row.code: row.told for row in rows}


def notice_case(tenant_id: int, code: str, region: Tenant) -> NoticeCase | None:
    """The newest notice of this kind with the region's words; nothing if nobody got one yet."""
    with read_scope(tenant_id) as session:
        row = session.scalar(
            select(NoticeRow)
            .where(NoticeRow.code == code, NoticeRow.audience == FAMILY)
            .order_by(NoticeRow.seq.desc())
            .limit(1)
        )
        if row is None:
            return None
        facts = _as_the_region_would(region, row)
        return NoticeCase(row.recorded_at, tuple(_seen(code, facts, one) for one in ("kk", "ru")))


def _as_the_region_would(region: Tenant, row: NoticeRow) -> dict[str, Any]:
    """The facts of a notice with the region's own words of this change."""
    of_region = region_facts_of(region, services().settings.public_url, row.recorded_at)
    facts = of_region | from_json(row.values)
    facts |= {name: of_region[name] for name in _OF_REGION}
    for name in _OWN:
        facts.pop(name, None)
    return facts | own_words(region, row.code, facts)


def masked(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a notice without what tells whose it was: names, the number, written notes."""
    hidden = dict(facts)
    for name in _NAMES:
        if isinstance(hidden.get(name), str):
            hidden[name] = masked_name(hidden[name])
    for name in _SAID:
        if hidden.get(name):
            hidden[name] = "…"
    if isinstance(hidden.get("number"), str):
        hidden["number"] = f"{hidden['number'][:_NUMBER_SHOWN]}•••"
    return hidden


def _seen(code: str, facts: Mapping[str, Any], language: str) -> SeenLetter:
    """What is shown is masked; what is counted is the SMS as the family got it."""
    shown = compose(code, language, masked(facts))
    sent = compose(code, language, facts).sms
    bare = compose(code, language, {**facts, "own_sms": ""}).sms
    lengths = (sms_length(text) if text else None for text in (sent, bare))
    return SeenLetter(language, shown, *lengths)
