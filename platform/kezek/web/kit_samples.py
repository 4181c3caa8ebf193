"""Made-up things for the kit page, in the shapes that the pages' macros take."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from kezek.web.labels import APPLICATION
from kezek.web.words import Label

LANGUAGES = {"kk": "Қазақ тілі", "ru": "Русский язык"}

NOW = datetime(2026, 9, 7, 9, 30, tzinfo=UTC)
"""The moment at which the kit page stands still, so that two pictures of it can be compared."""

_WORDS = {
    "queue": (
        "«Ертөстік» бөбекжайы · 2023 жыл · қазақ тілі",
        "Ясли-сад «Ертостик» · 2023 год · казахский",
    ),
    "long_queue": (
        "«Күншуақ» санаториялық бөбекжайы · 2022 жыл · қазақ тілі",
        "Санаторный ясли-сад «Куншуак» · 2022 год · казахский",
    ),
    "offer": ("Сізге орын ұсынылды", "Вам предложено место"),
    "offer_text": (
        "«Ертөстік» бөбекжайы, кіші топ, қазақ тілі. Жауап беру мерзімі: 9 қыркүйек, 23:59.",
        "Ясли-сад «Ертостик», младшая группа, казахский язык. Ответить до 9 сентября, 23:59.",
    ),
    "queued": ("Өтінішіңіз кезекке қойылды", "Ваше заявление поставлено в очередь"),
    "queued_text": ("Өтініш нөмірі: PVL-26-004217.", "Номер заявления: PVL-26-004217."),
    "checked": ("Құжаттар тексерілді", "Документы проверены"),
    "name": ("Серікқызы Әйгерім", "Сериккызы Айгерим"),
    "kindergarten": ("«Ертөстік» бөбекжайы", "Ясли-сад «Ертостик»"),
    "second": ("«Қарлығаш» балабақшасы", "Детский сад «Карлыгаш»"),
    "third": ("«Балдырған» балабақшасы", "Детский сад «Балдырган»"),
    "address": ("Ақсу қ., Әуезов к-сі, 12", "г. Аксу, ул. Ауэзова, 12"),
    "large": ("Көп балалы отбасыдан", "Из многодетной семьи"),
    "teacher": ("Педагогтің баласы", "Ребенок педагога"),
    "soldier": ("Әскери қызметшінің баласы", "Ребенок военнослужащего"),
    "consent": ("Келісіміңізді растаңыз", "Подтвердите согласие"),
    "child": ("Баланы таңдаңыз", "Выберите ребенка"),
    "language": ("Оқыту тілін таңдаңыз", "Выберите язык обучения"),
    "choices": ("Аймақ пен балабақшаларды таңдаңыз", "Выберите территорию и детские сады"),
    "benefits": ("Артықшылықтарды көрсетіңіз (бар болса)", "Укажите льготы (если есть)"),
    "review": ("Өтінішіңізді растаңыз", "Подтвердите заявление"),
    "number": ("Өтініш нөмірін сақтаңыз", "Сохраните номер заявления"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One cause of a changed number, and how many applications it was."""

    cause: str
    amount: int
    applications: int


@dataclass(frozen=True, slots=True)
class NumberChange:
    """A changed number with its causes."""

    before: int
    after: int
    at: datetime
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class NumberCard:
    """A number in a queue."""

    queue: str
    number: int | None
    waiting: int
    under_review: int
    as_of: datetime
    is_demo: bool
    history_url: str


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice in a list."""

    title: str
    text: str
    at: datetime
    is_read: bool
    url: str


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a timeline."""

    title: str
    at: datetime
    text: str
    label: Label


@dataclass(frozen=True, slots=True)
class Pages:
    """Where we are in a long list."""

    current: int
    last: int
    shown: tuple[int | None, ...]
    first_item: int
    last_item: int
    total: int


@dataclass(frozen=True, slots=True)
class KitPage:
    """Everything that the kit page shows besides states."""

    now: datetime
    soon: datetime
    later: datetime
    past: datetime
    cards: tuple[NumberCard, ...]
    change: NumberChange
    notices: tuple[NoticeLine, ...]
    events: tuple[Event, ...]
    pages: Pages
    steps: tuple[str, ...]
    rows: tuple[tuple[str, str, int, int], ...]
    child: str
    address: str


_CHANGE = NumberChange(
    12,
    7,
    NOW - timedelta(days=7),
    (
        Reason("served_ahead", -4, 4),
        Reason("withdrawn_ahead", -2, 1),
        Reason("entered_ahead", 2, 2),
        Reason("ratio_turn", -1, 1),
    ),
)
"""A number that four causes have changed: −4 −2 +2 −1 is the difference."""


def kit_page(language: str) -> KitPage:
    """The samples with their names in one language."""
    words = _words(language)
    return KitPage(
        now=NOW,
        soon=datetime(2026, 9, 9, 19, tzinfo=UTC),
        later=NOW + timedelta(hours=3, minutes=25),
        past=NOW - timedelta(days=1),
        cards=(
            NumberCard(words["queue"], 7, 48, 3, NOW, is_demo=False, history_url="#numbers"),
            NumberCard(words["long_queue"], 1284, 6310, 0, NOW, is_demo=True, history_url=""),
            NumberCard(words["queue"], None, 48, 1, NOW, is_demo=False, history_url=""),
        ),
        change=_CHANGE,
        notices=(
            NoticeLine(words["offer"], words["offer_text"], NOW, is_read=False, url="#notices"),
            NoticeLine(words["queued"], words["queued_text"], NOW, is_read=True, url=""),
        ),
        events=(
            Event(words["offer"], NOW, words["offer_text"], APPLICATION["OFFERED"]),
            Event(words["checked"], NOW - timedelta(days=3), "", APPLICATION["QUEUED"]),
            Event(
                words["queued"],
                NOW - timedelta(days=4),
                words["queued_text"],
                APPLICATION["QUEUED"],
            ),
        ),
        pages=Pages(4, 127, (1, None, 3, 4, 5, None, 127), 151, 200, 6310),
        steps=tuple(
            words[name]
            for name in ("consent", "child", "language", "choices", "benefits", "review", "number")
        ),
        rows=(
            (words["kindergarten"], words["address"], 3, 48),
            (words["second"], words["address"], 0, 112),
            (words["third"], words["address"], 1, 9),
        ),
        child=words["name"],
        address=words["address"],
    )


def kindergartens(language: str) -> list[tuple[str, str]]:
    """Kindergartens to choose from."""
    words = _words(language)
    return [(name, words[name]) for name in ("kindergarten", "second", "third")]


def rights(language: str) -> list[tuple[str, str]]:
    """Benefits to tick."""
    words = _words(language)
    return [(name, words[name]) for name in ("large", "teacher", "soldier")]


def _words(language: str) -> dict[str, str]:
    at = 1 if language == "ru" else 0
    return {name: words[at] for name, words in _WORDS.items()}
