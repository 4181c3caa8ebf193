"""What happens after an application is sent, by the way in which places are given there."""

from collections.abc import Mapping

from kezek.core.territories import Mode
from kezek.web.words import mark, say

_CHANGES = mark(
    "Your numbers change as places are given; in your cabinet you see each change with its reason."
)

NEXT: Mapping[str, tuple[str, ...]] = {
    Mode.LINEAR: (
        _CHANGES,
        mark(
            "When your turn comes, you get an SMS and a notice with the place and the day by which "
            "to answer."
        ),
        mark(
            "Once a year you are asked whether you still need a place. Without an answer the "
            "application goes to the archive."
        ),
    ),
    Mode.INDIGO: (
        _CHANGES,
        mark("Free places are published in a bulletin at 9:00 on working days."),
        mark(
            "When your turn comes, you get an SMS and an e-mail: until 20:00 of that day you take "
            "one of the places before everybody else."
        ),
        mark(
            "After 20:00 the places that nobody took are open to all children of the same year of "
            "birth: the first to take one gets it."
        ),
    ),
    Mode.VOUCHER: (
        _CHANGES,
        mark(
            "When your turn comes, you are offered a voucher: confirm it within two working days."
        ),
        mark(
            "With the voucher you choose any kindergarten that has a free place, hand in the "
            "documents and sign the contract within five working days."
        ),
        mark(
            "Each year on 30 June the queue is updated: your child moves to the category of its "
            "age, and you get a letter that explains your new number."
        ),
    ),
}
"""The next steps as a family reads them, in their order (L-15, I-3.9, VX-10, VX-12)."""


def next_words(mode: str) -> list[str]:
    """What happens next, in the reader's language."""
    return [say(words) for words in NEXT[mode]]
