"""What can be done with several matters at once, and why some are left out."""

from collections.abc import Mapping

from kezek.core.errors import Code
from kezek.usecases.batch_plans import BatchAct, Why
from kezek.web.refusals import refusal_sentence
from kezek.web.words import mark, say

ACT: Mapping[BatchAct, str] = {
    BatchAct.CONFIRM: mark("Confirm the checks whose documents are all there"),
    BatchAct.GRANT: mark("Grant the requests for more days, as many as asked"),
    BatchAct.TAKE: mark("Take over"),
    BatchAct.HAND_OVER: mark("Hand over to a colleague"),
    BatchAct.RELEASE: mark("Give out of hand"),
}
"""The acts as the list offers them."""

WILL: Mapping[BatchAct, str] = {
    BatchAct.CONFIRM: mark("will be confirmed; the family is told"),
    BatchAct.GRANT: mark("will be granted; the family is told"),
    BatchAct.TAKE: mark("will be yours"),
    BatchAct.HAND_OVER: mark("will be handed over"),
    BatchAct.RELEASE: mark("will be in nobody's hands"),
}
"""What the preview says of each matter."""

DONE: Mapping[BatchAct, str] = {
    BatchAct.CONFIRM: mark("confirmed; the family was told"),
    BatchAct.GRANT: mark("granted; the family was told"),
    BatchAct.TAKE: mark("is yours"),
    BatchAct.HAND_OVER: mark("handed over"),
    BatchAct.RELEASE: mark("is in nobody's hands"),
}
"""What the result says of each matter."""

WHY: Mapping[Why, str] = {
    Why.GONE: mark("it no longer waits: it was decided meanwhile"),
    Why.OTHER_KIND: mark("this act does not fit this kind of work"),
    Why.PAPERS: mark("a document is missing, has expired, or is not confirmed by the registers"),
    Why.PERSON: mark("somebody without an IIN is not confirmed yet: look at the documents"),
    Why.CONFLICT: mark("two people claim this child or this person: look at it alone"),
    Why.NO_PROOF: mark("no proof is attached to the request"),
    Why.HAS_IT: mark("it is in these hands already"),
}
"""Why a matter is left out."""


def why_sentence(detail: str) -> str:
    """Why a matter was left out: a reason of the plan, or the refusal of the act itself."""
    if detail in list(Why):
        return say(WHY[Why(detail)])
    code, _, more = detail.partition(":")
    is_told = code in list(Code) and more not in ("state",)
    return refusal_sentence(code, {}, more) if is_told else say(WHY[Why.GONE])
