"""Until when a paper holds, told beside its day of issue as soon as that is typed in."""

from flask import Blueprint, render_template, request

from kezek.core.document_terms import term_of
from kezek.core.documents import DOCUMENTS
from kezek.core.wishes import needs_issue_date
from kezek.reads.document_terms import terms_are_counted_with
from kezek.usecases.deciding import NotFound
from kezek.web.guards import public
from kezek.web.papers import PaperForm
from kezek.web.tenant import current_tenant

blueprint = Blueprint("document_terms", __name__, url_prefix="/<slug:slug>/document-term")

_KNOWN = frozenset(one.code for one in DOCUMENTS)


@blueprint.get("/<string(length=6):code>")
@public
def term(code: str) -> str:
    """A sentence about a paper of this day; nothing of no whole day, or where no term counts.

    It says nothing of anybody, and so it is open to everybody.
    """
    if code not in _KNOWN:
        raise NotFound(code)
    if not needs_issue_date(code):
        return ""
    day = PaperForm(code, formdata=request.args).issued.data
    today, health_days = terms_are_counted_with(current_tenant().id)
    found = term_of(code, day, today, health_days) if day is not None else None
    return render_template("family/document_term.html", term=found) if found else ""
