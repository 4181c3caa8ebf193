"""Who runs the deployment and is signed in: sessions of the ledger, apart from all regions."""

import uuid
from typing import cast

from flask import g, has_request_context, request, session

from kezek.core.access import Role
from kezek.core.sessions import browser_name
from kezek.usecases.deployment.accounts import Browser, Operator, keep_language, visit
from kezek.web.navigation import find_url
from kezek.web.reader import Reader, Readers

_KEY = "deployment"
_ROOM = "operator"

HOMES = {Role.OPERATOR: "operator.regions", Role.SHARED_HOTLINE: "operator.shared_hotline"}


def is_operators_path(path: str) -> bool:
    """Whether a page is one of those who run the deployment."""
    return path.lstrip("/").partition("/")[0] == _ROOM


def find_operator() -> Operator | None:
    """The signed-in person of this request; looked up once, and on the deployment's pages only."""
    if not has_request_context() or not is_operators_path(request.path):
        return None
    if "operator" not in g:
        g.operator = _visit()
    return cast("Operator | None", g.operator)


def current_operator() -> Operator:
    """The same, asked only behind a guard that has seen to it that there is one."""
    found = find_operator()
    assert found is not None
    return found


def begin(session_id: uuid.UUID) -> None:
    """Keeps a new session in the browser: its number alone, signed, for these pages only."""
    session.clear()
    session[_KEY] = str(session_id)
    g.pop("operator", None)
    g.pop("reader", None)


def forget() -> None:
    """Keeps nothing any more."""
    session.clear()
    g.pop("operator", None)
    g.pop("reader", None)


def this_browser() -> Browser:
    """Where the request comes from, as its owner may recognise it."""
    return Browser(request.remote_addr or "", browser_name(request.user_agent.string))


def with_operators(readers: Readers) -> Readers:
    """How pages learn who reads: on the deployment's own pages from here, else from the regions."""
    return Readers(
        lambda: _reader() if is_operators_path(request.path) else readers.find(),
        lambda language: (
            keep_language(current_operator().actor, language)
            if find_operator() is not None
            else readers.keep_language(language)
        ),
    )


def home_of(role: Role) -> str:
    """Where people of a role begin."""
    return find_url(HOMES[role]) or find_url("operator.people")


def _visit() -> Operator | None:
    try:
        session_id = uuid.UUID(str(session.get(_KEY, "")))
    except ValueError:
        return None
    return visit(session_id)


def _reader() -> Reader | None:
    operator = find_operator()
    if operator is None:
        return None
    return Reader(
        name=operator.name,
        room=str(operator.actor.role),
        language=operator.language,
        home_url=home_of(operator.actor.role),
        sign_out_url=find_url("operator.sign_out"),
    )
