"""What each notice to a family is about, in a few words for those who keep the region."""

from collections.abc import Mapping

from kezek.web.words import mark, say

NAME: Mapping[str, str] = {
    "N-02": mark("The service is offered by itself: a state register told of a child"),
    "N-03": mark("Application received"),
    "N-04": mark("Papers of a benefit will be checked"),
    "N-05": mark("The child is queued"),
    "N-06": mark("The application is refused"),
    "N-07": mark("A benefit was not confirmed"),
    "N-08": mark("The queue number changed"),
    "N-09": mark("Yearly question"),
    "N-10": mark("Yearly question, once more"),
    "N-11": mark("The application went to the archive"),
    "N-12": mark("A place is offered"),
    "N-13": mark("Reminder of an offer"),
    "N-14": mark("The offer lapsed, the application is suspended"),
    "N-15": mark("After a suspension: is a place still wanted"),
    "N-16": mark("The application returned to the queue"),
    "N-17": mark("The planned age is reached"),
    "N-18": mark("A referral is issued"),
    "N-20": mark("Reminder of a referral"),
    "N-21": mark("The referral was given back"),
    "N-22": mark("Answer to a request for more days"),
    "N-23": mark("The referral expired"),
    "N-24": mark("A second check failed"),
    "N-25": mark("The kindergarten registered the papers"),
    "N-26": mark("The kindergarten did not take the papers"),
    "N-27": mark("Not admitted"),
    "N-28": mark("Result of the review of a refusal"),
    "N-29": mark("The contract waits to be signed"),
    "N-30": mark("The child is admitted"),
    "N-31": mark("The temporary place has ended"),
    "N-32": mark("The upper age is near"),
    "N-33": mark("Places for brothers and sisters"),
    "N-34": mark("Your turn today: the window is open"),
    "N-35": mark("The window closes soon"),
    "N-36": mark("The window was missed"),
    "N-37": mark("Open places for the year of birth"),
    "N-38": mark("Papers of a benefit are asked for"),
    "N-39": mark("The benefit was not confirmed: the referral is annulled"),
    "N-40": mark("Nobody came: the stop-list"),
    "N-41": mark("Nobody came again: removed from the queue"),
    "N-42": mark("The stop-list is over"),
    "N-43": mark("A voucher is offered"),
    "N-44": mark("Reminder of a voucher"),
    "N-45": mark("The application is inactive"),
    "N-46": mark("Reminder to restore the application"),
    "N-47": mark("The voucher is active"),
    "N-48": mark("Waiting list"),
    "N-49": mark("The child moved to another kindergarten"),
    "N-50": mark("Yearly update of the category"),
    "N-51": mark("The voucher ended"),
    "N-52": mark("A complaint"),
    "N-53": mark("The rules have changed"),
    "N-55": mark("Please check your contacts"),
    "N-56": mark("The account passed to another parent"),
}


def notice_name(code: str) -> str:
    """What a notice is about."""
    return say(NAME[code]) if code in NAME else code
