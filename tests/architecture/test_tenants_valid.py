"""The regions as shipped: every folder is valid, every knob explained, the days are right."""

from __future__ import annotations

import ast
import csv
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from kezek.adapters.registry_csv import registry_problems
from kezek.adapters.tenants import DEFAULTS, TENANTS, list_tenants, read_tenant, validate
from kezek.core import mode_rules, rules, signing_rules
from kezek.core.days import Calendar
from kezek.core.queues import Kind
from kezek.core.regions import RESERVED_SLUGS, Tenant, canonical, tenant_from
from kezek.core.rules import GROUPS, KNOBS, TenantRules
from kezek.core.territories import Mode
from kezek.web.tenant import RESERVED

SLUGS = list_tenants()
TWENTY_REGIONS = {
    *("abai", "akmola", "aktobe", "almaty", "almaty-oblast", "astana", "atyrau"),
    *("east-kazakhstan", "karaganda", "kostanay", "kyzylorda", "mangystau", "north-kazakhstan"),
    *("pavlodar", "shymkent", "turkistan", "ulytau", "west-kazakhstan", "zhambyl", "zhetysu"),
}
WITH_INVENTED_ROWS = ("demo", "karaganda", "kostanay", "pavlodar")
LEAST_INVENTED = dict.fromkeys(WITH_INVENTED_ROWS, 20) | {"saran": 10}
"""A small town has fewer."""
COLUMNS = [
    "external_id",
    "name_kk",
    "name_ru",
    "kind",
    "ownership",
    "territory",
    "address_ru",
    "address_kk",
    "lat",
    "lon",
    "phone",
    "languages",
    "hours",
    "capacity",
    "source",
    "is_demo",
]


@pytest.fixture(scope="module")
def regions() -> dict[str, Tenant]:
    return {slug: read_tenant(slug) for slug in SLUGS}


def test_every_region_is_valid() -> None:
    assert [str(problem) for problem in validate(TENANTS)] == []


def test_the_twenty_regions_saran_and_the_demonstration_stand_here() -> None:
    assert len(TWENTY_REGIONS) == 20
    assert set(SLUGS) == TWENTY_REGIONS | {"saran", "demo"}


def test_prefixes_differ_by_more_than_the_check_letter_misses(regions: dict[str, Tenant]) -> None:
    prefixes = [region.prefix for region in regions.values()]
    assert len(set(prefixes)) == len(prefixes)
    assert regions["pavlodar"].prefix == "PVL"
    # The check letter takes letters nineteen apart for one another: no two prefixes may be so near.
    folded = ["".join(chr((ord(letter) - 65) % 19) for letter in prefix) for prefix in prefixes]
    assert len(set(folded)) == len(folded)


def test_slugs_are_no_words_of_the_deployments_own_paths() -> None:
    assert not set(SLUGS) & RESERVED_SLUGS
    assert RESERVED_SLUGS == RESERVED


def test_every_knob_has_its_default_explained_with_what_is_allowed() -> None:
    text = (TENANTS / DEFAULTS).read_text(encoding="utf-8")
    assert tomllib.loads(text)["rules"] == TenantRules().settings()
    explained = _sentences()
    for name, knob in KNOBS.items():
        comment = _comment_above(text, name)
        assert comment == f"{explained[name]} Allowed: {knob.allowed}.", name


def _comment_above(text: str, name: str) -> str:
    lines = text.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith(f"{name} = "))
    first = at
    while lines[first - 1].startswith("# ") and not lines[first - 1].startswith("# ---"):
        first -= 1
    return " ".join(line[2:] for line in lines[first:at])


def _sentences() -> dict[str, str]:
    """The sentence below each field of the groups of settings."""
    found: dict[str, str] = {}
    for module in (rules, mode_rules, signing_rules):
        tree = ast.parse(Path(module.__file__ or "").read_text(encoding="utf-8"))
        for shape in (node for node in tree.body if isinstance(node, ast.ClassDef)):
            if shape.name in {group.__name__ for group in GROUPS}:
                found |= _field_sentences(shape)
    return found


def _field_sentences(shape: ast.ClassDef) -> dict[str, str]:
    found: dict[str, str] = {}
    for field, below in zip(shape.body, shape.body[1:], strict=False):
        if not isinstance(field, ast.AnnAssign) or not isinstance(field.target, ast.Name):
            continue
        if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
            found[field.target.id] = " ".join(str(below.value.value).split())
    return found


def test_the_working_days_of_each_year_are_those_of_the_rulebook(
    regions: dict[str, Tenant],
) -> None:
    calendar = regions["pavlodar"].calendar
    for year in (2025, 2026):
        working = calendar.working_days_between(date(year, 1, 1), date(year, 12, 31))
        assert (working, 365 - working) == (246, 119)
        assert calendar.is_confirmed(year)
    days_off = {one.year: one.days_off for one in calendar.years}
    assert len(days_off[2026]) == 15
    assert [str(day) for day in sorted(days_off[2026])] == [
        *("2026-01-01", "2026-01-02", "2026-01-07", "2026-03-09", "2026-03-23", "2026-03-24"),
        *("2026-03-25", "2026-05-01", "2026-05-07", "2026-05-11", "2026-05-27", "2026-07-06"),
        *("2026-08-31", "2026-10-26", "2026-12-16"),
    ]


def test_the_year_2027_is_computed_and_to_be_confirmed(regions: dict[str, Tenant]) -> None:
    calendars: set[Calendar] = {region.calendar for region in regions.values()}
    assert len(calendars) == 1
    assert not calendars.pop().is_confirmed(2027)


def test_pavlodar_has_two_modes_and_its_hotline(regions: dict[str, Tenant]) -> None:
    pavlodar = regions["pavlodar"]
    on = date(2026, 11, 22)
    modes = {one.slug: one.mode_on(on) for one in pavlodar.territories}
    assert modes.pop("pavlodar") is Mode.VOUCHER
    assert len(modes) == 12
    assert set(modes.values()) == {Mode.LINEAR}
    assert pavlodar.contacts.phones[0].number == "+7 747 339 7222"


def test_saran_is_indigo_and_all_other_regions_are_linear(regions: dict[str, Tenant]) -> None:
    on = date(2026, 11, 22)
    for slug in SLUGS:
        modes = {one.mode_on(on) for one in regions[slug].territories}
        expected = {Mode.INDIGO} if slug == "saran" else {Mode.LINEAR}
        assert modes - {Mode.VOUCHER} == expected, slug


def test_the_national_numbers_stand_everywhere(regions: dict[str, Tenant]) -> None:
    for region in regions.values():
        numbers = [phone.number for phone in region.contacts.phones]
        assert numbers[-2:] == ["1414", "8 800 080 7777"]
        assert region.interface_languages == ("kk", "ru")


def test_every_region_survives_being_stored(regions: dict[str, Tenant]) -> None:
    for region in regions.values():
        assert tenant_from(canonical(region)) == region


def _rows(slug: str, name: str) -> list[dict[str, str]]:
    path = TENANTS / slug / name
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("slug", SLUGS)
def test_kindergartens_stand_in_their_columns_and_territories(
    slug: str, regions: dict[str, Tenant]
) -> None:
    territories = {one.slug for one in regions[slug].territories}
    real, invented = _rows(slug, "kindergartens.csv"), _rows(slug, "demo_kindergartens.csv")
    for row in (*real, *invented):
        # The number of the legal person stands where it is known, and among invented ones.
        assert [name for name in row if name != "bin"] == COLUMNS
        assert row["territory"] in territories
        assert row["kind"] in set(Kind)
        assert row["ownership"] in ("", "state", "private_order", "private")
    assert {row["is_demo"] for row in real} <= {"false"}
    assert all(row["source"] for row in real)


@pytest.mark.parametrize("slug", SLUGS)
def test_registry_files_can_be_imported_and_fit_together(
    slug: str, regions: dict[str, Tenant]
) -> None:
    assert registry_problems(regions[slug], TENANTS / slug) == []


def test_external_ids_are_unique_in_the_whole_deployment() -> None:
    ids = Counter(
        row["external_id"]
        for slug in SLUGS
        for name in ("kindergartens.csv", "demo_kindergartens.csv")
        for row in _rows(slug, name)
    )
    assert [name for name, times in ids.items() if times > 1] == []


def test_the_real_registry_is_whole() -> None:
    counts = {slug: len(_rows(slug, "kindergartens.csv")) for slug in SLUGS}
    assert (counts["pavlodar"], counts["karaganda"], counts["kostanay"]) == (58, 17, 3)
    assert (counts["almaty"], counts["astana"], counts["shymkent"]) == (66, 18, 2)
    assert sum(counts.values()) == 201


@pytest.mark.parametrize("slug", LEAST_INVENTED)
def test_invented_kindergartens_are_many_marked_and_have_groups(slug: str) -> None:
    rows = _rows(slug, "demo_kindergartens.csv")
    assert len(rows) >= LEAST_INVENTED[slug]
    for row in rows:
        assert row["is_demo"] == "true"
        assert "(демо)" in row["name_kk"]
        assert "(демо)" in row["name_ru"]
    groups = _rows(slug, "demo_groups.csv")
    assert {group["external_id"] for group in groups} == {row["external_id"] for row in rows}
    keys = [(one["external_id"], one["birth_year"], one["language"]) for one in groups]
    assert len(set(keys)) == len(keys)
    capacity = Counter[str]()
    for group in groups:
        capacity[group["external_id"]] += int(group["capacity"])
    assert {row["external_id"]: int(row["capacity"]) for row in rows} == capacity


@pytest.mark.parametrize("slug", WITH_INVENTED_ROWS)
def test_a_family_finds_four_invented_kindergartens_in_each_territory_that_has_any(
    slug: str,
) -> None:
    rows = _rows(slug, "demo_kindergartens.csv")
    general = Counter(
        row["territory"]
        for row in rows
        if row["kind"] not in ("special", "sanatorium") and row["ownership"] != "private"
    )
    assert min(general.values()) >= 4
    assert {row["kind"] for row in rows} == set(Kind)
    assert {row["ownership"] for row in rows} == {"state", "private_order", "private"}


def test_names_for_invented_families_stand_in_both_languages() -> None:
    with (TENANTS / "_names.csv").open(encoding="utf-8", newline="") as file:
        names = list(csv.DictReader(file))
    assert len(names) == 1006
    kinds = {"given_male", "given_female", "surname"}
    assert {name["kind"] for name in names} == kinds
    assert all(name["name_ru"] for name in names)
