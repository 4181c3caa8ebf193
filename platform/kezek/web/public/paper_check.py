"""Whether a paper is genuine: where the square on it leads, for whoever is shown it."""

from flask import Response

from kezek.core.printed import Kind, Validity
from kezek.reads.paper_check import check_paper as read_paper
from kezek.web.guards import public
from kezek.web.htmx import respond
from kezek.web.printed.kinds import NAMES
from kezek.web.public.room import blueprint
from kezek.web.security import LOOKUP_LIMIT, limiter
from kezek.web.tenant import current_tenant
from kezek.web.words import mark

MEANING = {
    Validity.HOLDS: mark("The paper is genuine, and the referral is in force."),
    Validity.HELD_THEN: mark(
        "The paper is genuine. It says how it was when it was made; the application goes on."
    ),
    Validity.ENDED: mark("The paper is genuine, but the application has ended since."),
    Validity.OVER: mark("The paper is genuine, but this referral is in force no more."),
}
_OF_A_VOUCHER = MEANING | {
    Validity.HOLDS: mark("The paper is genuine, and the voucher is in force."),
    Validity.OVER: mark("The paper is genuine, but this voucher is in force no more."),
}


@blueprint.get("/check/paper/<token>")
@public
@limiter.limit(LOOKUP_LIMIT)
def check_paper(token: str) -> Response:
    """What the paper in the hand is and whether it still holds; nobody is named (D-10)."""
    found = read_paper(current_tenant().id, token)
    meaning = _OF_A_VOUCHER if found and found.kind is Kind.VOUCHER else MEANING
    return respond(
        "public/paper.html",
        status=200 if found else 404,
        found=found,
        kind=NAMES[found.kind] if found else "",
        meaning=meaning[found.validity] if found else "",
    )
