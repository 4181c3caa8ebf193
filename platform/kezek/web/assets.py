"""Style sheets, scripts and pictures under names that change with their content.

htmx and its stream extension are read out of an installed package; none of it lies in this
repository. A browser keeps each file for ever, and asks for a new name when the content is new.
"""

import gzip
import hashlib
import importlib.util
import re
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from flask import Blueprint, Flask, Response, abort, current_app, request, url_for

from kezek.web.guards import public
from kezek.web.tenant import current_tenant, find_current_tenant

_EXTENSION = "kezek.assets"
_STATIC = Path(__file__).parent / "static"
_FOR_EVER = "public, max-age=31536000, immutable"

_STYLES = (
    "tokens",
    "base",
    "layout",
    "controls",
    "forms",
    "choice",
    "parts",
    "numbers",
    "tables",
    "public",
    "desks",
    "charts",
    "settings",
    "calendar",
    "print",
)
_MIME = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}

# Brand values come from a region's folder and go into a style sheet: a name and a colour, no more.
_BRAND_NAME = re.compile(r"--brand(-[a-z]+)*")
_BRAND_VALUE = re.compile(r"#[0-9a-fA-F]{6}")

blueprint = Blueprint("assets", __name__)


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is served."""

    name: str
    body: bytes
    packed: bytes
    mimetype: str


class Shelf:
    """All files by the plain name and by the fingerprinted one, made once at start."""

    def __init__(self, sources: dict[str, list[Path]]) -> None:
        self._sources = sources
        self._stamp = self._newest()
        self._fill()

    def find(self, name: str) -> Asset | None:
        """The file of this fingerprinted name."""
        return self._by_name.get(name)

    def name_of(self, plain: str) -> str:
        """The fingerprinted name of a file; KeyError for one that is not on the shelf."""
        return self._names[plain]

    def refresh(self) -> None:
        """Fills the shelf anew when a file has changed; for those who work on the styles."""
        stamp = self._newest()
        if stamp != self._stamp:
            self._stamp = stamp
            self._fill()

    def _newest(self) -> float:
        return max(path.stat().st_mtime for paths in self._sources.values() for path in paths)

    def _fill(self) -> None:
        assets = {plain: _asset(plain, paths) for plain, paths in self._sources.items()}
        self._names = {plain: asset.name for plain, asset in assets.items()}
        self._by_name = {asset.name: asset for asset in assets.values()}


def init_app(app: Flask, *, is_watched: bool) -> None:
    """Fills the shelf and gives templates `asset_url`; a watched shelf follows changed files."""
    shelf = app.extensions[_EXTENSION] = Shelf(_sources())
    if is_watched:
        app.before_request(shelf.refresh)
    app.register_blueprint(blueprint)
    app.jinja_env.globals.update(asset_url=asset_url, brand_url=brand_url)


def asset_url(plain: str) -> str:
    """The address of a file by its plain name, such as `kezek.css`."""
    return url_for("assets.serve", name=_shelf().name_of(plain))


def brand_url() -> str:
    """The address of the region's colours; empty where the deployment's own are shown."""
    tenant = find_current_tenant()
    if tenant is None or not tenant.brand:
        return ""
    return url_for("assets.brand", version=_digest(_brand_sheet().encode()))


@blueprint.get("/assets/<name>")
@public
def serve(name: str) -> Response:
    """A file, packed where the browser takes it so."""
    asset = _shelf().find(name)
    if asset is None:
        abort(404)
    is_packed = request.accept_encodings.quality("gzip") > 0
    response = Response(asset.packed if is_packed else asset.body, mimetype=asset.mimetype)
    if is_packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Cache-Control"] = _FOR_EVER
    response.vary.add("Accept-Encoding")
    return response


@blueprint.get("/<slug:slug>/brand-<version>.css")
@public
def brand(version: str) -> Response:
    """The region's colours as custom properties: all in which its pages look different."""
    sheet = _brand_sheet()
    if version != _digest(sheet.encode()):
        abort(404)
    response = Response(sheet, mimetype="text/css")
    response.headers["Cache-Control"] = _FOR_EVER
    return response


def _brand_sheet() -> str:
    allowed = (
        f"  {name}: {value};\n"
        for name, value in sorted(current_tenant().brand.items())
        if _BRAND_NAME.fullmatch(name) and _BRAND_VALUE.fullmatch(value)
    )
    return ":root {\n" + "".join(allowed) + "}\n"


def _shelf() -> Shelf:
    return cast(Shelf, current_app.extensions[_EXTENSION])


def _sources() -> dict[str, list[Path]]:
    """Which files make which asset; joined, so that a phone asks once instead of ten times."""
    htmx = _htmx_folder()
    styles = [_STATIC / "css" / f"{name}.css" for name in _STYLES]
    scripts = [
        htmx / "htmx-2.min.js",
        htmx / "ext" / "hx-sse-2.min.js",
        _STATIC / "js" / "kezek.js",
    ]
    # Only pages that sign ask for it.
    eds = _STATIC / "js" / "eds.js"
    pictures = {path.name: [path] for path in sorted((_STATIC / "img").glob("*.svg"))}
    return {"kezek.css": styles, "kezek.js": scripts, "eds.js": [eds], **pictures}


def _htmx_folder() -> Path:
    """Where the installed package keeps htmx; the package itself is never imported."""
    found = importlib.util.find_spec("django_htmx")
    if found is None or not found.submodule_search_locations:
        raise RuntimeError("django-htmx is not installed: it carries the htmx files")
    return Path(found.submodule_search_locations[0]) / "static" / "django_htmx"


def _asset(plain: str, paths: list[Path]) -> Asset:
    stem, _, kind = plain.rpartition(".")
    joint = b";\n" if kind == "js" else b"\n"
    body = joint.join(path.read_bytes() for path in paths)
    packed = gzip.compress(body, mtime=0)
    return Asset(f"{stem}.{_digest(body)}.{kind}", body, packed, _MIME[kind])


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:12]
