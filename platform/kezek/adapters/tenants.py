"""Reads a region from its folder: tenant.toml over _defaults.toml, and the calendar's years."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kezek.adapters.brand import FaultyBrand, need_readable, read_brand
from kezek.adapters.shapes import Fault, Section
from kezek.adapters.sources import FaultyFile, Problem, Source, read_source, source_of
from kezek.adapters.tenant_shape import CALENDAR_YEAR, SLUG, TENANT
from kezek.adapters.toml_lines import Path as LinePath
from kezek.core.days import CalendarYear
from kezek.core.own_words import (
    LICENCE,
    LICENCE_ADDRESS,
    is_faulty_address,
    longest,
    takes_places,
    unknown_places,
)
from kezek.core.regions import RESERVED_SLUGS, Data, Tenant, canonical, tenant_from
from kezek.settings import DATA, OperatorError

TENANTS = DATA / "tenants"
DEFAULTS = "_defaults.toml"
CALENDAR = "_calendar"
OWN_CALENDAR = "calendar"
OWN_FILE = "tenant.toml"
BRAND = "brand.css"


class FaultyTenant(OperatorError):
    """A region's files that cannot be used, with everything that is wrong in them."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class UnknownTenant(OperatorError):
    """A region for which there is no folder."""

    def __init__(self, slug: str, known: list[str]) -> None:
        super().__init__(f"There is no region {slug}. Known are: {', '.join(known)}.")
        self.slug = slug


def list_tenants(folder: Path = TENANTS) -> list[str]:
    """The names of all regions that have a folder, in alphabetical order."""
    return sorted(file.parent.name for file in folder.glob(f"[!_]*/{OWN_FILE}"))


def read_tenant(slug: str, folder: Path = TENANTS) -> Tenant:
    """The region as its files describe it now. Raises UnknownTenant and FaultyTenant."""
    if slug not in list_tenants(folder):
        raise UnknownTenant(slug, list_tenants(folder))
    reading = _Reading(folder, slug)
    tenant = reading.tenant()
    if tenant is None or reading.problems:
        raise FaultyTenant(reading.problems)
    return tenant


def read_given(present: Tenant, text: str, folder: Path = TENANTS) -> Tenant:
    """The region as a text describes it that is no file of this house. Raises FaultyTenant.

    A text without years of its own leaves those of the region as they are.
    """
    reading = _Reading(folder, present.slug, given=text, years=canonical(present)["calendar"])
    tenant = reading.tenant()
    if tenant is None or reading.problems:
        raise FaultyTenant(reading.problems)
    return tenant


def validate(path: Path) -> list[Problem]:
    """Everything that is wrong in one region's folder, or in a folder of all regions."""
    if (path / OWN_FILE).is_file():
        reading = _Reading(path.parent, path.name)
        reading.tenant()
        return reading.problems
    readings = [_Reading(path, slug) for slug in list_tenants(path)]
    tenants = [(reading, reading.tenant()) for reading in readings]
    whole = [(reading, tenant) for reading, tenant in tenants if tenant is not None]
    found = [problem for reading in readings for problem in reading.problems]
    if not readings:
        found.append(Problem(path, 1, "no region stands here", f"folders with {OWN_FILE}"))
    found.extend(_shared(whole, ("prefix",), lambda tenant: [tenant.prefix]))
    found.extend(_shared(whole, ("hosts",), lambda tenant: list(tenant.hosts)))
    return list(dict.fromkeys(found))


@dataclass(slots=True)
class _Reading:
    """One attempt to read a region: gathers what is wrong, so that it is all said at once."""

    folder: Path
    slug: str
    problems: list[Problem]
    own: Source | None
    given: str | None
    """The region's own text, where it does not stand in its folder."""
    known_years: Data

    def __init__(
        self, folder: Path, slug: str, *, given: str | None = None, years: Data | None = None
    ) -> None:
        self.folder = folder
        self.slug = slug
        self.problems = []
        self.own = None
        self.given = given
        self.known_years = years or {}

    def tenant(self) -> Tenant | None:
        """The region, or nothing where its files do not describe one."""
        defaults = self._source(self.folder / DEFAULTS)
        self.own = self._source(self._file(), self.given)
        if defaults is None or self.own is None:
            return None
        self._check_name()
        merged = merge(defaults.data, self.own.data)
        self._check(defaults, TENANT, defaults.data, complete=False)
        self._check(self.own, TENANT, self.own.data, complete=False)
        if not self.problems:
            self._check(self.own, TENANT, merged, complete=True)
        years = self._years()
        if self.problems:
            return None
        self._check_words(merged.get("texts", {}))
        return self._built(merged, years, self._brand(merged))

    def _built(
        self, merged: Mapping[str, Any], years: dict[str, Any], brand: Mapping[str, str]
    ) -> Tenant | None:
        try:
            return tenant_from(_canonical_data(self.slug, merged, years) | {"brand": brand})
        except ValueError as error:
            self.problems.append(
                Problem(self._file(), 1, str(error), "one mode of a territory from one day")
            )
            return None

    def _brand(self, merged: Mapping[str, Any]) -> Mapping[str, str]:
        """The region's colours: of its sheet, and over them those of its own file."""
        sheet = self.folder / self.slug / BRAND
        try:
            brand = {} if self.given is not None else read_brand(sheet)
            brand |= merged.get("brand", {})
            need_readable(self._file() if merged.get("brand") else sheet, brand)
        except FaultyBrand as error:
            self._complain(("brand",), str(error), "dark colours, #rrggbb")
            return {}
        return brand

    def _check_words(self, texts: Mapping[str, Mapping[str, str]]) -> None:
        """What a region says in its own words has its length, and its places are known ones."""
        for name, words in texts.items():
            for language, text in words.items():
                path = ("texts", name, language)
                if len(text) > longest(name):
                    self._complain(path, f"{name} is too long", f"{longest(name)} characters")
                if is_faulty_address(name, text):
                    self._complain(path, f"{text} is no address", "https://…")
                for place in unknown_places(text) if takes_places(name) else ():
                    self._complain(path, f"{place} means nothing here", "{phone}, {region}, …")

        if (LICENCE in texts) != (LICENCE_ADDRESS in texts):
            message = f"{LICENCE} and {LICENCE_ADDRESS} go together"
            self._complain(("texts",), message, "both or none")

    def _complain(self, path: LinePath, message: str, allowed: str) -> None:
        line = self.own.line(path) if self.own else 1
        self.problems.append(Problem(self._file(), line, message, allowed))

    def _check_name(self) -> None:
        try:
            SLUG.read("" if self.slug in RESERVED_SLUGS else self.slug)
        except ValueError:
            message = f"{self.slug!r} cannot be the name of a region's folder"
            self.problems.append(Problem(self._file(), 1, message, SLUG.allowed))

    def _years(self) -> dict[str, Any]:
        """The shared years, each replaced by the region's own; years in its file stand alone."""
        if self.own is not None and "calendar" in self.own.data:
            return self._own_years(self.own)
        if self.given is not None:
            return dict(self.known_years.get("years", {}))
        shared = sorted((self.folder / CALENDAR).glob("*.toml"))
        own = sorted((self.folder / self.slug / OWN_CALENDAR).glob("*.toml"))
        years: dict[str, Any] = {}
        for path in (*shared, *own):
            years.update(self._year(path))
        return dict(sorted(years.items()))

    def _year(self, path: Path) -> dict[str, Any]:
        source = self._source(path)
        if source is None:
            return {}
        before = len(self.problems)
        self._check(source, CALENDAR_YEAR, source.data, complete=True)
        if len(self.problems) > before:
            return {}
        return self._year_of(source, source.data, ())

    def _own_years(self, source: Source) -> dict[str, Any]:
        years: dict[str, Any] = {}
        for at, row in enumerate(source.data["calendar"] if not self.problems else ()):
            years |= self._year_of(source, row, ("calendar", at))
        return dict(sorted(years.items()))

    def _year_of(self, source: Source, data: Data, at: LinePath) -> dict[str, Any]:
        year, off = data["year"], data["days_off"]
        worked = data.get("working_weekends", [])
        try:
            CalendarYear(year, frozenset(off), frozenset(worked))
        except ValueError as error:
            line = source.line((*at, "days_off"))
            self.problems.append(Problem(source.file, line, str(error), f"days of {year}"))
            return {}
        return {
            str(year): {
                "confirmed": data["confirmed"],
                "days_off": [day.isoformat() for day in off],
                "working_weekends": [day.isoformat() for day in worked],
            }
        }

    def _source(self, path: Path, given: str | None = None) -> Source | None:
        try:
            return read_source(path) if given is None else source_of(path, given)
        except FaultyFile as error:
            self.problems.append(error.problem)
            return None

    def _check(
        self, source: Source, shape: Section, data: Mapping[str, Any], *, complete: bool
    ) -> None:
        faults: Iterator[Fault] = shape.faults((), data, complete=complete)
        self.problems.extend(
            Problem(source.file, source.line(fault.path), fault.message, fault.allowed)
            for fault in faults
        )

    def _file(self) -> Path:
        return self.folder / self.slug / OWN_FILE


def merge(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Two layers of data: tables are joined key by key, everything else of `over` replaces."""
    joined = dict(under)
    for key, value in over.items():
        below = joined.get(key)
        both_tables = isinstance(below, Mapping) and isinstance(value, Mapping)
        joined[key] = merge(below, value) if both_tables else value  # type: ignore[arg-type]
    return joined


def _canonical_data(slug: str, merged: Mapping[str, Any], years: dict[str, Any]) -> dict[str, Any]:
    contacts = merged["contacts"]
    return {
        **{key: merged[key] for key in ("prefix", "kato", "is_demo", "name", "provider", "hosts")},
        "slug": slug,
        "languages": merged["languages"],
        "contacts": {
            "phones": [*contacts.get("phone", []), *contacts.get("national", [])],
            "email": contacts.get("email"),
            "website": contacts.get("website"),
        },
        "texts": merged.get("texts", {}),
        "territories": [_territory(one, merged) for one in merged["territory"]],
        "rules": merged["rules"],
        "calendar": {"zone": merged["zone"], "years": years},
        "channels": merged.get("channels", {}),
    }


def _territory(own: Mapping[str, Any], region: Mapping[str, Any]) -> dict[str, Any]:
    provider = own.get("provider", {})
    first: date = own.get("from", region["from"])
    modes = {first.isoformat(): own.get("mode", region["mode"])}
    for switch in own.get("switch", []):
        if switch["from"] <= first:
            raise ValueError(f"territory {own['slug']} switches before its first mode begins")
        modes[switch["from"].isoformat()] = switch["mode"]
    return {
        "slug": own["slug"],
        "kk": own["kk"],
        "ru": own["ru"],
        "kato": own.get("kato"),
        "level": own["level"],
        "provider_kk": provider.get("kk"),
        "provider_ru": provider.get("ru"),
        "modes": modes,
    }


def _shared(
    readings: list[tuple[_Reading, Tenant]],
    path: tuple[str, ...],
    values: Callable[[Tenant], list[str]],
) -> Iterator[Problem]:
    """What two regions have both, where each must have its own."""
    owners: dict[str, str] = {}
    for reading, tenant in readings:
        for value in values(tenant):
            owner = owners.setdefault(value, tenant.slug)
            if owner != tenant.slug and reading.own is not None:
                message = f"{value} belongs to the region {owner} already"
                yield Problem(reading.own.file, reading.own.line(path), message, "one of its own")
