"""The sentences of refusals about telephones and mailboxes, and about the ways of notices."""

from collections.abc import Mapping

from kezek.core.errors import Code
from kezek.web.words import mark

CONTACT_BY_DETAIL: Mapping[tuple[str, str], str] = {
    (Code.WRONG_STATE, "needs_email"): mark(
        "In this territory notices come by SMS and by e-mail, both. Give your e-mail on the page "
        "«My account», then send the application."
    ),
    (Code.WRONG_STATE, "keeps_email"): mark(
        "Your child stands in a queue whose notices come by e-mail too: the e-mail can be changed, "
        "not taken away."
    ),
    (Code.WRONG_STATE, "keeps_ways"): mark(
        "Your child stands in a queue whose turns are told by SMS and by e-mail: neither can be "
        "turned off now."
    ),
    (Code.INVALID_CHOICE, "no_way"): mark(
        "Leave at least one way: otherwise an offer of a place could pass you by."
    ),
}
