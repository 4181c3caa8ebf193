"""A region as one TOML: the same bytes after every round, for every region there is (G-12)."""

from dataclasses import replace

import pytest

from kezek.adapters.region_toml import to_toml
from kezek.adapters.tenants import FaultyTenant, list_tenants, read_given, read_tenant
from kezek.core.channels import Channels
from kezek.core.regions import Phone, Words
from kezek.core.territories import Mode

SLUGS = list_tenants()


@pytest.mark.parametrize("slug", SLUGS)
def test_a_round_trip_changes_no_byte(slug: str) -> None:
    region = read_tenant(slug)
    text = to_toml(region)

    again = read_given(region, text)

    assert again == region
    assert to_toml(again).encode() == text.encode()


def test_there_are_as_many_regions_as_the_rulebook_has_and_two() -> None:
    assert len(SLUGS) == 22


def test_everything_that_a_form_can_set_survives() -> None:
    region = read_tenant("pavlodar")
    first = region.territories[0]
    full = replace(
        region,
        texts={
            "banner": Words('Тырнақша " мен \\ белгі', 'Кавычка " и \\'),
            "notice-n-12": Words("Бірінші жол\nекінші", "Первая\nвторая {phone}"),
        },
        channels=Channels(sms=False, sms_sender="PAVLODAR", email_sender="Бөлім"),
        brand={"--brand": "#114455"},
        contacts=replace(region.contacts, phones=(Phone("1414", Words("а", "б")),), email="a@b.kz"),
        territories=(
            first.switched(Mode.LINEAR, first.modes[-1].from_on.replace(year=2030)),
            *region.territories[1:],
        ),
        rules=region.rules.with_settings({"quiet_hours": "off", "freeze_spans": ["12-20..01-10"]}),
    )

    text = to_toml(full)

    assert read_given(region, text) == full
    assert to_toml(read_given(region, text)) == text


def test_a_short_file_leaves_the_known_years_and_takes_the_rest_from_the_defaults() -> None:
    region = read_tenant("demo")

    found = read_given(region, 'prefix="DEM"\nkato="000000000"\n' + _LEAST)

    assert found.calendar == region.calendar
    assert found.texts == {}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("offer_days = 99", "offer_days"),
        ("nothing_such = 1", "nothing_such"),
        ("offer_days = ", "TOML"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(line: str, said: str) -> None:
    text = 'prefix="DEM"\nkato="000000000"\n' + _LEAST + f"\n[rules]\n{line}\n"

    with pytest.raises(FaultyTenant) as faulty:
        read_given(read_tenant("demo"), text)

    problem = faulty.value.problems[0]
    assert problem.line == text[: text.index(line)].count("\n") + 1
    assert said in problem.message


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ('[brand]\n--brand = "#ffe08a"', "contrast"),
        ('[texts.notice]\nkk = "{kim}"\nru = "{phone}"', "{kim}"),
        ('[channels]\nsms_sender = "ЖІБЕРУШІ"', "sms_sender"),
    ],
)
def test_colours_words_and_names_are_checked_in_files_too(part: str, said: str) -> None:
    with pytest.raises(FaultyTenant) as faulty:
        read_given(read_tenant("demo"), 'prefix="DEM"\nkato="000000000"\n' + _LEAST + part)

    assert said in str(faulty.value)


_LEAST = """\
name = { kk = "Қала", ru = "Город" }
provider = { kk = "Бөлім", ru = "Отдел" }

[[territory]]
slug = "city"
kk = "Қала"
ru = "Город"
level = "city"

"""
