"""A text that pages show becomes the pieces of a paper."""

from kezek.web.printed.texts import blocks_of


def test_a_paragraph_keeps_its_words_and_what_is_strong() -> None:
    (block,) = blocks_of("<p>\n  <strong>«Балбөбек»</strong>\n (Абай, 1),\n далее &amp; так</p>\n")

    assert block["kind"] == "line"
    assert block["runs"] == [
        {"text": "«Балбөбек»", "bold": True},
        {"text": " (Абай, 1), далее & так", "bold": False},
    ]


def test_the_lines_of_one_list_stand_together() -> None:
    blocks = blocks_of("<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n<h3>c</h3>\n<ol><li>d</li></ol>")

    assert [block["kind"] for block in blocks] == ["list", "title", "list"]
    assert [[run["text"] for run in item] for item in blocks[0]["items"]] == [["a"], ["b"]]


def test_what_is_soft_on_the_page_is_a_note() -> None:
    (block,) = blocks_of('<p class="soft"><small>Образец: 2026-1.</small></p>')

    assert block["kind"] == "note"
    assert block["runs"][0]["text"] == "Образец: 2026-1."


def test_words_outside_of_blocks_are_none() -> None:
    assert blocks_of("<div>\n  stray\n</div>") == []
