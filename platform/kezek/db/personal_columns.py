"""Every column that tells of a person: its kind, its key, how it is searched, how long it is kept.

One table for those who answer for it (law 94-V, D-10 to D-12); a test walks the database and fails
for a column that stands neither here nor among those that tell of nobody.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a column tells."""

    NUMBER = "number of a person"
    CONTACT = "telephone, mailbox, address"
    NAME = "name"
    BIRTH = "date of birth"
    HEALTH = "health"
    BENEFIT = "benefit"
    WORDS = "what somebody wrote, or was told"
    STAFF = "a member of staff"
    LINK = "keyed hash by which one is found"


class Key(StrEnum):
    """Under which key it lies."""

    FAMILY = "the family's"
    DEPLOYMENT = "the deployment's"
    HASH = "hash keyed by the deployment's"
    PASSWORD = "one-way, with salt"  # noqa: S105 - no password, a kind of keeping
    OPEN = "none"


@dataclass(frozen=True, slots=True)
class Personal:
    """One column."""

    kind: Kind
    key: Key
    kept: str
    """The span of `core.retention` by which it goes; "families" is the family's own erasure."""
    in_copy: bool = False
    """Whether it stands in the family's copy."""
    why: str = ""
    """Of what lies open: why it has to be read by the database."""


_QUEUE = "the queue is counted and its terms are set by it; it goes to 1 January at erasure"
_LIST = "lists of staff are sorted and looked through by it in the database"
_PROOF = "the right by which a child stands; decisions of a whole birth year read it at once"
_TOLD = "terms are counted from a notice, and staff read it in either language"

COLUMNS: dict[str, Personal] = {
    "guardians.iin_hash": Personal(Kind.LINK, Key.HASH, "families"),
    "guardians.document_hash": Personal(Kind.LINK, Key.HASH, "families"),
    "guardians.phone_hash": Personal(Kind.LINK, Key.HASH, "families"),
    "guardians.private_sealed": Personal(Kind.CONTACT, Key.FAMILY, "families", in_copy=True),
    "guardians.telegram_sealed": Personal(Kind.CONTACT, Key.FAMILY, "families"),
    "guardians.full_name": Personal(Kind.NAME, Key.OPEN, "families", in_copy=True, why=_LIST),
    # Of rows from before; emptied by the night, and by `kezek keys seal`.
    "guardians.iin_sealed": Personal(Kind.NUMBER, Key.DEPLOYMENT, "families", in_copy=True),
    "guardians.document_number_sealed": Personal(
        Kind.NUMBER, Key.DEPLOYMENT, "families", in_copy=True
    ),
    "guardians.phone": Personal(
        Kind.CONTACT, Key.OPEN, "families", in_copy=True, why="rows from before, until sealed"
    ),
    "guardians.email": Personal(
        Kind.CONTACT, Key.OPEN, "families", in_copy=True, why="rows from before, until sealed"
    ),
    "guardians.address": Personal(
        Kind.CONTACT, Key.OPEN, "families", in_copy=True, why="rows from before, until sealed"
    ),
    "children.iin_hash": Personal(Kind.LINK, Key.HASH, "families"),
    "children.document_hash": Personal(Kind.LINK, Key.HASH, "families"),
    "children.private_sealed": Personal(Kind.NUMBER, Key.FAMILY, "families", in_copy=True),
    "children.iin_sealed": Personal(Kind.NUMBER, Key.DEPLOYMENT, "families", in_copy=True),
    "children.document_number_sealed": Personal(
        Kind.NUMBER, Key.DEPLOYMENT, "families", in_copy=True
    ),
    "children.full_name": Personal(Kind.NAME, Key.OPEN, "families", in_copy=True, why=_LIST),
    "children.born_on": Personal(Kind.BIRTH, Key.OPEN, "families", in_copy=True, why=_QUEUE),
    "name_tokens.token": Personal(Kind.LINK, Key.HASH, "families"),
    "applications.born_on": Personal(Kind.BIRTH, Key.OPEN, "families", in_copy=True, why=_QUEUE),
    "applications.categories": Personal(
        Kind.BENEFIT, Key.OPEN, "families", in_copy=True, why=_PROOF
    ),
    "applications.has_pmpk": Personal(Kind.HEALTH, Key.OPEN, "families", in_copy=True, why=_PROOF),
    "applications.voucher": Personal(Kind.HEALTH, Key.OPEN, "families", why=_PROOF),
    "referrals.progress": Personal(Kind.HEALTH, Key.OPEN, "families", why=_PROOF),
    "application_drafts.steps": Personal(
        Kind.BENEFIT, Key.OPEN, "drafts", why="an application while it is being filled in"
    ),
    "documents.filename": Personal(
        Kind.WORDS, Key.OPEN, "papers", in_copy=True, why="shown in lists; the content is sealed"
    ),
    "documents.sha256": Personal(Kind.LINK, Key.OPEN, "papers", why="tells a file from a copy"),
    "documents.stored_path": Personal(Kind.LINK, Key.HASH, "papers", in_copy=True),
    "documents.view_path": Personal(Kind.LINK, Key.HASH, "papers"),
    "notices.values": Personal(Kind.WORDS, Key.OPEN, "families", why=_TOLD),
    "notices.subject": Personal(Kind.WORDS, Key.OPEN, "families", in_copy=True, why=_TOLD),
    "notices.body": Personal(Kind.WORDS, Key.OPEN, "families", in_copy=True, why=_TOLD),
    "outbox.address_sealed": Personal(Kind.CONTACT, Key.DEPLOYMENT, "messages"),
    "outbox.subject": Personal(Kind.WORDS, Key.OPEN, "messages", why="on its way out"),
    "outbox.text": Personal(Kind.WORDS, Key.OPEN, "messages", why="on its way out"),
    "sms_codes.phone_hash": Personal(Kind.LINK, Key.HASH, "codes"),
    "sms_codes.phone_sealed": Personal(Kind.CONTACT, Key.DEPLOYMENT, "codes"),
    "sms_codes.person_hash": Personal(Kind.LINK, Key.HASH, "codes"),
    "sms_codes.person_sealed": Personal(Kind.NUMBER, Key.DEPLOYMENT, "codes"),
    "sms_codes.code_hash": Personal(Kind.LINK, Key.HASH, "codes"),
    "sent_codes.phone": Personal(
        Kind.CONTACT, Key.OPEN, "codes", why="the demonstration's page; never in production"
    ),
    "sent_codes.text": Personal(
        Kind.WORDS, Key.OPEN, "codes", why="the demonstration's page; never in production"
    ),
    "telegram_codes.code_hash": Personal(Kind.LINK, Key.HASH, "codes"),
    "complaints.text_sealed": Personal(Kind.WORDS, Key.FAMILY, "families", in_copy=True),
    "complaints.answer_sealed": Personal(Kind.WORDS, Key.FAMILY, "families", in_copy=True),
    "calls.note_sealed": Personal(Kind.WORDS, Key.FAMILY, "families"),
    "tasks.text_sealed": Personal(Kind.WORDS, Key.FAMILY, "families"),
    "tasks.answer_sealed": Personal(Kind.WORDS, Key.FAMILY, "families"),
    "staff_notes.words_sealed": Personal(Kind.WORDS, Key.FAMILY, "families"),
    "hotline_tasks.note": Personal(
        Kind.WORDS, Key.OPEN, "families", why="one of a few words, chosen from a list"
    ),
    "signatures.signer_hash": Personal(Kind.LINK, Key.HASH, "families"),
    "signatures.content_sealed": Personal(Kind.WORDS, Key.FAMILY, "families"),
    "signatures.cms_sealed": Personal(Kind.NUMBER, Key.FAMILY, "families"),
    "signatures.content_sha256": Personal(
        Kind.LINK, Key.OPEN, "families", why="proves that the sealed text is the one signed"
    ),
    "signature_challenges.content_sealed": Personal(Kind.WORDS, Key.DEPLOYMENT, "unsigned"),
    "signature_challenges.signer_hash": Personal(Kind.LINK, Key.HASH, "unsigned"),
    "state_messages.content_sealed": Personal(Kind.NUMBER, Key.FAMILY, "families"),
    "state_messages.child_hash": Personal(Kind.LINK, Key.HASH, "families"),
    "state_messages.digest": Personal(
        Kind.LINK, Key.OPEN, "families", why="tells a repeated message from another"
    ),
    "register_questions.answer": Personal(
        Kind.BENEFIT, Key.OPEN, "families", why="a word of a short list, asked again by the clock"
    ),
    "idempotency_keys.response": Personal(
        Kind.LINK, Key.OPEN, "answers", why="ids only, with which a repetition is answered"
    ),
    "idempotency_keys.request_hash": Personal(
        Kind.LINK, Key.OPEN, "answers", why="tells a repeated request from another"
    ),
    "journal_facts.sealed": Personal(Kind.HEALTH, Key.FAMILY, "families"),
    "family_keys.wrapped_key": Personal(Kind.LINK, Key.FAMILY, "families"),
    "accounts.full_name": Personal(Kind.STAFF, Key.OPEN, "staff", why=_LIST),
    "accounts.login": Personal(Kind.STAFF, Key.OPEN, "staff", why="looked up at every sign-in"),
    "accounts.alarm_email": Personal(
        Kind.STAFF, Key.OPEN, "staff", why="an address of work, at which alarms arrive"
    ),
    "accounts.password_hash": Personal(Kind.STAFF, Key.PASSWORD, "staff"),
    "accounts.two_step_sealed": Personal(Kind.STAFF, Key.DEPLOYMENT, "staff"),
    "accounts.key_holder_hash": Personal(Kind.STAFF, Key.HASH, "staff"),
    "sessions.browser": Personal(Kind.STAFF, Key.OPEN, "sessions", why="shown to its owner"),
    "deployment_accounts.full_name": Personal(Kind.STAFF, Key.OPEN, "staff", why=_LIST),
    "deployment_accounts.login": Personal(
        Kind.STAFF, Key.OPEN, "staff", why="looked up at every sign-in"
    ),
    "deployment_accounts.password_hash": Personal(Kind.STAFF, Key.PASSWORD, "staff"),
    "deployment_accounts.two_step_sealed": Personal(Kind.STAFF, Key.DEPLOYMENT, "staff"),
    "deployment_sessions.address": Personal(
        Kind.STAFF, Key.OPEN, "staff", why="operators alone, to look into a break-in"
    ),
    "deployment_sessions.browser": Personal(
        Kind.STAFF, Key.OPEN, "staff", why="shown to its owner"
    ),
}
"""The whole of it. The columns of `Key.OPEN` are emptied by `family_erasure`, none by its key."""
