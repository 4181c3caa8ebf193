"""The made-up national education base: it gives a registry, and holds what regions told it.

Its registry of a region is what the region told it, with one telephone changed: so that there is
something to look at.
"""

import csv
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from kezek.core.national_base import Kind, checksum_of, digest_of
from kezek.demonstration.counterparts.asking import Caller
from kezek.demonstration.counterparts.desks import Call, Desk, Reply, text_of
from kezek.demonstration.counterparts.visits import LANGUAGES, Visit, rendered
from kezek.settings import Party

NAME = "nobd"
REGISTRY, HOME = "/base/v1/registry", "/base/"
_CHANGES, _REGIONS = "/exchange/base/changes", "/exchange/base/regions"
_COLUMNS = (
    *("external_id", "name_kk", "name_ru", "kind", "ownership", "territory"),
    *("address_kk", "address_ru", "languages", "capacity"),
)
_MORE = 5
_WORDS = {
    "kk": {
        "title": "Ұлттық білім беру дерекқоры (үлгі)",
        "made_up": "Көрсетілімге арналған ойдан шығарылған жүйе.",
        "fetch": "Өзгерістерді алу",
        "region": "Өңір",
        "version": "Нұсқасы",
        "whole": "Бақылау сомасы сәйкес",
        "torn": "Бақылау сомасы сәйкес емес",
    },
    "ru": {
        "title": "Национальная образовательная база данных (образец)",
        "made_up": "Выдуманная система для демонстрации.",
        "fetch": "Получить изменения",
        "region": "Регион",
        "version": "Версия",
        "whole": "Контрольная сумма сходится",
        "torn": "Контрольная сумма не сходится",
    },
}
assert set(_WORDS) == set(LANGUAGES)


@dataclass(slots=True)
class Held:
    """What the base holds of a region."""

    version: int = 0
    records: dict[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict)
    is_whole: bool = True

    @property
    def counts(self) -> dict[str, int]:
        """How many records of each kind."""
        found: dict[str, int] = {}
        for kind, _ in self.records:
            found[kind] = found.get(kind, 0) + 1
        return found


@dataclass(slots=True)
class NationalBase:
    """The base, and the deployment that it asks."""

    caller: Caller
    held: dict[str, Held] = field(default_factory=dict)
    registry: str = ""
    """What it gives as a region's registry, for whoever tries that."""

    def fetch(self, region: str) -> Held:
        """Gets what has changed since it asked last, and proves that nothing was lost."""
        held = self.held.setdefault(region, Held())
        asked: dict[str, Any] = {"region": region, "since": held.version}
        checksum, version = None, held.version
        while True:
            answer = self.caller.ask(_CHANGES, asked).body
            checksum, version = answer["checksum"] or checksum, answer["version"]
            for one in answer["records"]:
                key = (one["kind"], one["id"])
                if one["gone"]:
                    held.records.pop(key, None)
                else:
                    held.records[key] = one["data"]
            if not answer["cursor"]:
                break
            asked["cursor"] = answer["cursor"]
        held.version = version
        held.is_whole = checksum == _checksum(held)
        return held

    def give(self, call: Call) -> Reply:
        """The registry of a region as a file with its digest."""
        held = self.fetch(text_of(call, "region"))
        gardens = [data for (kind, _), data in held.records.items() if kind == Kind.KINDERGARTEN]
        told = _as_csv([_row(data) for data in sorted(gardens, key=lambda one: one["code"])])
        return Reply({"csv": told, "sha256": hashlib.sha256(told.encode()).hexdigest()})

    def page(self, visit: Visit) -> str:
        """The regions, and what is held of each."""
        regions = self.caller.ask(_REGIONS, {}).body.get("regions", [])
        if visit.is_sent:
            self.fetch(visit.value("region"))
        words = _WORDS[visit.language]
        return rendered(
            "national_base.html",
            language=visit.language,
            title=words["title"],
            heading=words["title"],
            made_up=words["made_up"],
            words=words,
            regions=regions,
            held=self.held,
        )


def desk(kezek: Party) -> Desk:
    """The base at its addresses."""
    base = NationalBase(Caller(NAME, kezek))
    return Desk("national-base", {REGISTRY: base.give}, {HOME: base.page})


def _row(data: Mapping[str, Any]) -> dict[str, Any]:
    """A line of the base's own registry; it counts some seats more, so that there is a change."""
    return {
        "external_id": data["code"],
        "name_kk": data["kk"],
        "name_ru": data["ru"],
        "kind": data["kind"],
        "ownership": data["ownership"],
        "territory": data["territory"],
        "address_kk": data["address_kk"],
        "address_ru": data["address_ru"],
        "languages": ";".join(data["languages"]),
        "capacity": (data["capacity"] or 0) + _MORE,
    }


def _as_csv(rows: list[Mapping[str, Any]]) -> str:
    written = io.StringIO()
    writer = csv.DictWriter(written, _COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()


def _checksum(held: Held) -> str:
    return checksum_of(
        (kind, UUID(one), digest_of(data)) for (kind, one), data in held.records.items()
    ).hex()
