"""The texts that are signed electronically: plain, whole, in the reader's language (E-6, L-A1.2).

A text is what a person answers for, so it holds everything that the act says, and nothing that is
decided later. Its number is used once: what was signed for one act is worth nothing for another.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kezek.core.consent import Consent, consent_text
from kezek.core.days import Calendar
from kezek.core.documents import document
from kezek.core.queues import QueueType
from kezek.core.regions import Words
from kezek.core.standing import category
from kezek.core.wishes import Draft


class SignedAct(StrEnum):
    """What is signed electronically."""

    ENTRY = "entry"
    APPLICATION = "application"
    CONSENT = "consent"
    ACCEPTANCE = "acceptance"
    CONTRACT = "contract"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What makes a text this one and no other: its number, its moment, its region."""

    number: str
    asked_at: datetime
    region: Words
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class Person:
    """A person as a text names one."""

    name: str
    number: str
    born_on: date | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that belongs to what is signed, by its content."""

    kind: str
    sha256: str


_TITLES = {
    SignedAct.ENTRY: Words("Порталға кіру", "Вход на портал"),
    SignedAct.APPLICATION: Words(
        "ӨТІНІШ\nМектепке дейінгі ұйымға жолдама алу үшін баламды кезекке қоюыңызды сұраймын",
        "ЗАЯВЛЕНИЕ\nПрошу поставить моего ребенка в очередь для получения направления "
        "в дошкольную организацию",
    ),
    SignedAct.CONSENT: Words("КЕЛІСІМ", "СОГЛАСИЕ"),
    SignedAct.ACCEPTANCE: Words("ОРЫНДЫ ҚАБЫЛДАУ", "ПРИНЯТИЕ МЕСТА"),
    SignedAct.CONTRACT: Words(
        "ШАРТ\nМектепке дейінгі тәрбие мен оқыту туралы",
        "ДОГОВОР\nо дошкольном воспитании и обучении",
    ),
}

_LABELS = {
    "region": Words("Өңір", "Регион"),
    "moment": Words("Уақыты", "Время"),
    "number": Words("Бір реттік нөмір", "Одноразовый номер"),
    "parent": Words("Ата-ана", "Родитель"),
    "iin": Words("ЖСН немесе құжат нөмірі", "ИИН или номер документа"),
    "address": Words("Мекенжайы", "Адрес"),
    "child": Words("Бала", "Ребенок"),
    "born": Words("Туған күні", "Дата рождения"),
    "territory": Words("Аумақ", "Территория"),
    "language": Words("Тәрбиелеу тілі", "Язык воспитания"),
    "queue": Words("Кезек", "Очередь"),
    "kindergarten": Words("Балабақша", "Детский сад"),
    "status": Words("Баланың мәртебесі", "Статус ребенка"),
    "from": Words("Орын қажет болатын күн", "Место нужно с"),
    "file": Words("Құжат", "Документ"),
    "application": Words("Өтініш нөмірі", "Номер заявления"),
    "group": Words("Туған жылы бойынша тобы", "Группа по году рождения"),
    "until": Words("Орын уақытша, мерзімі", "Место временное, до"),
    "bin": Words("Балабақшаның БСН-і", "БИН детского сада"),
    "consent": Words("КЕЛІСІМ", "СОГЛАСИЕ"),
}

_QUEUES = {
    QueueType.GENERAL: Words("Жалпы білім беретін кезек", "Общеобразовательная очередь"),
    QueueType.SPECIAL: Words("Арнайы кезек", "Специальная очередь"),
    QueueType.SANATORIUM: Words("Санаторийлік кезек", "Санаторная очередь"),
}

_TONGUES = {"kk": Words("қазақ тілі", "казахский"), "ru": Words("орыс тілі", "русский")}

_CONFIRMS = (
    Words(
        "Жазғаным рас; жағдайымыз өзгерсе, өтініштің кезектегі күйі де өзгереді.",
        "Написанное верно; при изменении обстоятельств меняется и состояние заявления в очереди.",
    ),
    Words(
        "Мобильді нөмірімді өзекті күйде сақтаймын және орын қажет екенін жыл сайын растаймын.",
        "Обязуюсь держать номер телефона актуальным и ежегодно подтверждать, что место нужно.",
    ),
    Words(
        "Қағидалармен таныстым және заңмен қорғалатын мәліметтерді пайдалануға келісемін.",
        "С правилами ознакомлен(а), согласен(на) на использование сведений, охраняемых законом.",
    ),
)


@dataclass(frozen=True, slots=True)
class ApplicationSaid:
    """What an application says, with the names that its identifiers stand for."""

    parent: Person
    child: Person
    draft: Draft
    territory: Words
    kindergartens: Sequence[Words]
    papers: Sequence[Paper]


def entry_text(stamp: Stamp, language: str) -> bytes:
    """What is signed to come in."""
    return text_of(SignedAct.ENTRY, (), stamp, language)


def application_text(said: ApplicationSaid, stamp: Stamp, language: str) -> bytes:
    """The application of Annex 1 and the consent of Annex 5, signed together (L-A1.2 … L-A5.1)."""
    draft = said.draft
    assert draft.consent is not None
    lines = [
        *person_of("parent", said.parent, language),
        *person_of("child", said.child, language),
        line_of("territory", said.territory.in_language(language), language),
        line_of("language", tongue_of(draft.language, language), language),
        line_of("queue", _QUEUES[draft.queue_type].in_language(language), language),
        *_listed(
            "kindergarten", [one.in_language(language) for one in said.kindergartens], language
        ),
        *_listed("status", [_category(code, language) for code in draft.categories], language),
        *(
            [line_of("from", draft.planned_from.isoformat(), language)]
            if draft.planned_from
            else ()
        ),
        *(_paper(one, language) for one in said.papers),
        "",
        *(one.in_language(language) for one in _CONFIRMS),
        "",
        *_consent(draft.consent),
        "",
    ]
    return text_of(SignedAct.APPLICATION, lines, stamp, language)


def text_of(act: SignedAct, lines: Iterable[str], stamp: Stamp, language: str) -> bytes:
    """The whole text of an act: its title, what it says, and what makes it this one."""
    moment = stamp.calendar.local(stamp.asked_at)
    whole = [
        _TITLES[act].in_language(language),
        "",
        *lines,
        line_of("region", stamp.region.in_language(language), language),
        line_of("moment", moment.isoformat(sep=" ", timespec="seconds"), language),
        line_of("number", stamp.number, language),
        "",
    ]
    return "\n".join(whole).encode()


def person_of(label: str, one: Person, language: str) -> list[str]:
    """The lines that name a person."""
    return [
        line_of(label, one.name, language),
        line_of("iin", one.number, language),
        *([line_of("born", one.born_on.isoformat(), language)] if one.born_on else ()),
        *([line_of("address", one.address, language)] if one.address else ()),
    ]


def _listed(label: str, values: Sequence[str], language: str) -> list[str]:
    return [line_of(label, f"{place}. {value}", language) for place, value in enumerate(values, 1)]


def tongue_of(code: str, language: str) -> str:
    """A language of instruction by its name; one that a region added, by its code."""
    return _TONGUES[code].in_language(language) if code in _TONGUES else code


def _paper(one: Paper, language: str) -> str:
    known = document(one.kind)
    name = known.ru if language == "ru" else known.kk
    return line_of("file", f"{name}, SHA-256 {one.sha256}", language)


def _consent(consent: Consent) -> list[str]:
    """The words to which the consent was given, in the language in which it was given."""
    words = consent_text(consent.language)
    return [
        _LABELS["consent"].in_language(consent.language),
        words.opening,
        *(f"– {one}" for one in words.services),
        words.middle,
        *(f"– {one}" for one in words.points),
        words.restricted,
        words.validity,
        f"({consent.version})",
    ]


def _category(code: int, language: str) -> str:
    return f"({code}) {Words(category(code).kk, category(code).ru).in_language(language)}"


def line_of(label: str, value: str, language: str) -> str:
    """One line by its label; what a person typed cannot begin another one."""
    return f"{_LABELS[label].in_language(language)}: {' '.join(value.split())}"
