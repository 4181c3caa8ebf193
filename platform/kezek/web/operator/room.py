"""What the operator's pages share: one set of routes, their marks, and who acts."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from flask import Blueprint, current_app, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.errors import Refusal
from kezek.reads.deployment_regions import OperatorRegionPage, operator_region, region_names
from kezek.usecases.deciding import NotFound
from kezek.web.deployment_login import current_operator, is_operators_path
from kezek.web.forms import Form
from kezek.web.guards import guard_of, needs
from kezek.web.htmx import redirect_after_post
from kezek.web.i18n import current_language
from kezek.web.refusals import status_of

blueprint = Blueprint("operator", __name__, url_prefix="/operator")

ENTERS = needs(Permission.DEPLOYMENT_ENTER)
SEES = needs(Permission.DEPLOYMENT_SEE)
RUNS = needs(Permission.DEPLOYMENT_RUN)
"""Of high risk: asked for the password once more when that was long ago, before the form."""


@blueprint.before_request
def _prove_first() -> BaseResponse | None:
    """Leads to the proof of who sits there, and from there back to the form."""
    guard = guard_of(current_app.view_functions[str(request.endpoint)])
    if guard is None or guard.permission is not Permission.DEPLOYMENT_RUN:
        return None
    if current_operator().is_proven:
        return None
    wished = request.full_path.rstrip("?")
    if request.method != "GET":
        wished = urlsplit(request.referrer or "").path
    back = wished if is_operators_path(wished) else ""
    return redirect_after_post(url_for("operator.prove", next=back))


def tag() -> str:
    """The operator who acts, as the record of acts names him."""
    return current_operator().actor.tag


def the_region(tenant_id: int) -> OperatorRegionPage:
    """One region of the deployment. Raises NotFound."""
    found = operator_region(tenant_id, current_language())
    if found is None:
        raise NotFound(tenant_id)
    return found


def region_choices(every: str = "") -> list[tuple[str, str]]:
    """All regions to choose from by number, by their names; `every` stands for all of them."""
    names = region_names(current_language())
    named = sorted((name, str(number)) for number, (_, name) in names.items())
    first: Sequence[tuple[str, str]] = [("", every)] if every else []
    return [*first, *((number, name) for name, number in named)]


def refuse(form: Form, refusal: Refusal) -> int:
    """Puts a refusal into the form that was sent; gives the status of the answer."""
    form.refuse(refusal)
    return status_of(refusal)


def page_number() -> int:
    """The page of a list that the address asks for."""
    wished = request.args.get("page", "")
    return int(wished) if wished.isdecimal() and len(wished) < 9 else 1
