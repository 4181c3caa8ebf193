"""The numbers of a queue counted from its files alone, by walking the rule turn by turn (§8)."""

from __future__ import annotations

from collections import defaultdict

from tests.integration.old_queues import DOCS, rows_of


def oracle(mode: str) -> dict[tuple[str, str], int | None]:
    """The numbers counted from the files alone, by walking the rule turn by turn (§8)."""
    rows = rows_of(DOCS / f"{mode}.csv")
    counts = {
        _count_name(mode, row): int(row["count"]) for row in rows_of(DOCS / f"{mode}-counts.csv")
    }
    found: dict[tuple[str, str], int | None] = {}
    queues: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        for name in _queue_names(mode, row):
            found[row["ref"], name] = None
            if (row["stage"] or "queued") in ("queued", "deferred"):
                queues[name].append(row)
    for name, waiting_rows in queues.items():
        ordered = sorted(waiting_rows, key=lambda row: row["submitted_at"])
        classes = {
            letter: [row for row in ordered if _letter(row) == letter] for letter in ("O", "P", "G")
        }
        order = ordered if mode == "voucher" else _walk(classes, counts[name])
        for number, row in enumerate(order, start=1):
            found[row["ref"], name] = number
    return found


def _walk(classes: dict[str, list[dict[str, str]]], count: int) -> list[dict[str, str]]:
    first, privileged, general = classes["O"], list(classes["P"]), list(classes["G"])
    served = list(first)
    while privileged or general:
        if privileged and (count >= 3 or not general):
            served.append(privileged.pop(0))
            count = 0
        else:
            served.append(general.pop(0))
            count = min(3, count + 1)
    return served


def _letter(row: dict[str, str]) -> str:
    code = int(row["categories"] or 13)
    if row["stage"] == "under_review":
        return "G"
    return "O" if code <= 4 else "P" if code <= 12 else "G"


def _queue_names(mode: str, row: dict[str, str]) -> list[str]:
    year = row["born_on"][:4]
    if mode == "linear":
        return [f"{garden}/{year}/kk" for garden in row["choices"].split(";")]
    if mode == "indigo":
        return [f"general/{year}/kk"]
    return [f"pavlodar/{2026 - int(year)}-{_letter(row)}"]


def _count_name(mode: str, row: dict[str, str]) -> str:
    if mode == "linear":
        return f"{row['kindergarten']}/{row['birth_year']}/{row['language']}"
    return f"{row['queue_type']}/{row['birth_year']}/{row['language']}"
