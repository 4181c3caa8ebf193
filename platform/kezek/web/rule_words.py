"""What something was done by, as a parent finds it: the point of order 133, not our id of it."""

import re
from collections.abc import Iterable

from flask_babel import gettext

_POINT = re.compile(r"L-(\d+)\.")
_ANNEX = re.compile(r"L-A(\d+)\.")


def basis(rules: Iterable[str], version: int | None) -> str:
    """By which points it was done and by which version of the region's rules (N2)."""
    named = ", ".join(dict.fromkeys(rule_name(rule) for rule in rules))
    said: str = gettext(
        "Basis: %(rules)s; version of the rules: %(version)s", rules=named, version=version or "–"
    )
    return said


def rule_name(rule: str) -> str:
    """A rule by its place in order 133.

    `L-15.4` is in point 15, `L-A2.3` in annex 2; what the order leaves open (A-25, R-17) is the
    order of work that the region has taken.
    """
    point, annex = _POINT.match(rule), _ANNEX.match(rule)
    if point:
        return str(gettext("point %(number)s of order No. 133", number=point[1]))
    if annex:
        return str(gettext("annex %(number)s to order No. 133", number=annex[1]))
    return str(gettext("the order of work of the queue"))
