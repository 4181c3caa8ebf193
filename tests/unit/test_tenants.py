"""Reading a region's folder: what it gives, what is refused, where, and what is allowed."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kezek.adapters.sources import Problem
from kezek.adapters.tenants import (
    TENANTS,
    FaultyTenant,
    UnknownTenant,
    list_tenants,
    merge,
    read_tenant,
    validate,
)
from kezek.adapters.toml_lines import line_at, lines_of
from kezek.core.days import CalendarMissing
from kezek.core.region_changes import difference
from kezek.core.regions import Words, canonical, digest, tenant_from
from kezek.core.territories import Mode, mode_on

REGION = """\
prefix = "TST"
kato = "123456789"
hosts = ["queue.test.kz"]

[name]
kk = "Сынақ"
ru = "Проба"

[provider]
kk = "Білім бөлімі"
ru = "Отдел образования"

[[contacts.phone]]
number = "+7 700 000 00 00"
kk = "Қолдау"
ru = "Поддержка"

[rules]
offer_days = 3

[[territory]]
slug = "city"
kk = "Қала"
ru = "Город"
level = "city"
mode = "voucher"
from = 2026-04-01

[[territory.switch]]
mode = "linear"
from = 2026-10-01

[[territory]]
slug = "village"
kk = "Ауыл"
ru = "Село"
level = "district"
provider = { kk = "Ауылдың бөлімі", ru = "Сельский отдел" }
"""

Write = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of regions with the real defaults and calendars, and one region `test`."""
    for name in ("_defaults.toml", "_calendar/2025.toml", "_calendar/2026.toml"):
        copy = tmp_path / name
        copy.parent.mkdir(exist_ok=True)
        copy.write_text((TENANTS / name).read_text(encoding="utf-8"), encoding="utf-8")
    write(tmp_path / "test" / "tenant.toml", REGION)
    return tmp_path


def write(path: Path, text: str) -> Path:
    """The file with this text, its folder made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def problem_of(folder: Path, text: str) -> Problem:
    """The one thing that is wrong in the region with this text."""
    write(folder / "test" / "tenant.toml", text)
    problems = validate(folder / "test")
    assert len(problems) == 1, problems
    return problems[0]


def test_a_region_is_read_with_its_defaults_and_its_own_values(folder: Path) -> None:
    region = read_tenant("test", folder)
    assert (region.slug, region.prefix) == ("test", "TST")
    assert region.name == Words("Сынақ", "Проба")
    assert region.name.in_language("ru") == "Проба"
    assert region.rules.offer_days == 3
    assert region.rules.ratio_g == 3
    assert region.interface_languages == ("kk", "ru")
    assert region.calendar.zone_name == "Asia/Almaty"
    assert region.calendar.last_year == 2026
    assert [phone.number for phone in region.contacts.phones] == [
        "+7 700 000 00 00",
        "1414",
        "8 800 080 7777",
    ]


def test_a_territory_has_its_own_mode_and_day_or_the_regions(folder: Path) -> None:
    territories = read_tenant("test", folder).territories
    assert mode_on(territories, "city", date(2026, 3, 31)) is None
    assert mode_on(territories, "city", date(2026, 4, 1)) is Mode.VOUCHER
    assert mode_on(territories, "city", date(2026, 10, 1)) is Mode.LINEAR
    assert mode_on(territories, "village", date(2025, 1, 1)) is Mode.LINEAR


def test_a_territory_names_its_provider_or_has_the_regions(folder: Path) -> None:
    region = read_tenant("test", folder)
    city, village = region.territories
    assert region.provider_of(city) == region.provider
    assert region.provider_of(village) == Words("Ауылдың бөлімі", "Сельский отдел")


FAULTS = {
    "unknown key": ("kato =", "katto =", 2, "nothing is called katto", "kato"),
    "unknown rule": ("offer_days", "ofer_days", 19, "nothing is called ofer_days", "offer_days"),
    "impossible number": ("offer_days = 3", "offer_days = 0", 19, "cannot be 0", "from 1 to 30"),
    "wrong type": ("offer_days = 3", 'offer_days = "3"', 19, "cannot be '3'", "a whole number"),
    "missing language": ('ru = "Проба"\n', "", 5, "name.ru is missing", "text"),
    "empty language": ('ru = "Город"', 'ru = " "', 24, "cannot be ' '", "text"),
    "missing territory name": ('kk = "Ауыл"\n', "", 33, "territory.1.kk is missing", "text"),
    "missing prefix": ('prefix = "TST"\n', "", 1, "prefix is missing", "three Latin capitals"),
    "impossible prefix": ('"TST"', '"ПВЛ"', 1, "cannot be 'ПВЛ'", "three Latin capitals"),
    "unknown mode": ('"voucher"', '"coupon"', 26, "cannot be 'coupon'", "'voucher'"),
    "day as text": ("from = 2026-04-01", 'from = "2026-04-01"', 27, "cannot be", "without quot"),
    "day that is none": ("from = 2026-04-01", "from = 2026-04-31", 27, "no TOML", "TOML"),
    "moment for a day": ("from = 2026-04-01", "from = 2026-04-01T00:00:00", 27, "cannot", "a day"),
    "slug twice": ('"village"', '"city"', 34, "'city' stands twice", "once only"),
    "secret": ("kato =", "sms_api_key = 1\nkato =", 2, "looks like a secret", "environment"),
    "password in an address": (
        '"queue.test.kz"',
        '"https://me:secret@x.kz"',
        3,
        "cannot be",
        "host name",
    ),
    "no TOML": ("[name]", "[name", 5, "no TOML", "TOML"),
}


@pytest.mark.parametrize(("old", "new", "line", "message", "allowed"), FAULTS.values(), ids=FAULTS)
def test_what_is_wrong_is_said_with_its_line_and_what_is_allowed(
    folder: Path, old: str, new: str, line: int, message: str, allowed: str
) -> None:
    assert old in REGION
    problem = problem_of(folder, REGION.replace(old, new, 1))
    assert problem.line == line
    assert message in problem.message
    assert allowed in problem.allowed
    assert str(problem).startswith(f"test/tenant.toml:{line}: ")


def test_everything_that_is_wrong_is_said_at_once(folder: Path) -> None:
    text = REGION.replace("offer_days = 3", "offer_days = 0\nratio_p = 2")
    text = text.replace('mode = "linear"', 'mod = "linear"').replace('ru = "Сельский', 'rus = "С')
    write(folder / "test" / "tenant.toml", text)
    with pytest.raises(FaultyTenant) as refused:
        read_tenant("test", folder)
    lines = [problem.line for problem in refused.value.problems]
    assert sorted(lines) == [19, 20, 31, 39]
    assert "only 1" in str(refused.value)


def test_a_table_that_is_none_is_refused(folder: Path) -> None:
    text = 'rules = "all"\n' + REGION.replace("[rules]\noffer_days = 3\n", "")
    problem = problem_of(folder, text)
    assert (problem.line, problem.message) == (1, "rules is no table")


def test_a_switch_before_the_first_mode_is_refused(folder: Path) -> None:
    problem = problem_of(folder, REGION.replace("2026-10-01", "2026-04-01"))
    assert "switches before its first mode begins" in problem.message


def test_an_unknown_region_is_refused_with_the_known_ones(folder: Path) -> None:
    with pytest.raises(UnknownTenant, match="Known are: test"):
        read_tenant("tset", folder)


@pytest.mark.parametrize("name", ["Test_Two", "operator", "9th"])
def test_a_folder_name_that_cannot_stand_in_an_address_is_refused(folder: Path, name: str) -> None:
    write(folder / name / "tenant.toml", REGION)
    problems = validate(folder / name)
    assert [problem.message for problem in problems] == [
        f"{name!r} cannot be the name of a region's folder"
    ]


def test_a_folder_without_regions_is_no_folder_of_regions(tmp_path: Path) -> None:
    assert [problem.message for problem in validate(tmp_path)] == ["no region stands here"]


def test_a_fault_in_the_defaults_is_named_in_their_own_file(folder: Path) -> None:
    text = (folder / "_defaults.toml").read_text(encoding="utf-8")
    write(folder / "_defaults.toml", text.replace("ratio_g = 3", "ratio_g = 33"))
    (problem,) = validate(folder / "test")
    assert problem.place.startswith(f"{folder.name}/_defaults.toml:")


def test_two_regions_share_neither_prefix_nor_host(folder: Path) -> None:
    write(folder / "zzz" / "tenant.toml", REGION)
    problems = validate(folder)
    assert [(problem.line, problem.message) for problem in problems] == [
        (1, "TST belongs to the region test already"),
        (3, "queue.test.kz belongs to the region test already"),
    ]
    assert list_tenants(folder) == ["test", "zzz"]


def test_a_region_may_have_its_own_year_of_the_calendar(folder: Path) -> None:
    write(
        folder / "test" / "calendar" / "2026.toml",
        'year = 2026\nconfirmed = true\nsource = "test"\ndays_off = [2026-06-01]\n',
    )
    calendar = read_tenant("test", folder).calendar
    assert not calendar.is_working_day(date(2026, 6, 1))
    assert calendar.is_working_day(date(2026, 1, 1))
    assert not calendar.is_working_day(date(2025, 1, 1))


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('year = 2027\nconfirmed = false\nsource = "x"\ndays_off = [2026-06-01]\n', 4, "belong"),
        ('year = 2027\nconfirmed = false\nsource = "x"\n', 1, "days_off is missing"),
        ('year = 2027\nconfirmed = 1\nsource = "x"\ndays_off = []\n', 2, "cannot be 1"),
        ('year = 2027\nconfirmed = true\nsource = "x"\ndays_off = ["1 May"]\n', 4, "cannot be"),
    ],
)
def test_a_faulty_year_of_the_calendar_is_refused(
    folder: Path, text: str, line: int, message: str
) -> None:
    write(folder / "_calendar" / "2027.toml", text)
    (problem,) = validate(folder / "test")
    assert problem.line == line
    assert message in problem.message


def test_years_without_a_file_are_not_guessed(folder: Path) -> None:
    with pytest.raises(CalendarMissing):
        read_tenant("test", folder).calendar.is_working_day(date(2027, 1, 4))


def test_a_region_survives_its_journey_through_json_in_any_order_of_keys(folder: Path) -> None:
    region = read_tenant("test", folder)
    stored = json.loads(json.dumps(canonical(region), sort_keys=True))
    assert tenant_from(stored) == region
    assert digest(stored) == digest(canonical(region))
    assert [one.slug for one in tenant_from(stored).territories] == ["city", "village"]


def test_two_versions_differ_in_what_was_changed_and_in_nothing_else(folder: Path) -> None:
    before = read_tenant("test", folder)
    text = REGION.replace("offer_days = 3", 'offer_days = 2\nsiblings = "off"')
    text = text.replace("from = 2026-10-01", "from = 2026-11-01").replace("queue.test.kz", "q.kz")
    write(folder / "test" / "tenant.toml", text)
    after = read_tenant("test", folder)
    assert [str(one) for one in difference(before, after)] == [
        "~ hosts: queue.test.kz → q.kz",
        "- territories.city.modes.2026-10-01: linear",
        "+ territories.city.modes.2026-11-01: linear",
        "~ rules.siblings: general → off",
        "~ rules.offer_days: 3 → 2",
    ]
    assert digest(canonical(before)) != digest(canonical(after))
    assert difference(after, after) == []


def test_a_territory_that_came_or_went_is_told_by_its_name(folder: Path) -> None:
    before = read_tenant("test", folder)
    head, tail = REGION.split('[[territory]]\nslug = "village"')
    write(folder / "test" / "tenant.toml", head)
    (gone,) = difference(before, read_tenant("test", folder))
    assert gone.path == "territories.village"
    assert str(gone).startswith("- territories.village: slug village, kk Ауыл, ru Село")
    assert tail


def test_layers_are_joined_table_by_table_and_lists_are_replaced() -> None:
    under = {"a": 1, "t": {"x": 1, "y": [1, 2]}, "only": True}
    over = {"a": 2, "t": {"y": [3]}, "new": {"z": 0}}
    assert merge(under, over) == {
        "a": 2,
        "t": {"x": 1, "y": [3]},
        "only": True,
        "new": {"z": 0},
    }


EVERY_KIND_OF_VALUE = "\n".join(
    [
        "# comment = 1",
        "a = 1",
        '"b c" = """',
        "not = a key",
        r'[nor.this] \" \\""" # "',
        "d.e = [ # first",
        '  "x,]",',
        "  { f = 1, g = 'y' },",
        "]",
        "",
        "[t]",
        "u = {}",
        "[[r]]",
        "v = 1",
        "[[r.s]]",
        "w = 2",
        "[[r.s]]",
        "[[r]]",
        "v = '''",
        "'''",
        "[q]",
        "z = 2026-01-01",
    ]
)


def test_every_value_of_a_file_has_its_line() -> None:
    assert tomllib.loads(EVERY_KIND_OF_VALUE)["q"] == {"z": date(2026, 1, 1)}
    lines = lines_of(EVERY_KIND_OF_VALUE)
    assert lines == {
        ("a",): 2,
        ("b c",): 3,
        ("d", "e"): 6,
        ("d", "e", 0): 7,
        ("d", "e", 1): 8,
        ("d", "e", 1, "f"): 8,
        ("d", "e", 1, "g"): 8,
        ("t",): 11,
        ("t", "u"): 12,
        ("r", 0): 13,
        ("r", 0, "v"): 14,
        ("r", 0, "s", 0): 15,
        ("r", 0, "s", 0, "w"): 16,
        ("r", 0, "s", 1): 17,
        ("r", 1): 18,
        ("r", 1, "v"): 19,
        ("q",): 21,
        ("q", "z"): 22,
    }
    assert line_at(lines, ("r", 0, "s", 1, "missing")) == 17
    assert line_at(lines, ("missing",)) == 1
