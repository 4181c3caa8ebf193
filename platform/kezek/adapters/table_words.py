"""What changed in a setting that is a table, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kezek.adapters.setting_words import TOLD
from kezek.core.regions import Words

_COLUMNS: Mapping[str, Words] = {
    "order": Words("реті", "порядок"),
    "min_age_months": Words("ең кіші жасы, ай", "младший возраст, месяцев"),
    "weight": Words("үлесі", "доля"),
    "issued_last": Words("соңынан беріледі", "выдается последней"),
}
_YES_NO = {True: Words("иә", "да"), False: Words("жоқ", "нет")}

Row = Mapping[str, Any]


def table_lines(name: str, before: object, after: object) -> list[Words]:
    """A sentence for each row that differs; nothing for a setting that is no table of ours."""
    if name == "group_ages":
        return list(_group_lines(_rows(before), _rows(after)))
    if name == "voucher_categories":
        return list(_category_lines(_rows(before), _rows(after)))
    return []


def _rows(value: object) -> Sequence[Row]:
    assert isinstance(value, Sequence)
    return [dict(one) for one in value]


def _group_lines(before: Sequence[Row], after: Sequence[Row]) -> Iterator[Words]:
    old = {one["group"]: one["years"] for one in before}
    new = {one["group"]: one["years"] for one in after}
    for group in dict.fromkeys((*old, *new)):
        if old.get(group) == new.get(group):
            continue
        name = TOLD["group_ages"].values[group]
        was, now = (str(ages.get(group, "–")) for ages in (old, new))
        yield Words(f"{name.kk}, жас: {was} → {now}", f"{name.ru}, лет: {was} → {now}")


def _category_lines(before: Sequence[Row], after: Sequence[Row]) -> Iterator[Words]:
    old, new = ({_code(one): one for one in rows} for rows in (before, after))
    for code in dict.fromkeys((*old, *new)):
        if code not in new:
            yield Words(f"{code} ваучер санаты алынды", f"Категория ваучеров {code} убрана")
        elif code not in old:
            yield Words(f"Жаңа ваучер санаты: {code}", f"Новая категория ваучеров: {code}")
        else:
            yield from _row_lines(code, old[code], new[code])


def _row_lines(code: str, old: Row, new: Row) -> Iterator[Words]:
    for column, title in _COLUMNS.items():
        if old[column] != new[column]:
            was, now = _value(old[column]), _value(new[column])
            yield Words(
                f"{code} санаты, {title.kk}: {was.kk} → {now.kk}",
                f"Категория {code}, {title.ru}: {was.ru} → {now.ru}",
            )


def _value(value: object) -> Words:
    return _YES_NO[value] if isinstance(value, bool) else Words(str(value), str(value))


def _code(row: Row) -> str:
    return f"{row['cohort']}-{row['standing']}"
