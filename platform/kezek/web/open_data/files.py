"""Datasets as files: JSON and CSV from the same rows, kept for some minutes."""

import csv
import io
import json
import threading
from datetime import timedelta
from time import monotonic
from typing import Any

from kezek.adapters.services import services
from kezek.core.cells import harmless
from kezek.core.suppression import LEAST
from kezek.reads.open_data import Table, open_table
from kezek.web.open_data.datasets import Dataset
from kezek.web.open_data.licences import licence_of
from kezek.web.tenant import TenantCard

KEPT = timedelta(minutes=10)
"""How old a file may be: many programs ask for the same, and nobody needs it by the second."""
_MOST_KEPT = 200

_lock = threading.Lock()
_kept: dict[tuple[int, int, str], tuple[float, Table]] = {}
"""Each with the moment of this process at which it was counted."""


def table_of(tenant: TenantCard, dataset: Dataset) -> Table:
    """The dataset as it was within the last minutes."""
    key = (id(services()), tenant.id, dataset.key)
    with _lock:
        counted_at, table = _kept.get(key, (0.0, None))
    if table is not None and monotonic() - counted_at < KEPT.total_seconds():
        return table
    table = open_table(tenant.id, dataset.read)
    with _lock:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[key] = (monotonic(), table)
    return table


def forget_files() -> None:
    """Has every dataset counted anew at the next question."""
    with _lock:
        _kept.clear()


def as_json(tenant: TenantCard, dataset: Dataset, table: Table) -> bytes:
    """The dataset with what a program needs to know of it."""
    names = [column.name for column in dataset.columns]
    licence = licence_of(tenant)
    told: dict[str, Any] = {
        "dataset": dataset.key,
        "region": tenant.slug,
        "as_of": table.as_of.isoformat(timespec="seconds"),
        "licence": licence.code,
        "licence_url": licence.url,
        "least": LEAST if dataset.has_covered else None,
        "rows": [dict(zip(names, row, strict=True)) for row in table.rows],
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def as_csv(dataset: Dataset, table: Table) -> bytes:
    """The rows for a spreadsheet; a small count reads `<5`, so that nobody takes it for nought."""
    names = [column.name for column in dataset.columns]
    sheet = io.StringIO()
    lines = csv.writer(sheet)
    lines.writerow(names)
    for row in table.rows:
        told = dict(zip(names, row, strict=True))
        if told.get("cover") == "small":
            told["children"] = f"<{LEAST}"
        lines.writerow([_cell(value) for value in told.values()])
    return sheet.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return " ".join(value)
    return harmless(value) if isinstance(value, str) else str(value)
