"""By what right a child stands out of turn or has first priority, and what proves it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kezek.core.documents import Document, DocumentSource, document
from kezek.core.queues import QueueType
from kezek.core.turns import Standing

GENERAL_CATEGORY = 13
"""The statement that none of the twelve rights applies (Annex 1 item 13)."""


@dataclass(frozen=True, slots=True)
class Category:
    """One of the thirteen statements of Annex 1 (L-A1.3)."""

    code: int
    standing: Standing
    kk: str
    ru: str
    proofs: tuple[str, ...] = ()
    """Documents that prove it, all of them together."""
    register_can_confirm: bool = False
    """Whether state systems hold the fact, so that no paper is needed (L-A2.8, A-33)."""


_O, _P, _G = Standing

CATEGORIES: tuple[Category, ...] = (
    Category(
        1,
        _O,
        "әскери қызметшінің, оның ішінде қызмет атқару кезінде қаза тапқанның, қайтыс болғанның "
        "немесе хабар-ошарсыз кеткеннің баласы",
        "ребенок военнослужащего, в том числе погибшего, умершего или пропавшего без вести "
        "в период прохождения службы",
        ("DOC-03",),
    ),
    Category(
        2,
        _O,
        "арнаулы мемлекеттік орган қызметкерінің, оның ішінде қызмет атқару кезінде қаза тапқан, "
        "қайтыс болған немесе хабар-ошарсыз кеткен қызметкердің баласы",
        "ребенок сотрудника специального государственного органа, в том числе погибшего, "
        "умершего или пропавшего без вести в период прохождения службы",
        ("DOC-03",),
    ),
    Category(
        3,
        _O,
        "құқық қорғау органдары қызметкерінің, оның ішінде қызмет өткеру кезінде қаза тапқанның, "
        "қайтыс болғанның немесе хабар-ошарсыз кеткеннің баласы",
        "ребенок сотрудника правоохранительного органа, в том числе погибшего, умершего или "
        "пропавшего без вести в период прохождения службы",
        ("DOC-03",),
    ),
    Category(
        4,
        _O,
        "мемлекеттік фельдъегерлік байланыс қызметкерінің, оның ішінде қызмет өткеру кезінде "
        "қаза тапқанның, қайтыс болғанның немесе хабар-ошарсыз кеткеннің баласы",
        "ребенок сотрудника государственной фельдъегерской связи, в том числе погибшего, "
        "умершего или пропавшего без вести в период прохождения службы",
        ("DOC-03",),
    ),
    Category(
        5,
        _P,
        "мүмкіндігі шектеулі бала",
        "ребенок с ограниченными возможностями",
        ("DOC-06",),
    ),
    Category(
        6,
        _P,
        "мүгедектігі бар баланы тәрбиелеп отырған отбасынан шыққан бала",
        "ребенок из семьи, воспитывающей ребенка с инвалидностью",
        ("DOC-11",),
        register_can_confirm=True,
    ),
    Category(
        7,
        _P,
        "ата-анасының бірі мүгедектігі бар тұлға болып табылатын отбасынан шыққан бала",
        "ребенок из семьи, в которой один из родителей является лицом с инвалидностью",
        ("DOC-11",),
        register_can_confirm=True,
    ),
    Category(
        8,
        _P,
        "ата-анасының қамқорлығынсыз қалған бала",
        "ребенок, оставшийся без попечения родителей",
        ("DOC-11",),
        register_can_confirm=True,
    ),
    Category(9, _P, "жетім бала", "ребенок-сирота", ("DOC-11",), register_can_confirm=True),
    Category(
        10,
        _P,
        "көп балалы отбасыдан шыққан бала",
        "ребенок из многодетной семьи",
        ("DOC-11",),
        register_can_confirm=True,
    ),
    Category(11, _P, "педагогтің баласы", "ребенок педагога", ("DOC-04", "DOC-05")),
    Category(
        12,
        _P,
        "медициналық қызметкердің баласы",
        "ребенок медицинского работника",
        ("DOC-04", "DOC-05"),
    ),
    Category(
        GENERAL_CATEGORY,
        _G,
        "жоғарыда аталған санаттардың ешқайсысына жатпайды",
        "не относится ни к одной из перечисленных категорий",
    ),
)
"""The thirteen statements of Annex 1, in its order (L-A1.3, rulebook 13.4)."""

_CATEGORY = {category.code: category for category in CATEGORIES}
_HIGHEST_FIRST = (Standing.O, Standing.P, Standing.G)
_QUEUE_PROOFS = {
    QueueType.GENERAL: (),
    QueueType.SPECIAL: ("DOC-06",),
    QueueType.SANATORIUM: ("DOC-07", "DOC-08"),
}


def category(code: int) -> Category:
    """The category with this number of Annex 1. Raises KeyError for any other number."""
    return _CATEGORY[code]


def standing_of(codes: Iterable[int]) -> Standing:
    """The highest class that the categories give; general for none (rulebook 8, "Classes").

    Raises KeyError for a number that Annex 1 does not have.
    """
    claimed = {category(code).standing for code in codes}
    return next((one for one in _HIGHEST_FIRST if one in claimed), Standing.G)


def category_that_counts(codes: Iterable[int], standing: Standing) -> int | None:
    """The one category to which a child is counted: the one that gives it its standing (L-A1.3).

    Of several that give the same the first of Annex 1; whoever stands on general grounds counts
    to the thirteenth statement, whatever it claims and has not proved (A-14). Nothing where a
    queue came in with a standing and without its reason.
    """
    if standing is Standing.G:
        return GENERAL_CATEGORY
    return min((code for code in codes if category(code).standing is standing), default=None)


def proofs_of(codes: Iterable[int], queue_type: QueueType) -> tuple[Document, ...]:
    """The documents needed beside the form, each once (L-A2.8, L-10.4, L-10.5)."""
    wanted = [proof for code in codes for proof in category(code).proofs]
    wanted.extend(_QUEUE_PROOFS[queue_type])
    return tuple(document(code) for code in dict.fromkeys(wanted))


def uploads_of(codes: Iterable[int], queue_type: QueueType) -> tuple[Document, ...]:
    """Those of the needed documents that a parent uploads a copy of (L-A2.8)."""
    needed = proofs_of(codes, queue_type)
    return tuple(one for one in needed if one.source is DocumentSource.PARENT)


def needs_staff(codes: Iterable[int], queue_type: QueueType, p_check: str) -> bool:
    """Whether staff look at the application first (L-6.1, L-6.2, L-A2.3, A-12).

    Out of turn, special and sanatorium always; first priority where the region's staff check it,
    or where no register holds the fact; general never.
    """
    if queue_type is not QueueType.GENERAL:
        return True
    claimed = [category(code) for code in codes]
    standing = standing_of(code.code for code in claimed)
    if standing is not Standing.P:
        return standing is Standing.O
    first_priority = (one for one in claimed if one.standing is Standing.P)
    return p_check == "staff" or not any(one.register_can_confirm for one in first_priority)
