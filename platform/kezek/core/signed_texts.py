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
    return _text(SignedAct.ENTRY, (), stamp, language)


def application_text(said: ApplicationSaid, stamp: Stamp, language: str) -> bytes:
    """The application of Annex 1 and the consent of Annex 5, signed together (L-A1.2 … L-A5.1)."""
    draft = said.draft
    assert draft.consent is not None
    lines = [
        *_person("parent", said.parent, language),
        *_person("child", said.child, language),
        _line("territory", said.territory.in_language(language), language),
        _line("language", _tongue(draft.language, language), language),
        _line("queue", _QUEUES[draft.queue_type].in_language(language), language),
        *_listed(
            "kindergarten", [one.in_language(language) for one in said.kindergartens], language
        ),
        *_listed("status", [_category(code, language) for code in draft.categories], language),
        *([_line("from", draft.planned_from.isoformat(), language)] if draft.planned_from else ()),
        *(_paper(one, language) for one in said.papers),
        "",
        *(one.in_language(language) for one in _CONFIRMS),
        "",
        *_consent(draft.consent),
        "",
    ]
    return _text(SignedAct.APPLICATION, lines, stamp, language)


def _text(act: SignedAct, lines: Iterable[str], stamp: Stamp, language: str) -> bytes:
    moment = stamp.calendar.local(stamp.asked_at)
    whole = [
        _TITLES[act].in_language(language),
        "",
        *lines,
        _line("region", stamp.region.in_language(language), language),
        _line("moment", moment.isoformat(sep=" ", timespec="seconds"), language),
        _line("number", stamp.number, language),
        "",
    ]
    return "\n".join(whole).encode()


def _person(label: str, one: Person, language: str) -> list[str]:
    return [
        _line(label, one.name, language),
        _line("iin", one.number, language),
        *([_line("born", one.born_on.isoformat(), language)] if one.born_on else ()),
        *([_line("address", one.address, language)] if one.address else ()),
    ]


def _listed(label: str, values: Sequence[str], language: str) -> list[str]:
    return [_line(label, f"{place}. {value}", language) for place, value in enumerate(values, 1)]


def _tongue(code: str, language: str) -> str:
    """A language by its name; one that a region added, by its code."""
    return _TONGUES[code].in_language(language) if code in _TONGUES else code


def _paper(one: Paper, language: str) -> str:
    known = document(one.kind)
    name = known.ru if language == "ru" else known.kk
    return _line("file", f"{name}, SHA-256 {one.sha256}", language)


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


def _line(label: str, value: str, language: str) -> str:
    """One line; what a person typed cannot begin another one."""
    return f"{_LABELS[label].in_language(language)}: {' '.join(value.split())}"
