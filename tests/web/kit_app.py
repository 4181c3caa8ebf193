"""A small app for tests of the pages themselves: all of the foundation, no database."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Blueprint, Flask, Response

from kezek.adapters.catalogues import compile_stale
from kezek.adapters.doorbell import Doorbell, LocalDoorbell
from kezek.core.regions import Words
from kezek.web.foundation import Ground, lay_foundation
from kezek.web.guards import public
from kezek.web.htmx import respond
from kezek.web.public import home
from kezek.web.reader import Readers

ALMATY = ZoneInfo("Asia/Almaty")
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Line:
    """A telephone of the hotline."""

    kind: str
    value: str
    label: Words

    def name(self, language: str) -> str:
        return self.label.in_language(language)


@dataclass(frozen=True, slots=True)
class Card:
    """A region as the front door knows it."""

    id: int
    slug: str
    names: Words
    hosts: Sequence[str] = ()
    brand: Mapping[str, str] = field(default_factory=dict)
    languages: Sequence[str] = ("kk", "ru")
    zone: ZoneInfo = ALMATY
    contacts: Sequence[Line] = (
        Line("hotline", "+77473397222", Words("Аймақтың қолдау қызметі", "Поддержка региона")),
        Line("national", "1414", Words("Бірыңғай байланыс орталығы", "Единый контакт-центр")),
    )

    banners: Words | None = None
    is_demo: bool = False
    modes: Collection[str] = ("linear",)

    def name(self, language: str) -> str:
        return self.names.in_language(language)

    def banner(self, language: str) -> str:
        return self.banners.in_language(language) if self.banners else ""

    def logo(self, language: str) -> str:
        return ""

    def licence(self, language: str) -> tuple[str, str]:
        """The deployment's own."""
        return "", ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A directory of regions that are known beforehand."""

    cards: Sequence[Card]

    def find(self, slug: str) -> Card | None:
        return next((card for card in self.cards if card.slug == slug), None)

    def find_by_host(self, host: str) -> Card | None:
        return next((card for card in self.cards if host in card.hosts), None)

    def all(self) -> Sequence[Card]:
        return self.cards


PAVLODAR = Card(1, "pavlodar", Words("Павлодар облысы", "Павлодарская область"))
KOSTANAY = Card(
    2,
    "kostanay",
    Words("Қостанай облысы", "Костанайская область"),
    hosts=("kezek.kostanay.example",),
    brand={"--brand": "#6b2f73", "--bad": "url(x)"},
)


@dataclass(frozen=True, slots=True)
class NothingStopped:
    """A switchboard on which everything is on: these pages have no database to ask."""

    def stop_of(self, tenant_id: int) -> None:
        return None


def make_app(
    *,
    env: str = "test",
    doorbell: Doorbell | None = None,
    readers: Readers | None = None,
    redis_url: str = "",
) -> Flask:
    """The app with two regions."""
    compile_stale(ROOT / "translations")
    app = Flask("kezek", template_folder=str(ROOT / "templates"), static_folder=None)
    app.config.update(SECRET_KEY="x" * 32, TESTING=True)
    app.extensions["kezek.switchboard"] = NothingStopped()
    lay_foundation(
        app,
        Ground(
            env=env,
            tenants=Listed((PAVLODAR, KOSTANAY)),
            doorbell=doorbell or LocalDoorbell(),
            translations_dir=str(ROOT / "translations"),
            secure_cookies=False,
            redis_url=redis_url,
            readers=readers,
            statuses={ConnectionError: 503},
        ),
    )
    app.register_blueprint(home.blueprint)
    app.register_blueprint(_region())
    return app


def _region() -> Blueprint:
    """A first page of each region that needs no database: what stands around it is the same."""
    blueprint = Blueprint("public", __name__, url_prefix="/<slug:slug>")

    @blueprint.get("/")
    @public
    def region() -> Response:
        return respond("public/home.html", regions=())

    return blueprint
