"""Every refusal of the rules as a sentence that says what is the matter and what to do next."""

from collections.abc import Mapping
from datetime import date, datetime

from kezek.core.errors import Code, Refusal
from kezek.web.i18n import format_day, format_moment
from kezek.web.labels import APPLICATION
from kezek.web.words import mark, say

_BY_CODE: Mapping[str, str] = {
    Code.TOO_LATE: mark(
        "The time for this is over and nothing was changed. "
        "Look at the newest notice: it says what can be done now."
    ),
    Code.TOO_EARLY: mark("It is too early for this. The page shows from when it is possible."),
    Code.NOT_YOURS: mark("This is offered to another family. Your own offers are in your cabinet."),
    Code.NO_LIVE_OFFER: mark(
        "No offer is waiting for your answer: its time is over or it was answered already. "
        "Your notices say what happened."
    ),
    Code.NO_PLACE: mark("There is no free place here now. Choose another place from the list."),
    Code.NOT_ELIGIBLE_AGE: mark(
        "The child's age does not fit here. Check the date of birth, or choose another group."
    ),
    Code.STOP_LISTED: mark(
        "The application is on the stop-list. You can do this when that time is over."
    ),
    Code.ALREADY_QUEUED: mark(
        "There is already an application for this child. Open it, or ask the hotline about it."
    ),
    Code.ALREADY_DECIDED: mark("This has been decided already. Open the page anew to see how."),
    Code.LIMIT_REACHED: mark("The allowed number is reached, so this cannot be done once more."),
    Code.WRONG_STATE: mark(
        "This cannot be done at the present stage. Open the page anew to see what is possible now."
    ),
    Code.INVALID_CHOICE: mark("This choice is not possible. Choose from the list."),
    Code.INVALID_IIN: mark(
        "This is not a valid IIN. Check the twelve digits with the document and enter them again."
    ),
    Code.MODE_MISMATCH: mark(
        "The queue works by other rules in this territory. Begin from the page of your territory."
    ),
    Code.CONSENT_MISSING: mark(
        "Without your consent the application cannot be taken. Tick the consent to go on."
    ),
}

_BY_DETAIL: Mapping[tuple[str, str], str] = {
    (Code.TOO_LATE, "cancel"): mark(
        "A referral could be cancelled until %(until)s; that time is over. "
        "Ask the kindergarten or the hotline what can be done."
    ),
    (Code.NOT_ELIGIBLE_AGE, "not_born"): mark(
        "The date of birth lies in the future. Check the day, the month and the year."
    ),
    (Code.NOT_ELIGIBLE_AGE, "too_old"): mark(
        "Children are queued until they are %(years)s years old. If your child has a conclusion "
        "of the psychological, medical and pedagogical consultation, attach it."
    ),
    (Code.INVALID_CHOICE, "count"): mark("Choose at least one and at most %(most)s kindergartens."),
    (Code.INVALID_CHOICE, "repeated"): mark(
        "One kindergarten is chosen twice. Choose another one or leave the line empty."
    ),
    (Code.INVALID_CHOICE, "queue_type"): mark(
        "This kindergarten does not take children of this queue. Choose another one."
    ),
    (Code.INVALID_CHOICE, "private"): mark(
        "This kindergarten takes no children from the state queue. Choose another one."
    ),
    (Code.INVALID_CHOICE, "territory"): mark(
        "This kindergarten belongs to another territory. Choose one of your own territory."
    ),
    (Code.INVALID_CHOICE, "no_groups"): mark(
        "This kindergarten has no groups listed yet, so there is no queue for it. Choose another."
    ),
    (Code.LIMIT_REACHED, "cancel"): mark(
        "A referral has been cancelled %(most)s times already; it cannot be done once more."
    ),
    (Code.LIMIT_REACHED, "extended_once"): mark(
        "The referral was extended already; this is possible only once."
    ),
    (Code.LIMIT_REACHED, "extension_days"): mark(
        "A referral can be extended by 1 to %(most)s days. Enter a smaller number."
    ),
    (Code.WRONG_STATE, "state"): mark(
        "The application is at the stage “%(state)s”, where this cannot be done. "
        "Open the page anew to see what is possible now."
    ),
    (Code.WRONG_STATE, "extension_waits"): mark(
        "A request to extend the referral is waiting for an answer already."
    ),
    (Code.WRONG_STATE, "no_extension"): mark("There is no request to extend this referral."),
    (Code.ALREADY_DECIDED, "no_extension"): mark(
        "The request to extend this referral has been answered already."
    ),
    (Code.WRONG_STATE, "no_question"): mark(
        "There is no question waiting for your answer. Nothing needs to be done."
    ),
    (Code.WRONG_STATE, "reject"): mark(
        "This application has no benefit or document under check, so nothing can be refused."
    ),
    (Code.WRONG_STATE, "recall"): mark(
        "This place is kept for a child or taken by one, so it cannot be recalled."
    ),
    (Code.WRONG_STATE, "incomplete"): mark(
        "The documents are not complete, so the child cannot be admitted yet."
    ),
    (Code.WRONG_STATE, "immunity"): mark(
        "The share of children without vaccination is at its limit, "
        "so the child cannot be admitted."
    ),
    (Code.WRONG_STATE, "immunity_not_exceeded"): mark(
        "The limit of children without vaccination is not exceeded: this ground does not apply."
    ),
}

_STATUS = {
    Code.NOT_YOURS: 403,
    Code.NOT_ELIGIBLE_AGE: 422,
    Code.INVALID_CHOICE: 422,
    Code.INVALID_IIN: 422,
    Code.CONSENT_MISSING: 422,
}


def refusal_sentence(code: str, values: Mapping[str, object], detail: str = "") -> str:
    """The refusal in the reader's language; the more exact sentence where its detail has one."""
    sentence = _BY_DETAIL.get((code, detail), _BY_CODE[code])
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
