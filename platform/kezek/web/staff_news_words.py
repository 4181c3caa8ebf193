"""What staff read of a notice to them, in a line."""

from collections.abc import Mapping

from kezek.reads.staff_news import StaffNews
from kezek.web.words import mark, say

NEWS: Mapping[str, str] = {
    "N-19": mark("A child is sent to your kindergarten"),
    "N-21": mark("The family gave the referral back"),
    "N-22": mark("The request for more days was answered"),
    "N-23": mark("The term of the referral ended"),
    "N-24": mark("The referral was annulled after the second check"),
    "N-27": mark("A kindergarten refused to admit a child"),
    "N-28": mark("The education department has reviewed the refusal"),
    "N-30": mark("A child is admitted"),
    "N-49": mark("A child moved by transfer"),
    "N-53": mark("The rules have changed"),
}
"""By the notice's number (§10)."""

ALARM: Mapping[str, str] = {
    "review": mark("An application is being checked longer than a working day"),
    "extension": mark("A request for more days waits too long"),
    "admission": mark("A kindergarten has not checked documents in time"),
    "refusal_review": mark("A refusal to admit was not reviewed in time"),
    "late": mark("A matter is late by more than its term"),
    "complaint": mark("The term of a complaint is near its end"),
    "calendar": mark("The calendar of working days comes to its end"),
    "delivery": mark("A notice did not reach a family"),
    "ledger": mark("The nightly check found a difference"),
    "fairness": mark("One to three was not kept"),
}
"""By what an alarm is about (N-54)."""


def news_sentence(news: StaffNews) -> str:
    """What happened; the notice's own number where nobody has worded it yet."""
    if news.code == "N-54":
        return say(ALARM[news.about]) if news.about in ALARM else news.about
    return say(NEWS[news.code]) if news.code in NEWS else news.code
