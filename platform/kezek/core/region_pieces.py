"""The pieces of a change of a region, each of which can be taken out of it by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from kezek.core.errors import Code, Refusal
from kezek.core.regions import Tenant

_WHOLE = frozenset(
    {"name", "provider", "kato", "hosts", "interface_languages", "instruction_languages"}
)


def taken_out(before: Tenant, after: Tenant, piece: str) -> Tenant:
    """`after` with one piece as it is in `before`: a setting, a text, a territory, a year of days.

    `piece` is what a change line is of: `rules/offer_days`, `texts/intro`, `name`. What the two do
    not differ in stays as it is. Raises Refusal for a piece that no region has.
    """
    if piece in _WHOLE:
        return replace(after, **{piece: getattr(before, piece)})
    part, _, name = piece.partition("/")
    if part == "rules" and name in before.rules.settings():
        return after.with_rules(after.rules.with_settings({name: before.rules.settings()[name]}))
    if part == "texts":
        return replace(after, texts=_entries(before.texts, after.texts, name))
    if part == "brand":
        return replace(after, brand=_entries(before.brand, after.brand, name))
    if part in ("contacts", "channels") and hasattr(getattr(before, part), name):
        old, new = getattr(before, part), getattr(after, part)
        return replace(after, **{part: replace(new, **{name: getattr(old, name)})})
    if part == "territories":
        rows = _rows(before.territories, after.territories, "slug", name)
        return replace(after, territories=tuple(rows))
    if part == "calendar":
        return _calendar(before, after, name)
    raise Refusal(Code.INVALID_CHOICE, "change_piece")


def _entries(old: Mapping[str, Any], new: Mapping[str, Any], name: str) -> dict[str, Any]:
    kept = {key: value for key, value in new.items() if key != name}
    return {**kept, name: old[name]} if name in old else kept


def _calendar(before: Tenant, after: Tenant, name: str) -> Tenant:
    old, new = before.calendar, after.calendar
    if name == "zone_name":
        return replace(after, calendar=replace(new, zone_name=old.zone_name))
    years = _rows(old.years, new.years, "year", name)
    return replace(after, calendar=replace(new, years=tuple(years)))


def _rows(old: Iterable[Any], new: Iterable[Any], key: str, name: str) -> list[Any]:
    """The new rows, the one of this name as it was; at the end where it is there no longer."""
    known = next((row for row in old if str(getattr(row, key)) == name), None)
    rows = [row if str(getattr(row, key)) != name else known for row in new]
    if known is not None and known not in rows:
        rows.append(known)
    return [row for row in rows if row is not None]
