"""The sentences of refusals that only staff meet: accounts, second signatures, sign-in."""

from collections.abc import Mapping

from kezek.core.errors import Code
from kezek.web.words import mark

STAFF_BY_DETAIL: Mapping[tuple[str, str], str] = {
    (Code.ALREADY_DECIDED, "approval"): mark(
        "This was answered already. The page shows by whom and how."
    ),
    (Code.ALREADY_DECIDED, "approval_waits"): mark(
        "The same waits for a second signature already. Open “Second signature” to see it."
    ),
    (Code.TOO_LATE, "approval"): mark(
        "Nobody agreed in time, so this is over. It has to be proposed anew."
    ),
    (Code.NOT_YOURS, "approval_own"): mark(
        "You have signed this already. The second signature must be somebody else's."
    ),
    (Code.NOT_YOURS, "approval"): mark(
        "Your rights do not cover this signature. Ask a colleague who has them."
    ),
}
"""Joined to the others where a sentence is looked up."""
