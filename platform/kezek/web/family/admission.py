"""Papers for the kindergarten, and its answer: accepted, returned, or refused and under review."""

import uuid

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse
from wtforms import RadioField

from kezek.core.access import Permission
from kezek.core.admission_papers import (
    HEALTH_CERTIFICATE,
    AdmissionPaper,
    PaperState,
    is_complete,
)
from kezek.core.admission_stages import Stage
from kezek.core.errors import Refusal
from kezek.reads.application_page import ApplicationPage
from kezek.reads.subjects import application_subject
from kezek.usecases import admission
from kezek.usecases.deciding import NotFound
from kezek.usecases.documents import attach
from kezek.web.family.acts import answered_once, lead_back, once
from kezek.web.family.application import COMPLAIN, get_page, its_subject, refused
from kezek.web.family.papers import limit_bodies
from kezek.web.forms import Form, Needed
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.idempotency import intent
from kezek.web.login import current_actor
from kezek.web.navigation import find_url
from kezek.web.papers import PaperForm, paper_name, refuse_paper
from kezek.web.tenant import current_tenant
from kezek.web.words import mark, say

blueprint = Blueprint(
    "family_admission",
    __name__,
    url_prefix="/<slug:slug>/family/applications/<uuid:application_id>/admission",
)
blueprint.url_value_preprocessor(limit_bodies)

_SEES = needs(Permission.APPLICATION_OWN, application_subject)
_ADDS = needs(Permission.DOCUMENT_ADD, application_subject)

_SHOWN = frozenset({Stage.PAPERS, Stage.CHECK, Stage.REVIEW, Stage.CONTRACT})
_TAKES_PAPERS = frozenset({Stage.PAPERS, Stage.CONTRACT})
"""While the family collects them, and for a new certificate before the contract is signed."""

_YES, _NO = "yes", "no"
_VACCINATED = (
    (_YES, mark("Yes, all planned vaccinations were given")),
    (_NO, mark("No, some or all planned vaccinations are missing")),
)


class HandInForm(Form):
    """What the papers do not say by themselves."""

    vaccinated = RadioField(
        mark("Has your child had all planned vaccinations?"),
        [Needed(mark("Answer the question about the vaccinations."))],
    )


@blueprint.get("/")
@_SEES
def show(application_id: uuid.UUID) -> BaseResponse:
    """The papers that are asked for, each with what is attached; later the answer to them."""
    page = get_page(application_id)
    if page.stage not in _SHOWN:
        return lead_back(application_id)
    return _page(page, None, _hand_in_form(), 200)


@blueprint.post("/papers/<string(length=6):code>")
@needs(Permission.DOCUMENT_ADD, its_subject)
def attach_paper(application_id: uuid.UUID, code: str) -> BaseResponse:
    """Attaches the files of one paper; sent twice they are attached once."""
    page = get_page(application_id)
    if code not in _asked(page):
        raise NotFound(code)
    if page.stage not in _TAKES_PAPERS:
        return lead_back(application_id)
    form = PaperForm(code)
    key = intent()
    if not form.validate_on_submit():
        return _page(page, form, _hand_in_form(), 422)
    try:
        attach(
            current_tenant().id,
            current_actor(),
            page.child_id,
            form.uploads,
            application_id=application_id,
            intent=str(key),
        )
    except Refusal as refusal:
        refuse_paper(form, refusal)
        return _page(page, form, _hand_in_form(), 422)
    flash(gettext("Attached: %(name)s.", name=paper_name(code)), "good")
    return redirect_after_post(_after_paper(page, code))


@blueprint.post("/")
@_ADDS
def hand_in(application_id: uuid.UUID) -> BaseResponse:
    """Hands the papers in: the kindergarten registers them today (row 26)."""
    page = get_page(application_id)
    form = _hand_in_form()
    key = once("hand-in", application_id)
    if page.stage == Stage.PAPERS:
        for sentence in _what_is_missing(page):
            form.add_error(sentence)
        if not form.validate() or form.form_errors:
            return _page(page, None, form, 422)
    try:
        with answered_once():
            admission.submit_documents(
                current_tenant().id,
                current_actor().tag,
                application_id,
                complete=is_complete(page.papers.asked),
                vaccinated=form.vaccinated.data == _YES,
                once=key,
            )
    except Refusal as refusal:
        return refused(application_id, refusal)
    flash(gettext("The documents are handed in."), "good")
    return redirect_after_post(url_for("family_admission.show", application_id=application_id))


def _hand_in_form() -> HandInForm:
    form = HandInForm()
    form.vaccinated.choices = [(value, say(text)) for value, text in _VACCINATED]
    return form


def _asked(page: ApplicationPage) -> list[str]:
    return [paper.document.code for paper in page.papers.asked]


def _what_is_missing(page: ApplicationPage) -> list[str]:
    """A sentence for each paper without which the kindergarten would have to refuse (L-22.7)."""
    said = []
    for paper in page.papers.asked:
        name = paper_name(paper.document.code)
        if paper.state is PaperState.MISSING:
            said.append(gettext("Attach this paper: %(name)s.", name=name))
        elif paper.state is PaperState.EXPIRED:
            said.append(gettext("This paper is too old, attach a new one: %(name)s.", name=name))
    return said


def _shown_papers(page: ApplicationPage) -> list[AdmissionPaper]:
    """All that is asked for while the family collects it; later what it has handed in."""
    if page.stage == Stage.PAPERS:
        return list(page.papers.asked)
    attached = {file.kind for file in page.papers.files}
    return [paper for paper in page.papers.asked if paper.document.code in attached]


def _after_paper(page: ApplicationPage, code: str) -> str:
    endpoint = "family_contract.show" if page.stage == Stage.CONTRACT else "family_admission.show"
    anchor = None if page.stage == Stage.CONTRACT else code.lower()
    return url_for(endpoint, application_id=page.id, _anchor=anchor)


def _page(
    page: ApplicationPage, wrong: PaperForm | None, hand_in_form: HandInForm, status: int
) -> BaseResponse:
    assert page.referral is not None
    forms = {code: PaperForm(code, formdata=None) for code in _asked(page)}
    if wrong is not None:
        forms[wrong.code] = wrong
    answered = ("N-26", "N-27", "N-28")
    told = [one for one in page.notices if one.code in answered]
    return respond(
        "family/admission.html",
        fragments={"papers-part"},
        status=status,
        page=page,
        referral=page.referral,
        shown_papers=_shown_papers(page),
        forms=forms,
        form=hand_in_form,
        takes_papers=page.stage in _TAKES_PAPERS,
        told=[one for one in told if one.at >= page.referral.issued_at][:1],
        document_name=paper_name,
        health_certificate=HEALTH_CERTIFICATE,
        complain_url=find_url(COMPLAIN, application_id=page.id),
    )
