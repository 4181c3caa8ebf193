"""What was changed in one version of a region, made in another version of it too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kezek.core.regions import Tenant, canonical, tenant_from

_GONE = object()
_SETS = frozenset({"days_off", "working_weekends"})
"""Lists whose members come and go by themselves: one holiday more touches no other one."""


def carried(base: Tenant, changed: Tenant, onto: Tenant) -> Tenant:
    """`onto` with everything in which `changed` differs from `base`, and with nothing else of it.

    What both have changed is as in `changed`: whoever signs last has looked at it last. Raises what
    the parts of a region raise where the two do not go together.
    """
    return tenant_from(_merged(canonical(base), canonical(changed), canonical(onto)))


def _merged(base: Any, changed: Any, onto: Any, key: str = "") -> Any:
    if base == changed:
        return onto
    if key in _SETS and all(isinstance(one, list) for one in (base, changed, onto)):
        added, removed = set(changed) - set(base), set(base) - set(changed)
        return sorted((set(onto) - removed) | added)
    if all(isinstance(one, Mapping) for one in (base, changed, onto)):
        return _merged_tables(base, changed, onto)
    if all(_is_rows(one) for one in (base, changed, onto)):
        merged = _merged_tables(*(_by_slug(one) for one in (base, changed, onto)))
        return list(merged.values())
    return changed


def _merged_tables(
    base: Mapping[str, Any], changed: Mapping[str, Any], onto: Mapping[str, Any]
) -> dict[str, Any]:
    merged = {
        key: _merged(base.get(key, _GONE), changed.get(key, _GONE), onto.get(key, _GONE), key)
        for key in dict.fromkeys((*onto, *changed))
    }
    return {key: value for key, value in merged.items() if value is not _GONE}


def _is_rows(value: Any) -> bool:
    return (
        isinstance(value, Sequence)
        and not isinstance(value, str)
        and bool(value)
        and all(isinstance(one, Mapping) and "slug" in one for one in value)
    )


def _by_slug(rows: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {one["slug"]: one for one in rows}
