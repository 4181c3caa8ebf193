"""Which region a request is for: by the first step of its path, or by a host of its own."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING, Any, Protocol, cast
from zoneinfo import ZoneInfo

from flask import Flask, Request, abort, current_app, g, has_request_context, request
from werkzeug.routing import BaseConverter, ValidationError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_EXTENSION = "kezek.tenants"
_HOST_SLUG = "kezek.host_slug"
_HOST_ERROR = "kezek.host_error"

RESERVED = frozenset(
    {"alive", "assets", "exchange", "gateways", "language", "operator", "ready", "receipts"}
)
"""First steps of a path that belong to the deployment and can be no region's slug."""

_OF_NO_HOST = frozenset({"alive", "assets", "ready"})
"""What is the same at every host, so that nobody is asked whose host it is."""


class Contact(Protocol):
    """One way to reach people who help: a telephone or a mailbox."""

    @property
    def kind(self) -> str:
        """`hotline`, `national` or `email`."""

    @property
    def value(self) -> str:
        """The number or the address itself."""

    def name(self, language: str) -> str:
        """Whose it is and when it answers, in this language; empty when nothing is to be said."""


class TenantCard(Protocol):
    """What the front door needs to know about a region."""

    @property
    def id(self) -> int:
        """The tenant's number in the ledger."""

    @property
    def slug(self) -> str:
        """Its first step of the path."""

    @property
    def languages(self) -> Sequence[str]:
        """Languages of the interface, the region's own first."""

    @property
    def contacts(self) -> Sequence[Contact]:
        """Ways to reach help, the most useful first."""

    @property
    def brand(self) -> Mapping[str, str]:
        """CSS custom properties and their values, such as `--brand` and a colour."""

    @property
    def zone(self) -> tzinfo:
        """The region's wall clock."""

    @property
    def is_demo(self) -> bool:
        """Whether its data are invented."""

    @property
    def modes(self) -> Collection[str]:
        """The ways of giving places in which it takes applications now."""

    def name(self, language: str) -> str:
        """The region's name in this language."""

    def banner(self, language: str) -> str:
        """What the region wants said above every page; empty when nothing is."""

    def logo(self, language: str) -> str:
        """The region's own name in the head of its pages; empty for the deployment's."""

    def licence(self, language: str) -> tuple[str, str]:
        """Name and address of its own licence of open data; empty for the deployment's."""


class TenantDirectory(Protocol):
    """Finds regions; it is asked at every request, so it answers from memory."""

    def find(self, slug: str) -> TenantCard | None:
        """The region of this slug, if it is open."""

    def find_by_host(self, host: str) -> TenantCard | None:
        """The region that this host name belongs to."""

    def all(self) -> Iterable[TenantCard]:
        """All open regions, in the order in which the front page lists them."""


class SlugConverter(BaseConverter):
    """A region's slug in a path; words of the deployment's own are none, so no route clashes."""

    regex = r"[a-z][a-z0-9-]{1,39}"

    def to_python(self, value: str) -> str:
        """The slug; a reserved word is no match."""
        if value in RESERVED:
            raise ValidationError(value)
        return value


class HostDoor:
    """Lets people in by a region's own host name: `/queue` there means `/<slug>/queue`.

    Every page keeps one address, with the slug in it, whichever door was used: links in messages
    are the same for everybody. The deployment's own paths stay where they are.
    """

    def __init__(self, inner: "WSGIApplication", directory: TenantDirectory) -> None:
        self._inner = inner
        self._directory = directory

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        """Puts the slug before the path where the host says which region is meant."""
        path = str(environ.get("PATH_INFO", "/"))
        if _first_step(path) not in _OF_NO_HOST:
            self._lead(environ, path)
        return self._inner(environ, start)

    def _lead(self, environ: "WSGIEnvironment", path: str) -> None:
        host = str(environ.get("HTTP_HOST", "")).partition(":")[0].lower()
        try:
            tenant = self._directory.find_by_host(host) if host else None
        except Exception as gone:  # said inside, where errors have their pages
            environ[_HOST_ERROR] = gone
            return
        if tenant is None:
            return
        environ[_HOST_SLUG] = tenant.slug
        if _first_step(path) not in RESERVED | {tenant.slug}:
            environ["PATH_INFO"] = f"/{tenant.slug}{path}"


def init_app(app: Flask, directory: TenantDirectory) -> None:
    """Makes every request with a slug know its region, and every link carry its slug."""
    app.extensions[_EXTENSION] = directory
    app.url_map.converters["slug"] = SlugConverter
    app.wsgi_app = HostDoor(app.wsgi_app, directory)  # type: ignore[assignment, method-assign]
    app.url_value_preprocessor(_take_slug)
    app.url_defaults(_give_slug)


def tenants() -> TenantDirectory:
    """The directory of this deployment's regions."""
    return cast(TenantDirectory, current_app.extensions[_EXTENSION])


def current_tenant() -> TenantCard:
    """The region of this request; a page without one has asked in the wrong place."""
    return cast(TenantCard, g.tenant)


def speak_for(tenant: TenantCard) -> None:
    """Makes the rest of this request one of a region that its contents named, not its address."""
    g.tenant = tenant


def find_current_tenant() -> TenantCard | None:
    """The region of this request, or nothing on the deployment's own pages."""
    return cast("TenantCard | None", g.get("tenant")) if has_request_context() else None


def current_zone() -> tzinfo:
    """The wall clock that this request's pages show (G-02)."""
    tenant = find_current_tenant()
    return tenant.zone if tenant is not None else ZoneInfo("Asia/Almaty")


def current_room() -> str:
    """The step of the path after the region's slug: `family`, `office` and so on."""
    steps = request.path.strip("/").split("/")
    return steps[1] if len(steps) > 1 else ""


def slug_of(incoming: Request) -> str:
    """The slug that a request claims, before any route is looked at; empty for none."""
    step = _first_step(incoming.path)
    return "" if step in RESERVED - {"operator"} else step


def has_own_host(incoming: Request) -> bool:
    """Whether the request came in by a region's own host name."""
    return _HOST_SLUG in incoming.environ


def _first_step(path: str) -> str:
    return path.lstrip("/").partition("/")[0]


def _take_slug(_: str | None, values: dict[str, Any] | None) -> None:
    """Finds the region; an unknown one is 404, as is another region's under a region's host."""
    g.tenant = None
    if (gone := request.environ.get(_HOST_ERROR)) is not None:
        raise gone
    if values is None or "slug" not in values:
        return
    slug = values.pop("slug")
    own = request.environ.get(_HOST_SLUG)
    tenant = tenants().find(slug) if own in (None, slug) else None
    if tenant is None:
        abort(404)
    g.tenant = tenant


def _give_slug(endpoint: str, values: dict[str, Any]) -> None:
    tenant = find_current_tenant()
    if tenant is None or "slug" in values or endpoint not in current_app.view_functions:
        return
    if current_app.url_map.is_endpoint_expecting(endpoint, "slug"):
        values["slug"] = tenant.slug
