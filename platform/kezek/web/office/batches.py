"""Several matters at once: looked at first, then done one by one, then what became of each."""

import uuid

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.errors import Refusal
from kezek.core.personal_views import Shown
from kezek.core.work import MatterKey
from kezek.reads.batch_page import batch_page
from kezek.usecases import batches
from kezek.usecases.batch_plans import UNDOABLE, BatchAct, Planned, plan
from kezek.usecases.deciding import NotFound
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.idempotency import intent
from kezek.web.login import current_actor
from kezek.web.office.batch_words import ACT, DONE, WILL, why_sentence
from kezek.web.office.way import carried, desk_url, wanted
from kezek.web.refusals import sentence_of, status_of
from kezek.web.tenant import current_tenant
from kezek.web.words import say
from kezek.web.work_words import work_name

blueprint = Blueprint("office_batches", __name__, url_prefix="/<slug:slug>/office/batches")


@blueprint.get("/preview")
@needs(Permission.WORK_ASSIGN, shows=Shown.LIST)
def preview() -> BaseResponse:
    """What would happen to each of the ticked; nothing is changed by looking."""
    try:
        return _preview_page(*_said(request.args))
    except Refusal as refusal:
        flash(sentence_of(refusal), "act")
        return redirect_after_post(desk_url())


@blueprint.post("/")
@needs(Permission.WORK_ASSIGN)
def do() -> BaseResponse:
    """Does it, each matter in a transaction of its own; pressed twice it is done once."""
    key = intent()
    tenant_id, actor = current_tenant().id, current_actor()
    try:
        act, keys, to = _said(request.form)
        batch_id = batches.begin(tenant_id, actor, act, keys, to, intent=key)
    except Refusal as refusal:
        flash(sentence_of(refusal), "act")
        return redirect_after_post(desk_url())
    batches.go_on(tenant_id, actor, batch_id)
    return redirect_after_post(_url(batch_id))


@blueprint.get("/<uuid:batch_id>")
@needs(Permission.WORK_ASSIGN)
def show(batch_id: uuid.UUID) -> BaseResponse:
    """What became of each."""
    return _result_page(batch_id)


@blueprint.post("/<uuid:batch_id>/rest")
@needs(Permission.WORK_ASSIGN)
def finish(batch_id: uuid.UUID) -> BaseResponse:
    """Does what was left when the batch was cut off."""
    intent()
    batches.go_on(current_tenant().id, current_actor(), batch_id)
    return redirect_after_post(_url(batch_id))


@blueprint.post("/<uuid:batch_id>/undoing")
@needs(Permission.WORK_ASSIGN)
def undo(batch_id: uuid.UUID) -> BaseResponse:
    """Puts matters back into the hands in which they were."""
    intent()
    try:
        count = batches.undo(current_tenant().id, current_actor(), batch_id)
    except Refusal as refusal:
        return _result_page(batch_id, sentence_of(refusal), status_of(refusal))
    told = ngettext(
        "%(num)s matter is back where it was.", "%(num)s matters are back where they were.", count
    )
    flash(told, "good" if count else "calm")
    return redirect_after_post(_url(batch_id))


def _said(asked: "MultiDict[str, str]") -> tuple[BatchAct, list[MatterKey], uuid.UUID | None]:
    """The act, the matters and the colleague. Raises NotFound for what no page of ours says."""
    try:
        act = BatchAct(asked.get("act", ""))
        keys = [MatterKey.read(one) for one in asked.getlist("item")]
        to = uuid.UUID(asked["to"]) if asked.get("to") else None
    except ValueError:
        raise NotFound("batch") from None
    return act, list(dict.fromkeys(keys))[: batches.MOST], to


def _preview_page(act: BatchAct, keys: list[MatterKey], to: uuid.UUID | None) -> Response:
    actor = current_actor()
    target = batches.target_of(actor, act, to)
    planned = plan(current_tenant().id, actor, act, keys, target)
    return respond(
        "office/batch_preview.html",
        act=act,
        act_name=say(ACT[act]),
        will=[one for one in planned if one.why is None],
        left_out=[one for one in planned if one.why is not None],
        will_words=say(WILL[act]),
        can_be_undone=act in UNDOABLE,
        why=_why,
        work_name=work_name,
        to=to,
        carried=carried(wanted()),
        desk_url=desk_url(),
    )


def _why(planned: Planned) -> str:
    return why_sentence(str(planned.why))


def _result_page(batch_id: uuid.UUID, problem: str = "", status: int = 200) -> Response:
    page = batch_page(current_tenant().id, current_actor(), batch_id)
    if page is None:
        raise NotFound(batch_id)
    act = BatchAct(page.act)
    return respond(
        "office/batch.html",
        status=status,
        page=page,
        problem=problem,
        act_name=say(ACT[act]),
        done_words=say(DONE[act]),
        can_be_undone=act in UNDOABLE and page.count("done") and page.undone_at is None,
        was_told=act not in UNDOABLE,
        why_sentence=why_sentence,
        work_name=work_name,
        undone=gettext("put back"),
        carried=carried(wanted()),
        desk_url=desk_url(),
    )


def _url(batch_id: uuid.UUID) -> str:
    return url_for("office_batches.show", batch_id=batch_id, **carried(wanted()))
