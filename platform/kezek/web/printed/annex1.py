"""Annex 1, the application as it was sent (L-5.1, L-A1.1 to L-A1.6)."""

from typing import Any

from flask_babel import gettext

from kezek.core.people import Identity
from kezek.core.printed import Kind
from kezek.core.queues import QueueType
from kezek.core.standing import CATEGORIES, GENERAL_CATEGORY, Category
from kezek.reads.application_page import ApplicationPage
from kezek.reads.printed_facts import Applied, applied
from kezek.web.i18n import current_language, format_day, format_moment
from kezek.web.login import current_actor
from kezek.web.printed.frame import Data, frame
from kezek.web.printed.queues import submitted
from kezek.web.queue_words import queue_type_name
from kezek.web.tenant import current_tenant
from kezek.web.words import mark, say

KIND = Kind.APPLICATION
NAME = mark("Application (Annex 1)")

_WITH_COPY = frozenset({1, 2, 3, 4, 5, 7})
"""The statements to which the form asks for a copy of the document (L-A1.3)."""


def is_there(page: ApplicationPage) -> bool:
    """Of every application that was sent."""
    return bool(page.number)


def data(page: ApplicationPage) -> Data:
    """What stands in it."""
    said = applied(current_tenant().id, page.id, current_language())
    assert said is not None, "a page without its application"
    is_general = page.queue_type == QueueType.GENERAL
    return frame(KIND, say(NAME), page) | {
        "parent_number": _number(said.parent),
        "child_number": _number(said.child),
        "address": said.address,
        "born": format_day(page.born_on),
        "choices": said.choices,
        "queue": "" if is_general else queue_type_name(page.queue_type),
        "categories": [_category(one, page.categories) for one in CATEGORIES],
        "planned": format_day(page.planned_from) if page.planned_from else "",
        "submitted": submitted(page),
        "signed": signed(page, said),
    }


def signed(page: ApplicationPage, said: Applied) -> str:
    """How the family stands by what it sent: by its EDS, on paper, or from its cabinet."""
    if page.entered_by is not None:
        return str(
            gettext(
                "Signed on paper on %(day)s; entered by a specialist: %(name)s, %(at)s.",
                day=format_day(page.entered_by.signed_on),
                name=page.entered_by.name,
                at=format_moment(page.entered_by.at),
            )
        )
    if said.signed_at is not None:
        return str(gettext("Signed with EDS: %(at)s.", at=format_moment(said.signed_at)))
    return str(gettext("Sent from the cabinet, whose owner was confirmed by a code from an SMS."))


def _number(identity: Identity) -> str:
    """The number of the person; staff read of an IIN only its end (D-10)."""
    if identity.iin and current_actor().guardian_id is None:
        return f"••••••••{identity.ending}"
    return identity.iin or identity.document_number


def _category(one: Category, chosen: tuple[int, ...]) -> dict[str, Any]:
    return {
        "words": one.ru if current_language() == "ru" else one.kk,
        "copy": one.code in _WITH_COPY,
        "chosen": one.code in chosen or (not chosen and one.code == GENERAL_CATEGORY),
    }
