"""What families answered and what they missed, month by month; what never reached them."""

from collections import Counter
from datetime import date

from flask_babel import gettext

from kezek.reads.statistics.answers import KEPT_DAYS, AnswersPage, answers_page
from kezek.web.call_words import CHANNEL
from kezek.web.statistics.asking import Asked, month_name, short_months
from kezek.web.statistics.figures import Chart, Figure, Kind, Series
from kezek.web.statistics.subject import Built, Subject
from kezek.web.words import mark, say

ACCEPTED, DECLINED, LAPSED, WAITS, OTHERS = "accepted", "declined", "lapsed", "waits", "others"

OUTCOMES = {
    "referral:issued": ACCEPTED,
    "offer:declined": DECLINED,
    "application:archived": DECLINED,
    "offer:lapsed": LAPSED,
    None: WAITS,
}
"""How an offer ended, by the fact that ended it; any other fact took it away from outside."""

ANSWERS = {
    ACCEPTED: mark("Accepted"),
    DECLINED: mark("Refused by the family"),
    LAPSED: mark("No answer"),
    WAITS: mark("Waiting for an answer"),
    OTHERS: mark("Ended otherwise"),
}


def build(asked: Asked) -> Built:
    """The page of answers."""
    page = answers_page(*asked.given)
    return Built(
        basis=page.basis,
        figures=(_offers(page), _vouchers(page), _referrals(page), _messages(page)),
    )


def _offers(page: AnswersPage) -> Figure:
    months = tuple(page.basis.sieve.months)
    counts = Counter[tuple[date, str]]()
    for one in page.offers:
        counts[one.month, OUTCOMES.get(one.outcome, OTHERS)] += one.count
    drawn = ((ACCEPTED, "a"), (DECLINED, "b"), (LAPSED, "c"))
    series = tuple(
        Series(say(ANSWERS[kind]), tone, tuple(float(counts[month, kind]) for month in months))
        for kind, tone in drawn
    )
    return Figure(
        key="offers",
        title=gettext("Offers of places and their answers"),
        counts=gettext("Counts offers by the month in which they were made, and how they ended."),
        leaves_out=gettext(
            "The picture leaves out offers that still wait and those that ended otherwise, for "
            "instance because the kindergarten recalled the place: the table has them. Where "
            "families take places from a bulletin there are no offers."
        ),
        columns=(gettext("Month"), *map(say, ANSWERS.values()), gettext("Together")),
        rows=tuple(
            (
                month_name(month),
                *(counts[month, kind] for kind in ANSWERS),
                sum(counts[month, kind] for kind in ANSWERS),
            )
            for month in months
        ),
        chart=Chart(Kind.COLUMNS, short_months(months), series),
    )


def _endings(page: AnswersPage, *kinds: str) -> list[list[int]]:
    counts = Counter[tuple[date, str | None]]()
    for one in page.endings:
        counts[one.month, one.outcome] += one.count
    return [[counts[month, kind] for kind in kinds] for month in page.basis.sieve.months]


def _vouchers(page: AnswersPage) -> Figure:
    months = tuple(page.basis.sieve.months)
    found = _endings(page, "voucher:offered", "voucher:accepted", "voucher:lapsed")
    series = tuple(
        Series(name, tone, tuple(float(row[at]) for row in found))
        for at, name, tone in (
            (0, gettext("Vouchers offered"), "a"),
            (2, gettext("Not answered or not used in time"), "b"),
        )
    )
    return Figure(
        key="vouchers",
        title=gettext("Vouchers and what became of them"),
        counts=gettext("Counts what happened in each month: offered, confirmed, run out."),
        leaves_out=gettext(
            "A voucher may run out in a later month than the one in which it was offered. One that "
            "ran out for the second time ends the application and is not counted here."
        ),
        columns=(
            gettext("Month"),
            gettext("Vouchers offered"),
            gettext("Confirmed"),
            gettext("Not answered or not used in time"),
        ),
        rows=tuple(
            (month_name(month), *row) for month, row in zip(months, found, strict=True) if any(row)
        ),
        chart=Chart(Kind.LINES, short_months(months), series),
        empty=gettext("There were no vouchers in this period."),
    )


def _referrals(page: AnswersPage) -> Figure:
    months = tuple(page.basis.sieve.months)
    found = _endings(page, "referral:expired", "referral:missed")
    names = gettext("Term ran out"), gettext("The family did not come")
    series = tuple(
        Series(name, tone, tuple(float(row[at]) for row in found))
        for at, (name, tone) in enumerate(zip(names, ("a", "b"), strict=True))
    )
    return Figure(
        key="missed",
        title=gettext("Referrals that were missed"),
        counts=gettext("Counts referrals that nobody used, by the month in which they ended."),
        leaves_out=gettext(
            "Leaves out referrals that the family gave back in time, and those that staff annulled."
        ),
        columns=(gettext("Month"), *names),
        rows=tuple(
            (month_name(month), *row) for month, row in zip(months, found, strict=True) if any(row)
        ),
        chart=Chart(Kind.COLUMNS, short_months(months), series),
        empty=gettext("No referral was missed in this period."),
    )


def _messages(page: AnswersPage) -> Figure:
    names = tuple(
        say(CHANNEL[one.channel]) if one.channel in CHANNEL else one.channel
        for one in page.channels
    )
    parts = (
        (gettext("Handed to the provider"), "a", tuple(float(one.sent) for one in page.channels)),
        (
            gettext("Not delivered"),
            "b",
            tuple(float(one.refused + one.gave_up) for one in page.channels),
        ),
        (gettext("On the way"), "d", tuple(float(one.waits) for one in page.channels)),
    )
    return Figure(
        key="messages",
        title=gettext("Messages by channel"),
        counts=gettext(
            "Counts messages about notices of the last %(days)s days, whatever is chosen above.",
            days=KEPT_DAYS,
        ),
        leaves_out=gettext(
            "Leaves out one-time codes and the notices in the family's cabinet, which are always "
            "there. What the provider took may still not have been read."
        ),
        columns=(
            gettext("Channel"),
            gettext("Handed to the provider"),
            gettext("The address takes nothing"),
            gettext("Given up after repeated attempts"),
            gettext("On the way"),
        ),
        rows=tuple(
            (name, one.sent, one.refused, one.gave_up, one.waits)
            for name, one in zip(names, page.channels, strict=True)
        ),
        chart=Chart(Kind.ROWS, names, tuple(Series(*part) for part in parts)),
        empty=gettext("Nothing was sent in these days."),
    )


SUBJECT = Subject(
    key="answers",
    title=mark("Answers and silences"),
    lead=mark("What families answered, what they missed, and what never reached them."),
    build=build,
)
