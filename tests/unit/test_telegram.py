"""The bot, spoken to as core.telegram.org/bots/api describes: who blocked it is not written to."""

from collections.abc import Iterator

import pytest

from kezek.adapters.delivery import Attempt, Ending, Gateways, Parcel, attempt
from kezek.adapters.email import NullEmail
from kezek.adapters.sms import NullSms
from kezek.adapters.telegram import NullTelegram, TelegramBot, TelegramGateway, telegram_for
from tests.factories.bots import Api, bot_api

BECK = Parcel("telegram", "12345", "", "Кабинетте жаңа хабарлама бар", "reference-1")


def test_a_message_is_sent_as_described(api: Api) -> None:
    made = sent(TelegramBot(api.url, "7:token"))

    assert made == Attempt(Ending.TAKEN, name="telegram:reference-1")
    ((path, body),) = api.asked
    assert path == "/bot7:token/sendMessage"
    assert (body["chat_id"], body["text"]) == ("12345", BECK.text)


@pytest.mark.parametrize(
    ("status", "answer", "ending"),
    [
        (403, "Forbidden: bot was blocked by the user", Ending.PERMANENT),
        (403, "Forbidden: user is deactivated", Ending.PERMANENT),
        (400, "Bad Request: chat not found", Ending.PERMANENT),
        (400, "Bad Request: message text is empty", Ending.TECHNICAL),
        (401, "Unauthorized", Ending.TECHNICAL),
        (429, "Too Many Requests: retry after 5", Ending.TEMPORARY),
        (502, "Bad Gateway", Ending.UNKNOWN),
    ],
)
def test_an_answer_is_judged(api: Api, status: int, answer: str, ending: Ending) -> None:
    api.status, api.answer = status, {"ok": False, "error_code": status, "description": answer}

    made = sent(TelegramBot(api.url, "7:token"))

    assert made.ending is ending
    assert "token" not in made.reason


def test_without_a_bot_nothing_is_pretended() -> None:
    assert isinstance(telegram_for("https://api.telegram.org", ""), NullTelegram)
    assert sent(NullTelegram()).ending is Ending.TECHNICAL
    with pytest.raises(ValueError, match="https://"):
        telegram_for("ftp://api.telegram.org", "7:token")


def sent(bot: TelegramGateway) -> Attempt:
    """One attempt."""
    return attempt(BECK, Gateways(NullSms(), NullEmail(), bot))


@pytest.fixture
def api() -> Iterator[Api]:
    """The API within this process."""
    with bot_api() as server:
        yield server
