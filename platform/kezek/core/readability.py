"""Whether a photo of a paper can be read: told before it is sent, never a reason to refuse it.

A copy that nobody can read is refused by a specialist days later (I-3.3), and the days are the
family's. So each photo, and the first page of each scan, is measured when it comes; what looks
wrong is told at once, with what helps. The measures are coarse on purpose, and set so that a
good photo of an ordinary phone passes: a warning that is often wrong is soon not read at all.

The picture is looked at in grey, its longer side brought to 1600 points at most:

* **light**: the brightness of its lightest tenth, 0 to 255. On a photo of a paper that is the
  paper itself: 150 and more by day or under a lamp, under 90 in the dusk.
* **span**: how far its darkest five-hundredth is from its lightest hundredth, so that four lines
  on a sheet count. Black letters on paper give more than 80; an empty sheet, a lens under a
  finger, less than 30.
* **edges**: how steep its steepest small parts are, as a share of the span (per thousand): the
  spread of the second derivative over squares of 100 points. Letters in focus turn from ink to
  paper within a point or two (60 to 80); out of focus so that ten-point letters run together,
  over many (30 and less). Soft photos that can still be read are at 50.
* **size**: its sides in points. A sheet of A4 whose longer side has under 1000 points shows letters
  of ten points with fewer than ten dots of height.
"""

from dataclasses import dataclass
from enum import StrEnum

LEAST_LIGHT = 90
LEAST_SPAN = 30
LEAST_EDGES = 42
LEAST_SIDE = 1000


class Flaw(StrEnum):
    """What may be hard to read, in the order in which it is told."""

    EMPTY = "empty"
    DARK = "dark"
    TINY = "tiny"
    BLURRED = "blurred"


@dataclass(frozen=True, slots=True)
class Look:
    """A picture in numbers."""

    width: int
    height: int
    light: int
    span: int
    edges: int
    is_drawn: bool = False
    """Drawn from a PDF: its size says nothing, for a page has as many points as one asks for."""


def flaws_of(look: Look) -> tuple[Flaw, ...]:
    """What may be hard to read; nothing for a good picture.

    Of an empty or dark picture nothing is said about its sharpness, which cannot be told there.
    """
    found = []
    is_dark = look.light < LEAST_LIGHT
    is_empty = look.span < LEAST_SPAN and not is_dark
    if is_empty:
        found.append(Flaw.EMPTY)
    if is_dark:
        found.append(Flaw.DARK)
    if not look.is_drawn and max(look.width, look.height) < LEAST_SIDE:
        found.append(Flaw.TINY)
    if not is_empty and not is_dark and look.edges < LEAST_EDGES:
        found.append(Flaw.BLURRED)
    return tuple(found)
