"""A parent gets SMS, letters and a word of the bot: over real HTTP and SMTP, in both languages."""

import hashlib
import hmac
import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from typing import TypeVar

import pytest
from playwright.sync_api import expect

from e2e.axe import Examination
from e2e.pages.family import Applying, sign_up_with_child
from e2e.people import Parent, new_child, new_parent
from e2e.stack import Stack, running_stack
from e2e.town import new_garden
from e2e.windows import Window, Windows
from e2e.words import LANGUAGE_NAMES
from kezek.usecases.rules_change import change_settings
from tests.factories.bots import Api, bot_api
from tests.factories.mail import MailBox, mail_server
from tests.factories.service import SmsProvider, sms_provider

T = TypeVar("T")

SECRET = "what the provider and Telegram sign with here"
CHAT = 555_000_111
GREETING = {"kk": re.compile("Құрметті|Сәлеметсіз"), "ru": re.compile("Уважаем|Здравствуйте")}
"""How a letter begins."""


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_parent_gets_sms_letter_and_a_word_of_the_bot(
    stack: Stack, windows: Windows, outside: "Outside", language: str
) -> None:
    garden = new_garden(stack)
    parent, child = new_parent(), new_child()
    email = f"parent-{parent.phone[-4:]}@example.kz"
    window = windows.new(language)
    window.open("/demo/")
    window.speak(LANGUAGE_NAMES[language])
    sign_up_with_child(window, parent, child)
    examine = window.examine = Examination(stack.app)
    code = outside.wait_for(lambda: outside.sms_to(parent))
    assert re.search(r"\d{6}", code[0]["text"])

    _give_an_email(window, email)
    _bind_the_bot(window, stack, outside)
    Applying(window).fill(child, garden.name)
    number = Applying(window).send()

    # Received, and queued: two notices, each by every way.
    sms = outside.wait_for(lambda: outside.sms_to(parent, number), least=2)
    letter = outside.wait_for(lambda: outside.letters_to(email))[0]
    _is_a_letter(letter, number, language)
    beck = outside.wait_for(lambda: outside.becks)[-1]
    for name in (parent.full_name, child.full_name, number, child.iin):
        assert name not in beck["text"], "no personal data go to Telegram (94-V)"

    for one in sms:
        _the_provider_tells(stack, one["key"])
    _see_that_it_arrived(window)
    assert not examine.faults, "\n".join(examine.faults)
    assert {"family_telegram.index", "family_notices.show"} <= examine.endpoints


def _give_an_email(window: Window, email: str) -> None:
    window.open("/demo/family/account/")
    window.fill(window.words("E-mail"), email)
    window.press(window.words("Save"))
    window.see(window.words("Your details are saved."))


def _bind_the_bot(window: Window, stack: Stack, outside: "Outside") -> None:
    window.open("/demo/family/telegram/")
    window.see_title(window.words("Notices in Telegram"))
    window.press(window.words("Connect the bot"))
    link = window.link("@KezekBot").get_attribute("href") or ""
    code = link.rpartition("start=")[2]
    said = {"chat": {"id": CHAT, "type": "private"}, "text": f"/start {code}"}
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    assert _post(stack, "/gateways/telegram", {"update_id": 1, "message": said}, headers) == 200
    window.follow(window.words("I have pressed Start"))
    window.see(window.words("The bot is connected"))
    outside.api.asked.clear()


def _is_a_letter(letter: EmailMessage, number: str, language: str) -> None:
    """Both parts, the same words, the reader's language."""
    text, page = letter.get_body(("plain",)), letter.get_body(("html",))
    assert text is not None
    assert page is not None
    assert GREETING[language].search(text.get_content())
    for part in (text, page):
        assert number in part.get_content()
    assert letter["Content-Language"] == language
    assert letter["Auto-Submitted"] == "auto-generated"


def _the_provider_tells(stack: Stack, key: str) -> None:
    told = {"key": key, "status": "delivered"}
    body = json.dumps(told).encode()
    signature = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    path = "/gateways/sms/generic"
    assert _post(stack, path, told, {"X-Kezek-Signature": "guessed"}) == 403
    assert _post(stack, path, told, {"X-Kezek-Signature": signature}) == 204
    assert _post(stack, path, told, {"X-Kezek-Signature": signature}) == 204


def _see_that_it_arrived(window: Window) -> None:
    window.open("/demo/family/notices/")
    window.see_title(window.words("Notices"))
    window.page.get_by_role("article").last.get_by_role("link").first.click()
    section = window.page.get_by_role("region", name=window.words("How it was sent to you"))
    expect(section).to_contain_text(f"SMS: {window.words('arrived')}")
    window.see_title(window.page.get_by_role("heading", level=1).inner_text())


def _post(stack: Stack, path: str, told: object, headers: dict[str, str]) -> int:
    """A call from outside; the status of the answer."""
    request = urllib.request.Request(
        stack.address + path,
        json.dumps(told).encode(),
        {"Content-Type": "application/json", **headers},
        method="POST",
    )
    try:
        with urllib.request.urlopen(request, timeout=15) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        refused.close()
        return refused.code


@dataclass
class Outside:
    """What lies outside the house: a provider, a mail server, Telegram."""

    provider: SmsProvider
    box: MailBox
    api: Api

    @property
    def becks(self) -> list[dict[str, str]]:
        """What the bot was told to say."""
        return [body for _, body in self.api.asked if str(body.get("chat_id")) == str(CHAT)]

    def sms_to(self, parent: Parent, number: str = "") -> list[dict[str, str]]:
        """What this telephone has got about an application."""
        return [
            one
            for one in list(self.provider.messages)
            if one["to"] == parent.phone and number in one["text"]
        ]

    def letters_to(self, email: str) -> list[EmailMessage]:
        """What this mailbox has got."""
        return [one for one in self.box.letters() if one["To"] == email]

    def wait_for(self, look: Callable[[], list[T]], least: int = 1) -> list[T]:
        """Waits until there are so many."""
        end = time.monotonic() + 30
        while len(found := look()) < least:
            assert time.monotonic() < end, "nothing came"
            time.sleep(0.2)
        return found


@pytest.fixture(scope="module")
def outside() -> Iterator[Outside]:
    """Servers of this journey alone."""
    with sms_provider() as (provider, _), mail_server() as box, bot_api() as api:
        yield Outside(provider, box, api)


@pytest.fixture(scope="module")
def stack(outside: Outside, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A house whose messages go out to them, at any hour."""
    more = {
        "KEZEK_SMS_URL": outside.provider.url,
        "KEZEK_SMS_TOKEN": "token",
        "KEZEK_SMS_REPORT_SECRET": SECRET,
        "KEZEK_SMTP_URL": outside.box.url,
        "KEZEK_MAIL_FROM": "kezek@example.kz",
        "KEZEK_TELEGRAM_URL": outside.api.url,
        "KEZEK_TELEGRAM_TOKEN": "7:token",
        "KEZEK_TELEGRAM_BOT": "KezekBot",
        "KEZEK_TELEGRAM_SECRET": SECRET,
    }
    with running_stack(tmp_path_factory.mktemp("messages"), ("demo",), more=more) as running:
        running.within(change_settings, running.tenants["demo"], "test", {"quiet_hours": "off"})
        yield running
