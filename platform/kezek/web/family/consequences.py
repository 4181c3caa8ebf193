"""What follows from an answer, said before it is given: whole sentences, by the region's rules."""

from flask_babel import gettext, ngettext

from kezek.core.applications import State
from kezek.core.waits import Wait
from kezek.reads.application_page import ApplicationPage
from kezek.web.family import voucher_consequences
from kezek.web.i18n import format_day

_WITH_VOUCHER = frozenset(
    {State.VOUCHER_OFFERED, State.VOUCHER_ACTIVE, State.PLACE_CHOSEN, State.WAITLISTED}
)


def of_acceptance(page: ApplicationPage) -> list[str]:
    """What agreeing to an offered place does (L-15.5, L-22.3, L-25.1, L-23.3)."""
    settings = page.settings
    said = [
        gettext("The place is kept for your child and a referral is issued at once."),
        ngettext(
            "You have %(num)s working day to hand in the documents.",
            "You have %(num)s working days to hand in the documents.",
            settings.referral_working_days,
        ),
        gettext("The application leaves all its queues."),
        ngettext(
            "For %(num)s hour you can still give the referral back.",
            "For %(num)s hours you can still give the referral back.",
            settings.cancel_hours,
        ),
    ]
    if _is_temporary(page):
        said.append(_comes_back(page))
    return said


def of_refusal(page: ApplicationPage) -> list[str]:
    """What refusing an offered place does (L-15.6, A-04, A-25)."""
    if _is_temporary(page):
        return [
            gettext("The place goes to the next child."),
            gettext(
                "The place is temporary, so nothing is lost: you return to all your queues with "
                "your first date."
            ),
        ]
    said = [gettext("The place goes to the next child. This cannot be taken back.")]
    left = len(page.numbers) - 1
    if page.settings.refusal_ends_all or left < 1:
        return [*said, gettext("The application goes to the archive. You can apply anew.")]
    return [
        *said,
        gettext("You leave the queue to this kindergarten."),
        ngettext(
            "In the queue to %(num)s other kindergarten you stay with your first date.",
            "In the queues to %(num)s other kindergartens you stay with your first date.",
            left,
        ),
    ]


def of_silence(page: ApplicationPage) -> list[str]:
    """What follows when no answer comes in time (L-15.7, A-04, A-25)."""
    if _is_temporary(page):
        return [
            gettext(
                "The place goes to the next child, and you return to all your queues with your "
                "first date."
            )
        ]
    return [
        ngettext(
            "The place goes to the next child, and the application is suspended for %(num)s "
            "working day: no place is offered during that time.",
            "The place goes to the next child, and the application is suspended for %(num)s "
            "working days: no place is offered during that time.",
            page.settings.suspension_working_days,
        ),
        gettext("Then we ask once more whether you need a place."),
    ]


def of_interest(page: ApplicationPage) -> list[str]:
    """What saying yes does: after a suspension, and to the yearly question (L-15.8)."""
    if page.waits_for is Wait.INTEREST:
        return [gettext("You return to all your queues with your first date.")]
    return [gettext("Nothing changes: you stay in your queues with your first date.")]


def of_no_interest(_: ApplicationPage) -> list[str]:
    """What saying no does (L-15.3, L-15.9)."""
    return [
        gettext("The application leaves all its queues and goes to the archive."),
        gettext(
            "This cannot be taken back: a new application begins with a new date, behind those "
            "who wait already."
        ),
    ]


def of_cancelling(page: ApplicationPage) -> list[str]:
    """What giving a referral back does (L-25.1, A-16, R-33)."""
    is_indigo = page.indigo is not None
    said = [
        gettext("The place comes out anew with the next bulletin.")
        if is_indigo
        else gettext("The place goes to the next child."),
        ngettext(
            "For one application a referral can be given back %(num)s time at most.",
            "For one application a referral can be given back %(num)s times at most.",
            page.settings.cancel_limit,
        ),
    ]
    if is_indigo:
        return [*said, gettext("You return to the queue with your first date, without a miss.")]
    if page.other_choices:
        return [
            *said,
            gettext(
                "You return to your other queues with your first date; this kindergarten is taken "
                "off your list."
            ),
        ]
    return [
        *said,
        gettext("You have chosen no other kindergarten, so the application goes to the archive."),
    ]


def of_ending(page: ApplicationPage) -> list[str]:
    """What ending the contract does (L-12.1, L-23.1, R-34, R-52)."""
    if page.voucher is not None and page.state != "ENROLLED_TEMP":
        return voucher_consequences.of_ending(page)
    if page.state == "ENROLLED_TEMP":
        return [
            gettext("Your child leaves the kindergarten, and the temporary place is closed."),
            gettext("The application returns to its queues with its first date."),
        ]
    return [
        gettext("Your child leaves the kindergarten, and the place is free for others."),
        gettext("The application goes to the archive. You can apply anew, with a new date."),
        gettext(
            "A place that was given out of turn or by first priority is not given so again: a new "
            "application stands on general grounds."
        ),
    ]


def of_withdrawal(page: ApplicationPage) -> list[str]:
    """What taking the application back does (row 21, 9.3 row 20)."""
    if page.state in _WITH_VOUCHER:
        return voucher_consequences.of_giving_up(page)
    said = [
        gettext("The application leaves every queue at once."),
        gettext(
            "Its place in the queue cannot be given back: a new application begins at the end."
        ),
    ]
    if not page.may_change:
        return said
    return [
        *said,
        gettext(
            "If you only want another kindergarten, change your choice instead: the place in the "
            "queue is kept."
        ),
    ]


def _is_temporary(page: ApplicationPage) -> bool:
    return page.seat is not None and page.seat.temporary_until is not None


def _comes_back(page: ApplicationPage) -> str:
    assert page.seat is not None
    assert page.seat.temporary_until is not None
    day = format_day(page.seat.temporary_until)
    return str(
        gettext(
            "The place is temporary, until %(day)s. Then the application returns to its queues "
            "with its first date.",
            day=day,
        )
    )
