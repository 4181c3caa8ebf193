"""The sentences of refusals about a family's own data: consents and erasure."""

from collections.abc import Mapping

from kezek.core.errors import Code
from kezek.web.words import mark

DATA_BY_DETAIL: Mapping[tuple[str, str], str] = {
    (Code.WRONG_STATE, "consent_contract"): mark(
        "The child has a contract: the service has been given. To leave, end the contract."
    ),
    (Code.WRONG_STATE, "consent_ended"): mark(
        "The application is over, so it needs no consent any more."
    ),
    (Code.INVALID_CHOICE, "signed_later"): mark("This day is still to come. Look at the paper."),
}
