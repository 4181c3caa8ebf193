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
    (Code.NOT_YOURS, "own_account"): mark("Your own account is closed by another administrator."),
    (Code.WRONG_STATE, "no_two_step"): mark(
        "Codes on paper stand in for the app. Set up the second step first."
    ),
    (Code.INVALID_CHOICE, "key_iin"): mark(
        "This is no IIN: it has 12 digits and a control digit. Look at the identity card."
    ),
    (Code.INVALID_CHOICE, "key_taken"): mark(
        "The key of this person opens another account of the region. Unlink it there first."
    ),
    (Code.NOT_YOURS, "two_step_code"): mark(
        "This is not the code that the app shows now. Wait for the next six digits and enter them."
    ),
    (Code.NOT_YOURS, "prove_again"): mark(
        "The password or the code is not right. Enter both once more."
    ),
    (Code.TOO_LATE, "invitation"): mark(
        "This link is over. The administrator of your region makes a new one."
    ),
    (Code.ALREADY_DECIDED, "taken"): mark(
        "Somebody else has taken this matter meanwhile. The page shows who."
    ),
    (Code.INVALID_CHOICE, "colleague"): mark("Choose a colleague who serves this territory."),
    (Code.INVALID_CHOICE, "no_note_here"): mark(
        "A task of the hotline is handed over without a note."
    ),
    (Code.INVALID_CHOICE, "nothing_chosen"): mark("Tick at least one matter in the list first."),
    (Code.LIMIT_REACHED, "batch"): mark("At most %(most)s matters can be attended to at once."),
    (Code.WRONG_STATE, "family_told"): mark(
        "The families were told of this decision, so it is not undone. Take a new decision instead."
    ),
    (Code.ALREADY_DECIDED, "batch_undone"): mark("This was undone already."),
    (Code.WRONG_STATE, "family_erased"): mark(
        "The data of this family were erased, so nothing more is noted."
    ),
    (Code.ALREADY_DECIDED, "double"): mark("This pair was settled already."),
    (Code.WRONG_STATE, "assisted_entry"): mark(
        "In this region families apply online alone; staff do not enter applications."
    ),
    (Code.ALREADY_DECIDED, "other_phone"): mark(
        "This person is here already with another telephone. Open the family among “Families” and "
        "change the telephone there by the document."
    ),
    (Code.TOO_EARLY, "signed_later"): mark("The day of the signature has not come yet."),
}
"""Joined to the others where a sentence is looked up."""
