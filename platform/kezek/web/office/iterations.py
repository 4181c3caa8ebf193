"""An iteration of vouchers: what it would give now, and giving it (R-6, 7.1(3))."""

from flask import Blueprint, flash, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission, Subject
from kezek.core.errors import Refusal
from kezek.core.ids import TerritorySlug
from kezek.reads.iterations import IterationPage, iteration_page, voucher_territories
from kezek.usecases import vouchers
from kezek.usecases.deciding import NotFound
from kezek.usecases.repeats import KeyReused, Once, Repeated
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.i18n import current_language
from kezek.web.idempotency import intent
from kezek.web.login import current_actor
from kezek.web.refusals import sentence_of, status_of
from kezek.web.tenant import current_tenant

blueprint = Blueprint("office_iterations", __name__, url_prefix="/<slug:slug>/office/iterations")


def _territory(_: int, territory: str) -> Subject:
    """The territory in which vouchers would be given."""
    return Subject(territory=TerritorySlug(territory))


_RUNS = needs(Permission.ITERATION_RUN, _territory)


@blueprint.get("/")
@needs(Permission.OFFICE_DESK)
def index() -> BaseResponse:
    """The voucher territories of this specialist; a single one is opened at once."""
    found = voucher_territories(current_tenant().id, current_actor(), current_language())
    if len(found) == 1:
        return redirect_after_post(url_for("office_iterations.show", territory=found[0][0]))
    return respond("office/iterations.html", territories=found)


@blueprint.get("/<territory>")
@_RUNS
def show(territory: str) -> BaseResponse:
    """What an iteration would give now, cohort by cohort; nothing is changed by looking."""
    return _page(territory)


@blueprint.post("/<territory>")
@_RUNS
def run(territory: str) -> BaseResponse:
    """Offers the vouchers now; pressed twice they are offered once."""
    _get(territory)
    once = Once(str(intent()), f"iterate:{territory}")
    try:
        given = vouchers.iterate(current_tenant().id, current_actor().tag, territory, once=once)
    except Repeated as repeated:
        given = int(str(repeated.response["offered"]))
    except KeyReused:
        return redirect_after_post(url_for("office_iterations.show", territory=territory))
    except Refusal as refusal:
        return _page(territory, problem=sentence_of(refusal), status=status_of(refusal))
    flash(_said(given), "good" if given else "calm")
    return redirect_after_post(url_for("office_iterations.show", territory=territory))


def _said(given: int) -> str:
    if not given:
        return str(gettext("No voucher could be offered now."))
    return str(ngettext("%(num)s voucher was offered.", "%(num)s vouchers were offered.", given))


def _get(territory: str) -> IterationPage:
    page = iteration_page(current_tenant().id, current_actor(), territory, current_language())
    if page is None:
        raise NotFound(territory)
    return page


def _page(territory: str, *, problem: str = "", status: int = 200) -> BaseResponse:
    page = _get(territory)
    offered = vouchers.rehearse(current_tenant().id, territory)
    return respond(
        "office/iteration.html",
        status=status,
        page=page,
        offered={
            line.cohort: {one: offered[(line.cohort, one)] for one in line.waiting}
            for line in page.cohorts
        },
        total=offered.total(),
        problem=problem,
    )
