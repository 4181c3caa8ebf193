"""Sentences for what comes from the state portal and is refused."""

from collections.abc import Mapping

from kezek.core.errors import Code
from kezek.web.words import mark

PORTAL_BY_DETAIL: Mapping[tuple[str, str], str] = {
    (Code.ALREADY_DECIDED, "message_number"): mark(
        "Another message came under this number before. Give each message its own number."
    ),
    (Code.ALREADY_DECIDED, "request_id"): mark(
        "A request of this number was taken already, with other contents. Send the application "
        "under a new number."
    ),
    (Code.CONSENT_MISSING, "version"): mark(
        "The consent was given to other words than those that hold now (%(version)s). Show the "
        "parent the words that hold, and ask once more."
    ),
}
