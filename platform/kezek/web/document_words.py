"""How the papers of people without an IIN are called (L-5.3, A-58)."""

from collections.abc import Mapping

from kezek.core.people import DocumentKind
from kezek.web.words import mark, say

DOCUMENT_KINDS: Mapping[str, str] = {
    DocumentKind.PASSPORT: mark("Passport of another country"),
    DocumentKind.BIRTH_CERTIFICATE: mark("Birth certificate of another country"),
    DocumentKind.RESIDENCE_PERMIT: mark("Residence permit"),
    DocumentKind.STATELESS_CERTIFICATE: mark("Certificate of a stateless person"),
    DocumentKind.REFUGEE_CERTIFICATE: mark("Certificate of a refugee"),
}
"""How the papers of people without an IIN are called (L-5.3, A-58)."""


def document_kind_name(kind: str) -> str:
    """A kind of document by its name in the reader's language."""
    return say(DOCUMENT_KINDS[kind])
