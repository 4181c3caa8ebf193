"""A small app for tests of the pages themselves: all of the foundation, no database."""

from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Flask

from kezek.adapters.doorbell import Doorbell, LocalDoorbell
from kezek.core.regions import Contacts, Phone, Words
from kezek.web import public
from kezek.web.foundation import Ground, lay_foundation
from kezek.web.reader import Readers
from kezek.web.tenant import ListedTenants, TenantCard

ROOT = Path(__file__).resolve().parents[2]


def card(number: int, slug: str, kk: str, ru: str, **more: object) -> TenantCard:
    """A region with a hotline."""
    given = {
        "languages": ("kk", "ru"),
        "contacts": Contacts(
            (
                Phone(
                    "+77473397222",
                    Words(
                        "Павлодар облысының қолдау қызметі", "Служба поддержки Павлодарской области"
                    ),
                ),
                Phone(
                    "1414",
                    Words(
                        "Бірыңғай байланыс орталығы, тәулік бойы",
                        "Единый контакт-центр, круглосуточно",
                    ),
                ),
            )
        ),
        "zone": ZoneInfo("Asia/Almaty"),
        **more,
    }
    return TenantCard(id=number, slug=slug, names=Words(kk, ru), **given)  # type: ignore[arg-type]


PAVLODAR = card(1, "pavlodar", "Павлодар облысы", "Павлодарская область")
KOSTANAY = card(
    2,
    "kostanay",
    "Қостанай облысы",
    "Костанайская область",
    hosts=("kezek.kostanay.example",),
    brand={"--brand": "#6b2f73", "--bad": "url(x)"},
)


def make_app(
    *, env: str = "test", doorbell: Doorbell | None = None, readers: Readers | None = None
) -> Flask:
    """The app with two regions."""
    app = Flask("kezek", template_folder=str(ROOT / "templates"), static_folder=None)
    app.config.update(SECRET_KEY="x" * 32, TESTING=True)
    lay_foundation(
        app,
        Ground(
            env=env,
            tenants=ListedTenants((PAVLODAR, KOSTANAY)),
            doorbell=doorbell or LocalDoorbell(),
            translations_dir=str(ROOT / "translations"),
            secure_cookies=False,
            readers=readers,
        ),
    )
    public.open_rooms(app)
    return app
