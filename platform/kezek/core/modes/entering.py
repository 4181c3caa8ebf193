"""Under whose rules an application enters its queues: those of its territory now (R-10, R-84).

A switch of the mode happens to those who wait; whoever is away, suspended or on a stop-list,
comes back into what rules then.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from kezek.core.applications import Application
from kezek.core.cohorts import cohort_of
from kezek.core.modes.contract import Rules
from kezek.core.notices import Notice, Value
from kezek.core.territories import Mode


def as_it_enters(application: Application, rules: Rules, now: datetime) -> Application:
    """The application as the present mode of its territory takes it; nothing else of it changes."""
    mode = rules.mode_of(application.territory)
    return application if mode is application.mode else _TAKES[mode](application, rules, now)


def letter(
    entered: Application, number_before: int | None = None, number_after: int | None = None
) -> Notice:
    """To each family its own: what rules now, its number, whether it names kindergartens (R-10)."""
    values: dict[str, Value] = {
        "mode": str(entered.mode),
        "number_before": number_before,
        "number_after": number_after,
        "asks_for_choices": asks_for_choices(entered),
    }
    return Notice("N-53", entered.id, values)


def asks_for_choices(entered: Application) -> bool:
    """Whether it waits until its family names kindergartens (R-10)."""
    return entered.mode is Mode.LINEAR and not entered.choices


def _without_cohort(mode: Mode) -> Callable[[Application, Rules, datetime], Application]:
    def take(application: Application, _: Rules, __: datetime) -> Application:
        return replace(application, mode=mode, cohort=None)

    return take


def _with_cohort(application: Application, rules: Rules, now: datetime) -> Application:
    cohort = cohort_of(application.born_on, rules.settings, rules.calendar, now)
    return replace(application, mode=Mode.VOUCHER, cohort=cohort)


_TAKES: Mapping[Mode, Callable[[Application, Rules, datetime], Application]] = {
    Mode.LINEAR: _without_cohort(Mode.LINEAR),
    Mode.INDIGO: _without_cohort(Mode.INDIGO),
    Mode.VOUCHER: _with_cohort,
}
