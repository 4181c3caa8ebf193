"""One session per region: who is signed in under one slug is a stranger under every other."""

import re

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

from kezek.web.tenant import SlugConverter, has_own_host, slug_of

_SHAPE = re.compile(SlugConverter.regex)


class RegionalSessions(SecureCookieSessionInterface):
    """A signed cookie per slug, `kezek_<slug>`, sent by browsers to that slug's pages only.

    Two regions open at once so do not sign each other out. The slug is also part of what is
    signed: a cookie carried over by hand to another region is no session there.
    """

    def get_cookie_name(self, app: Flask) -> str:
        """The cookie's name; pages without a region have their own."""
        slug = _claimed_slug()
        return f"kezek_{slug}" if slug else "kezek"

    def get_cookie_path(self, app: Flask) -> str:
        """The region's part of the site; under a region's own host that is all of it."""
        slug = _claimed_slug()
        return f"/{slug}/" if slug and not has_own_host(request) else "/"

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """The signer for this region's cookie; a signature of another region does not fit it."""
        signer = super().get_signing_serializer(app)
        if signer is not None:
            signer.salt = f"session:{_claimed_slug()}".encode()
        return signer


def _claimed_slug() -> str:
    slug = slug_of(request)
    return slug if _SHAPE.fullmatch(slug) else ""
