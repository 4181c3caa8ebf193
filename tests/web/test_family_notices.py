"""Notices as a family finds them: with their text and language, new until they are read."""

import re
from collections.abc import Iterator

import pytest

from kezek.adapters.scratch import Scratch
from kezek.reads.accounts import find_visitor
from kezek.usecases.accounts import keep_language
from kezek.usecases.sessions import begin_session
from tests.factories.regions import House
from tests.web.browsing import send
from tests.web.cabinet import Cabinet, latin_words, plain, shared_house


def test_each_notice_stands_in_the_list_with_its_language(cabinet: Cabinet) -> None:
    cabinet.queue(cabinet.garden())
    cabinet.house.within(keep_language, cabinet.region, cabinet.actor, "ru")
    cabinet.queue(cabinet.garden(), child="Дамир")

    page = cabinet.get(cabinet.url("notices/"))

    assert len(links(page.text)) == 4
    assert re.search(r'lang="ru">[^<]*очередь', page.text)
    assert re.search(r'lang="kk">[^<]*кезекке', page.text)


def test_to_open_a_notice_is_to_read_it(cabinet: Cabinet) -> None:
    cabinet.queue(cabinet.garden("Айгөлек"))
    newest, *_ = links(cabinet.get(cabinet.url("notices/")).text)
    before = unread(cabinet)

    opened = cabinet.get(newest)

    assert "Айгөлек" in plain(opened)
    assert (before, unread(cabinet)) == (2, 1)
    assert "оқылған уақыты" in plain(cabinet.get(cabinet.url("notices/")))


def test_all_can_be_marked_as_read(cabinet: Cabinet) -> None:
    cabinet.queue(cabinet.garden())
    page = cabinet.get(cabinet.url("notices/"))

    send(cabinet.client, page, cabinet.url("notices/read"))

    assert unread(cabinet) == 0
    assert cabinet.url("notices/read") not in cabinet.get(cabinet.url("notices/")).text


def test_another_familys_notice_is_not_there(cabinet: Cabinet, house: House) -> None:
    other = Cabinet(house)
    other.queue(other.garden())
    foreign, *_ = links(other.get(other.url("notices/")).text)

    assert cabinet.client.get(foreign).status_code == 404
    assert unread(other) == 2


def test_a_long_list_has_pages(cabinet: Cabinet) -> None:
    gardens = [cabinet.garden() for _ in range(11)]
    for at, garden in enumerate(gardens):
        cabinet.queue(garden, child=f"Бала {at}")

    first = cabinet.get(cabinet.url("notices/"))
    second = cabinet.get(cabinet.url("notices/?page=2"))
    beyond = cabinet.get(cabinet.url("notices/?page=99"))

    assert (len(links(first.text)), len(links(second.text))) == (20, 2)
    assert links(beyond.text) == links(second.text)
    assert cabinet.client.get(cabinet.url("notices/?page=x")).status_code == 200


def test_without_notices_the_page_says_so(cabinet: Cabinet) -> None:
    assert "Әзірге хабарлама жоқ" in cabinet.get(cabinet.url("notices/")).text


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_word_is_in_the_readers_language(cabinet: Cabinet, language: str) -> None:
    cabinet.speak(language)
    cabinet.queue(cabinet.garden())
    index = cabinet.get(cabinet.url("notices/"))

    assert latin_words(index) == set()
    assert latin_words(cabinet.get(links(index.text)[0])) - {"http", "localhost", "demo"} == set()


def links(page: str) -> list[str]:
    return re.findall(r'href="(/demo/family/notices/[0-9a-f-]{36})"', page)


def unread(cabinet: Cabinet) -> int:
    """What the head of each page would count."""
    session_id = cabinet.house.within(
        begin_session, cabinet.region, cabinet.actor.account_id, 1, ""
    )
    assert session_id is not None
    visitor = cabinet.house.within(find_visitor, cabinet.region, session_id)
    assert visitor is not None
    return visitor.unread


@pytest.fixture
def cabinet(house: House) -> Cabinet:
    return Cabinet(house)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with shared_house(shared_scratch, "kezek_notices", "demo") as opened:
        yield opened
