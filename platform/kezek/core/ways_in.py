"""Which steps an application has in a region: by the mode of the territory that it names (V-17)."""

from collections.abc import Iterable
from datetime import date

from kezek.core.applications import State
from kezek.core.modes.registry import may_stand_beside, names_kindergartens
from kezek.core.territories import Mode, Territory
from kezek.core.wishes import STEPS, Draft, Step


def modes_open(territories: Iterable[Territory], today: date, slug: str = "") -> frozenset[Mode]:
    """The modes in which applications are taken today, in one territory or in all of them."""
    modes = (one.mode_on(today) for one in territories if not slug or one.slug == slug)
    return frozenset(mode for mode in modes if mode is not None)


def asks_for_kindergartens(territories: Iterable[Territory], today: date, slug: str) -> bool:
    """Whether kindergartens are named there; before one is chosen, whether they are anywhere."""
    return any(map(names_kindergartens, modes_open(territories, today, slug)))


def steps_in(territories: Iterable[Territory], today: date, slug: str = "") -> tuple[Step, ...]:
    """The steps of an application for a territory, in their order."""
    if asks_for_kindergartens(territories, today, slug):
        return STEPS
    return tuple(step for step in STEPS if step is not Step.KINDERGARTENS)


def next_step(draft: Draft, territories: Iterable[Territory], today: date) -> Step:
    """The first step that is not done; papers are looked at with the files."""
    known = tuple(territories)
    asks = asks_for_kindergartens(known, today, draft.territory)
    return draft.next_step(asks_for_kindergartens=asks)


def may_apply_beside(
    state: str, territories: Iterable[Territory], today: date, slug: str = ""
) -> bool:
    """Whether the child of a live application may apply once more, as it attends (A-42)."""
    return may_stand_beside(State(state), modes_open(territories, today, slug))
