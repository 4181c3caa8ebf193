"""The regional settings: every choice that the rulebook leaves to a region, explained."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import time
from typing import Annotated, Any, Literal

from kezek.core.groups import SHIPPED_GROUP_AGES, GroupAge
from kezek.core.knobs import Knob, ManyOf, Table, Whole, knobs_of
from kezek.core.mode_rules import IndigoRules, LinearRules, VoucherRules
from kezek.core.signing_rules import SigningRules
from kezek.core.spans import DayOfYear, Hours
from kezek.core.time_knobs import DayHours, MonthDay


class UnknownSetting(ValueError):
    """A setting that no rule of the rulebook knows; `allowed` lists those that are known."""

    def __init__(self, name: str, allowed: Iterable[str]) -> None:
        super().__init__(f"no setting is called {name!r}")
        self.name = name
        self.allowed = tuple(allowed)


class ImpossibleValue(ValueError):
    """A value that a setting cannot take; `allowed` says in words what it can."""

    def __init__(self, name: str, value: object, allowed: str) -> None:
        super().__init__(f"{name} cannot be {value!r}: allowed is {allowed}")
        self.name = name
        self.value = value
        self.allowed = allowed


_NEW_GROUPS_FROM = DayOfYear(8, 1)
_NIGHT = Hours(time(21), time(8))


@dataclass(frozen=True)
class QueueRules:
    """Who stands in a queue, and in which order."""

    ratio_p: Annotated[int, Whole(1, 1)] = 1
    """First-priority children in each round: always one (A-01, R-91)."""

    ratio_g: Annotated[int, Whole(1, 9)] = 3
    """General children to each first-priority one: with 3 the order is P G G G P (A-01)."""

    ratio_start: Literal["P", "G"] = "P"
    """Which class a new queue begins with (A-01, R-91: with G its count starts at 0)."""

    max_age_years: Annotated[int, Whole(3, 8)] = 6
    """The birthday that ends an application without a ПМПК conclusion (L-11.2, A-08)."""

    age_out: Literal["birthday", "year_end"] = "birthday"
    """Whether that happens on the birthday, or at the start of its year: still younger on
    31 December is then the condition (A-08, the stricter reading)."""

    group_year_switch: Annotated[DayOfYear, MonthDay(only=("08-01", "01-01"))] = _NEW_GROUPS_FROM
    """From which day a new place is proposed for the next school year's birth year (A-63)."""

    min_offer_age_months: Annotated[int, Whole(0, 72)] = 0
    """Months of age from which places are offered; younger children keep their place (A-09)."""

    choice_change_keeps_ts: bool = True
    """Whether another kindergarten is joined by the first moment, or as from now (A-28)."""

    relocation_out_of_turn: Literal["privileged", "all"] = "privileged"
    """Who stands out of turn after a transfer of service: categories 1–4, or everyone (A-24)."""

    siblings: Literal["general", "all", "off"] = "general"
    """Whose brothers and sisters are offered places at once: class G, all, or nobody's (A-26)."""


@dataclass(frozen=True)
class ApplicationRules:
    """How a family applies, and who looks at it."""

    p_check: Literal["registry", "staff"] = "registry"
    """Who confirms first priority: the state registers at once, or staff in a day (A-12)."""

    review_working_days: Annotated[int, Whole(1, 10)] = 1
    """Working days in which staff look at an application before an alarm (L-6.1)."""

    paper_channel: bool = False
    """Whether applications on paper are taken, with 30 minutes as the aim (A-13)."""

    assisted_entry: bool = True
    """Whether staff may apply for a parent who cannot; it is marked so (A-31)."""

    residence_check: Literal["off"] = "off"
    """Whether the child must live in the territory: no source asks for it (A-51)."""

    uploads_total_mb: Annotated[int, Whole(5, 500)] = 60
    """All files of one application together; one file is 5 MB at most by law (A-57, E-7)."""


@dataclass(frozen=True)
class ReferralRules:
    """The referral and the contract."""

    referral_working_days: Annotated[int, Whole(1, 30)] = 5
    """Working days to come with a referral, from the next working day (L-22.3)."""

    referral_reminder_working_days: Annotated[int, Whole(0, 10)] = 1
    """Working days before its end at which the family is reminded; 0 reminds nobody (N-20)."""

    cancel_hours: Annotated[int, Whole(1, 240)] = 24
    """Hours in which a referral can be given back and the queue kept (L-25.1)."""

    cancel_limit: Annotated[int, Whole(0, 9)] = 1
    """How many referrals of one application can be given back so (A-16)."""

    extension_max_days: Annotated[int, Whole(0, 90)] = 30
    """Calendar days by which a referral can be extended once, with proof (L-25.2, R-37)."""

    extension_answer_working_days: Annotated[int, Whole(1, 10)] = 1
    """Working days in which a request to extend is answered before an alarm (A-17)."""

    stop_list_working_days: Annotated[int, Whole(1, 60)] = 10
    """Working days on the stop-list after a referral nobody came with (I-3.11, R-55)."""

    admission_check_working_days: Annotated[int, Whole(1, 10)] = 1
    """Working days in which a kindergarten checks documents before an alarm (L-22.6)."""

    refusal_review_working_days: Annotated[int, Whole(1, 10)] = 1
    """Working days in which a refusal to admit is reviewed before an alarm (A-18)."""

    health_cert_days: Annotated[int, Whole(0, 30)] = 3
    """How many days before the contract certificate 027/е may be issued (L-28.1, A-20)."""

    contract_sign_days: Annotated[int, Whole(1, 30)] = 2
    """Calendar days to sign a contract, unless the referral runs longer (A-32)."""

    immunity_percent: Annotated[int, Whole(1, 100)] = 10
    """Share of a group without planned vaccinations above which a child without them is not
    admitted (L-22.8, A-19)."""

    group_ages: Annotated[tuple[GroupAge, ...], Table(GroupAge, key=("group",))] = (
        SHIPPED_GROUP_AGES
    )
    """Which age each group takes: proposes the birth year of a new place (rulebook 13.2)."""

    recalls_alone: Annotated[int, Whole(1, 20)] = 3
    """Places that one person of a kindergarten recalls in a day; more take a second one (R-46)."""


@dataclass(frozen=True)
class NoticeRules:
    """When people are told, and how soon complaints are answered."""

    quiet_hours: Annotated[Hours | None, DayHours("off")] = _NIGHT
    """When SMS and e-mail wait for the morning, one-time codes excepted (G-05b)."""

    number_alarm: Annotated[int, Whole(1, 9999)] = 10
    """By how much a queue number must worsen to be told at once, not in the digest (N-08)."""

    age_notice_days: Annotated[tuple[int, ...], ManyOf(Whole(1, 365))] = (60, 7)
    """Days before the upper age at which the family is told (N-32)."""

    undelivered_hours: Annotated[int, Whole(1, 240)] = 24
    """Hours without any delivery after which the hotline calls the family (rulebook 10)."""

    undelivered_max_days: Annotated[int, Whole(0, 14)] = 2
    """Calendar days, at most, by which such a gap moves the family's term (rulebook 10)."""

    complaint_provider_working_days: Annotated[int, Whole(1, 30)] = 5
    """Working days in which the provider answers a complaint (L-19.1)."""

    complaint_authority_working_days: Annotated[int, Whole(1, 60)] = 15
    """Working days in which the authorised body answers a complaint (L-20.3)."""


@dataclass(frozen=True)
class TenantRules(
    QueueRules,
    ApplicationRules,
    SigningRules,
    LinearRules,
    ReferralRules,
    NoticeRules,
    IndigoRules,
    VoucherRules,
):
    """All settings of one region at one moment, flat, by the rulebook's names.

    The groups are joined by inheritance and so have no slots. A change is a new value, dated and
    shown to parents; a running term keeps what it started with (R-9).
    """

    def get(self, name: str) -> Any:
        """The value of one setting by its name. Raises UnknownSetting."""
        _knob_of(name)
        return getattr(self, name)

    def with_settings(self, changes: Mapping[str, object]) -> TenantRules:
        """The rules with some settings changed, read from data.

        Raises UnknownSetting and ImpossibleValue, which say what is allowed.
        """
        return replace(self, **{name: read_setting(name, raw) for name, raw in changes.items()})

    def settings(self) -> dict[str, object]:
        """Every setting as data, by name: what is stored, hashed and compared."""
        return {name: knob.write(getattr(self, name)) for name, knob in KNOBS.items()}

    def changed_from(self, earlier: TenantRules) -> dict[str, tuple[object, object]]:
        """The settings that differ from earlier rules, as data before and after (N-53)."""
        before, after = earlier.settings(), self.settings()
        return {name: (before[name], after[name]) for name in after if before[name] != after[name]}


GROUPS = TenantRules.__bases__
"""The groups of settings, in the order in which people read them."""

KNOBS: Mapping[str, Knob] = {
    name: knob for group in GROUPS for name, knob in knobs_of(group).items()
}
"""Every setting of the rulebook with the values that it can take."""


def read_setting(name: str, raw: object) -> Any:
    """One setting's value out of data. Raises UnknownSetting and ImpossibleValue."""
    knob = _knob_of(name)
    try:
        return knob.read(raw)
    except ValueError:
        raise ImpossibleValue(name, raw, knob.allowed) from None


def _knob_of(name: str) -> Knob:
    try:
        return KNOBS[name]
    except KeyError:
        raise UnknownSetting(name, sorted(KNOBS)) from None
