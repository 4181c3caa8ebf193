"""Refusals of the registry: why a kindergarten, a group or a file stays as it is."""

from collections.abc import Mapping

from kezek.core.errors import Code
from kezek.web.words import mark

REGISTRY_BY_DETAIL: Mapping[tuple[str, str], str] = {
    (Code.WRONG_STATE, "kindergarten_alive"): mark(
        "It cannot be closed yet: applications that wait for it – %(waiting)s, places given out or "
        "published – %(places)s, referrals on the way – %(referrals)s, pupils – %(pupils)s. Recall "
        "the places, let the families choose another kindergarten, move the pupils."
    ),
    (Code.WRONG_STATE, "group_alive"): mark(
        "The group cannot be removed yet: applications that wait for it – %(waiting)s, places "
        "given out or published – %(places)s, referrals on the way – %(referrals)s, pupils – "
        "%(pupils)s."
    ),
    (Code.WRONG_STATE, "kindergarten_closed"): mark(
        "This kindergarten is closed since %(on)s. Open it again first."
    ),
    (Code.ALREADY_DECIDED, "kindergarten_open"): mark("This kindergarten is open already."),
    (Code.INVALID_CHOICE, "code_taken"): mark(
        "“%(name)s” has this code already. Enter another one."
    ),
    (Code.INVALID_CHOICE, "families_wait_there"): mark(
        "Families wait for it in the queues of this territory, so it stays there."
    ),
    (Code.INVALID_CHOICE, "families_wait_so"): mark(
        "Families wait for it in another kind of queue, so it keeps its kind."
    ),
    (Code.ALREADY_DECIDED, "registry_file"): mark("This file was taken in already."),
    (Code.TOO_LATE, "registry_moved"): mark(
        "The registry has changed since you looked at the file. Look at the differences once more; "
        "nothing was taken in."
    ),
    (Code.WRONG_STATE, "registry_file"): mark(
        "Nothing of this file can be taken in: mend the lines that are named and bring it again."
    ),
    (Code.INVALID_CHOICE, "file_too_large"): mark("The file is larger than %(most)s MB."),
    (Code.INVALID_CHOICE, "file_empty"): mark("There is nothing in the file."),
    (Code.INVALID_CHOICE, "file_no_table"): mark("The file is no table. Save it as CSV or XLSX."),
    (Code.INVALID_CHOICE, "file_no_text"): mark(
        "The file is neither CSV nor XLSX. Save it as one of them."
    ),
    (Code.INVALID_CHOICE, "file_no_workbook"): mark(
        "The workbook cannot be opened: it is damaged or protected. Save it anew as XLSX."
    ),
    (Code.INVALID_CHOICE, "file_too_long"): mark(
        "The file has more than %(most)s lines. Bring it in parts."
    ),
    (Code.INVALID_CHOICE, "file_too_wide"): mark("The file has more than %(most)s columns."),
    (Code.WRONG_STATE, "national_base_away"): mark(
        "The national education base does not answer now. Nothing was changed; try again later, or "
        "choose a file."
    ),
    (Code.INVALID_CHOICE, "national_base_torn"): mark(
        "What came from the national education base is not whole: its checksum is another. Nothing "
        "was changed; ask for it once more."
    ),
}
"""By code and detail."""
