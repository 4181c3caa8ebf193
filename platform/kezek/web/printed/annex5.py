"""Annex 5, the consent under which the application was sent (L-A5.1, D-12)."""

from dataclasses import asdict

from kezek.core.consent import VERSIONS, consent_text
from kezek.core.printed import Kind
from kezek.reads.application_page import ApplicationPage
from kezek.reads.printed_facts import applied
from kezek.web.i18n import current_language, format_moment
from kezek.web.labels import tongue
from kezek.web.printed.annex1 import signed
from kezek.web.printed.frame import Data, frame
from kezek.web.tenant import current_tenant
from kezek.web.words import mark, say

KIND = Kind.CONSENT
NAME = mark("Consent (Annex 5)")


def is_there(page: ApplicationPage) -> bool:
    """Where a consent was given to the words that we have; not of a queue that was taken over."""
    return page.consent is not None and page.consent.version in VERSIONS


def data(page: ApplicationPage) -> Data:
    """What stands in it."""
    consent = page.consent
    said = applied(current_tenant().id, page.id, current_language())
    assert consent is not None
    assert said is not None, "a page without its application"
    return frame(KIND, say(NAME), page) | {
        "text": asdict(consent_text(current_language(), consent.version)),
        "given": format_moment(consent.given_at),
        "spoken": tongue(consent.language),
        "version": consent.version,
        "signed": signed(page, said),
    }
