"""What stands on every paper: its language, its provider, and the square by which it is checked."""

from typing import Any

from flask import url_for

from kezek.adapters.paper_marks import make_mark
from kezek.adapters.press import square
from kezek.adapters.services import services
from kezek.core.printed import Kind
from kezek.reads.application_page import ApplicationPage
from kezek.web.i18n import current_language, format_moment
from kezek.web.labels import standing_label, tongue
from kezek.web.tenant import current_tenant
from kezek.web.words import say

Data = dict[str, Any]
_SHOWN_OF_ADDRESS = 60


def frame(kind: Kind, title: str, page: ApplicationPage) -> Data:
    """The data that all papers of an application share, in the language of the moment."""
    tenant = current_tenant()
    mark = make_mark(services().keys, tenant.id, kind, page.id, page.now)
    path = url_for("public.check_paper", slug=tenant.slug, token=mark)
    address = f"{services().settings.public_url}{path}"
    return {
        "language": current_language(),
        "title": f"{title} {page.number}",
        "provider": page.provider,
        "made": format_moment(page.now),
        "check": {"square": square(address), "address": _short(address)},
        "number": page.number,
        "child": page.child,
        "parent": page.parent,
        "territory": page.territory,
        "standing": say(standing_label(page.standing).text),
        "tongue": tongue(page.language),
    }


def _short(address: str) -> str:
    if len(address) <= _SHOWN_OF_ADDRESS:
        return address
    return f"{address[:_SHOWN_OF_ADDRESS]}…"
