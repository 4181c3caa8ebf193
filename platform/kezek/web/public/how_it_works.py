"""How places are given, in plain words, with an example that the rule itself has made."""

from flask import Response, abort

from kezek.reads.how_it_works import how_it_works, how_vouchers_work
from kezek.web.guards import public
from kezek.web.htmx import respond
from kezek.web.i18n import current_language
from kezek.web.navigation import find_url
from kezek.web.public.room import blueprint
from kezek.web.tenant import current_tenant


@blueprint.get("/how-it-works")
@public
def explanation() -> Response:
    """The rule of one to three, the steps from an application to a contract, every term."""
    return respond(
        "public/how_it_works.html",
        page=how_it_works(current_tenant().id),
        join_url=find_url("family.sign_up"),
    )


@blueprint.get("/how-it-works/vouchers")
@public
def vouchers() -> Response:
    """Categories, iterations, terms, waiting lists and the yearly update of voucher territories."""
    page = how_vouchers_work(current_tenant().id, current_language())
    if page is None:
        abort(404)
    return respond("public/vouchers.html", page=page, join_url=find_url("family.sign_up"))
