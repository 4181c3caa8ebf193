"""Who is signed in: a session of the ledger per region, ended by leaving, by age, or from afar."""

import uuid
from dataclasses import dataclass
from typing import cast

from flask import Blueprint, Flask, current_app, flash, request, session
from flask_babel import gettext, lazy_gettext
from flask_login import LoginManager, current_user, login_user, logout_user
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Actor, Permission, Role
from kezek.core.sessions import LONGEST_FOR_FAMILIES, SEEN_EVERY, browser_name
from kezek.reads.accounts import Visitor, find_visitor
from kezek.usecases.accounts import keep_language, sign_out_everywhere
from kezek.usecases.sessions import begin_session, end_own_session, touch_session
from kezek.web.guards import needs, public
from kezek.web.htmx import redirect_after_post
from kezek.web.navigation import find_url
from kezek.web.reader import Reader, Readers
from kezek.web.tenant import current_tenant, find_current_tenant

_HOMES = "kezek.homes"

blueprint = Blueprint("login", __name__, url_prefix="/<slug:slug>")


@dataclass(frozen=True, slots=True)
class Person:
    """A signed-in person as Flask-Login holds it."""

    visitor: Visitor

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """What the cookie keeps: the number of the session in the ledger, and nothing else."""
        return str(self.visitor.session_id)


def init_app(app: Flask) -> None:
    """Opens the way out and lets Flask-Login find people in the ledger of the request's region."""
    app.config["PERMANENT_SESSION_LIFETIME"] = LONGEST_FOR_FAMILIES
    app.extensions[_HOMES] = {}
    manager = LoginManager()
    # A telephone changes its address with every mast; the epoch ends sessions, not the network.
    manager.session_protection = None
    manager.init_app(app, add_context_processor=False)
    manager.user_loader(_load)
    app.register_blueprint(blueprint)


def readers() -> Readers:
    """How pages learn who reads; given to the foundation before this room is opened."""
    return Readers(_find_reader, _keep_language)


def add_home(app: Flask, role: Role, endpoint: str) -> None:
    """Says where people of a role begin once they are in."""
    app.extensions[_HOMES][role] = endpoint


def home_url(role: Role) -> str:
    """Where people of a role begin; the region's page where they have no room yet."""
    homes = cast("dict[Role, str]", current_app.extensions[_HOMES])
    return find_url(homes.get(role, "public.region")) or find_url("public.region")


def come_in(account_id: uuid.UUID, session_epoch: int, *, by_key: bool = False) -> Actor | None:
    """Begins a fresh session for an account; nothing if it was closed at this very moment."""
    tenant_id = current_tenant().id
    browser = browser_name(request.user_agent.string)
    session_id = begin_session(tenant_id, account_id, session_epoch, browser, by_key=by_key)
    visitor = find_visitor(tenant_id, session_id) if session_id is not None else None
    if visitor is None:
        return None
    session.clear()
    session.permanent = True
    login_user(Person(visitor))
    return visitor.actor


def find_actor() -> Actor | None:
    """The signed-in person of this request, or nothing for a stranger."""
    return current_user.visitor.actor if current_user.is_authenticated else None


def current_actor() -> Actor:
    """The signed-in person; asked only behind a guard, which has seen to it that there is one."""
    return cast(Actor, current_user.visitor.actor)


def current_visitor() -> Visitor:
    """The signed-in person with the session; asked only behind a guard."""
    return cast(Visitor, current_user.visitor)


@blueprint.post("/sign-out")
@public
def sign_out() -> BaseResponse:
    """Ends the session of this browser in this region."""
    if current_user.is_authenticated:
        visitor = current_visitor()
        end_own_session(current_tenant().id, visitor.actor, visitor.session_id)
    logout_user()
    session.clear()
    flash(gettext("You have signed out."), "good")
    return redirect_after_post(find_url("public.region"))


@blueprint.post("/sign-out-everywhere")
@needs(Permission.ACCOUNT_KEEP)
def sign_out_all() -> BaseResponse:
    """Ends all sessions of the account, on every telephone and computer."""
    sign_out_everywhere(current_tenant().id, current_actor())
    return sign_out()


def _load(token: str) -> Person | None:
    tenant = find_current_tenant()
    session_id = _number(token)
    visitor = find_visitor(tenant.id, session_id) if tenant and session_id else None
    if tenant is None or visitor is None:
        return None
    if visitor.now - visitor.seen_at > SEEN_EVERY:
        touch_session(tenant.id, visitor.actor, visitor.session_id)
    return Person(visitor)


def _number(token: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(token)
    except ValueError:
        return None


def _find_reader() -> Reader | None:
    # Flask-Login is asked within a region only: elsewhere a session holds nobody.
    if find_current_tenant() is None or not current_user.is_authenticated:
        return None
    visitor: Visitor = current_user.visitor
    return Reader(
        # Said only when it is shown: the language of the page is still being asked for.
        name=visitor.name or cast(str, lazy_gettext("My account")),
        language=visitor.language,
        home_url=home_url(visitor.actor.role),
        sign_out_url=find_url("login.sign_out"),
        unread=visitor.unread,
        account_url="" if visitor.actor.role is Role.FAMILY else find_url("sessions.index"),
        room=str(visitor.actor.role),
    )


def _keep_language(language: str) -> None:
    keep_language(current_tenant().id, current_actor(), language)
