"""Every difference of two versions of a region is a sentence in both languages (N-53)."""

from dataclasses import replace
from datetime import date

import pytest

from kezek.adapters.change_words import change_lines
from kezek.adapters.sms_lengths import sms_length
from kezek.adapters.tenants import read_tenant
from kezek.core.channels import Channels
from kezek.core.days import Calendar, CalendarYear
from kezek.core.region_changes import difference
from kezek.core.region_rooms import Room
from kezek.core.regions import Contacts, Phone, Tenant, Words
from kezek.core.territories import Level, Mode, ModeFrom, Territory

DEMO = read_tenant("demo")
CITY, VILLAGE = DEMO.territories
_ONE = Phone("+7 700 000 00 00", Words("Сенім телефоны", "Телефон поддержки"))


def _rules(**settings: object) -> Tenant:
    return DEMO.with_rules(DEMO.rules.with_settings(settings))


def _year(**changes: object) -> Tenant:
    years = tuple(
        replace(one, **changes) if one.year == 2027 else one  # type: ignore[arg-type]
        for one in DEMO.calendar.years
    )
    return replace(DEMO, calendar=Calendar(years, DEMO.calendar.zone_name))


def _ages(years: int) -> Tenant:
    rows = DEMO.rules.settings()["group_ages"]
    assert isinstance(rows, list)
    return _rules(group_ages=[{**rows[0], "years": years}, *rows[1:]])


def _categories(**changes: object) -> Tenant:
    rows = DEMO.rules.settings()["voucher_categories"]
    assert isinstance(rows, list)
    return _rules(voucher_categories=[{**rows[0], **changes}, *rows[1:]])


NEW = Territory(
    slug="new",
    kk="Жаңа",
    ru="Новый",
    level=Level.DISTRICT,
    modes=(ModeFrom(date(2027, 1, 1), Mode.LINEAR),),
)
CASES = [
    (
        _rules(offer_days=3),
        Room.LINEAR,
        "Срок ответа на предложенное место, календарных дней: 2 → 3",
    ),
    (_ages(2), Room.REFERRALS, "группа раннего возраста, лет: 1 → 2"),
    (
        _categories(min_age_months=20),
        Room.VOUCHERS,
        "Категория 6-O, младший возраст, месяцев: 24 → 20",
    ),
    (_categories(cohort=8), Room.VOUCHERS, "Категория ваучеров 6-O убрана"),
    (
        replace(DEMO, name=Words("Өңір", "Регион")),
        Room.NAMES,
        "«Демонстрационный регион» → «Регион»",
    ),
    (
        replace(DEMO, interface_languages=("ru", "kk")),
        Room.NAMES,
        "казахский, русский → русский, казахский",
    ),
    (
        replace(DEMO, instruction_languages=("kk", "ru", "uz")),
        Room.NAMES,
        "казахский, русский, узбекский",
    ),
    (
        replace(DEMO, contacts=Contacts((_ONE, *DEMO.contacts.phones))),
        Room.CONTACTS,
        "Новый телефон: +7 700 000 00 00 (Телефон поддержки)",
    ),
    (
        replace(DEMO, contacts=Contacts(DEMO.contacts.phones[:1])),
        Room.CONTACTS,
        "Телефон убран: 8 800 080 7777",
    ),
    (
        replace(DEMO, contacts=Contacts(DEMO.contacts.phones[::-1])),
        Room.CONTACTS,
        "Порядок телефонов",
    ),
    (
        replace(DEMO, contacts=replace(DEMO.contacts, email="a@b.kz")),
        Room.CONTACTS,
        "Электронная почта: нет → a@b.kz",
    ),
    (
        replace(DEMO, texts={**DEMO.texts, "about": Words("Біз", "Мы")}),
        Room.TEXTS,
        "Текст на странице региона: нет → «Мы»",
    ),
    (
        replace(DEMO, texts={**DEMO.texts, "notice-n-12": Words("Біз", "Мы")}),
        Room.LETTERS,
        "Дополнение к уведомлению N-12: нет → «Мы»",
    ),
    (
        replace(DEMO, territories=(replace(CITY, ru="Столица"), VILLAGE)),
        Room.TERRITORIES,
        "Столица, название: Демо-город → Столица",
    ),
    (
        replace(DEMO, territories=(CITY, VILLAGE, NEW)),
        Room.TERRITORIES,
        "Новая территория: Новый (линейная",
    ),
    (
        replace(DEMO, territories=(CITY.switched(Mode.VOUCHER, date(2027, 1, 1)), VILLAGE)),
        Room.TERRITORIES,
        "ваучерная система с 1 января 2027",
    ),
    (_year(confirmed=True), Room.CALENDAR, "Календарь 2027 года: утвержден официально"),
    (
        _year(working_weekends=frozenset({date(2027, 1, 16)})),
        Room.CALENDAR,
        "2027 год, рабочие выходные: 16 января",
    ),
    (
        replace(DEMO, calendar=Calendar((*DEMO.calendar.years, CalendarYear(2028, frozenset())))),
        Room.CALENDAR,
        "Внесен календарь 2028 года",
    ),
    (
        replace(DEMO, channels=Channels(sms=False)),
        Room.CHANNELS,
        "Уведомления по SMS: включено → выключено",
    ),
    (replace(DEMO, brand={"--brand": "#114455"}), Room.BRAND, "Цвет кнопок и шапки: нет → #114455"),
]


@pytest.mark.parametrize(("after", "room", "sentence"), CASES, ids=[case[2] for case in CASES])
def test_a_difference_is_said_in_its_room(after: Tenant, room: Room, sentence: str) -> None:
    lines = change_lines(DEMO, after)

    assert [line.room for line in lines] == [room] * len(lines)
    assert any(sentence in line.words.ru for line in lines), [line.words.ru for line in lines]
    assert all(line.words.kk != line.words.ru for line in lines)


@pytest.mark.parametrize(("after", "room", "sentence"), CASES, ids=[case[2] for case in CASES])
def test_nothing_that_differs_is_passed_over(after: Tenant, room: Room, sentence: str) -> None:
    assert difference(DEMO, after)
    assert change_lines(DEMO, after)
    assert change_lines(DEMO, DEMO) == []


def test_colours_are_no_rule_and_terms_concern_families() -> None:
    (colour,) = change_lines(DEMO, replace(DEMO, brand={"--brand": "#114455"}))
    (term,) = change_lines(DEMO, _rules(offer_days=3))
    (alarm,) = change_lines(DEMO, _rules(review_working_days=2))

    assert (colour.is_public, term.is_public, alarm.is_public) == (False, True, True)
    assert (colour.for_families, term.for_families, alarm.for_families) == (False, True, False)


@pytest.mark.parametrize(
    ("text", "alphabet", "signs", "messages", "left"),
    [
        ("Kezek: ok", "GSM-7", 9, 1, 151),
        ("{" * 80, "GSM-7", 160, 1, 0),
        ("a" * 161, "GSM-7", 161, 2, 145),
        ("Кезек", "UCS-2", 5, 1, 65),
        ("ә" * 71, "UCS-2", 71, 2, 63),
    ],
)
def test_an_sms_is_counted_as_it_is_paid_for(
    text: str, alphabet: str, signs: int, messages: int, left: int
) -> None:
    found = sms_length(text)

    assert (found.alphabet, found.signs, found.messages, found.left) == (
        alphabet,
        signs,
        messages,
        left,
    )
