"""Fields and forms that kindergartens and specialists both fill in."""

from collections.abc import Sequence

from wtforms import IntegerField

from kezek.web.words import mark, say

NOTE_LENGTH = 500


class WholeField(IntegerField):
    """A whole number; anything else is refused in our own words."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """The number as typed."""
        try:
            self.data = int(str(valuelist[0]).strip()) if valuelist and valuelist[0] else None
        except ValueError:
            self.data = None
            raise ValueError(say(mark("Enter a whole number."))) from None


def one_line(text: str | None) -> str:
    """A note without line breaks and without the sign that separates reasons."""
    return " ".join((text or "").replace(";", ",").split())
