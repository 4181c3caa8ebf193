"""The administrator's day: settings by form, a change signed, shown to everybody, taken back."""

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from kezek.core.access import Role
from kezek.core.regions import Words
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_front
from tests.factories.waiting import waiting
from tests.web.boxes import boxes_on
from tests.web.browsing import send
from tests.web.settings_room import CHANGE, HOME, SIGN, config_of, sign_change, staff_of
from tests.web.square import words


class TestSettings:
    @pytest.mark.parametrize(
        "path",
        [
            "",
            *(f"rules/{room}" for room in ("queue", "applying", "signing", "linear", "referrals")),
            *(f"rules/{room}" for room in ("notices", "indigo", "vouchers")),
            *("names", "contacts", "territories/", "territories/new", "territories/city"),
            *("texts", "letters/", "letters/all", "letters/N-12", "calendar/", "calendar/2028"),
            *("channels", "brand", "change/", "versions/", "versions/1/", "file/"),
        ],
    )
    def test_every_page_can_be_read(self, admin: FlaskClient, path: str) -> None:
        assert admin.get(f"{HOME}{path}").status_code == 200

    @pytest.mark.parametrize(
        "path", ["rules/nothing", "letters/N-99", "calendar/1999", "versions/9/"]
    )
    def test_what_there_is_not_is_not_found(self, admin: FlaskClient, path: str) -> None:
        assert admin.get(f"{HOME}{path}").status_code == 404

    @pytest.mark.parametrize("role", [Role.OFFICE, Role.HOTLINE])
    def test_nobody_else_sees_them(self, house: House, role: Role) -> None:
        client = staff_of(house, role)

        assert client.get(HOME).status_code == 403
        assert client.get(CHANGE).status_code == 403

    def test_a_setting_says_what_it_means_where_it_is_from_and_what_is_usual(
        self, admin: FlaskClient
    ) -> None:
        page = words(admin.get(f"{HOME}rules/linear"))

        assert "Срок ответа на предложенное место" in page
        assert "День предложения не считается" in page
        assert "календарных дней" in page
        assert "Обычно: 2" in page
        assert "Основание: приказ № 133, п. 15" in page

    def test_what_cannot_be_is_said_beside_it_and_nothing_is_kept(
        self, house: House, admin: FlaskClient
    ) -> None:
        answer = _keep(admin, "rules/linear", "rules", offer_days="99")

        assert answer.status_code == 422
        assert 'value="99"' in answer.text
        assert "Введите целое число. От 1 до 30." in words(answer)
        assert config_of(house).draft is None

    def test_rules_that_do_not_go_together_are_refused_beside_the_box(
        self, house: House, admin: FlaskClient
    ) -> None:
        answer = _keep(admin, "rules/indigo", "rules", window_end="8:00")

        assert answer.status_code == 422
        assert "Окно должно закрываться позже" in words(answer)
        assert config_of(house).draft is None

    def test_a_form_of_before_is_refused_and_the_page_shows_how_it_stands(
        self, house: House, admin: FlaskClient
    ) -> None:
        other = staff_of(house, Role.ADMIN)
        old = admin.get(f"{HOME}rules/linear")
        _keep(other, "rules/linear", "rules", offer_days="3")

        answer = send(admin, old, "rules", **boxes_on(old.text) | {"offer_days": "9"})

        assert answer.status_code == 409
        assert "За это время кто-то изменил это" in words(answer)
        assert re.search(r'id="offer_days"[^>]*value="3"', answer.text, re.DOTALL)
        assert config_of(house).region.rules.offer_days == 3


class TestTheChange:
    def test_is_read_in_words_signed_and_shown_to_everybody(
        self, house: House, admin: FlaskClient
    ) -> None:
        _keep(admin, "rules/linear", "rules", offer_days="3")
        assert "календарных дней: 2 → 3" in words(admin.get(CHANGE))

        signed = sign_change(admin)

        assert signed.status_code == 303
        assert config_of(house).present.rules.offer_days == 3
        version = words(admin.get(signed.location))
        assert "Приказ № 7" in version
        assert "Айгүл Омарова" in version
        told = words(house.app.test_client().get("/demo/how-it-works/changes?", headers=_RU))
        assert "календарных дней: 2 → 3" in told
        assert "Причина: Приказ № 7" in told

    def test_pressed_twice_is_signed_once(self, house: House, admin: FlaskClient) -> None:
        _keep(admin, "rules/linear", "rules", offer_days="3")
        page = admin.get(SIGN)

        first = send(admin, page, "sign", when="now", reason="Приказ № 7")
        second = send(admin, page, "sign", when="now", reason="Приказ № 7")

        assert first.location == second.location
        assert words(admin.get(f"{HOME}versions/")).count("Приказ № 7") == 1

    def test_needs_a_reason_and_a_day_that_is_to_come(
        self, house: House, admin: FlaskClient
    ) -> None:
        _keep(admin, "rules/linear", "rules", offer_days="3")

        bare = sign_change(admin, reason=" ")
        late = sign_change(admin, when="day", on=["7", "9", "2026"])
        dayless = sign_change(admin, when="day")

        assert [one.status_code for one in (bare, late, dayless)] == [422, 422, 422]
        assert "Выберите более поздний день" in words(late)
        assert config_of(house).present.rules.offer_days == 2

    def test_that_decides_who_gains_is_rehearsed_first(
        self, house: House, admin: FlaskClient
    ) -> None:
        garden = house.within(kindergarten, house["demo"], "Айгөлек")
        house.within(waiting, house["demo"], next(house.serials), garden)
        _keep(admin, "rules/queue", "rules", ratio_g="2")
        assert "Сначала нужен пробный расчет" in words(admin.get(CHANGE))
        assert "Подписать изменение?" not in words(admin.get(SIGN))

        rehearsed = send(admin, admin.get(CHANGE), "rehearse")

        assert rehearsed.status_code == 303
        assert "/rehearsals/" in rehearsed.location
        assert "Пробный расчет сделан в этом виде" in words(admin.get(CHANGE))
        assert sign_change(admin).status_code == 303
        assert config_of(house).present.rules.ratio_g == 2

    def test_of_words_alone_says_that_no_queue_is_touched(self, admin: FlaskClient) -> None:
        _keep(admin, "texts", "texts", about_kk="Біз", about_ru="Мы")

        assert "Тексты, цвета и контакты очереди не касаются" in words(admin.get(CHANGE))

    def test_that_is_to_come_is_taken_back_with_a_reason(
        self, house: House, admin: FlaskClient
    ) -> None:
        _keep(admin, "rules/linear", "rules", offer_days="3")
        signed = sign_change(admin, when="day", on=["1", "10", "2026"])
        assert "Предстоит" in words(admin.get(signed.location))
        page = admin.get(f"{signed.location}take-back")

        done = send(admin, page, "take-back", reason="Қате")

        assert done.status_code == 303
        assert "Отозвана" in words(admin.get(signed.location))
        assert config_of(house).coming == ()
        again = send(admin, page, "take-back", reason="Қате")
        assert again.status_code == 303
        assert admin.get(f"{signed.location}take-back").status_code == 409

    def test_dropped_is_gone(self, house: House, admin: FlaskClient) -> None:
        _keep(admin, "rules/linear", "rules", offer_days="3")

        send(admin, admin.get(CHANGE), "drop")

        assert config_of(house).draft is None


class TestOtherRooms:
    def test_names_and_languages(self, house: House, admin: FlaskClient) -> None:
        answer = _keep(
            admin, "names", "names", name_kk="Өңір", name_ru="Край", instruction=["kk", "ru", "uz"]
        )

        assert answer.status_code == 303
        region = config_of(house).region
        assert (region.name.ru, region.instruction_languages) == ("Край", ("kk", "ru", "uz"))

    def test_a_telephone_needs_both_languages(self, house: House, admin: FlaskClient) -> None:
        wrong = _keep(admin, "contacts", "contacts", phone=["+7 700 000 00 00", "Көмек", ""])
        right = _keep(admin, "contacts", "contacts", phone=["+7 700 000 00 00", "Көмек", "Помощь"])

        assert wrong.status_code == 422
        assert "чей это номер: +7 700 000 00 00" in words(wrong)
        assert right.status_code == 303
        assert [one.number for one in config_of(house).region.contacts.phones] == [
            "+7 700 000 00 00"
        ]

    def test_a_territory_is_added_and_renamed_and_never_switched_here(
        self, house: House, admin: FlaskClient
    ) -> None:
        new = {"slug": "aul", "kk": "Ауыл", "ru": "Аул", "level": "settlement", "mode": "linear"}
        added = _keep(admin, "territories/new", "territory", begins=["1", "1", "2027"], **new)
        twice = _keep(admin, "territories/new", "territory", begins=["1", "2", "2027"], **new)
        renamed = _keep(admin, "territories/city", "territory", ru="Столица")

        assert (added.status_code, twice.status_code, renamed.status_code) == (303, 422, 303)
        names = {one.slug: one.ru for one in config_of(house).region.territories}
        assert names == {"city": "Столица", "village": "Демо-сельский район", "aul": "Аул"}

    def test_texts_are_shown_before_they_are_kept(self, house: House, admin: FlaskClient) -> None:
        seen = _keep(
            admin, "texts", "texts", about_kk="Біз осындамыз", about_ru="Мы тут", do="look"
        )
        half = _keep(admin, "texts", "texts", about_kk="Біз осындамыз", about_ru="")

        assert seen.status_code == 200
        assert "<p>Біз осындамыз</p>" in seen.text
        assert half.status_code == 422
        assert config_of(house).draft is None

    def test_a_licence_of_open_data_has_a_name_and_an_address(
        self, house: House, admin: FlaskClient
    ) -> None:
        named = {"licence_kk": "ҚР АБЛ", "licence_ru": "ОДЛ РК"}
        answers = [
            _keep(admin, "texts", "texts", **named, licence_address_kk=one, licence_address_ru=one)
            for one in ("", "javascript:alert(1)", "https://data.kz/l")
        ]

        assert [one.status_code for one in answers] == [422, 422, 303]
        assert config_of(house).region.texts["licence"] == Words("ҚР АБЛ", "ОДЛ РК")

    def test_words_of_a_notice_are_seen_on_a_masked_case(
        self, house: House, admin: FlaskClient
    ) -> None:
        garden = house.within(kindergarten, house["demo"], "Айгөлек")
        made = house.within(waiting, house["demo"], next(house.serials), garden)

        page = _keep(
            admin, "letters/N-05", "letter", kk="Көмек: {phone}", ru="Помощь: {phone}", do="look"
        )
        unknown = _keep(admin, "letters/N-05", "letter", kk="{kim}", ru="{kto}")

        said = words(page)
        assert "Көмек: 1414" in said
        assert "UCS-2" in said
        assert made.number not in said
        assert "•••" in said
        assert unknown.status_code == 422
        assert "{kim} здесь ничего не значит" in words(unknown)

    def test_words_in_an_sms_are_counted_and_warned_of(
        self, house: House, admin: FlaskClient
    ) -> None:
        """They may cost every family's SMS one message more, and stay short."""
        garden = house.within(kindergarten, house["demo"], "Айгөлек")
        house.within(waiting, house["demo"], next(house.serials), garden)
        short = {"sms_kk": "№5 бөлме", "sms_ru": "Каб. 5"}
        longer = dict.fromkeys(("sms_kk", "sms_ru"), "ә" * 60)

        seen = _keep(admin, "letters/N-03", "letter", **short, do="look")
        warned = _keep(admin, "letters/N-03", "letter", **longer, do="look")
        refused = _keep(admin, "letters/N-03", "letter", **dict.fromkeys(longer, "ә" * 61))
        half = _keep(admin, "letters/N-03", "letter", sms_kk="№5 бөлме")

        assert "Каб. 5" in words(seen)
        assert "длиннее на одно сообщение" not in words(seen)
        assert "С вашими словами SMS становится длиннее на одно сообщение" in words(warned)
        assert refused.status_code == half.status_code == 422
        assert "Версия: 1" in words(seen)

    def test_a_notice_of_the_cabinet_has_no_box_for_an_sms(self, admin: FlaskClient) -> None:
        assert 'name="sms_kk"' not in admin.get(f"{HOME}letters/N-08").text
        assert 'name="sms_kk"' in admin.get(f"{HOME}letters/N-05").text

    def test_a_year_is_entered_day_by_day(self, house: House, admin: FlaskClient) -> None:
        assert "Этот год еще не внесен" in words(admin.get(f"{HOME}calendar/2028"))

        bare = _keep(admin, "calendar/2028", "calendar", confirmed="y")
        kept = _keep(
            admin,
            "calendar/2028",
            "calendar",
            day=["2028-01-03", "2028-01-08", "2030-01-01", "x"],
            confirmed="y",
        )

        assert bare.status_code == 422
        assert kept.status_code == 303
        year = config_of(house).region.calendar.years[-1]
        assert [str(day) for day in year.days_off] == ["2028-01-03"]
        assert [str(day) for day in year.working_weekends] == ["2028-01-08"]

    def test_a_year_that_loses_its_holidays_is_said_before_it_is_signed(
        self, admin: FlaskClient
    ) -> None:
        kept = _keep(admin, "calendar/2027", "calendar", day=[], confirmed=[])

        assert kept.status_code == 303
        for path in (CHANGE, SIGN):
            assert "В 2027 году не останется ни одного праздника" in words(admin.get(path))

    def test_the_last_telephone_stays(self, house: House, admin: FlaskClient) -> None:
        answer = _keep(admin, "contacts", "contacts", phone=[""] * 3)

        assert answer.status_code == 422
        assert "Оставьте хотя бы один телефон" in words(answer)
        assert config_of(house).draft is None

    def test_a_calendar_that_ends_is_said_on_the_first_page(
        self, house: House, admin: FlaskClient
    ) -> None:
        house.clock.set(house.clock.now().replace(year=2027, month=11, day=20))
        client = staff_of(house, Role.ADMIN)

        assert "Нет календаря 2028 года" in words(client.get(HOME))

    def test_a_colour_that_cannot_be_read_is_refused(
        self, house: House, admin: FlaskClient
    ) -> None:
        light = _keep(admin, "brand", "brand-form", brand="#ffe08a")
        dark = _keep(
            admin, "brand", "brand-form", brand="#114455", logo_kk="Кезегім", logo_ru="Очередь"
        )

        assert light.status_code == 422
        assert "контраст 1.3" in words(light)
        assert dark.status_code == 303
        assert config_of(house).region.brand == {"--brand": "#114455"}

    def test_channels_and_their_names(self, house: House, admin: FlaskClient) -> None:
        wrong = _keep(admin, "channels", "channels", sms=[], email="y", sms_sender="ЖІБЕРУШІ")
        right = _keep(admin, "channels", "channels", sms=[], email="y", sms_sender="KEZEK DEM")

        assert wrong.status_code == 422
        assert right.status_code == 303
        channels = config_of(house).region.channels
        assert (channels.sms, channels.email, channels.sms_sender) == (False, True, "KEZEK DEM")


_RU = {"Accept-Language": "ru"}


def _keep(admin: FlaskClient, path: str, form: str, **typed: object) -> TestResponse:
    """Opens a room, types something else into some boxes, and presses the button."""
    page = admin.get(f"{HOME}{path}")
    boxes = boxes_on(page.text) | typed
    return send(admin, page, form, **boxes)


@pytest.fixture
def admin(house: House) -> FlaskClient:
    return staff_of(house, Role.ADMIN)


@pytest.fixture
def house(shared_scratch: Scratch) -> Iterator[House]:
    """A fresh region for each test: a version stays for good."""
    with open_front(shared_scratch.new_database("kezek_settings"), "demo") as opened:
        yield opened
    shared_scratch.drop_database("kezek_settings")
