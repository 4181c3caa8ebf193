"""The mark that every route carries: for everybody, or the permission that it needs.

A mark is data: `gate.py` reads it before the view is called, and a route without one is never
served. So nobody has to remember to ask, and a test can read who may do what.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from kezek.core.access import Permission, Subject
from kezek.core.personal_views import Shown

View = TypeVar("View", bound=Callable[..., Any])
SubjectOf = Callable[..., Subject | None]

_MARK = "kezek_guard"


@dataclass(frozen=True, slots=True)
class Guard:
    """Who may use a route; without a permission everybody may."""

    permission: Permission | None = None
    subject_of: SubjectOf | None = None
    """Finds what the act is about by tenant and the route's own values; nothing means 404."""
    shows: Shown | None = None
    """What of families the page shows to staff: each look is written down."""


def public(view: View) -> View:
    """Marks a route for everybody, signed in or not."""
    setattr(view, _MARK, Guard())
    return view


def needs(
    permission: Permission, subject_of: SubjectOf | None = None, *, shows: Shown | None = None
) -> Callable[[View], View]:
    """Marks a route for those who have the permission on what it is about.

    A page that shows staff something of a family names it by `shows`; the first UUID among the
    route's values is what was looked at.
    """

    def mark(view: View) -> View:
        setattr(view, _MARK, Guard(permission, subject_of, shows))
        return view

    return mark


def guard_of(view: Callable[..., Any]) -> Guard | None:
    """The mark of a view, also below other decorators; nothing for one that was forgotten."""
    found: Guard | None = getattr(view, _MARK, None)
    return found
