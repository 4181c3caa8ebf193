"""What follows from each act with a voucher, said before it: whole sentences, by the terms set."""

from flask_babel import gettext, ngettext

from kezek.core.applications import State
from kezek.reads.application_page import ApplicationPage
from kezek.reads.shown_vouchers import ShownVoucher
from kezek.reads.voucher_places import VoucherGarden
from kezek.web.i18n import format_day, format_last_minute


def of_confirming(page: ApplicationPage) -> list[str]:
    """What agreeing to the voucher does (VX-12, VX-14, VX-15)."""
    settings = _voucher(page).settings
    return [
        ngettext(
            "You then have %(num)s working day to choose a kindergarten, hand in the documents "
            "and sign the contract.",
            "You then have %(num)s working days to choose a kindergarten, hand in the documents "
            "and sign the contract.",
            settings.voucher_active_working_days,
        ),
        gettext("You may choose any kindergarten of the territory that has a free place."),
        ngettext(
            "Where no place is free you can join the waiting list: your time then stands still, "
            "for at most %(num)s calendar day.",
            "Where no place is free you can join the waiting list: your time then stands still, "
            "for at most %(num)s calendar days.",
            settings.voucher_pause_calendar_days,
        ),
    ]


def of_refusing(_: ApplicationPage) -> list[str]:
    """What refusing the voucher does (VX-13)."""
    return [
        gettext("The voucher is cancelled, and your place in the queue is lost with it."),
        _apply_anew(),
    ]


def of_silence(page: ApplicationPage) -> list[str]:
    """What follows when no answer comes in time (VX-10, VX-11, R-69)."""
    voucher = _voucher(page)
    if voucher.has_restored:
        return [
            gettext(
                "The application was restored once already, so it goes to the archive. It cannot "
                "be restored again."
            )
        ]
    return [
        gettext("The application becomes inactive, and the voucher goes to the next child."),
        _may_restore(voucher),
    ]


def of_running_out(page: ApplicationPage) -> list[str]:
    """What follows when the days to choose and to sign end (row 14)."""
    return [gettext("A place that is kept for you goes to the next child."), *of_silence(page)]


def of_restoring(page: ApplicationPage) -> list[str]:
    """What restoring does (VX-11, A-49, R-69)."""
    keeps = _voucher(page).settings.restore_keeps_ts
    return [
        gettext("The application returns to its queue with its first date and time.")
        if keeps
        else gettext("The application returns to its queue, at the end of it."),
        gettext("This is possible only once."),
        gettext("If the next voucher is not answered in time, the application is archived."),
    ]


def of_choosing(page: ApplicationPage, wanted: VoucherGarden) -> list[str]:
    """What choosing this kindergarten does (row 9, R-73, R-74)."""
    voucher = _voucher(page)
    said = [_kept_until(voucher)]
    if wanted.is_only_temporary:
        said.append(_temporary(wanted))
    if page.state == State.PLACE_CHOSEN and page.seat is not None:
        said.append(
            gettext(
                "The place in %(kindergarten)s that you chose before goes to the next child.",
                kindergarten=page.seat.garden.name,
            )
        )
    if voucher.hold is not None and voucher.hold.kindergarten_id != wanted.id:
        said.append(_given_back(voucher.hold.kindergarten))
    if voucher.lists:
        said.append(gettext("You leave all waiting lists."))
    return [
        *said,
        gettext("While your time runs you can still choose another kindergarten."),
    ]


def of_joining(page: ApplicationPage, wanted: VoucherGarden) -> list[str]:
    """What joining a waiting list does (rows 10 and 17, R-70 to R-72)."""
    settings = _voucher(page).settings
    kept = ngettext(
        "When a place comes free and it is your turn, it is kept for you for %(num)s calendar "
        "day, and you are told at once.",
        "When a place comes free and it is your turn, it is kept for you for %(num)s calendar "
        "days, and you are told at once.",
        settings.voucher_hold_calendar_days,
    )
    return [
        ngettext(
            "%(num)s child waits there before you.",
            "%(num)s children wait there before you.",
            wanted.waiting,
        )
        if wanted.waiting
        else gettext("Nobody waits there before you."),
        *_clock_of_joining(page),
        kept,
    ]


def _clock_of_joining(page: ApplicationPage) -> list[str]:
    """What becomes of the running time; a pupil has none."""
    voucher = _voucher(page)
    if page.state == State.ENROLLED:
        return [gettext("Your child stays where it is, and you have no term to keep.")]
    meanwhile = gettext("Meanwhile you can still choose any kindergarten with a free place.")
    if page.state == State.WAITLISTED:
        return [gettext("Your time stands still already, and goes on standing."), meanwhile]
    if voucher.hold is not None or voucher.asked_days is not None or not voucher.pause_days_left:
        return [gettext("Your time goes on: this list does not stop it."), meanwhile]
    return [
        ngettext(
            "Your time stands still as long as you wait, for at most %(num)s calendar day.",
            "Your time stands still as long as you wait, for at most %(num)s calendar days.",
            voucher.pause_days_left,
        ),
        meanwhile,
    ]


def of_leaving(page: ApplicationPage, wanted: VoucherGarden) -> list[str]:
    """What leaving a waiting list, or giving back a kept place, does (V-14)."""
    voucher = _voucher(page)
    if wanted.is_kept:
        return [gettext("The place that is kept for you goes to the next child of the list.")]
    said = [gettext("You lose your turn: whoever joins again stands at the end of the list.")]
    if page.state == State.WAITLISTED and len(voucher.lists) == 1:
        said.append(
            ngettext(
                "Your time goes on from tomorrow: %(num)s working day is left.",
                "Your time goes on from tomorrow: %(num)s working days are left.",
                voucher.days_left or 0,
            )
        )
    return said


def of_moving(page: ApplicationPage, wanted: VoucherGarden) -> list[str]:
    """What beginning a transfer does (row 16, R-81)."""
    settings = _voucher(page).settings
    said = [
        ngettext(
            "A place is kept for your child for %(num)s working day: hand in the documents by "
            "then.",
            "A place is kept for your child for %(num)s working days: hand in the documents by "
            "then.",
            settings.voucher_active_working_days,
        )
    ]
    if wanted.is_only_temporary:
        said.append(_temporary(wanted))
    return [
        *said,
        gettext("Until you sign the new contract your child goes on attending the old place."),
        gettext("The voucher moves with your child. You do not stand in any queue again."),
    ]


def of_giving_up(page: ApplicationPage) -> list[str]:
    """What withdrawing does while a voucher is offered or in hand (row 20, R-78)."""
    said = [gettext("The voucher is cancelled, and your place in the queue is lost with it.")]
    if page.stage == "papers" or _voucher(page).hold is not None:
        said.append(gettext("A place that is kept for you goes to the next child."))
    return [*said, _apply_anew()]


def of_ending(_: ApplicationPage) -> list[str]:
    """What ending the contract does to the voucher (row 18, R-82)."""
    return [
        gettext("Your child leaves the kindergarten, and the place goes to the next child."),
        gettext("The voucher is cancelled and the application goes to the archive."),
        gettext(
            "If you only want another kindergarten, move your child instead: the voucher stays."
        ),
    ]


def _voucher(page: ApplicationPage) -> ShownVoucher:
    assert page.voucher is not None, "a page of a voucher without one"
    return page.voucher


def _kept_until(voucher: ShownVoucher) -> str:
    if voucher.due_at is None:
        return str(
            ngettext(
                "A place is kept for you, and your time goes on from tomorrow: %(num)s working "
                "day is left to hand in the documents and to sign the contract.",
                "A place is kept for you, and your time goes on from tomorrow: %(num)s working "
                "days are left to hand in the documents and to sign the contract.",
                voucher.days_left or 0,
            )
        )
    return str(
        gettext(
            "A place is kept for you. Hand in the documents and sign the contract by %(moment)s.",
            moment=format_last_minute(voucher.due_at),
        )
    )


def _may_restore(voucher: ShownVoucher) -> str:
    return str(
        ngettext(
            "You can restore it once, within %(num)s calendar day.",
            "You can restore it once, within %(num)s calendar days.",
            voucher.settings.voucher_restore_calendar_days,
        )
    )


def _temporary(wanted: VoucherGarden) -> str:
    assert wanted.temporary_until is not None
    return str(
        gettext(
            "The place is temporary, until %(day)s. Then the application returns to its queues "
            "with its first date.",
            day=format_day(wanted.temporary_until),
        )
    )


def _given_back(kindergarten: str) -> str:
    return str(
        gettext(
            "The place in %(kindergarten)s that is kept for you goes to the next child.",
            kindergarten=kindergarten,
        )
    )


def _apply_anew() -> str:
    return str(
        gettext(
            "This cannot be taken back. If you need a kindergarten later, apply anew: the new "
            "application gets a new date."
        )
    )
