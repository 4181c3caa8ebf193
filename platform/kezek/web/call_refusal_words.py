"""The sentences of refusals at the hotline: what is the matter, and what to tell the caller."""

from collections.abc import Mapping

from kezek.core.errors import Code
from kezek.web.words import mark

CALL_BY_DETAIL: Mapping[tuple[str, str], str] = {
    (Code.INVALID_CHOICE, "lookup_reason"): mark(
        "Write why you look by name: the administrator of the region reads it."
    ),
    (Code.INVALID_CHOICE, "task_words"): mark(
        "Write in the note what the specialist has to answer, in a full sentence."
    ),
    (Code.ALREADY_DECIDED, "reached"): mark(
        "This family has been reached already and has left the list."
    ),
    (Code.ALREADY_DECIDED, "task"): mark(
        "This matter has been answered already. The answer stands below."
    ),
    (Code.WRONG_STATE, "no_phone"): mark(
        "The family has given no telephone, so no code can be sent. It shows its documents at the "
        "education department."
    ),
    (Code.WRONG_STATE, "stays_in_cabinet"): mark(
        "This notice never leaves by this way: the family reads it in its cabinet."
    ),
    (Code.WRONG_STATE, "no_address"): mark(
        "The family has given no address for this way. It reads the notice in its cabinet."
    ),
    (Code.ALREADY_DECIDED, "on_its_way"): mark(
        "This message is on its way already: wait until it has arrived or failed."
    ),
    (Code.WRONG_STATE, "address_refuses"): mark(
        "This telephone or mailbox takes nothing, another attempt would end the same way. Ask the "
        "family to give another one in its cabinet or at the education department."
    ),
    (Code.TOO_LATE, "notice_over"): mark(
        "What this notice speaks of is over, so it is not sent again. Read aloud how the "
        "application stands now."
    ),
    (Code.LIMIT_REACHED, "sent_again"): mark(
        "This was sent again a short time ago. Once more is possible from %(until)s."
    ),
}
"""The more exact sentence where a refusal says in detail what is the matter."""
