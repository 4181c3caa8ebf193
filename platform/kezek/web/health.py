"""Whether the process lives and whether it can serve: asked by whoever keeps it running."""

from collections.abc import Callable
from typing import cast

from flask import Blueprint, Flask, Response, current_app, jsonify

from kezek.web.guards import public
from kezek.web.security import limiter

_EXTENSION = "kezek.ready"

blueprint = Blueprint("health", __name__)
limiter.exempt(blueprint)


def init_app(app: Flask) -> None:
    """Opens `/alive` and `/ready`."""
    app.extensions.setdefault(_EXTENSION, {})
    app.register_blueprint(blueprint)


def add_check(app: Flask, name: str, check: Callable[[], object]) -> None:
    """Adds a thing without which no page can be served; the check raises when it is missing.

    Redis is not one of them: without it pages are served and only the doorbell is silent.
    """
    app.extensions.setdefault(_EXTENSION, {})[name] = check


@blueprint.get("/alive")
@public
def alive() -> Response:
    """200 as long as the process answers; it asks nobody else."""
    return Response("alive\n", mimetype="text/plain")


@blueprint.get("/ready")
@public
def ready() -> tuple[Response, int]:
    """200 when every needed thing answers, else 503; names what is missing and nothing more."""
    checks = cast("dict[str, Callable[[], object]]", current_app.extensions[_EXTENSION])
    missing = sorted(name for name, check in checks.items() if not _holds(name, check))
    return jsonify(ready=not missing, missing=missing), 503 if missing else 200


def _holds(name: str, check: Callable[[], object]) -> bool:
    try:
        check()
    except Exception:  # whatever it is, the answer is the same: not ready
        current_app.logger.exception("health.missing", extra={"check": name})
        return False
    return True
