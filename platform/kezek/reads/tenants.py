"""The directory of regions: asked at every request, so it answers from memory for a few seconds."""

import logging
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from kezek.adapters.brand import read_brand
from kezek.adapters.services import services
from kezek.core.kazakh_order import name_key
from kezek.core.own_words import BANNER, LICENCE, LICENCE_ADDRESS, LOGO
from kezek.core.regions import Tenant, Words
from kezek.core.territories import Mode
from kezek.core.ways_in import modes_open
from kezek.db.rules_in_force import NoVersion, region_at
from kezek.db.scope import deployment_scope, read_scope
from kezek.db.tenants import all_tenants

_log = logging.getLogger(__name__)

FRESH_SECONDS = 5.0
"""How long a change of a region's settings may take to be seen by every process."""


@dataclass(frozen=True, slots=True)
class ContactCard:
    """One way to reach people who help."""

    kind: str
    value: str
    label: Words | None = None

    def name(self, language: str) -> str:
        """Whose it is, in this language."""
        return self.label.in_language(language) if self.label else ""


@dataclass(frozen=True, slots=True)
class RegionCard:
    """What pages need to know about a region."""

    id: int
    region: Tenant
    brand: Mapping[str, str] = field(default_factory=dict)
    modes: frozenset[Mode] = frozenset()
    """The ways of giving places in which it takes applications now."""

    @property
    def slug(self) -> str:
        """Its first step of the path."""
        return self.region.slug

    @property
    def hosts(self) -> Sequence[str]:
        """Its own host names."""
        return self.region.hosts

    @property
    def languages(self) -> Sequence[str]:
        """Languages of the interface, its own first."""
        return self.region.interface_languages

    @property
    def contacts(self) -> Sequence[ContactCard]:
        """Ways to reach help, the region's own numbers first."""
        contacts = self.region.contacts
        cards = [
            ContactCard("hotline" if at == 0 else "national", phone.number, phone.label)
            for at, phone in enumerate(contacts.phones)
        ]
        if contacts.email:
            cards.append(ContactCard("email", contacts.email))
        return cards

    @property
    def zone(self) -> ZoneInfo:
        """The region's wall clock."""
        return self.region.calendar.zone

    @property
    def is_demo(self) -> bool:
        """Whether its data are invented."""
        return self.region.is_demo

    def name(self, language: str) -> str:
        """The region's name."""
        return self.region.name.in_language(language)

    def banner(self, language: str) -> str:
        """The region's own words above every page."""
        return self._text(BANNER, language)

    def logo(self, language: str) -> str:
        """The region's own name in the head of its pages; empty where it has none."""
        return self._text(LOGO, language)

    def licence(self, language: str) -> tuple[str, str]:
        """Name and address of its own licence of open data; empty for the deployment's."""
        return self._text(LICENCE, language), self._text(LICENCE_ADDRESS, language)

    def _text(self, name: str, language: str) -> str:
        words = self.region.texts.get(name)
        return words.in_language(language) if words else ""


class Directory:
    """All open regions of the deployment."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._lock = threading.Lock()
        self._read_at: float | None = None
        self._cards: dict[str, RegionCard] = {}

    def find(self, slug: str) -> RegionCard | None:
        """The region of this slug."""
        return self._fresh().get(slug)

    def find_by_host(self, host: str) -> RegionCard | None:
        """The region that this host name belongs to."""
        return next((card for card in self._fresh().values() if host in card.hosts), None)

    def all(self) -> list[RegionCard]:
        """All regions, by their name in Kazakh."""
        return sorted(self._fresh().values(), key=_place)

    def _fresh(self) -> dict[str, RegionCard]:
        with self._lock:
            if self._read_at is None or monotonic() - self._read_at > FRESH_SECONDS:
                self._read()
            return self._cards

    def _read(self) -> None:
        """Asks the database; while it is away, what was known last goes on being answered."""
        try:
            with self._app.app_context():
                self._cards = _read_cards()
        except SQLAlchemyError:
            if self._read_at is None:
                raise
            _log.warning("directory.stale")
        self._read_at = monotonic()


def _place(card: RegionCard) -> tuple[bool, tuple[str, str]]:
    return card.is_demo, name_key(card.name("kk"))


def _read_cards() -> dict[str, RegionCard]:
    with deployment_scope() as session:
        rows = [(row.id, row.slug) for row in all_tenants(session)]
        now = services().clock.now(session)
    cards = {}
    for tenant_id, slug in rows:
        with read_scope(tenant_id) as scoped:
            try:
                _, region = region_at(scoped, tenant_id, now)
            except NoVersion:
                continue
        sheet = services().settings.tenants_dir / slug / "brand.css"
        modes = modes_open(region.territories, region.calendar.local_day(now))
        # Colours that were set by form stand over those of the region's sheet.
        brand = {**read_brand(sheet), **region.brand}
        cards[slug] = RegionCard(tenant_id, region, brand, modes)
    return cards
