"""Stands before every view: reads the route's mark and lets pass only those who may."""

import uuid
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, g, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import HIGH_RISK, STAFF, Actor, Permission, Role, may, might, roles_of
from kezek.core.personal_views import Shown
from kezek.core.sessions import is_fresh
from kezek.usecases.personal_views import note_view
from kezek.web.deployment_login import find_operator, is_operators_path
from kezek.web.guards import Guard, guard_of
from kezek.web.htmx import redirect_after_post
from kezek.web.login import current_visitor, find_actor
from kezek.web.tenant import current_room, current_tenant, find_current_tenant

FAMILY_DOOR = "family.sign_up"
OPERATORS_DOOR = "operator.sign_in"
STAFF_DOOR = "staff.sign_in"
PAGES = frozenset({200, 403, 409, 422})
"""With which statuses a family's page comes: as it was asked for, or with a refused form in it."""
FREE_OF_STEPS = frozenset({Permission.ACCOUNT_KEEP, Permission.STAFF_ROOM})
"""What staff may do before the second step is set up: set it up, read a notice, leave."""


class Unguarded(RuntimeError):
    """A route without a mark: it is never served, so that none is open by mistake."""


def init_app(app: Flask, *, needs_two_step: bool) -> None:
    """Puts the gate before all views, whenever they were registered."""
    app.config["STAFF_TWO_STEP"] = needs_two_step
    app.before_request(_ask)
    app.after_request(_note)


def door_url(guard: Guard) -> str:
    """Where those sign in who would have to for this route, with the way back."""
    if is_operators_path(request.path):
        return url_for(OPERATORS_DOOR, next=own_path(_wished()))
    roles = roles_of(guard.permission) if guard.permission else frozenset()
    # Some permissions families and staff have alike: then the room says whose door it is.
    is_for_staff = Role.FAMILY not in roles or current_room() in STAFF
    endpoint = STAFF_DOOR if is_for_staff else FAMILY_DOOR
    return url_for(endpoint, next=own_path(_wished()))


def own_path(wished: str) -> str:
    """The path if it lies in this region, or among the deployment's own pages on one of them."""
    parts = urlsplit(wished)
    tenant = find_current_tenant()
    is_here = tenant is not None and parts.path.startswith(f"/{tenant.slug}/")
    if is_operators_path(request.path):
        is_here = is_operators_path(parts.path)
    if parts.scheme or parts.netloc or not is_here or "\\" in wished:
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _ask() -> BaseResponse | None:
    if request.endpoint is None:
        return None
    guard = guard_of(current_app.view_functions[request.endpoint])
    if guard is None:
        raise Unguarded(
            f"The route {request.endpoint} names no permission: mark its view with "
            "@needs(Permission.…) or @public."
        )
    return _check(guard, request.view_args or {}) if guard.permission else None


def _check(guard: Guard, values: dict[str, Any]) -> BaseResponse | None:
    assert guard.permission is not None
    actor = _who()
    if actor is None:
        return redirect_after_post(door_url(guard))
    if not might(actor, guard.permission):
        abort(403)
    subject = None
    if guard.subject_of is not None:
        subject = guard.subject_of(current_tenant().id, **values)
        # What is not there and what is somebody else's look the same.
        if subject is None:
            abort(404)
    if not may(actor, guard.permission, subject):
        abort(404)
    if actor.role not in STAFF:
        return None
    g.kezek_shows = guard.shows
    return _prove_first(guard.permission)


def _prove_first(permission: Permission) -> BaseResponse | None:
    """Where staff go before this page: to set the second step up, or to prove who sits there."""
    visitor = current_visitor()
    if permission in FREE_OF_STEPS:
        return None
    has_both_steps = visitor.has_two_step or visitor.is_by_key
    if current_app.config["STAFF_TWO_STEP"] and not has_both_steps:
        return redirect_after_post(url_for("staff.two_step"))
    if permission in HIGH_RISK and not is_fresh(visitor.proved_at, visitor.now):
        return redirect_after_post(url_for("staff.again", next=own_path(_wished())))
    return None


def _who() -> Actor | None:
    """Whoever is signed in behind the door of this page: a region's, or the deployment's own."""
    if find_current_tenant() is not None:
        return find_actor()
    operator = find_operator()
    return operator.actor if operator is not None else None


def _note(response: Response) -> Response:
    """Writes a look down; a page whose look could not be written is not shown."""
    shows: Shown | None = g.pop("kezek_shows", None)
    actor = find_actor() if shows is not None and response.status_code in PAGES else None
    if shows is not None and actor is not None:
        note_view(current_tenant().id, actor, shows, _subject_id(), str(request.endpoint))
    return response


def _subject_id() -> uuid.UUID | None:
    """What was looked at: the first of the route's own values that names a row."""
    values = (request.view_args or {}).values()
    return next((value for value in values if isinstance(value, uuid.UUID)), None)


def _wished() -> str:
    """The page to come back to: a page that was asked for, not an act that was sent."""
    if request.method in ("GET", "HEAD"):
        return request.full_path.rstrip("?")
    return urlsplit(request.referrer or "").path
