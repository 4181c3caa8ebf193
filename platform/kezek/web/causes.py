"""Why a number changed, in plain words: each cause with how many applications it was (R-12)."""

from collections.abc import Callable, Mapping

from flask_babel import gettext, ngettext

from kezek.core.events import Cause

Say = Callable[[int], str]

SENTENCES: Mapping[Cause, Say] = {
    Cause.SERVED_AHEAD: lambda count: ngettext(
        "A place was offered to %(num)s child ahead of yours",
        "A place was offered to %(num)s children ahead of yours",
        count,
    ),
    Cause.ENTERED_AHEAD: lambda count: ngettext(
        "%(num)s application came in ahead: it was sent earlier or has a benefit",
        "%(num)s applications came in ahead: they were sent earlier or have a benefit",
        count,
    ),
    Cause.STANDING_CHANGED_AHEAD: lambda count: ngettext(
        "The benefit category of %(num)s other application changed",
        "The benefit category of %(num)s other applications changed",
        count,
    ),
    Cause.OWN_STANDING_CHANGED: lambda _: gettext(
        "The benefit category of your application changed"
    ),
    Cause.WITHDRAWN_AHEAD: lambda count: ngettext(
        "%(num)s family ahead of yours withdrew its application",
        "%(num)s families ahead of yours withdrew their applications",
        count,
    ),
    Cause.ARCHIVED_AHEAD: lambda count: ngettext(
        "%(num)s application ahead of yours went to the archive",
        "%(num)s applications ahead of yours went to the archive",
        count,
    ),
    Cause.SUSPENDED_AHEAD: lambda count: ngettext(
        "%(num)s application ahead of yours was suspended",
        "%(num)s applications ahead of yours were suspended",
        count,
    ),
    Cause.RETURNED_AHEAD: lambda count: ngettext(
        "%(num)s application returned to its place ahead of yours",
        "%(num)s applications returned to their places ahead of yours",
        count,
    ),
    Cause.CHOICE_CHANGED_AHEAD: lambda count: ngettext(
        "%(num)s other family changed its choice of kindergartens",
        "%(num)s other families changed their choice of kindergartens",
        count,
    ),
    Cause.OWN_CHOICE_CHANGED: lambda _: gettext("Your own application changed"),
    Cause.COHORT_UPDATE: lambda _: gettext("The age groups were updated, as every year"),
    Cause.MODE_SWITCH: lambda _: gettext("The order of giving places changed in your territory"),
    Cause.RATIO_TURN: lambda _: gettext("The turns moved on by the rule of one to three"),
}
"""One sentence for each cause; what is the family's own is never counted."""


def cause_sentence(cause: str, applications: int) -> str:
    """Why a number changed, as a sentence in the reader's language."""
    return SENTENCES[Cause(cause)](applications)
