"""What waits for specialists, as the core speaks of it: lanes and marks."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from kezek.core.given_names import short_name
from kezek.core.paging import pages_of
from kezek.core.work import Lane, Mark, MatterKey, Work, lane_of

MONDAY = datetime(2026, 9, 7, 4, 0, 0, 123456, tzinfo=UTC)
KEY = MatterKey(Work.REVIEW, uuid.UUID("01a202ca-1366-751f-9df8-6714ccbbd842"))


@pytest.mark.parametrize(
    ("standing", "queue", "lane"),
    [
        ("O", "general", Lane.OUT_OF_TURN),
        ("P", "special", Lane.SPECIAL),
        ("G", "sanatorium", Lane.SANATORIUM),
        ("", "", None),
    ],
)
def test_a_special_queue_is_named_before_the_class(
    standing: str, queue: str, lane: Lane | None
) -> None:
    assert lane_of(standing, queue) is lane


class TestMarks:
    def test_a_mark_comes_back_from_its_address_to_the_microsecond(self) -> None:
        mark = Mark(MONDAY + timedelta(days=1), MONDAY, KEY)

        assert Mark.read(str(mark)) == mark

    def test_what_has_no_term_stands_last(self) -> None:
        read = Mark.read(str(Mark(None, MONDAY, KEY)))

        assert read is not None
        assert read.due_at == datetime(9999, 1, 1, tzinfo=UTC)

    @pytest.mark.parametrize("text", ["", "1-2", "1-2-review:no", "x-2-review", "9" * 40 + "-1-a"])
    def test_another_text_is_no_mark(self, text: str) -> None:
        assert Mark.read(text) is None

    def test_a_matter_is_named_by_kind_and_subject(self) -> None:
        assert MatterKey.read(str(KEY)) == KEY
        with pytest.raises(ValueError, match="badly formed"):
            MatterKey.read("review:somebody")


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("Нұрмұхамбетов Әбілмансұр Қайратұлы", "Әбілмансұр Н."),
        ("Айша Серікқызы", "Айша С."),
        ("Айша", "Айша"),
        ("", ""),
    ],
)
def test_a_list_shows_the_given_name_and_one_letter(full: str, short: str) -> None:
    assert short_name(full) == short


def test_an_empty_list_has_one_empty_page() -> None:
    pages = pages_of(0, 7, 50)

    assert (pages.current, pages.last, pages.first_item, pages.last_item) == (1, 1, 1, 0)
