"""The sentences of refusals that only operators of the deployment meet."""

from collections.abc import Mapping

from kezek.core.errors import Code
from kezek.web.words import mark

OPERATOR_BY_DETAIL: Mapping[tuple[str, str], str] = {
    (Code.NOT_YOURS, "sign_in_code"): mark(
        "The code of the app is not right, or was used already. Wait for the next one."
    ),
    (Code.TOO_LATE, "operator_invitation"): mark(
        "The link was used already, or more than three days have passed. Ask another operator for "
        "a new one."
    ),
    (Code.INVALID_CHOICE, "operator_account"): mark(
        "Enter a login of at most 100 signs, a name, and what the account is for."
    ),
    (Code.NOT_YOURS, "operator_own"): mark(
        "Your own account cannot be closed by you: ask another operator."
    ),
    (Code.INVALID_CHOICE, "operator_reason"): mark(
        "Write a reason of at least %(least)s signs: others read it later."
    ),
    (Code.INVALID_CHOICE, "stop_words"): mark(
        "Write a whole sentence in this language: people will read it."
    ),
    (Code.ALREADY_DECIDED, "tenant_stopped"): mark(
        "The region stands still already. Open its page anew to see since when."
    ),
    (Code.ALREADY_DECIDED, "tenant_closed"): mark("The region is closed already."),
    (Code.WRONG_STATE, "tenant_not_closed"): mark(
        "This region is not closed, so nothing of it is to be erased."
    ),
    (Code.WRONG_STATE, "tenant_erased"): mark(
        "The data of this region are erased: it cannot be opened again. Open a new region."
    ),
    (Code.TOO_LATE, "keep_longer"): mark(
        "Its data are kept through %(on)s already: enter a later day."
    ),
    (Code.NOT_YOURS, "closing_alone"): mark("A region is closed by two operators, never by one."),
    (Code.NOT_YOURS, "closing_own"): mark(
        "You proposed it yourself: another operator has to agree."
    ),
    (Code.ALREADY_DECIDED, "closing"): mark("This proposal was answered or taken back already."),
    (Code.ALREADY_DECIDED, "closing_waits"): mark(
        "The closing of this region was proposed already and waits for an answer."
    ),
    (Code.TOO_LATE, "closing"): mark(
        "Nobody answered within fourteen days, so the proposal is over. Propose it anew."
    ),
    (Code.TOO_LATE, "kept_through"): mark("Enter a day that is still to come."),
    (Code.ALREADY_DECIDED, "switch_off"): mark(
        "This is off there already. The list shows by whom and why."
    ),
    (Code.TOO_LATE, "switch_until"): mark("This moment has passed. Enter one to come, or none."),
    (Code.INVALID_CHOICE, "outage_span"): mark("The end must come after the beginning."),
    (Code.LIMIT_REACHED, "outage_span"): mark(
        "An outage of more than %(days)s days is no outage. Check the dates."
    ),
    (Code.ALREADY_DECIDED, "outage_covered"): mark(
        "All of this time is recorded already, and nothing is given back twice."
    ),
    (Code.WRONG_STATE, "outage_stopped"): mark(
        "One of these regions stands still: its own outage is recorded when it goes on. Leave it "
        "out."
    ),
    (Code.WRONG_STATE, "job_no_redis"): mark(
        "Redis is away, so nothing can be handed over. Nothing is lost: the ticker hands it over "
        "again by itself."
    ),
    (Code.ALREADY_DECIDED, "job"): mark("Somebody attended to this failure already."),
    (Code.INVALID_CHOICE, "region_unknown"): mark("There is no folder of the region %(slug)s."),
    (Code.INVALID_CHOICE, "region_faulty"): mark(
        "The files of %(slug)s are faulty. The first fault: %(problem)s"
    ),
    (Code.INVALID_CHOICE, "region_folder"): mark(
        "There is a folder of the region %(slug)s already. Open it from there."
    ),
    (Code.INVALID_CHOICE, "region_values"): mark(
        "A region cannot be made of this. The first fault: %(problem)s"
    ),
    (Code.WRONG_STATE, "region_folder_closed"): mark(
        "The folder of regions cannot be written to. Make the region with `kezek tenant new` where "
        "the files lie."
    ),
    (Code.INVALID_CHOICE, "region_taken"): mark(
        "Another region has the address %(slug)s or this prefix already."
    ),
}
"""Joined to the others where a sentence is looked up."""
