"""What is kept of a family, why, and until when, in the words in which it reads it (94-V)."""

from dataclasses import dataclass

from flask_babel import gettext

from kezek.core.family_rights import Held, Hold
from kezek.web.words import mark, say


@dataclass(frozen=True, slots=True)
class Kept:
    """One line of the family's page: what, what for, and how long."""

    what: str
    why: str
    until: str

    def said(self) -> "Kept":
        """The line in the reader's language."""
        return Kept(say(self.what), say(self.why), say(self.until))


KEPT = (
    Kept(
        mark("Your name, IIN, telephone, address and mailbox"),
        mark("To know who applies, and to tell you about a place."),
        mark("While you have an application, a contract or a complaint; then for three years."),
    ),
    Kept(
        mark("Names, IIN and dates of birth of your children"),
        mark("To stand each child in the queue of its own year of birth, once."),
        mark("As long as yours."),
    ),
    Kept(
        mark("Applications, benefits and documents"),
        mark("To prove by what right a child stands where it stands."),
        mark("Documents for one year after the application has ended, the rest for three."),
    ),
    Kept(
        mark("Notices and messages to you"),
        mark("Terms are counted from them; in a dispute they show what you were told."),
        mark("Messages that were sent for 30 days, notices for three years after the application."),
    ),
    Kept(
        mark("Complaints and their answers"),
        mark("The law on administrative procedures asks for it."),
        mark("For three years after the answer."),
    ),
    Kept(
        mark("The record of the queue: numbers, moments and decisions"),
        mark("The numbers of other children are explained by it. It holds no names."),
        mark("For good; after erasure nobody can tell whom it was about."),
    ),
)

WAYS = {
    "code": mark("in the cabinet, opened by a code from an SMS"),
    "key": mark("with an electronic signature (EDS)"),
    "paper": mark("on paper, before a specialist"),
}


PARTS = {
    "parent": mark("Parent"),
    "children": mark("Children"),
    "applications": mark("Applications"),
    "consents": mark("What you agreed to"),
    "documents": mark("Documents"),
    "notices": mark("Notices"),
    "complaints": mark("Complaints"),
    "signatures": mark("Electronic signatures"),
    "looked_at_by": mark("Who has looked at your data"),
}
"""The parts of a copy."""

COLUMNS = {
    "name": mark("Name"),
    "iin": mark("IIN"),
    "document": mark("Document"),
    "phone": mark("Telephone"),
    "email": mark("E-mail"),
    "address": mark("Home address"),
    "language": mark("Language"),
    "identity_confirmed": mark("Identity confirmed"),
    "since": mark("Since"),
    "born_on": mark("Date of birth"),
    "parentage_confirmed": mark("Parentage confirmed"),
    "taken_off_the_list": mark("Taken off the list"),
    "number": mark("Number"),
    "submitted_at": mark("Submitted"),
    "state": mark("State"),
    "state_since": mark("In this state since"),
    "standing": mark("Standing in the queue"),
    "categories": mark("Categories of Annex 1"),
    "has_pmpk": mark("Has a conclusion of the PMPK"),
    "application": mark("Application"),
    "version": mark("Version of the words"),
    "given_at": mark("Given"),
    "withdrawn_at": mark("Taken back"),
    "way": mark("How"),
    "kind": mark("Kind"),
    "file": mark("File"),
    "sent_at": mark("Sent"),
    "at": mark("When"),
    "subject": mark("Subject"),
    "text": mark("Text"),
    "filed_at": mark("Filed"),
    "answer": mark("Answer"),
    "act": mark("Act"),
    "signed_at": mark("Signed"),
    "role": mark("Who"),
    "looked_at": mark("What was shown"),
}
"""What its lines are called."""


def told(value: object) -> str:
    """A value of a copy as it is read."""
    if isinstance(value, bool):
        return str(gettext("yes") if value else gettext("no"))
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return str(value)


_HELD = {
    Hold.APPLICATION: mark("Application %(number)s is not over: withdraw it, or wait for its end."),
    Hold.CONTRACT: mark(
        "By application %(number)s a contract with a kindergarten holds: "
        "its data are kept until it ends."
    ),
    Hold.COMPLAINT: mark("Complaint %(number)s waits for an answer, which you have a right to."),
}


def held_words(one: Held) -> str:
    """Why data have to be kept for now, with what the family can do about it."""
    return say(_HELD[one.hold], number=one.number)
