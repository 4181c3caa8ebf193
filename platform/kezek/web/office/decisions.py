"""The forms of a decision, with what can be decided at the stage at hand."""

from kezek.core.applications import State
from kezek.core.standing import CATEGORIES
from kezek.reads.review_page import ReviewPage
from kezek.web.office.forms import GROUNDS, DecisionForm, RefusalForm
from kezek.web.papers import paper_name
from kezek.web.words import mark, say

DONE = {
    "confirm": mark("Confirmed. The family was told."),
    "benefit": mark("The benefit was refused: the child waits on general grounds."),
    "refuse": mark("Refused. The family reads the reasons in the notice."),
    "stands": mark("The refusal stands. The family and the kindergarten were told."),
    "overturned": mark("The refusal is overturned: the kindergarten checks the documents anew."),
}
"""What is said after each decision."""

_FIRST = {
    "confirm": mark("Everything is in order: put the child into the queue"),
    "benefit": mark("The benefit is not proven: put the child into the queue on general grounds"),
    "refuse": mark("Refuse the whole application"),
}
_SECOND = {
    "confirm": mark("Everything is as it was claimed: the referral stays"),
    "benefit": mark("The benefit is not proven: annul the referral, back on general grounds"),
    "refuse": mark("Documents are false: annul the referral and close the application"),
}
_TAKEN = _SECOND | {
    "confirm": mark("The benefit is proven: the referral holds, and the days to come begin now"),
}
_VOUCHER = {
    "confirm": mark("Everything is as it was claimed: the voucher stays"),
    "benefit": mark("The benefit is not proven: annul the voucher, back on general grounds"),
    "refuse": mark("Documents are false: annul the voucher and close the application"),
}
_AGAIN: dict[str, dict[str, str]] = {
    State.REFERRED: _SECOND,
    State.BENEFIT_CHECK: _TAKEN,
    State.PLACE_CHOSEN: _VOUCHER,
}
"""The answers of the check that follows when a place is kept (L-14.1)."""
_GENERAL_PAPERS = ("DOC-01", "DOC-02", "DOC-09", "DOC-10")


def decision_form(page: ReviewPage, *, blank: bool = False) -> DecisionForm:
    """The check, with the papers of this application in the lists of Annex 3."""
    form = DecisionForm(formdata=None) if blank else DecisionForm()
    if blank:
        form.seen.data = page.state
    choices = _AGAIN.get(form.seen.data or page.state, _FIRST)
    form.decision.choices = [
        (code, say(words))
        for code, words in choices.items()
        if code != "benefit" or page.has_benefit
    ]
    papers = [(code, paper_name(code)) for code in _papers(page)]
    form.missing.choices = papers
    form.expired.choices = papers
    form.grounds.choices = [(str(ground), say(words)) for ground, words in GROUNDS.items()]
    if blank:
        form.missing.data = [one.document.code for one in page.proofs if one.state == "missing"]
        form.expired.data = [one.document.code for one in page.proofs if one.state == "expired"]
    return form


def _papers(page: ReviewPage) -> list[str]:
    """The papers that a refusal may name: those of the claim first, then those of everybody."""
    own = [proof.document.code for proof in page.proofs]
    others = [code for category in CATEGORIES for code in category.proofs]
    return list(dict.fromkeys((*own, *_GENERAL_PAPERS, *others)))


def refusal_form(*, blank: bool = False) -> RefusalForm:
    """The review of a kindergarten's refusal."""
    form = RefusalForm(formdata=None) if blank else RefusalForm()
    form.result.choices = [
        ("stands", say(mark("The refusal stands"))),
        ("overturned", say(mark("The refusal is overturned: the kindergarten must check anew"))),
    ]
    return form
