"""Every refusal of the rules as a sentence that says what is the matter and what to do next."""

from collections.abc import Mapping
from datetime import date, datetime

from kezek.core.errors import Code, Refusal
from kezek.web.call_refusal_words import CALL_BY_DETAIL
from kezek.web.contact_refusal_words import CONTACT_BY_DETAIL
from kezek.web.data_refusal_words import DATA_BY_DETAIL
from kezek.web.i18n import format_day, format_moment
from kezek.web.kindergarten_refusal_words import KINDERGARTEN_BY_DETAIL
from kezek.web.labels import APPLICATION
from kezek.web.operator_refusal_words import OPERATOR_BY_DETAIL
from kezek.web.portal_refusal_words import PORTAL_BY_DETAIL
from kezek.web.refusal_words import BY_CODE, BY_DETAIL
from kezek.web.region_refusal_words import REGION_BY_DETAIL
from kezek.web.registry_refusal_words import REGISTRY_BY_DETAIL
from kezek.web.signature_refusal_words import SIGNATURE_BY_DETAIL
from kezek.web.staff_refusal_words import STAFF_BY_DETAIL
from kezek.web.words import say

_STATUS = {
    Code.NOT_YOURS: 403,
    Code.NOT_ELIGIBLE_AGE: 422,
    Code.INVALID_CHOICE: 422,
    Code.INVALID_IIN: 422,
    Code.CONSENT_MISSING: 422,
    Code.SIGNATURE_REFUSED: 422,
}

DETAILED = {
    **BY_DETAIL,
    **REGION_BY_DETAIL,
    **KINDERGARTEN_BY_DETAIL,
    **STAFF_BY_DETAIL,
    **CALL_BY_DETAIL,
    **CONTACT_BY_DETAIL,
    **OPERATOR_BY_DETAIL,
    **REGISTRY_BY_DETAIL,
    **SIGNATURE_BY_DETAIL,
    **PORTAL_BY_DETAIL,
    **DATA_BY_DETAIL,
}
"""Every sentence that is more exact than that of its code, of families and of each desk."""


def refusal_sentence(code: str, values: Mapping[str, object], detail: str = "") -> str:
    """The refusal in the reader's language; the more exact sentence where its detail has one."""
    sentence = DETAILED.get((code, detail), BY_CODE[code])
    return say(sentence, **{name: _spoken(value) for name, value in values.items()})


def sentence_of(refusal: Refusal) -> str:
    """The sentence of a refusal that was raised."""
    return refusal_sentence(refusal.code, refusal.values, refusal.detail)


def status_of(refusal: Refusal) -> int:
    """422 for what was entered wrongly, 403 for another family's, else 409."""
    return _STATUS.get(refusal.code, 409)


def _spoken(value: object) -> str:
    """A value as it is said in the reader's language."""
    if isinstance(value, datetime):
        return format_moment(value)
    if isinstance(value, date):
        return format_day(value)
    text = str(value)
    state = text.partition("(")[0]
    return say(APPLICATION[state].text) if state in APPLICATION else text
