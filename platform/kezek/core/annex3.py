"""The reasons of a refusal as Annex 3 of order 133 asks for them, document by document."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kezek.core.documents import DOCUMENTS

_CODES = frozenset(document.code for document in DOCUMENTS)
_MISSING, _EXPIRED = "missing", "expired"


class Ground(StrEnum):
    """The grounds of Annex 2 item 9 that are no matter of single papers (L-A2.9)."""

    UNRELIABLE = "unreliable"
    UNSUITABLE = "unsuitable"
    NO_CONSENT = "no_consent"


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a service is refused (L-A3.1): documents by their code, grounds, a word to the parent."""

    missing: tuple[str, ...] = ()
    expired: tuple[str, ...] = ()
    grounds: tuple[Ground, ...] = ()
    note: str = ""

    def __str__(self) -> str:
        """As one line, which `reasons_from` reads: `missing DOC-03; unreliable; note`."""
        parts = [
            _list(_MISSING, self.missing),
            _list(_EXPIRED, self.expired),
            *self.grounds,
            self.note.strip(),
        ]
        return "; ".join(part for part in parts if part)


def reasons_from(text: str) -> Reasons:
    """The reasons that a line names; what follows the known ones is the note."""
    lists: dict[str, tuple[str, ...]] = {}
    grounds: list[Ground] = []
    note: list[str] = []
    for part in (one.strip() for one in text.split(";")):
        word, *codes = part.split() or [""]
        if note:
            note.append(part)
        elif word in (_MISSING, _EXPIRED) and codes and _CODES.issuperset(codes):
            lists[word] = tuple(codes)
        elif part in list(Ground):
            grounds.append(Ground(part))
        else:
            note.append(part)
    return Reasons(
        lists.get(_MISSING, ()), lists.get(_EXPIRED, ()), tuple(grounds), "; ".join(note)
    )


def _list(word: str, codes: Iterable[str]) -> str:
    return " ".join((word, *codes)) if codes else ""
