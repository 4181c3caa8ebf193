"""Facts of notices: those that a region puts into every letter, and how all of them are stored.

Moments are on the region's wall clock and stand under names that end in `_at`, days under names
that end in `_on`; words that both languages have are pairs of `kk` and `ru`.
"""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from kezek.adapters.wording import say_phone
from kezek.core.regions import Tenant, Words

Facts = dict[str, Any]


def region_facts_of(region: Tenant, public_url: str, now: datetime) -> Facts:
    """Who writes, and where to ask: the same in every letter of a region."""
    rules = region.rules
    return {
        "region": words(region.name),
        "provider": words(region.provider),
        "complaint_days": rules.complaint_provider_working_days,
        "authority_days": rules.complaint_authority_working_days,
        "phones": [
            {"number": say_phone(phone.number), "label": words(phone.label)}
            for phone in region.contacts.phones
        ],
        "link": f"{public_url}/{region.slug}/",
        "recorded_at": region.calendar.local(now),
    }


def words(both: Words) -> dict[str, str]:
    """Words in both languages, as texts take them."""
    return {"kk": both.kk, "ru": both.ru}


def to_json(facts: Mapping[str, Any]) -> Facts:
    """The facts as they are stored beside the text."""
    return {name: _plain(value) for name, value in facts.items()}


def from_json(stored: Mapping[str, Any]) -> Facts:
    """Stored facts as texts take them, so that staff can read a notice in either language."""
    return {name: read_fact(name, value) for name, value in stored.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value


def read_fact(name: str, value: Any) -> Any:
    """One fact out of its stored form."""
    if isinstance(value, str) and name.endswith("_at"):
        return datetime.fromisoformat(value)
    if isinstance(value, str) and name.endswith("_on"):
        return date.fromisoformat(value)
    return value
