"""Every document of the rulebook: its names, where it comes from, how long it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kezek.core.days import add_months

MAX_UPLOAD_BYTES = 5 * 1024 * 1024
"""One file, by the service passport (E-7, A-57)."""


class DocumentSource(StrEnum):
    """Where a document's content comes from (L-A2.8)."""

    PARENT = "parent"
    REGISTERS = "registers"
    SYSTEM = "system"


class Validity(StrEnum):
    """How long a document holds (rulebook 11)."""

    NO_TERM = "no_term"
    ONE_MONTH = "one_month"
    DAYS_BEFORE_CONTRACT = "days_before_contract"
    ITS_OWN = "its_own"
    CURRENT = "current"


@dataclass(frozen=True, slots=True)
class Document:
    """One kind of document of rulebook 11, with the names that people read."""

    code: str
    kk: str
    ru: str
    source: DocumentSource
    validity: Validity


_PARENT, _REGISTERS, _SYSTEM = DocumentSource

DOCUMENTS: tuple[Document, ...] = (
    Document("DOC-01", "Өтініш (1-қосымша)", "Заявление (приложение 1)", _PARENT, Validity.NO_TERM),
    Document("DOC-02", "Келісім (5-қосымша)", "Согласие (приложение 5)", _PARENT, Validity.NO_TERM),
    Document(
        "DOC-03",
        "Әскери қызметшінің, арнаулы мемлекеттік орган, құқық қорғау органы немесе "
        "фельдъегерлік байланыс қызметкерінің жұмыс орнынан анықтама",
        "Справка с места работы военнослужащего, сотрудника специального государственного или "
        "правоохранительного органа, фельдъегерской связи",
        _PARENT,
        Validity.ONE_MONTH,
    ),
    Document(
        "DOC-04",
        "Педагогтің немесе медициналық қызметкердің жұмыс орнынан анықтама",
        "Справка с места работы педагога или медицинского работника",
        _PARENT,
        Validity.ONE_MONTH,
    ),
    Document("DOC-05", "Диплом", "Диплом", _PARENT, Validity.NO_TERM),
    Document(
        "DOC-06",
        "Психологиялық-медициналық-педагогикалық консультацияның (ПМПК) қорытындысы",
        "Заключение психолого-медико-педагогической консультации (ПМПК)",
        _PARENT,
        Validity.NO_TERM,
    ),
    Document(
        "DOC-07",
        "Фтизиатр-дәрігер берген құжат",
        "Документ врача-фтизиатра",
        _PARENT,
        Validity.NO_TERM,
    ),
    Document(
        "DOC-08",
        "Іріктеу комиссиясының қорытындысы",
        "Заключение отборочной комиссии",
        _PARENT,
        Validity.NO_TERM,
    ),
    Document(
        "DOC-09",
        "Жеке басын куәландыратын құжат",
        "Документ, удостоверяющий личность",
        _REGISTERS,
        Validity.ITS_OWN,
    ),
    Document(
        "DOC-10",
        "Баланың туу туралы куәлігі",
        "Свидетельство о рождении ребенка",
        _REGISTERS,
        Validity.NO_TERM,
    ),
    Document(
        "DOC-11",
        "Бірінші кезекте орын алу құқығын растайтын мәлімет",
        "Сведения о праве на первоочередное получение места",
        _REGISTERS,
        Validity.CURRENT,
    ),
    Document(
        "DOC-12",
        "Профилактикалық екпелер картасы (№ 065/е)",
        "Карта профилактических прививок (№ 065/е)",
        _PARENT,
        Validity.CURRENT,
    ),
    Document(
        "DOC-13",
        "Бала денсаулығы паспорты («052-2/у»)",
        "Паспорт здоровья ребенка («052-2/у»)",
        _PARENT,
        Validity.CURRENT,
    ),
    Document(
        "DOC-14",
        "Бала денсаулығы туралы анықтама (№ 027/е)",
        "Справка о состоянии здоровья ребенка (№ 027/е)",
        _PARENT,
        Validity.DAYS_BEFORE_CONTRACT,
    ),
    Document("DOC-15", "Жолдама", "Направление", _SYSTEM, Validity.ITS_OWN),
    Document(
        "DOC-16",
        "Келуге мүмкіндік жоғын растайтын құжат",
        "Документ, подтверждающий невозможность прийти",
        _PARENT,
        Validity.NO_TERM,
    ),
    Document("DOC-17", "Электронды шарт", "Электронный договор", _SYSTEM, Validity.ITS_OWN),
    Document(
        "DOC-18",
        "Жаңа қызмет орнына ауыстыру және тұрғылықты жердің өзгеруі туралы құжат",
        "Документ о переводе к новому месту службы и смене места жительства",
        _PARENT,
        Validity.NO_TERM,
    ),
    Document("DOC-19", "Ваучер", "Ваучер", _SYSTEM, Validity.ITS_OWN),
    Document(
        "DOC-20",
        "Мемлекеттік тапсырыспен жекеменшік балабақшаға жолдама",
        "Направление в частный детский сад по госзаказу",
        _SYSTEM,
        Validity.ITS_OWN,
    ),
)
"""Every document of rulebook 11."""

_DOCUMENT = {document.code: document for document in DOCUMENTS}


def document(code: str) -> Document:
    """The document with this code of rulebook 11. Raises KeyError for any other code."""
    return _DOCUMENT[code]


def valid_through_on(kind: Document, issued_on: date) -> date | None:
    """The last day on which a document with a term counted from its issue holds (DOC-03, DOC-04).

    One month from 7 September is through 7 October. Nothing for a document without such a term.
    """
    return add_months(issued_on, 1) if kind.validity is Validity.ONE_MONTH else None


def is_current(kind: Document, issued_on: date, on: date) -> bool:
    """Whether a document issued on a day holds on another one; none holds before its issue."""
    through = valid_through_on(kind, issued_on)
    return issued_on <= on and (through is None or on <= through)


def suits_contract(issued_on: date, contract_on: date, days: int) -> bool:
    """Whether certificate 027/е is from the days before the contract, or its day (L-28.1, A-20)."""
    return contract_on - timedelta(days=days) <= issued_on <= contract_on
