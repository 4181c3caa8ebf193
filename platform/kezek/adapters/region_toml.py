"""A region as one TOML text, complete: what `tenants/SLUG/tenant.toml` can hold (G-12).

The same region always gives the same bytes. Nothing is left to defaults, so the text means the same
wherever it is read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from kezek.adapters.setting_words import TOLD
from kezek.core.region_rooms import SETTINGS
from kezek.core.regions import Tenant, canonical

_HEADINGS: Mapping[str, str] = {
    "queue": "Кезек / Очередь",
    "applying": "Өтініш / Заявление",
    "linear": "Кезектілік жүйе / Линейная очередь",
    "referrals": "Жолдама және шарт / Направление и договор",
    "notices": "Хабарлама және шағым / Уведомления и жалобы",
    "indigo": "Бюллетеньді ортақ кезек / Общая очередь с бюллетенем",
    "vouchers": "Ваучер / Ваучеры",
    "signing": "Қол қою / Подписание",
}


def to_toml(region: Tenant) -> str:
    """The whole configuration of a region; `read_given` reads it back."""
    data = canonical(region)
    parts = (
        _head(region, data),
        _tables(data),
        _rules(data["rules"]),
        _territories(data["territories"]),
        _calendar(data["calendar"]["years"]),
    )
    return "\n".join(line for part in parts for line in part).rstrip() + "\n"


def _head(region: Tenant, data: Mapping[str, Any]) -> Iterator[str]:
    yield f"# {region.name.kk} / {region.name.ru}"
    yield "# Өңірдің толық баптауы / Полная настройка региона."
    for name in ("prefix", "kato", "is_demo"):
        yield f"{name} = {_value(data[name])}"
    yield f"zone = {_value(data['calendar']['zone'])}"
    yield f"hosts = {_value(data['hosts'])}"
    yield ""


def _tables(data: Mapping[str, Any]) -> Iterator[str]:
    for name in ("name", "provider", "languages"):
        yield from _table(name, data[name])
    contacts = data["contacts"]
    own = {name: contacts[name] for name in ("email", "website") if contacts[name]}
    # The numbers of the whole country stand among the region's own here, in their order.
    yield from _table("contacts", own | {"national": []})
    for phone in contacts["phones"]:
        yield from _table("contacts.phone", phone, row=True)
    for name, words in data["texts"].items():
        yield from _table(f"texts.{name}", words)
    for name in ("channels", "brand"):
        if name in data:
            yield from _table(name, data[name])


def _rules(rules: Mapping[str, Any]) -> Iterator[str]:
    yield "[rules]"
    for room, names in SETTINGS.items():
        yield f"# --- {_HEADINGS[room]} ---"
        for name in names:
            told = TOLD[name].name
            yield f"# {told.kk} / {told.ru}"
            yield f"{name} = {_setting(rules[name])}"
        yield ""


def _setting(value: Any) -> str:
    """A table stands one row in each line."""
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        rows = "".join(f"  {_value(row)},\n" for row in value)
        return f"[\n{rows}]"
    return _value(value)


def _territories(territories: list[Mapping[str, Any]]) -> Iterator[str]:
    for one in territories:
        (first, mode), *switches = one["modes"].items()
        row = {name: one[name] for name in ("slug", "kk", "ru", "kato", "level") if one[name]}
        yield "[[territory]]"
        yield from _pairs(row | {"mode": mode})
        yield f"from = {first}"
        if one["provider_kk"] and one["provider_ru"]:
            yield f"provider = {_value({'kk': one['provider_kk'], 'ru': one['provider_ru']})}"
        yield ""
        for day, later in switches:
            yield "[[territory.switch]]"
            yield f"mode = {_value(later)}"
            yield f"from = {day}"
            yield ""


def _calendar(years: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    for year, data in years.items():
        yield "[[calendar]]"
        yield f"year = {year}"
        yield f"confirmed = {_value(data['confirmed'])}"
        for name in ("days_off", "working_weekends"):
            yield f"{name} = [{', '.join(data[name])}]"
        yield ""


def _table(name: str, pairs: Mapping[str, Any], *, row: bool = False) -> Iterator[str]:
    yield f"[[{name}]]" if row else f"[{name}]"
    yield from _pairs(pairs)
    yield ""


def _pairs(pairs: Mapping[str, Any]) -> Iterator[str]:
    return (f"{name} = {_value(value)}" for name, value in pairs.items())


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"{{ {', '.join(_pairs(value))} }}"
    if isinstance(value, list):
        return f"[{', '.join(_value(one) for one in value)}]"
    # A string of JSON is one of TOML; only the sign of deletion is no good there as it stands.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
