"""The administrator's day: a text, a term, a holiday; rehearsed, signed, taken back; the file."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from e2e.axe import Examination
from e2e.pages.settings import Settings
from e2e.settings_pages import SETTINGS_PAGES, SETTINGS_PATHS
from e2e.stack import Stack
from e2e.windows import PHONE, Windows

SLUGS = {"kk": "kostanay", "ru": "karaganda"}
"""Each language has its own region, whose rules no other journey lives by."""

TERM = {
    "kk": "Ұсынылған орынға жауап беру мерзімі, күнтізбелік күн: 2 → {0}",
    "ru": "Срок ответа на предложенное место, календарных дней: 2 → {0}",
}
HOLIDAY = {"kk": "2028 жылдың күнтізбесі енгізілді", "ru": "Внесен календарь 2028 года"}
ABOUT = {"kk": "Өтініш онлайн беріледі.", "ru": "Заявления подаются онлайн."}


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_day_of_the_administrator(
    stack: Stack, windows: Windows, tmp_path: Path, language: str
) -> None:
    settings = Settings(windows.new(language), SLUGS[language])
    settings.come_in(stack, f"day-{language}")

    _change_a_text(settings)
    version = _set_a_term_and_a_holiday_for_later(settings)
    settings.take_back(version, "Қате")
    settings.open("rules/linear")
    expect(settings.window.page.locator("#offer_days")).to_have_value("2")
    _take_the_file_away_and_bring_it_in(settings, tmp_path)


def test_every_room_of_the_settings_can_be_read(stack: Stack, windows: Windows) -> None:
    examine = Examination(stack.app)
    settings = Settings(windows.new("ru"), "kostanay")
    settings.come_in(stack, "reader")
    window, words = settings.window, settings.words

    for path in SETTINGS_PATHS:
        settings.open(path)
        examine(window.page)
    settings.open("territories/")
    window.page.get_by_role("table").get_by_role("link").first.click()
    examine(window.page)
    settings.put_in("rules/linear", "offer_days", "5")
    window.follow(words("Go on to sign"))
    window.see_title(words("Sign the change?"))
    examine(window.page)
    settings.drop()
    window.open("/kostanay/how-it-works/changes")
    examine(window.page)

    assert not examine.faults, "\n".join(examine.faults)
    assert examine.endpoints >= SETTINGS_PAGES


def test_on_a_telephone_a_change_is_drawn_up_and_dropped(stack: Stack, windows: Windows) -> None:
    settings = Settings(windows.new("kk", size=PHONE), "kostanay")
    settings.come_in(stack, "phone")

    settings.put_in("rules/linear", "offer_days", "5")

    settings.window.see(TERM["kk"].format(5))
    settings.drop()


def _change_a_text(settings: Settings) -> None:
    """At once; parents read it on the region's page and among the changes."""
    window, words = settings.window, settings.words
    settings.open("texts")
    window.fill(words("Words of the region's page in Kazakh"), ABOUT["kk"])
    window.fill(words("Words of the region's page in Russian"), ABOUT["ru"])
    window.press(words("Show how it looks"))
    window.see(ABOUT["kk"])
    settings.keep()
    window.see(
        words("Words, colours and contacts cannot touch a queue: there is nothing to rehearse.")
    )
    settings.sign("At once")
    window.see(words("Holds now"))
    window.open(f"/{settings.slug}/")
    window.see(ABOUT[words.language])


def _set_a_term_and_a_holiday_for_later(settings: Settings) -> str:
    """Both in one change: read in words, rehearsed, signed; gives the address of the version."""
    window, words = settings.window, settings.words
    settings.put_in("rules/linear", "offer_days", "3")
    settings.open("calendar/2028")
    window.page.locator("input[name=day][value='2028-01-03']").check()
    settings.keep()
    window.see(TERM[words.language].format(3))
    window.see(HOLIDAY[words.language])
    settings.rehearse()
    settings.sign("From the beginning of a day")
    window.see(words("To come"))
    version = window.path
    window.open(f"/{settings.slug}/how-it-works/changes")
    window.see(TERM[words.language].format(3))
    window.see(words("To come"))
    return version


def _take_the_file_away_and_bring_it_in(settings: Settings, folder: Path) -> None:
    """Unchanged it changes nothing; changed it is shown as any other change."""
    window, words = settings.window, settings.words
    settings.open("file/")
    with window.page.expect_download() as coming:
        window.follow(words("Download the file"))
    file = folder / coming.value.suggested_filename
    coming.value.save_as(file)
    assert file.name == f"{settings.slug}.toml"
    settings.bring_in(file)
    window.see(words("The file says exactly what holds now: there is nothing to change."))
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("offer_days = 2", "offer_days = 4"), encoding="utf-8")
    settings.bring_in(file)
    window.see_title(words("Change of the settings"))
    window.see(TERM[words.language].format(4))
    settings.drop()
