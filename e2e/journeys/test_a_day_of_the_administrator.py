"""The administrator's day: a text, a term, a holiday; rehearsed, signed, taken back; the file."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from e2e.axe import Examination
from e2e.pages.account import Door
from e2e.people import today
from e2e.settings_pages import SETTINGS_PAGES, SETTINGS_PATHS
from e2e.stack import Stack
from e2e.town import PASSWORD, open_desk
from e2e.windows import PHONE, Window, Windows
from e2e.words import LANGUAGE_NAMES
from kezek.core.access import Role

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
    desk = _Desk(stack, windows.new(language), SLUGS[language], f"day-{language}")

    desk.changes_a_text()
    desk.sets_a_term_and_a_holiday_for_later()
    desk.takes_it_back()
    desk.takes_the_file_away_and_brings_it_in(tmp_path)


def test_every_room_of_the_settings_can_be_read(stack: Stack, windows: Windows) -> None:
    examine = Examination(stack.app)
    desk = _Desk(stack, windows.new("ru"), "kostanay", "reader")

    for path in SETTINGS_PATHS:
        desk.opens(path)
        examine(desk.window.page)
    territory = desk.window.page
    desk.opens("territories/")
    territory.get_by_role("table").get_by_role("link").first.click()
    examine(desk.window.page)
    desk.puts_in("rules/linear", "offer_days", "5")
    desk.window.follow(desk.words("Go on to sign"))
    desk.window.see_title(desk.words("Sign the change?"))
    examine(desk.window.page)
    desk.drops()
    desk.window.open("/kostanay/how-it-works/changes")
    examine(desk.window.page)

    assert not examine.faults, "\n".join(examine.faults)
    assert examine.endpoints >= SETTINGS_PAGES


def test_on_a_telephone_a_change_is_drawn_up_and_dropped(stack: Stack, windows: Windows) -> None:
    desk = _Desk(stack, windows.new("kk", size=PHONE), "kostanay", "phone")

    desk.puts_in("rules/linear", "offer_days", "5")

    desk.window.see(TERM["kk"].format(5))
    desk.drops()


class _Desk:
    """An administrator before a window."""

    def __init__(self, stack: Stack, window: Window, slug: str, login: str) -> None:
        self.window = window
        self.words = window.words
        self.slug = slug
        self.language = window.words.language
        open_desk(stack, Role.ADMIN, login, slug=slug)
        Door(window, slug).sign_staff_in(login, PASSWORD)
        window.page.wait_for_url("**/admin/")
        window.speak(LANGUAGE_NAMES[self.language])
        window.see_title(self.words("How places are given"))

    def opens(self, path: str) -> None:
        self.window.open(f"/{self.slug}/admin/settings/{path}")

    def puts_in(self, room: str, box: str, value: str) -> None:
        """Types one value into a room and puts it into the change."""
        self.opens(room)
        self.window.page.locator(f"#{box}").fill(value)
        self.keeps()

    def keeps(self) -> None:
        self.window.press(self.words("Put into the change"))
        self.window.see_title(self.words("Change of the settings"))

    def drops(self) -> None:
        self.opens("change/")
        self.window.press(self.words("Drop the change"))
        self.window.see_title(self.words("Settings of the region"))

    def signs(self, when: str) -> None:
        window, words = self.window, self.words
        window.follow(words("Go on to sign"))
        window.see_title(words("Sign the change?"))
        window.choose(words("From when it holds"), words(when))
        if when != "At once":
            day = today() + timedelta(days=40)
            window.fill_day(words("From which day"), day.day, day.month, day.year)
        window.fill(words("By which decision, and why"), "№ 7")
        window.press(words("Sign"))
        window.see(words("The change is signed."))
        window.see("№ 7")

    def changes_a_text(self) -> None:
        """At once; parents read it on the region's page and among the changes."""
        window, words = self.window, self.words
        self.opens("texts")
        window.fill(words("Words of the region's page in Kazakh"), ABOUT["kk"])
        window.fill(words("Words of the region's page in Russian"), ABOUT["ru"])
        window.press(words("Show how it looks"))
        window.see(ABOUT["kk"])
        self.keeps()
        window.see(
            words("Words, colours and contacts cannot touch a queue: there is nothing to rehearse.")
        )
        self.signs("At once")
        window.see(words("Holds now"))
        window.open(f"/{self.slug}/")
        window.see(ABOUT[self.language])

    def sets_a_term_and_a_holiday_for_later(self) -> None:
        """Both in one change: read in words, rehearsed, signed for a day to come."""
        window, words = self.window, self.words
        self.puts_in("rules/linear", "offer_days", "3")
        self.opens("calendar/2028")
        window.page.locator("input[name=day][value='2028-01-03']").check()
        self.keeps()
        window.see(TERM[self.language].format(3))
        window.see(HOLIDAY[self.language])
        window.press(words("Rehearse the change"))
        window.see_title(words("Rehearsal of a change"))
        self.opens("change/")
        window.see(words("Rehearsed as it stands"))
        self.signs("From the beginning of a day")
        window.see(words("To come"))
        self.version = window.path
        window.open(f"/{self.slug}/how-it-works/changes")
        window.see(TERM[self.language].format(3))
        window.see(words("To come"))

    def takes_it_back(self) -> None:
        window, words = self.window, self.words
        window.open(self.version)
        window.follow(words("Take it back"))
        window.see_title(words("Take the version back?"))
        window.fill(words("Why it is taken back"), "Қате")
        window.press(words("Take it back"))
        window.see(words("The version is taken back. It will not come into force."))
        window.see("Қате")
        self.opens("rules/linear")
        expect(window.page.locator("#offer_days")).to_have_value("2")

    def takes_the_file_away_and_brings_it_in(self, folder: Path) -> None:
        """Unchanged it changes nothing; changed it is shown as any other change."""
        window, words = self.window, self.words
        self.opens("file/")
        with window.page.expect_download() as coming:
            window.follow(words("Download the file"))
        file = folder / coming.value.suggested_filename
        coming.value.save_as(file)
        assert file.name == f"{self.slug}.toml"
        self._brings_in(file)
        window.see(words("The file says exactly what holds now: there is nothing to change."))
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("offer_days = 2", "offer_days = 4"), encoding="utf-8")
        self._brings_in(file)
        window.see_title(words("Change of the settings"))
        window.see(TERM[self.language].format(4))
        self.drops()

    def _brings_in(self, file: Path) -> None:
        self.window.page.locator("#file-box").set_input_files(file)
        self.window.press(self.words("Show the differences"))
