"""A day of the operator: open, look, turn off, stop, record, retry, take out, close, audit."""

import re
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from e2e.axe import Examination
from e2e.operator_pages import NO_PAGES, OPERATOR_PAGES
from e2e.pages.operator import KK, PASSWORD, RU, Console
from e2e.stack import Stack
from e2e.town import new_garden, waiting_family
from e2e.windows import Window, Windows
from kezek.core.access import Role
from kezek.reads.deployment_regions import region_names
from kezek.usecases.failed_jobs import keep_failure

SLUG = {"kk": "abai", "ru": "akmola"}
"""A region of each journey alone: it is stopped and closed."""
PROMISED = 10.0


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_day_of_the_operator(
    stack: Stack, windows: Windows, language: str, tmp_path: Path
) -> None:
    window = windows.new(language)
    window.examine = examine = Examination(stack.app)
    console, slug = Console(window), SLUG[language]
    console.come_in(stack)
    name = _opens(stack, window, slug, language)

    _looks_at_health(console)
    _turns_off_and_on(console, slug, name)
    _stops_and_goes_on(console, slug, name)
    _records_an_outage(console, slug, name)
    _attends_to_failures(stack, console, slug)
    _takes_out(console, name, slug, tmp_path / "region.zip")
    _closes_by_two(stack, windows, console, name, slug)
    _reads_the_audit(console, name)
    _invites(stack, windows, console, examine)
    _answers_for_all_regions(stack, windows.new(language), examine)

    assert not examine.faults, "\n".join(examine.faults)
    assert OPERATOR_PAGES - set(NO_PAGES) <= examine.endpoints


def _opens(stack: Stack, window: Window, slug: str, language: str) -> str:
    words = window.words
    window.see_title(words("Regions"))
    window.follow(words("Open a region"))
    window.see_title(words("Open a region"))
    window.box(words("Region")).select_option(slug)
    window.page.locator("#open-files").get_by_role("button").click()
    window.see(words("The region is open. Its pages are there within seconds."))
    names = dict(stack.within(region_names, language).values())
    window.see_title(names[slug])
    return names[slug]


def _looks_at_health(console: Console) -> None:
    window, words = console.window, console.window.words
    console.goes_to("Health")
    window.see_title(words("Health"))
    for kind in ("Pages", "Worker", "Ticker"):
        window.see(re.compile(rf"{words(kind)} .*{words('Alive')}", re.DOTALL))
    window.see("PostgreSQL")
    window.see(words("What waits in each region"))


def _turns_off_and_on(console: Console, slug: str, name: str) -> None:
    window, words = console.window, console.window.words
    console.goes_to("Switches")
    window.see_title(words("Switches"))
    row = window.page.get_by_role("row").filter(has_text=words("Taking in applications"))
    row.get_by_role("link", name=words("Turn off")).click()
    window.see_title(words("Turn something off"))
    window.choose(words("What is turned off"), words("Taking in applications"))
    window.box(words("Where")).select_option(label=name)
    console.writes_why()
    window.press(words("Turn off"))
    window.see(words("Off now"))
    _within(lambda: _status(window, f"/{slug}/family/apply/") == 503)
    assert _status(window, f"/{slug}/") == 200

    window.press(words("Turn on"))
    window.see(words("Off before"))
    _within(lambda: _status(window, f"/{slug}/family/apply/") != 503)


def _stops_and_goes_on(console: Console, slug: str, name: str) -> None:
    window, words = console.window, console.window.words
    _open_region(console, name)
    window.follow(words("Stop the region"))
    window.see_title(words("Stop the region?"))
    window.choose(words("How much stands still"), words("Everything rests"))
    console.writes_to_people()
    console.writes_why()
    window.press(words("Stop the region"))
    window.see(words("What people read now"))
    _within(lambda: _status(window, f"/{slug}/") == 503)
    answer = window.page.request.get(f"{window.address}/{slug}/")
    assert (KK in answer.text()) or (RU in answer.text())
    assert int(answer.headers["retry-after"]) > 0

    window.follow(words("Let it go on"))
    window.see_title(words("Let the region go on?"))
    console.writes_why("e2e: it is over")
    window.press(words("Let it go on"))
    window.see(words("When it stood still"))
    _within(lambda: _status(window, f"/{slug}/") == 200)
    window.open(f"/{slug}/outages/")
    window.see_title(words("Outages and moved terms"))
    window.see(KK if words.language == "kk" else RU)


def _records_an_outage(console: Console, slug: str, name: str) -> None:
    window, words = console.window, console.window.words
    window.open("/operator/outages/")
    window.see_title(words("Outages"))
    window.follow(words("Record an outage"))
    window.see_title(words("Record an outage"))
    local = datetime.now(UTC) + timedelta(hours=5)
    window.page.locator("#began").fill(f"{local - timedelta(hours=3):%Y-%m-%dT%H:%M}")
    window.page.locator("#ended").fill(f"{local - timedelta(hours=2):%Y-%m-%dT%H:%M}")
    window.choose(words("Regions"), name)
    window.choose(words("What failed"), words("SMS"))
    console.writes_to_people()
    console.writes_why("e2e: the provider of SMS")
    window.press(words("Look at it first"))
    window.see_title(words("Record this outage?"))
    window.see(words("Nothing is recorded yet."))
    window.press(words("Record it: terms move"))
    window.see_title(words("Outages"))
    window.see("e2e: the provider of SMS")


def _attends_to_failures(stack: Stack, console: Console, slug: str) -> None:
    window, words = console.window, console.window.words
    for actor in ("seal", "bring_about_due"):
        stack.within(_fail, actor, stack.tenants["demo"])
    console.goes_to("Jobs")
    window.see_title(words("Failed jobs"))
    row = window.page.get_by_role("row").filter(has_text="bring_about_due")
    row.get_by_role("button", name=words("Once more")).click()
    window.see(words("The job was handed over once more."))
    window.page.get_by_role("row").filter(has_text="seal").get_by_role(
        "link", name=words("Lay aside")
    ).click()
    window.see_title(words("Lay a failure aside"))
    console.writes_why("e2e: known")
    window.press(words("Lay it aside"))
    window.see("e2e: known")
    console.goes_to("Monitoring")
    window.see_title(words("Monitoring of state services"))


def _takes_out(console: Console, name: str, slug: str, path: Path) -> None:
    window, words = console.window, console.window.words
    _open_region(console, name)
    window.follow(words("Take its data out"))
    window.see_title(words("Take a region's data out"))
    console.writes_why("e2e: for the archive")
    with window.page.expect_download() as download:
        window.press(words("Take the file"))
    download.value.save_as(path)
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert f'slug = "{slug}"' in archive.read("tenant.toml").decode() or slug in str(
            archive.read("list.json")
        )


def _closes_by_two(stack: Stack, windows: Windows, console: Console, name: str, slug: str) -> None:
    window, words = console.window, console.window.words
    _open_region(console, name)
    window.follow(words("Propose its closing"))
    window.see_title(words("Propose the closing of a region"))
    console.writes_to_people()
    console.writes_why("e2e: another provider")
    window.press(words("Propose the closing"))
    window.see(words("The closing of this region is proposed"))

    other = Console(windows.new(words.language))
    other.window.examine = window.examine
    other.come_in(stack)
    other.window.see_title(words("Regions"))
    other.window.page.get_by_role("main").get_by_role("link", name=name).first.click()
    other.window.see_title(words("Close the region?"))
    other.window.choose(words("Your answer"), words("I agree: the region is closed"))
    other.window.press(words("Answer"))
    other.window.see(words("The region is closed. Its data are kept."))
    _within(lambda: _status(window, f"/{slug}/") == 410)

    other.window.follow(words("What becomes of its data"))
    other.window.see_title(words("What becomes of its data"))
    other.window.see(words("What will be erased"))
    other.window.page.go_back()
    other.window.follow(words("Open it again"))
    other.writes_why("e2e: annulled")
    other.window.press(words("Let it go on"))
    _within(lambda: _status(window, f"/{slug}/") == 200)


def _reads_the_audit(console: Console, name: str) -> None:
    window, words = console.window, console.window.words
    console.goes_to("Audit")
    window.see_title(words("Audit"))
    window.box(words("Region")).select_option(label=name)
    listed = window.page.locator("#audit-list")
    expect(listed).to_contain_text(words("A region was closed"))
    window.follow(words("By operators"))
    window.see_title(words("Acts of operators"))
    window.see("e2e: another provider")


def _invites(stack: Stack, windows: Windows, console: Console, examine: Examination) -> None:
    window, words = console.window, console.window.words
    console.goes_to("People")
    window.see_title(words("Accounts and sessions"))
    login = f"guest-{time.monotonic_ns()}"
    window.fill(words("Surname and name"), "Сейтов Ерлан")
    window.fill(words("Login"), login)
    window.choose(words("What for"), words("Shared hotline"))
    window.press(words("Make the link"))
    window.see_title(words("The link of an invitation"))
    link = window.page.get_by_role("main").locator("code").inner_text()
    window.open("/operator/proof")
    window.see_title(words("Your password once more"))
    window.open("/operator/two-step")
    window.see_title(words("Set up a second step"))

    guest = windows.new(words.language)
    guest.examine = examine
    guest.open(link)
    guest.see_title(words("Set your password"))
    guest.fill(words("New password"), PASSWORD)
    guest.fill(words("The same once more"), PASSWORD)
    guest.press(words("Set the password"))
    guest.see(words("The password is set. Sign in with it."))


def _answers_for_all_regions(stack: Stack, window: Window, examine: Examination) -> None:
    words = window.words
    window.examine = examine
    called = waiting_family(stack, new_garden(stack))
    Console(window).come_in(stack, Role.SHARED_HOTLINE)
    window.see_title(words("Shared hotline"))
    window.fill(words("Application number"), called.number.lower().replace("-", " "))
    window.press(words("Look up"))
    window.see_title(called.number)
    window.see(words("Read aloud"))
    assert called.child.full_name not in window.page.content()


def _open_region(console: Console, name: str) -> None:
    console.goes_to("Regions")
    console.window.see_title(console.window.words("Regions"))
    console.window.page.get_by_role("row").get_by_role("link", name=name).click()
    console.window.see_title(name)


def _status(window: Window, path: str) -> int:
    """As somebody else gets it: an answer that is meant to fail is no complaint of the window."""
    return window.page.request.get(f"{window.address}{path}", max_redirects=0).status


def _within(happened: Callable[[], bool]) -> None:
    began = time.monotonic()
    while not happened():
        assert time.monotonic() - began < PROMISED, "not within ten seconds"
        time.sleep(0.3)


def _fail(actor: str, tenant_id: int) -> None:
    try:
        raise TimeoutError("somebody's name")
    except TimeoutError as broken:
        keep_failure("terms", actor, [tenant_id], broken, tenant_id)
