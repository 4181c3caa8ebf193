"""Everything of a region by form: one change of all rooms, rehearsed, signed for a day, undone."""

import uuid

import pytest
from playwright.sync_api import expect

from e2e.pages.settings import Settings
from e2e.stack import Stack
from e2e.town import new_garden, waiting_family
from e2e.windows import Windows

pytestmark = pytest.mark.parametrize("language", ["kk", "ru"])

SLUGS = {"kk": "kostanay", "ru": "karaganda"}
"""Each language has its own region, whose rules no other journey lives by."""

SAID = {
    "kk": (
        "Жаңа аумақ: Жаңаауыл ауданы",
        "3 → 2",
        "мемлекеттік тізілімдер → маман",
        "Тыныш сағаттар: 21:00–08:00 → 22:00–08:00",
        "25 желтоқсан – 8 қаңтар",
        "6-O санаты, үлесі: 1 → 2",
        "2028 жылдың күнтізбесі енгізілді: 1 күн демалыс, жұмыс істейтін демалыс күні – 1",
        "өзбек",
        "N-05",
        "QALA",
        "Түймелер мен беттің басының түсі: жоқ → #0a5c2e",
    ),
    "ru": (
        "Новая территория: Жанааульский район",
        "3 → 2",
        "государственные реестры → специалист",
        "Тихие часы: 21:00–08:00 → 22:00–08:00",
        "25 декабря – 8 января",
        "Категория 6-O, доля: 1 → 2",
        "Внесен календарь 2028 года: нерабочих дней, кроме выходных, – 1, рабочих выходных – 1",
        "узбекский",
        "N-05",
        "QALA",
        "Цвет кнопок и шапки: нет → #0a5c2e",
    ),
}
"""What people read of each room."""


def test_all_rooms_go_into_one_change(stack: Stack, windows: Windows, language: str) -> None:
    settings = Settings(windows.new(language), SLUGS[language])
    settings.come_in(stack, f"rooms-{uuid.uuid4().hex[:8]}")
    window, words = settings.window, settings.words

    _add_a_territory(settings)
    _change_the_ratio_and_proofs(settings)
    _change_hours_freezes_and_categories(settings)
    _change_languages(settings)
    _change_the_calendar(settings)
    _change_channels(settings)
    _change_colours(settings)
    _add_to_a_letter(settings)
    for said in SAID[language]:
        window.see(said)

    # The ratio decides who is before whom: without a rehearsal there is no signature.
    window.see(words("It must be rehearsed first"))
    expect(window.link(words("Go on to sign"))).to_have_count(0)
    settings.rehearse()
    settings.sign("From the beginning of a day", "Бұйрық № 45")
    version = window.path
    window.see(words("To come"))
    window.open(f"/{settings.slug}/how-it-works/changes")
    window.see(SAID[language][1])
    settings.take_back(version, "Қате")


def test_words_of_a_letter_are_seen_on_a_real_case(
    stack: Stack, windows: Windows, language: str
) -> None:
    family = waiting_family(stack, new_garden(stack), name="Оспанова Данагүл")
    settings = Settings(windows.new(language), "demo")
    settings.come_in(stack, f"letters-{uuid.uuid4().hex[:8]}")
    window, words = settings.window, settings.words

    settings.open("letters/")
    window.see_title(words("Words in notices"))
    settings.open("letters/N-03")
    window.fill(words("In Kazakh"), "Сұрақтар: {phone}")
    window.fill(words("In Russian"), "Вопросы: {phone}")
    window.press(words("Show how it looks"))
    for tongue, said in (("kk", "Сұрақтар: "), ("ru", "Вопросы: ")):
        letter = window.page.locator(f"article[lang={tongue}]")
        expect(letter).to_contain_text(said)
        expect(letter).not_to_contain_text("{phone}")
        expect(letter).not_to_contain_text(family.child.full_name)
        expect(letter).not_to_contain_text(family.number)


def _add_a_territory(settings: Settings) -> None:
    """Its names in both languages, and the way in which places are given there."""
    window, words = settings.window, settings.words
    settings.open("territories/")
    window.follow(words("Add a territory"))
    window.see_title(words("New territory"))
    window.press(words("Put into the change"))
    window.see(words("Enter small Latin letters, digits and dashes."))
    window.fill(words("Its name in addresses"), "zhanaauyl")
    window.fill(words("Name in Kazakh"), "Жаңаауыл ауданы")
    window.fill(words("Name in Russian"), "Жанааульский район")
    window.page.locator("input[name=mode][value=linear]").check()
    window.fill_day(words("From which day"), 1, 9, 2028)
    settings.keep()


def _change_the_ratio_and_proofs(settings: Settings) -> None:
    """How many of the general queue come after one of first priority; who looks at a proof."""
    window, words = settings.window, settings.words
    settings.open("rules/queue")
    window.page.locator("#ratio_g").fill("x")
    window.press(words("Put into the change"))
    expect(window.page.locator("#ratio_g")).to_have_attribute("aria-invalid", "true")
    settings.put_in("rules/queue", "ratio_g", "2")
    settings.open("rules/applying")
    window.page.locator("input[name=p_check]:not(:checked)").first.check()
    settings.keep()


def _change_hours_freezes_and_categories(settings: Settings) -> None:
    """When people are left in peace, days without bulletins, a line of the vouchers' table."""
    page = settings.window.page
    settings.open("rules/notices")
    page.locator("[name=quiet_hours]").nth(1).fill("22:00")
    settings.keep()
    settings.open("rules/indigo")
    for at, value in enumerate(("25", "12", "8", "1")):
        box = page.locator("[name=freeze_spans]").nth(at)
        if at % 2:
            box.select_option(value)
        else:
            box.fill(value)
    settings.keep()
    settings.open("rules/vouchers")
    page.locator("[name=voucher_categories]").nth(4).fill("2")
    settings.keep()


def _change_languages(settings: Settings) -> None:
    """The one that is shown first, and one more of instruction."""
    page = settings.window.page
    settings.open("names")
    page.locator("input[name=first]:not(:checked)").first.check()
    page.locator("input[name=instruction]:not(:checked)").first.check()
    settings.keep()


def _change_the_calendar(settings: Settings) -> None:
    """A Thursday that is a holiday, and the Saturday on which it is worked off."""
    page = settings.window.page
    settings.open("calendar/2028")
    for day in ("2028-03-09", "2028-03-11"):
        page.locator(f"input[name=day][value='{day}']").check()
    settings.keep()


def _change_channels(settings: Settings) -> None:
    """Whose name stands above an SMS: providers know Latin letters alone."""
    window, words = settings.window, settings.words
    settings.open("channels")
    window.fill(words("Name that stands as the sender of an SMS"), "ҚАЛА")
    window.press(words("Put into the change"))
    window.see(words("Only Latin letters, digits, blanks, dots, dashes and underscores."))
    window.fill(words("Name that stands as the sender of an SMS"), "QALA")
    settings.keep()


def _change_colours(settings: Settings) -> None:
    """Letters that nobody could read are refused; the others are looked at first."""
    window, words = settings.window, settings.words
    settings.open("brand")
    window.fill(words("Colour of buttons and of the head"), "#ffee00")
    window.press(words("Show how it looks"))
    expect(window.page.locator("#brand")).to_have_attribute("aria-invalid", "true")
    window.fill(words("Colour of buttons and of the head"), "#0a5c2e")
    window.press(words("Show how it looks"))
    window.see("#0a5c2e")
    settings.keep()


def _add_to_a_letter(settings: Settings) -> None:
    """A name that nobody could fill in is refused."""
    window, words = settings.window, settings.words
    settings.open("letters/N-05")
    window.fill(words("In Kazakh"), "Бөлім: {phone}.")
    window.fill(words("In Russian"), "Отдел: {nobody}.")
    window.press(words("Put into the change"))
    expect(window.page.locator("#ru")).to_have_attribute("aria-invalid", "true")
    window.fill(words("In Russian"), "Отдел: {phone}.")
    settings.keep()
