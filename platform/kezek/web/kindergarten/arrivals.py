"""One child that is sent to the kindergarten: its papers are checked, it is admitted or refused."""

import uuid
from collections.abc import Mapping

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.errors import Refusal
from kezek.core.modes.registry import gives_vouchers
from kezek.core.personal_views import Shown
from kezek.core.signed_texts import SignedAct
from kezek.reads.admission_page import AdmissionPage, admission_page
from kezek.reads.signatures import is_signed
from kezek.reads.subjects import application_subject
from kezek.usecases import admission_desk
from kezek.usecases.deciding import NotFound
from kezek.usecases.reminders import remind_family
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.i18n import LANGUAGE_NAMES, current_language
from kezek.web.idempotency import intent
from kezek.web.kindergarten import contracts
from kezek.web.kindergarten.forms import AbsenceForm, CheckForm, MoveForm
from kezek.web.kindergarten.printed import offered_papers
from kezek.web.kindergarten.words import AWAY, group_name, worded
from kezek.web.login import current_actor
from kezek.web.more_days import ExtensionForm, extension_form, send_answer
from kezek.web.papers import paper_name
from kezek.web.printed.kinds import NAMES
from kezek.web.refusals import sentence_of, status_of
from kezek.web.staff import kindergarten_id
from kezek.web.tenant import current_tenant
from kezek.web.words import mark, say

blueprint = Blueprint(
    "kindergarten_arrivals",
    __name__,
    url_prefix="/<slug:slug>/kindergarten/children/<uuid:application_id>",
)

_SEES = needs(Permission.APPLICATION_SEE, application_subject, shows=Shown.APPLICATION)
_DECIDES = needs(Permission.ADMISSION_DECIDE, application_subject, shows=Shown.APPLICATION)
_EXTENDS = needs(Permission.EXTENSION_DECIDE, application_subject, shows=Shown.APPLICATION)

_DECISIONS = {
    "admit": mark("Everything is in order: send the contract"),
    "admit_signed": mark(
        "Everything is in order: sign the contract with the key of the head and send it"
    ),
    "incomplete": mark("Documents are missing or no longer valid"),
    "contraindication": mark("The documents show a medical contraindication"),
    "immunity": mark("The limit of children without vaccinations would be exceeded"),
}
_DONE = {
    "admit": mark("The contract was sent to the family to be signed."),
    "incomplete": mark("The documents were returned to the family, with your list."),
    "contraindication": mark("The refusal went to the education department for review."),
    "immunity": mark("The refusal went to the education department for review."),
}
_DONE_WITH_VOUCHER = {
    "admit": _DONE["admit"],
    "incomplete": mark("The family was told what is missing. The place is free again."),
    "contraindication": mark("The family was told. The place is free again."),
    "immunity": mark("The family was told. The place is free again."),
}
"""No department reviews a refusal in a voucher territory: the family chooses again (R-76)."""


@blueprint.get("/")
@_SEES
def show(application_id: uuid.UUID) -> Response:
    """The child, its papers, and what may be decided now."""
    return child_page(application_id)


@blueprint.post("/check")
@_DECIDES
def check(application_id: uuid.UUID) -> BaseResponse:
    """Admits, returns the papers, or refuses (rows 28 to 30)."""
    page = get_page(application_id)
    form = check_form(page)
    key = str(intent())
    if not form.validate_on_submit():
        return child_page(application_id, check=form, status=422)
    if form.decision.data == "admit_signed":
        return contracts.begin(application_id, is_vaccinated=form.vaccinated.data == "yes")
    try:
        _decide(application_id, form, key)
    except Refusal as refusal:
        return child_page(application_id, problem=refusal)
    done = _DONE_WITH_VOUCHER if gives_vouchers(page.mode) else _DONE
    flash(say(done[form.decision.data]), "good")
    return redirect_after_post(url_for("kindergarten_desk.index"))


def _decide(application_id: uuid.UUID, form: CheckForm, key: str) -> None:
    tenant_id, actor = current_tenant().id, current_actor()
    vaccinated = form.vaccinated.data == "yes"
    if form.decision.data == "admit":
        admission_desk.admit(tenant_id, actor, application_id, vaccinated=vaccinated, intent=key)
    elif form.decision.data == "incomplete":
        admission_desk.refuse_incomplete(tenant_id, actor, application_id, form.reasons, intent=key)
    else:
        admission_desk.refuse_health(
            tenant_id,
            actor,
            application_id,
            form.decision.data,
            vaccinated=vaccinated,
            intent=key,
        )


@blueprint.post("/extension")
@_EXTENDS
def extend(application_id: uuid.UUID) -> BaseResponse:
    """Grants the days or refuses them (row 24)."""
    form = extension_form(None)
    key = str(intent())
    if not form.validate_on_submit():
        return child_page(application_id, extension=form, status=422)
    try:
        send_answer(form, application_id, key)
    except Refusal as refusal:
        if refusal.detail == "extension_days":
            form.refuse(refusal, "days")
            return child_page(application_id, extension=form, status=422)
        return child_page(application_id, problem=refusal)
    flash(gettext("Your answer was sent to the family."), "good")
    return redirect_after_post(
        url_for("kindergarten_arrivals.show", application_id=application_id)
        if _is_still_ours(application_id)
        else url_for("kindergarten_desk.index")
    )


@blueprint.post("/reminder")
@_DECIDES
def remind(application_id: uuid.UUID) -> BaseResponse:
    """Reminds a family that has not come yet; its term stays as it is (A-15)."""
    try:
        remind_family(current_tenant().id, current_actor(), application_id, intent=str(intent()))
    except Refusal as refusal:
        return child_page(application_id, problem=refusal)
    flash(gettext("The family was reminded."), "good")
    return redirect_after_post(url_for("kindergarten_arrivals.show", application_id=application_id))


def get_page(application_id: uuid.UUID) -> AdmissionPage:
    """The child's page. Raises NotFound once the referral is over."""
    page = admission_page(
        current_tenant().id, application_id, current_language(), kindergarten_id()
    )
    if page is None:
        raise NotFound(application_id)
    return page


def child_page(
    application_id: uuid.UUID,
    *,
    check: CheckForm | None = None,
    extension: ExtensionForm | None = None,
    absence: AbsenceForm | None = None,
    move: MoveForm | None = None,
    problem: Refusal | None = None,
    status: int = 200,
) -> Response:
    """The page as it is now, with the form that was refused, or the sentence of a refusal."""
    page = get_page(application_id)
    return respond(
        "kindergarten/child.html",
        status=status_of(problem) if problem else status,
        page=page,
        check=check or check_form(page, blank=True),
        extension=extension
        or extension_form(page.extension.days if page.extension else None, blank=True),
        absence=absence or absence_form(blank=True),
        move=move or move_form(page, blank=True),
        group_name=group_name,
        away_words=AWAY,
        problem=sentence_of(problem) if problem else "",
        paper_name=paper_name,
        printed=offered_papers(page),
        is_signed=is_signed(current_tenant().id, page.id, SignedAct.CONTRACT),
        printed_names=NAMES,
        language_names=LANGUAGE_NAMES,
        topics=[f"kindergarten-{page.referral.kindergarten}"],
    )


def absence_form(*, blank: bool = False) -> AbsenceForm:
    """Why and until when a pupil is away."""
    form = AbsenceForm(formdata=None) if blank else AbsenceForm()
    form.because.choices = worded(AWAY)
    return form


def move_form(page: AdmissionPage, *, blank: bool = False) -> MoveForm:
    """The other groups of the kindergarten."""
    form = MoveForm(formdata=None) if blank else MoveForm()
    form.group.choices = [
        (str(one.id), group_name(one.birth_year, one.language)) for one in page.place.other_groups
    ]
    return form


def check_form(page: AdmissionPage, *, blank: bool = False) -> CheckForm:
    """The check with the papers that this child needs."""
    form = CheckForm(formdata=None) if blank else CheckForm()
    papers = [(paper.document.code, paper_name(paper.document.code)) for paper in page.papers]
    form.missing.choices = papers
    form.expired.choices = papers
    form.vaccinated.choices = [("yes", say(mark("Yes"))), ("no", say(mark("No")))]
    wanted = _decisions(page)
    form.decision.choices = [(code, say(words)) for code, words in wanted.items()]
    if blank:
        form.vaccinated.data = "yes" if page.referral.vaccinated else "no"
        form.missing.data = [p.document.code for p in page.papers if p.state == "missing"]
        form.expired.data = [p.document.code for p in page.papers if p.state == "expired"]
    return form


def _decisions(page: AdmissionPage) -> Mapping[str, str]:
    """Without the ways of sending a contract that are shut: with a key, or without one."""
    shut = set() if page.can_head_sign else {"admit_signed"}
    shut |= {"admit"} if page.must_head_sign else set()
    return {code: words for code, words in _DECISIONS.items() if code not in shut}


def _is_still_ours(application_id: uuid.UUID) -> bool:
    return admission_page(current_tenant().id, application_id, "kk", kindergarten_id()) is not None
