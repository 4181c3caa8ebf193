"""Who looked at whom: found by person, by application, by day (D-11)."""

import uuid
from typing import Any

from flask import Response, request, url_for

from kezek.core.access import Permission
from kezek.core.numbers import parse_number
from kezek.core.typed import read_day
from kezek.reads.personal_views import ViewSieve, views_page
from kezek.web.admin.room import blueprint
from kezek.web.admin.staff_forms import ROLES
from kezek.web.guards import needs
from kezek.web.htmx import respond
from kezek.web.tenant import current_tenant
from kezek.web.view_words import shown_name
from kezek.web.words import say

_NO_NUMBER = "-"
"""No application is called so: what was typed wrongly finds nothing."""


@blueprint.get("/views/")
@needs(Permission.VIEWS_READ)
def views() -> Response:
    """Every look of staff at a family, the newest first."""
    account = request.args.get("account", type=uuid.UUID)
    typed, day = request.args.get("number", "").strip(), request.args.get("day", "").strip()
    number = parse_number(typed)
    wished_number = str(number) if number else typed and _NO_NUMBER
    sieve = ViewSieve(account, wished_number, read_day(day))
    wished = request.args.get("page", 1, type=int)
    carried: dict[str, Any] = {
        name: request.args[name] for name in ("account", "number", "day") if name in request.args
    }
    return respond(
        "admin/views.html",
        page=views_page(current_tenant().id, sieve, wished),
        sieve=sieve,
        typed=typed,
        day=day,
        is_day=not day or sieve.day is not None,
        shown_name=shown_name,
        roles={str(role): say(words) for role, words in ROLES.items()},
        page_url=lambda number: url_for("admin.views", page=number, **carried),
    )
