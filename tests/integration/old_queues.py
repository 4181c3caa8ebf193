"""Regions into which old queues come in, with the files that are brought and what they hold."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from kezek.adapters.queue_csv import read_queue
from kezek.adapters.registry_csv import read_registry
from kezek.adapters.tenants import TENANTS, read_tenant
from kezek.core.access import Role
from kezek.core.queues import SeatKey, label
from kezek.db.applications import ApplicationRow, load_applications
from kezek.db.base import Base
from kezek.db.journal import FactRow
from kezek.db.numbers import numbers_of
from kezek.db.registry import kindergartens_by_external_id
from kezek.db.scope import read_scope
from kezek.settings import Settings
from kezek.usecases.arriving.queue import Signature, import_queue
from kezek.usecases.arriving.reports import ImportReport
from kezek.usecases.registry.importing import import_registry
from tests.factories.families import made_up_iin
from tests.factories.regions import House
from tests.factories.staff import open_staff

DOCS = Path(__file__).resolve().parents[2] / "docs" / "queue-import"
TERRITORY = {"linear": "demo", "indigo": "saran", "voucher": "pavlodar"}
OPERATOR = "operator"


class Town:
    """Regions of the three modes with their kindergartens, and an administrator in each."""

    def __init__(self, house: House, folder: Path, settings: Settings) -> None:
        self.house = house
        self.owner_url = settings.owner_url().replace("+psycopg", "")
        self.served_url = settings.database_url.replace("+psycopg", "")
        self.folder = folder
        self.settled: set[str] = set()

    def settle(self, slug: str) -> None:
        """The region's kindergartens, and its administrator."""
        if slug in self.settled:
            return
        self.settled.add(slug)
        region, tenant_id = read_tenant(slug), self.house[slug]
        for name in ("demo_kindergartens.csv", "demo_groups.csv"):
            file = read_registry(TENANTS / slug / name, region)
            import_registry(tenant_id, OPERATOR, file)
        open_staff(tenant_id, Role.ADMIN, "head")

    def bring(self, slug: str, mode: str, *, signature: Signature | None = None) -> ImportReport:
        self.settle(slug)
        path, counts = DOCS / f"{mode}.csv", DOCS / f"{mode}-counts.csv"
        file = read_queue(path, read_tenant(slug), counts)
        return import_queue(self.house[slug], OPERATOR, file, signature=signature)

    def sign(self, slug: str, mode: str) -> ImportReport:
        digest = self.bring(slug, mode).digest
        return self.bring(slug, mode, signature=Signature("head", digest))

    def sign_elsewhere(self, digest: str) -> ImportReport:
        """The same in a context of its own, as another process would do it."""
        with self.house.app.app_context():
            return self.bring("demo", "linear", signature=Signature("head", digest))

    def text(
        self, slug: str, text: str, signature: Signature | None = None, *, counts: str = ""
    ) -> ImportReport:
        self.settle(slug)
        path, other = self.folder / "queue.csv", self.folder / "counts.csv"
        path.write_text(text, encoding="utf-8")
        other.write_text(counts, encoding="utf-8")
        file = read_queue(path, read_tenant(slug), other if counts else None)
        return import_queue(self.house[slug], OPERATOR, file, signature=signature)

    def keep(self, slug: str, text: str) -> ImportReport:
        return self.text(slug, text, Signature("head", self.text(slug, text).digest))

    def garden(self, slug: str, name: str) -> Any:
        self.settle(slug)
        with read_scope(self.house[slug]) as session:
            return kindergartens_by_external_id(session)[name].id

    def count(self, slug: str) -> int:
        with read_scope(self.house[slug]) as session:
            return session.scalar(select(func.count()).select_from(ApplicationRow)) or 0

    def by_ref(self, slug: str) -> dict[str, Any]:
        with read_scope(self.house[slug]) as session:
            facts = session.scalars(select(FactRow).where(FactRow.kind == "application:imported"))
            refs = {fact.application_id: fact.payload["detail"]["ref"] for fact in facts}
            found = load_applications(session, [one for one in refs if one is not None])
            return {refs[one.id]: one for one in found.values()}

    def numbers(self, slug: str) -> dict[tuple[str, str], int]:

        found = {}
        by_ref = self.by_ref(slug)
        with read_scope(self.house[slug]) as session:
            names = {row.id: name for name, row in kindergartens_by_external_id(session).items()}
            for ref, one in by_ref.items():
                for shown in numbers_of(session, one.id):
                    key = shown.key
                    name = names[key.kindergarten] if isinstance(key, SeatKey) else ""
                    found[ref, label(key, name)] = shown.number
        return found

    def dump(self, slug: str) -> dict[str, int]:
        """How many rows stand in each table of the region."""
        with read_scope(self.house[slug]) as session:
            return {
                name: session.scalar(select(func.count()).select_from(table)) or 0
                for name, table in Base.metadata.tables.items()
                if "tenant_id" in table.columns and name != "child_claims"
            }


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def one_line(*, serial: int = 0, **given: str) -> dict[str, str]:
    """A line that can come in: the first example, as another child."""
    row = rows_of(DOCS / "linear.csv")[0]
    child = made_up_iin(date(2022, 3, 14), 7000 + serial * 20)
    return row | {"child_iin": child, "number_before": ""} | given


def as_file(*rows: dict[str, str]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
