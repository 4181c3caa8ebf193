"""The words, signs and tones of states, classes and reasons, as families and staff read them."""

from flask_babel import get_locale

from kezek.core.modes.registry import gives_vouchers, has_bulletin
from kezek.core.standing import GENERAL_CATEGORY, category
from kezek.web.causes import cause_sentence
from kezek.web.file_words import GLOBALS as FILE_WORDS
from kezek.web.words import Label, mark, say

APPLICATION = {
    "DRAFT": Label(mark("Draft"), "pencil", "calm"),
    "UNDER_REVIEW": Label(mark("Being checked"), "search", "calm"),
    "REFUSED": Label(mark("Refused"), "cross", "bad"),
    "QUEUED": Label(mark("In the queue"), "queue", "active"),
    "DEFERRED": Label(mark("Waiting for the planned age"), "calendar", "calm"),
    "OFFERED": Label(mark("A place is offered"), "gift", "act"),
    "SUSPENDED": Label(mark("Suspended"), "pause", "bad"),
    "INTEREST_CHECK": Label(mark("Asked to confirm interest"), "question", "act"),
    "STOP_LIST": Label(mark("On the stop-list"), "pause", "bad"),
    "REFERRED": Label(mark("Referral issued"), "paper", "good"),
    "ADMISSION": Label(mark("Documents under check"), "search", "calm"),
    "ADMISSION_REFUSED": Label(mark("Admission refused, under review"), "search", "bad"),
    "CONTRACT": Label(mark("Contract to sign"), "pencil", "act"),
    "ENROLLED": Label(mark("Admitted"), "check", "good"),
    "ENROLLED_TEMP": Label(mark("Admitted for a time"), "check", "good"),
    "ARCHIVED": Label(mark("In the archive"), "box", "past"),
    "PRIORITY": Label(mark("Priority window"), "gift", "act"),
    "BENEFIT_CHECK": Label(mark("Benefit documents under check"), "search", "act"),
    "VOUCHER_OFFERED": Label(mark("Voucher offered"), "gift", "act"),
    "VOUCHER_ACTIVE": Label(mark("Voucher active"), "paper", "act"),
    "INACTIVE": Label(mark("Inactive"), "pause", "bad"),
    "PLACE_CHOSEN": Label(mark("Place chosen"), "place", "good"),
    "WAITLISTED": Label(mark("On the waiting list"), "queue", "active"),
    "TRANSFER": Label(mark("Being transferred"), "search", "calm"),
}
"""States of an application (rulebook 9.1 to 9.3; the stop-list by R-55)."""

PLACE = {
    "DRAFT": Label(mark("Not published yet"), "pencil", "calm"),
    "PUBLISHED": Label(mark("Free place"), "place", "active"),
    "OFFERED": Label(mark("Offered to a family"), "gift", "act"),
    "HELD": Label(mark("Kept for a child"), "paper", "calm"),
    "FILLED": Label(mark("Taken"), "check", "good"),
    "RECALLED": Label(mark("Recalled by the kindergarten"), "cross", "past"),
    "RESERVED_FOR_SANATORIUM": Label(mark("Kept for a child in a sanatorium"), "pause", "calm"),
    "PRIORITY": Label(mark("For those whose turn it is today"), "gift", "act"),
    "OPEN": Label(mark("Open to the whole year of birth"), "place", "active"),
}
"""States of a place (rulebook 9.1, 9.2)."""

STANDING = {
    "O": Label(mark("Out of turn"), "star", "calm"),
    "P": Label(mark("First priority"), "half", "calm"),
    "G": Label(mark("General grounds"), "dot", "calm"),
}
"""Classes of an application (L-10.2, L-10.3)."""

ARCHIVE_REASON = {
    "two_missed_referrals": mark("two referrals were not used"),
    "voucher_refused": mark("the voucher was refused"),
    "not_restored": mark("the application was not restored in time"),
    "referral_success": mark("the child got a place"),
    "withdrawn": mark("withdrawn by the parent"),
    "not_interested_yearly": mark("interest was not confirmed in the yearly question"),
    "offer_refused": mark("the offered place was refused"),
    "no_answer": mark("there was no answer"),
    "age_limit": mark("the child reached school age"),
    "referral_expired": mark("the term of the referral ended"),
    "admission_refused": mark("the kindergarten could not admit the child"),
    "documents_unreliable": mark("the documents were not confirmed"),
    "duplicate": mark("there is another application for this child"),
    "violation": mark("the rules were broken"),
    "other": mark("another reason"),
}
"""Why an application went to the archive (L-3.02)."""

AGE_GROUP = {
    "early": mark("Early age group"),
    "junior": mark("Junior group"),
    "middle": mark("Middle group"),
    "senior": mark("Senior group"),
    "preschool": mark("Pre-school group"),
}
"""Groups by age (L-3.03, rulebook 13.2)."""


def application_label(state: str) -> Label:
    """How a state is shown; KeyError for one that nobody has worded yet."""
    return APPLICATION[state]


def place_label(state: str) -> Label:
    """How the state of a place is shown."""
    return PLACE[state]


def standing_label(standing: str) -> Label:
    """How the class of an application is shown."""
    return STANDING[standing]


def archive_reason(reason: str) -> str:
    """Why an application went to the archive, as the end of a sentence."""
    return say(ARCHIVE_REASON[reason])


def age_group_name(group: str) -> str:
    """How a group of an age is called."""
    return say(AGE_GROUP[group])


def category_name(code: int | None) -> str:
    """A statement of Annex 1, in the reader's language, as a line of a table begins."""
    if code is None:
        return say(mark("The category is not known"))
    if code == GENERAL_CATEGORY:
        return say(mark("Without a benefit"))
    one = category(code)
    locale = get_locale()
    text = one.ru if locale is not None and locale.language == "ru" else one.kk
    return text[:1].upper() + text[1:]


def tongue(code: str) -> str:
    """A language of instruction, in the reader's language."""
    locale = get_locale()
    named = locale.languages.get(code) if locale is not None else None
    return str(named or code)


GLOBALS = {
    "application_label": application_label,
    "place_label": place_label,
    "standing_label": standing_label,
    "archive_reason": archive_reason,
    "cause_sentence": cause_sentence,
    "age_group_name": age_group_name,
    "category_name": category_name,
    "tongue": tongue,
    "gives_vouchers": gives_vouchers,
    "has_bulletin": has_bulletin,
    **FILE_WORDS,
}
"""What templates may call."""
