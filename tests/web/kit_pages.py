"""The page of the kit, its form's tokens, and small routes beside it that only tests need."""

import re

from flask import Flask, session
from werkzeug.test import TestResponse

from kezek.core.errors import Code, Refusal
from kezek.web.security import limiter
from tests.web.kit_app import make_app

KIT = "/pavlodar/kit/"


def routed_app() -> Flask:
    """The small app of two regions, with these routes."""
    made = make_app()
    add_routes(made)
    return made


def add_routes(app: Flask) -> None:
    """A session, a limit and three ways to fail, under each region."""

    @app.get("/<slug:slug>/enter/<name>")
    def enter(name: str) -> str:
        session["name"] = name
        return name

    @app.get("/<slug:slug>/who")
    def who() -> str:
        return str(session.get("name", "nobody"))

    @app.get("/<slug:slug>/limited")
    @limiter.limit("2/minute")
    def limited() -> str:
        return "ok"

    @app.get("/<slug:slug>/refuse")
    def refuse() -> str:
        raise Refusal(Code.WRONG_STATE, "state", state="ARCHIVED(withdrawn)")

    @app.get("/<slug:slug>/break")
    def broken() -> str:
        raise RuntimeError("nobody expected this")

    @app.get("/<slug:slug>/gone")
    def gone() -> str:
        raise ConnectionError


def tokens(page: TestResponse) -> dict[str, str]:
    """What the page's last form is sent with."""
    return {
        name: re.findall(rf'name="{name}" type="hidden" value="([^"]+)"', page.text)[-1]
        for name in ("csrf_token", "intent")
    }
