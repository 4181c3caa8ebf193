"""Numbers and days in words that can be said aloud, and the sentences that are made of them."""

import re
import uuid
from collections.abc import Mapping
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from kezek.adapters.spoken_days import say_day_itself, say_last_moment, say_on_day
from kezek.adapters.spoken_numbers import Form, SaidNumber, say_count
from kezek.core.events import Cause
from kezek.core.ids import KindergartenId
from kezek.core.queues import QueueType, SeatKey
from kezek.core.waits import Wait
from kezek.reads.numbers import Reason, ShownChange, ShownNumber
from kezek.web.causes import SENTENCES
from kezek.web.spoken import RUSSIAN_COUNTS, Told, spoken
from tests.web.kit_app import make_app

ZONE = ZoneInfo("Asia/Almaty")
TODAY = date(2026, 9, 7)
NAMES = {"kk": "«Балдәурен» балабақшасы", "ru": "Детский сад «Балдәурен»"}


@pytest.mark.parametrize(
    ("count", "kazakh", "russian"),
    [
        (0, "нөл", "ноль"),
        (1, "бір", "один"),
        (12, "он екі", "двенадцать"),
        (20, "жиырма", "двадцать"),
        (42, "қырық екі", "сорок два"),
        (100, "жүз", "сто"),
        (216, "екі жүз он алты", "двести шестнадцать"),
        (1000, "мың", "одна тысяча"),
        (2342, "екі мың үш жүз қырық екі", "две тысячи триста сорок два"),
        (999_999, "тоғыз жүз тоқсан тоғыз мың тоғыз жүз тоқсан тоғыз",
         "девятьсот девяносто девять тысяч девятьсот девяносто девять"),
        (1_000_000, "1000000", "1000000"),
    ],
)  # fmt: skip
def test_a_number_in_words(count: int, kazakh: str, russian: str) -> None:
    assert say_count(count, "kk") == kazakh
    assert say_count(count, "ru") == russian


@pytest.mark.parametrize(
    ("count", "form", "said"),
    [
        (1, Form.FEMININE, "одна"),
        (2, Form.FEMININE, "две"),
        (21, Form.NEUTER, "двадцать одно"),
        (2, Form.TO_HIM, "двум"),
        (21, Form.TO_HIM, "двадцати одному"),
        (140, Form.TO_HIM, "ста сорока"),
        (3, Form.OF_IT, "трех"),
        (214, Form.OF_IT, "двухсот четырнадцати"),
        (1001, Form.OF_IT, "одной тысячи одного"),
        (2001, Form.TO_HIM, "двум тысячам одному"),
    ],
)
def test_a_russian_number_takes_the_case_of_its_noun(count: int, form: Form, said: str) -> None:
    assert say_count(count, "ru", form) == said


def test_a_said_number_is_still_a_number() -> None:
    assert SaidNumber(2, "ru", Form.FEMININE) == 2
    assert f"{SaidNumber(2, 'kk')!s}" == "екі"


def test_every_day_of_a_year_is_said_without_figures() -> None:
    for ordinal in range(366):
        day = date.fromordinal(date(2028, 1, 1).toordinal() + ordinal)
        for language in ("kk", "ru"):
            for said in (say_on_day(day, language, TODAY), say_day_itself(day, language)):
                assert not re.search(r"\d", said), said


def test_days_in_words() -> None:
    third = date(2026, 4, 3)
    assert say_on_day(third, "ru", TODAY) == "третьего апреля"
    assert say_on_day(third, "kk", TODAY) == "үшінші сәуірде"
    assert say_on_day(date(2025, 12, 31), "ru", TODAY) == (
        "тридцать первого декабря две тысячи двадцать пятого года"
    )
    assert say_on_day(date(2025, 12, 31), "kk", TODAY) == (
        "екі мың жиырма бесінші жылғы отыз бірінші желтоқсанда"
    )
    assert say_day_itself(third, "ru") == "пятница, третье апреля"


@pytest.mark.parametrize(
    ("hour", "minute", "kazakh", "russian"),
    [
        (0, 0, "бейсенбі, екінші сәуір", "четверг, второе апреля"),
        (20, 0, "жұма, үшінші сәуір, сағат жиырма", "пятница, третье апреля, двадцать часов"),
        (9, 15, "жұма, үшінші сәуір, сағат тоғыз он бес",
         "пятница, третье апреля, девять часов пятнадцать минут"),
    ],
)  # fmt: skip
def test_a_deadline_is_its_last_good_moment(
    hour: int, minute: int, kazakh: str, russian: str
) -> None:
    moment = datetime(2026, 4, 3, hour, minute, tzinfo=ZONE)
    assert say_last_moment(moment, "kk", ZONE) == kazakh
    assert say_last_moment(moment, "ru", ZONE) == russian


@pytest.mark.parametrize("cause", [cause for cause in Cause if cause in SENTENCES])
@pytest.mark.parametrize("count", [1, 2, 5, 21])
def test_every_cause_is_said_without_figures(app: Flask, cause: Cause, count: int) -> None:
    told = told_of(before=40, after=40 + count, reasons=(Reason(cause, count, count),))
    with app.test_request_context("/"):
        for one in spoken(told, "kk"):
            assert not re.search(r"\d", one.lead), one.lead


def test_a_counted_cause_has_its_russian_form(app: Flask) -> None:
    with app.test_request_context("/", headers={"Accept-Language": "ru"}):
        counted = {cause for cause in SENTENCES if re.search(r"\d", SENTENCES[cause](7))}
    assert set(RUSSIAN_COUNTS) == counted


def test_the_answer_is_the_sum_that_the_family_sees(app: Flask) -> None:
    reasons = (Reason(Cause.RETURNED_AHEAD, 2, 2), Reason(Cause.WITHDRAWN_AHEAD, -1, 1))
    with app.test_request_context("/"):
        kazakh, russian = spoken(told_of(before=41, after=42, reasons=reasons), "kk")

    assert kazakh.language == "kk"
    assert kazakh.lead == (
        "«Балдәурен» балабақшасы: кезектегі нөміріңіз – қырық екі. Үшінші қыркүйекте ол артқа "
        "жылжыды, оған дейін қырық бір болатын. Себебі: екі өтініш бұрынғы орнына, сіздің "
        "алдыңызға қайта оралды; алдыңыздағы бір отбасы өтінішін алып тастады."
    )
    assert russian.lead == (
        "Детский сад «Балдәурен»: ваш номер в очереди – сорок два. Третьего сентября он "
        "отодвинулся назад, до этого был сорок один. Причина: два заявления вернулись на свои "
        "места впереди вас; одна семья впереди вас отозвала заявление."
    )


def test_what_the_family_is_waited_for_comes_before_its_numbers(app: Flask) -> None:
    told = told_of(
        state="OFFERED", wait=Wait.OFFER, wait_until=datetime(2026, 9, 9, 19, 0, tzinfo=UTC)
    )
    with app.test_request_context("/"):
        _, russian = spoken(told, "kk")

    assert russian.lead.startswith("Вашему ребенку предложено место. Ответьте, пока не истек срок.")
    assert "Где место: Детский сад «Балдәурен»." in russian.lead
    assert russian.lead.endswith("Срок ответа на предложение: среда, девятое сентября.")


def told_of(
    *,
    state: str = "QUEUED",
    wait: Wait | None = None,
    wait_until: datetime | None = None,
    before: int = 41,
    after: int = 42,
    reasons: tuple[Reason, ...] = (),
) -> Told:
    changed_at = datetime(2026, 9, 3, 6, 0, tzinfo=UTC)
    change = ShownChange(changed_at, before, after, reasons) if reasons else None
    number: tuple[ShownNumber, Mapping[str, str]] = (
        ShownNumber(
            queue_id=uuid.UUID(int=1),
            key=SeatKey(KindergartenId(uuid.UUID(int=2)), 2022, "kk", QueueType.GENERAL),
            where=NAMES["kk"],
            is_demo=False,
            birth_year=2022,
            number=after if state == "QUEUED" else None,
            waiting=100,
            under_review=0,
            as_of=changed_at,
            change=change,
        ),
        NAMES,
    )
    return Told(
        state=state,
        mode="linear",
        reason="",
        wait=wait,
        wait_until=wait_until,
        lasts_until=None,
        garden=NAMES if state == "OFFERED" else None,
        numbers=(number,),
        now=datetime(2026, 9, 7, 6, 0, tzinfo=UTC),
        zone=ZONE,
    )


@pytest.fixture(scope="module")
def app() -> Flask:
    return make_app()
