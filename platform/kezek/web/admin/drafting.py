"""What the forms of a configuration share: an edit goes into the change that is being drawn up."""

from collections.abc import Callable

from flask import flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.errors import Refusal
from kezek.core.region_rooms import Room
from kezek.core.regions import Tenant
from kezek.usecases.region_drafts import edit
from kezek.usecases.repeats import Once, Repeated
from kezek.web.htmx import redirect_after_post
from kezek.web.idempotency import intent
from kezek.web.login import current_actor
from kezek.web.tenant import current_tenant

Change = Callable[[Tenant], Tenant]


def keep(room: Room, change: Change) -> BaseResponse | Refusal:
    """Puts an edit into the change and leads to it; gives the refusal where it cannot be put."""
    try:
        differs = edit(
            current_tenant().id,
            current_actor().tag,
            room,
            change,
            seen=request.form.get("seen", ""),
            once=Once(str(intent()), f"edit:{room}"),
        )
    except Repeated:
        return _to_the_change()
    except Refusal as refusal:
        return refusal
    if not differs:
        flash(gettext("Nothing differs from what holds now, so there is no change."), "calm")
        return redirect_after_post(url_for("admin.settings"))
    flash(gettext("It stands in the change. Nothing holds before the change is signed."), "good")
    return _to_the_change()


def _to_the_change() -> BaseResponse:
    return redirect_after_post(url_for("admin.change"))
