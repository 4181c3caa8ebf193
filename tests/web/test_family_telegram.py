"""A parent binds a chat with the bot by a one-time code, is beckoned there, and leaves."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from werkzeug.test import TestResponse

from kezek.adapters.not_taken import NotTaken
from kezek.adapters.services import services
from kezek.adapters.telegram import RecordingTelegram
from kezek.core.delivery import Lane
from kezek.settings import Settings
from kezek.usecases.outbox import deliver_some
from tests.factories.regions import House, open_front
from tests.web.browsing import send
from tests.web.cabinet import Cabinet

PAGE = "/demo/family/telegram/"
SECRET = "what Telegram says with each call to us"
CHAT = 555_000_111


def test_a_chat_is_bound_by_a_code_that_opens_once(cabinet: Cabinet) -> None:
    code = asked_code(cabinet)
    bound = written(cabinet, f"/start {code}")

    assert bound.json is not None
    assert bound.json["chat_id"] == str(CHAT)
    assert bound.json["text"].startswith("Қосылды.")
    assert "Бот қосылған" in cabinet.client.get(PAGE).text
    again = written(cabinet, f"/start {code}", chat=CHAT + 1)
    assert again.json is not None
    assert again.json["text"].startswith("Бұл бот")
    assert cabinet.house.within(beckoned, cabinet) == {str(CHAT)}


def test_who_is_not_telegram_is_not_heard(cabinet: Cabinet) -> None:
    code = asked_code(cabinet)

    for secret in ("", "guessed"):
        assert written(cabinet, f"/start {code}", secret=secret).status_code == 403
    assert "Ботты қосу" in cabinet.client.get(PAGE).text


@pytest.mark.parametrize(
    "told",
    [None, [], {}, {"message": 1}, {"message": {"chat": {"id": 1, "type": "group"}}}, {"poll": {}}],
)
def test_what_is_no_message_of_a_person_is_passed_over(cabinet: Cabinet, told: Any) -> None:
    answer = post(cabinet, told)

    assert (answer.status_code, answer.json) == (200, {})


@pytest.mark.parametrize("text", ["", "/start", "/start 1-wrong", "/start 99-wrong", "сәлем"])
def test_other_words_are_answered_with_the_way_in_both_languages(
    cabinet: Cabinet, text: str
) -> None:
    answer = written(cabinet, text).json

    assert answer is not None
    assert "«Ботты қосу»" in answer["text"]
    assert "«Подключить бот»" in answer["text"]


def test_a_code_of_yesterday_opens_nothing(cabinet: Cabinet) -> None:
    code = asked_code(cabinet)
    cabinet.pass_time(minutes=16)
    written(cabinet, f"/start {code}")

    assert cabinet.house.within(beckoned, cabinet) == set()


def test_a_parent_leaves(cabinet: Cabinet) -> None:
    written(cabinet, f"/start {asked_code(cabinet)}")

    left = send(cabinet.client, cabinet.client.get(PAGE), "telegram-off")

    assert left.location == PAGE
    assert cabinet.house.within(beckoned, cabinet) == set()


def test_who_blocks_the_bot_has_left(cabinet: Cabinet) -> None:
    written(cabinet, f"/start {asked_code(cabinet)}")
    cabinet.house.within(block)
    assert cabinet.house.within(beckoned, cabinet) == set()

    assert "Ботты қосу" in cabinet.client.get(PAGE).text


def asked_code(cabinet: Cabinet) -> str:
    """The code that the page's link carries."""
    page = send(cabinet.client, cabinet.client.get(PAGE), "telegram-on")
    found = re.search(r"https://t\.me/KezekBot\?start=([\w-]+)", page.text)
    assert found is not None
    return found[1]


def written(cabinet: Cabinet, text: str, *, chat: int = CHAT, secret: str = SECRET) -> TestResponse:
    """What somebody writes to the bot, as Telegram tells it."""
    message = {"message_id": 1, "chat": {"id": chat, "type": "private"}, "text": text}
    return post(cabinet, {"update_id": 1, "message": message}, secret)


def post(cabinet: Cabinet, told: Any, secret: str = SECRET) -> TestResponse:
    """One update."""
    return cabinet.house.app.test_client().post(
        "/gateways/telegram", json=told, headers={"X-Telegram-Bot-Api-Secret-Token": secret}
    )


def beckoned(cabinet: Cabinet) -> set[str]:
    """The chats that are told of a new notice of the family."""
    bot = services().telegram
    assert isinstance(bot, Bot)
    bot.sent.clear()
    cabinet.queue(cabinet.garden())
    while deliver_some(cabinet.region, Lane.NOTICES).sent:
        pass
    assert not any("Серікова" in text or "Айша" in text for _, text, _ in bot.sent)
    return {chat for chat, _, _ in bot.sent}


class Bot(RecordingTelegram):
    """A bot that a person may block."""

    is_blocked = False

    def send(self, chat: str, text: str, key: str) -> str:
        """Takes it, or is blocked."""
        if self.is_blocked:
            raise NotTaken("the provider answered 403", is_final=True)
        return super().send(chat, text, key)


def block() -> None:
    """The person blocks the bot."""
    bot = services().telegram
    assert isinstance(bot, Bot)
    bot.is_blocked = True


@pytest.fixture
def cabinet(new_database: Callable[[], Settings]) -> Iterator[Cabinet]:
    """A family of a deployment with a bot."""
    settings = replace(
        new_database(),
        telegram_token="7:token",
        telegram_bot="KezekBot",
        telegram_secret=SECRET,
    )
    with open_front(settings, "demo") as house:
        house.within(_with_bot, house)
        yield Cabinet(house)


def _with_bot(_: House) -> None:
    services().telegram = Bot()
