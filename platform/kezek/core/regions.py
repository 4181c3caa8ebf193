"""A region (tenant) as one value: names, contacts, texts, territories, rules, calendar."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from kezek.core.channels import Channels
from kezek.core.days import Calendar, CalendarYear
from kezek.core.errors import Code, Refusal
from kezek.core.rules import TenantRules
from kezek.core.territories import Level, Mode, ModeFrom, Territory, get_territory

INTERFACE_LANGUAGES = ("kk", "ru")

RESERVED_SLUGS = frozenset(
    {"alive", "assets", "exchange", "gateways", "language", "operator", "ready", "receipts"}
)
"""First steps of a path that belong to the deployment, and so can be no region's name."""

Data = Mapping[str, Any]
"""A region as numbers, words, lists and tables only: what a version of it stores."""


@dataclass(frozen=True, slots=True)
class Words:
    """The same words in both languages of the interface."""

    kk: str
    ru: str

    def in_language(self, language: str) -> str:
        """The words in one language; Kazakh for any that is not Russian."""
        return self.ru if language == "ru" else self.kk


@dataclass(frozen=True, slots=True)
class Phone:
    """A number that people may call, and what it is called."""

    number: str
    label: Words


@dataclass(frozen=True, slots=True)
class Contacts:
    """How a family reaches the region, its own numbers first."""

    phones: tuple[Phone, ...]
    email: str | None = None
    website: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenant:
    """One region at one moment, as its files or a version in the database describe it."""

    slug: str
    prefix: str
    kato: str
    name: Words
    provider: Words
    """Who puts children into the queue where a territory names nobody else (G-14)."""
    hosts: tuple[str, ...]
    interface_languages: tuple[str, ...]
    """The first one is shown to a visitor whose own choice is not known."""
    instruction_languages: tuple[str, ...]
    contacts: Contacts
    texts: Mapping[str, Words]
    territories: tuple[Territory, ...]
    rules: TenantRules
    calendar: Calendar
    is_demo: bool = False
    channels: Channels = field(default_factory=Channels)
    brand: Mapping[str, str] = field(default_factory=dict)
    """CSS custom properties with their colours, such as `--brand`; the others are the house's."""

    def provider_of(self, territory: Territory) -> Words:
        """Who puts children into the queue in a territory (G-14)."""
        if territory.provider_kk is None or territory.provider_ru is None:
            return self.provider
        return Words(territory.provider_kk, territory.provider_ru)

    def with_rules(self, rules: TenantRules) -> Tenant:
        """The region with other rules."""
        return replace(self, rules=rules)


def with_switch(region: Tenant, slug: str, mode: Mode, on: date, now: datetime) -> Tenant:
    """The region with another mode of a territory from 00:00 of a day (R-10).

    Raises UnknownTerritory, and Refusal for a day that has begun, for a mode that rules there
    already, and while another switch is set: nobody could rehearse the second of two.
    """
    if on <= region.calendar.local_day(now):
        raise Refusal(Code.TOO_LATE, "switch_day")
    chosen = get_territory(region.territories, slug)
    planned = chosen.next_switch(region.calendar.local_day(now))
    if planned is not None:
        raise Refusal(Code.ALREADY_DECIDED, "switch_planned", on=planned.from_on)
    if chosen.modes[-1].mode is mode:
        raise Refusal(Code.INVALID_CHOICE, "switch_same")
    return _with_territory(region, chosen, chosen.switched(mode, on))


def without_switch(region: Tenant, slug: str, on: date, now: datetime) -> Tenant:
    """The region without the switch of a territory that was set for a day to come (R-10).

    Raises UnknownTerritory, and Refusal once the day has begun or where no such switch is last.
    """
    if on <= region.calendar.local_day(now):
        raise Refusal(Code.TOO_LATE, "switch_begun")
    chosen = get_territory(region.territories, slug)
    try:
        left = chosen.unswitched(on)
    except ValueError:
        raise Refusal(Code.ALREADY_DECIDED, "switch") from None
    return _with_territory(region, chosen, left)


def _with_territory(region: Tenant, before: Territory, after: Territory) -> Tenant:
    territories = tuple(after if one is before else one for one in region.territories)
    return replace(region, territories=territories)


def canonical(tenant: Tenant) -> dict[str, Any]:
    """The region as data, complete: settings left at their default stand in it too."""
    return {
        "slug": tenant.slug,
        "prefix": tenant.prefix,
        "kato": tenant.kato,
        "is_demo": tenant.is_demo,
        "name": _words(tenant.name),
        "provider": _words(tenant.provider),
        "hosts": list(tenant.hosts),
        "languages": {
            "interface": list(tenant.interface_languages),
            "instruction": list(tenant.instruction_languages),
        },
        "contacts": {
            "phones": [
                {"number": phone.number, **_words(phone.label)} for phone in tenant.contacts.phones
            ],
            "email": tenant.contacts.email,
            "website": tenant.contacts.website,
        },
        "texts": {name: _words(words) for name, words in sorted(tenant.texts.items())},
        "territories": [_territory(one) for one in tenant.territories],
        "rules": tenant.rules.settings(),
        "calendar": _calendar(tenant.calendar),
        **_what_is_its_own(tenant),
    }


def _what_is_its_own(tenant: Tenant) -> dict[str, Any]:
    """What came later, where it was touched: the digests of other regions stay what they were."""
    own: dict[str, Any] = {}
    if tenant.channels != Channels():
        own["channels"] = asdict(tenant.channels)
    if tenant.brand:
        own["brand"] = dict(sorted(tenant.brand.items()))
    return own


def tenant_from(data: Data) -> Tenant:
    """The region that canonical data describe. Raises what the parts raise on impossible data."""
    contacts, languages = data["contacts"], data["languages"]
    return Tenant(
        slug=data["slug"],
        prefix=data["prefix"],
        kato=data["kato"],
        is_demo=data["is_demo"],
        name=Words(**data["name"]),
        provider=Words(**data["provider"]),
        hosts=tuple(data["hosts"]),
        interface_languages=tuple(languages["interface"]),
        instruction_languages=tuple(languages["instruction"]),
        contacts=Contacts(
            tuple(Phone(one["number"], Words(one["kk"], one["ru"])) for one in contacts["phones"]),
            contacts["email"],
            contacts["website"],
        ),
        texts={name: Words(**words) for name, words in data["texts"].items()},
        territories=tuple(_territory_from(one) for one in data["territories"]),
        rules=TenantRules().with_settings(data["rules"]),
        calendar=_calendar_from(data["calendar"]),
        channels=Channels(**data.get("channels", {})),
        brand=data.get("brand", {}),
    )


def digest(data: Data) -> str:
    """The SHA-256 of canonical data in hexadecimal: the same for the same region."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def _words(words: Words) -> dict[str, str]:
    return {"kk": words.kk, "ru": words.ru}


def _territory(territory: Territory) -> dict[str, Any]:
    return {
        "slug": territory.slug,
        "kk": territory.kk,
        "ru": territory.ru,
        "kato": territory.kato,
        "level": str(territory.level),
        "provider_kk": territory.provider_kk,
        "provider_ru": territory.provider_ru,
        "modes": {one.from_on.isoformat(): str(one.mode) for one in territory.modes},
    }


def _territory_from(data: Data) -> Territory:
    return Territory(
        slug=data["slug"],
        kk=data["kk"],
        ru=data["ru"],
        kato=data["kato"],
        level=Level(data["level"]),
        provider_kk=data["provider_kk"],
        provider_ru=data["provider_ru"],
        modes=tuple(
            ModeFrom(date.fromisoformat(day), Mode(mode)) for day, mode in data["modes"].items()
        ),
    )


def _calendar(calendar: Calendar) -> dict[str, Any]:
    return {
        "zone": calendar.zone_name,
        "years": {
            str(year.year): {
                "confirmed": year.confirmed,
                "days_off": sorted(day.isoformat() for day in year.days_off),
                "working_weekends": sorted(day.isoformat() for day in year.working_weekends),
            }
            for year in calendar.years
        },
    }


def _calendar_from(data: Data) -> Calendar:
    return Calendar(
        tuple(
            CalendarYear(
                int(year),
                frozenset(map(date.fromisoformat, one["days_off"])),
                frozenset(map(date.fromisoformat, one["working_weekends"])),
                one["confirmed"],
            )
            for year, one in data["years"].items()
        ),
        data["zone"],
    )
