"""What may stand in a region's tenant.toml, in _defaults.toml and in a calendar file."""

from __future__ import annotations

from kezek.adapters.shapes import Named, Rows, Section, Shape, Value
from kezek.adapters.values import Day, Days, ListOf, Pattern, Text, Zone
from kezek.core.knobs import ManyOf, OneOf, Whole, YesNo
from kezek.core.regions import INTERFACE_LANGUAGES
from kezek.core.rules import KNOBS
from kezek.core.territories import Level, Mode

SLUG = Pattern(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", "small Latin letters, digits and dashes")
INSTRUCTION_LANGUAGES = ("kk", "ru", "uz", "ug", "tg", "en", "de", "pl", "ko", "tr")

_MODE = OneOf(tuple(Mode))
_KATO = Pattern(r"[0-9]{9}", "the nine digits of the KATO code, in quotation marks")
_PHONE = Pattern(r"[0-9+][0-9 ()-]{2,20}", "a telephone number, in quotation marks")
_BOTH_LANGUAGES = ManyOf(OneOf(INTERFACE_LANGUAGES), at_least=len(INTERFACE_LANGUAGES))


def words(longest: int = 300, *, required: bool = True) -> Section:
    """A table with the same words in each language of the interface: none may be missing."""
    keys: dict[str, Shape] = {language: Value(Text(longest)) for language in INTERFACE_LANGUAGES}
    return Section(keys, required=required)


def _phones() -> Rows:
    return Rows(
        Section({"number": Value(_PHONE), "kk": Value(Text()), "ru": Value(Text())}),
        unique=("number",),
    )


_TERRITORY = Section(
    {
        "slug": Value(SLUG),
        "kk": Value(Text()),
        "ru": Value(Text()),
        "kato": Value(_KATO, required=False),
        "level": Value(OneOf(tuple(Level))),
        "mode": Value(_MODE, required=False),
        "from": Value(Day(), required=False),
        "provider": words(required=False),
        "switch": Rows(Section({"mode": Value(_MODE), "from": Value(Day())}), unique=("from",)),
    }
)

_CHANNELS = Section(
    {
        "sms": Value(YesNo(), required=False),
        "email": Value(YesNo(), required=False),
        "sms_sender": Value(
            Pattern(r"[A-Za-z0-9 ._-]{0,11}", "at most 11 Latin letters and digits"),
            required=False,
        ),
        "email_sender": Value(
            Pattern(r"[^<>\r\n]{0,60}", "a name of at most 60 characters"), required=False
        ),
    },
    required=False,
)
_BRAND = Named(
    Pattern(r"--brand(-[a-z]+)*", "a name like --brand"),
    Value(Pattern(r"#[0-9a-fA-F]{6}", "a colour #rrggbb")),
)

CALENDAR_YEAR = Section(
    {
        "year": Value(Whole(2000, 2100)),
        "confirmed": Value(YesNo()),
        "source": Value(Text()),
        "days_off": Value(Days()),
        "working_weekends": Value(Days(), required=False),
    }
)
"""One year of the calendar: shared by all regions, or a region's own in its place."""

_YEAR_ROW = Section({**CALENDAR_YEAR.keys, "source": Value(Text(), required=False)})

TENANT = Section(
    {
        "prefix": Value(Pattern(r"[A-Z]{3}", "three Latin capitals")),
        "kato": Value(_KATO),
        "zone": Value(Zone()),
        "is_demo": Value(YesNo()),
        "mode": Value(_MODE),
        "from": Value(Day()),
        "hosts": Value(
            ListOf(Pattern(r"[a-z0-9-]+(\.[a-z0-9-]+)+", "a host name in small letters"))
        ),
        "name": words(),
        "provider": words(),
        "languages": Section(
            {
                "interface": Value(_BOTH_LANGUAGES),
                "instruction": Value(ManyOf(OneOf(INSTRUCTION_LANGUAGES), at_least=1)),
            }
        ),
        "contacts": Section(
            {
                "phone": _phones(),
                "national": _phones(),
                "email": Value(Pattern(r"[^@\s]+@[^@\s]+\.[^@\s]+", "an address"), required=False),
                "website": Value(Pattern(r"https://\S+", "an address https://…"), required=False),
            }
        ),
        "texts": Named(SLUG, words(2000)),
        "rules": Section({name: Value(knob) for name, knob in KNOBS.items()}),
        "territory": Rows(_TERRITORY, unique=("slug", "kato"), at_least=1),
        "channels": _CHANNELS,
        "brand": _BRAND,
        "calendar": Rows(_YEAR_ROW, unique=("year",)),
    }
)
"""A region: its own file laid over _defaults.toml. With years of its own it has no shared ones."""
