"""How families reach the region: telephones in their order, e-mail, site."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from flask import Response, request
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.errors import Refusal
from kezek.core.region_rooms import Room
from kezek.core.regions import Contacts, Phone, Tenant, Words
from kezek.reads.configuration import Configuration, configuration
from kezek.web.admin import room_words
from kezek.web.admin.drafting import keep
from kezek.web.admin.room import KEEPS, blueprint
from kezek.web.htmx import respond
from kezek.web.refusals import sentence_of, status_of
from kezek.web.tenant import current_tenant

_BOXES = 3
_SPARE = 2
_NUMBER = re.compile(r"[0-9+][0-9 ()-]{2,20}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_SITE = re.compile(r"https://\S+")
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class ContactBoxes:
    """What stands in the boxes: a line of number and two names for each telephone."""

    lines: Sequence[Sequence[str]]
    email: str
    website: str


@blueprint.get("/settings/contacts")
@KEEPS
def contacts_room() -> Response:
    """The contacts."""
    config = configuration(current_tenant().id)
    return _page(_boxes(config.region.contacts), config, 200)


@blueprint.post("/settings/contacts")
@KEEPS
def keep_contacts() -> BaseResponse:
    """Puts what differs into the change that is being drawn up."""
    config = configuration(current_tenant().id)
    boxes = _typed()
    if faults := list(_faults(boxes)):
        return _page(boxes, config, 422, faults)
    answer = keep(Room.CONTACTS, lambda one: _with(one, boxes))
    if not isinstance(answer, Refusal):
        return answer
    config = configuration(current_tenant().id)
    shown = _boxes(config.region.contacts)
    return _page(shown, config, status_of(answer), [sentence_of(answer)])


def _boxes(contacts: Contacts) -> ContactBoxes:
    return ContactBoxes(
        [(one.number, one.label.kk, one.label.ru) for one in contacts.phones],
        contacts.email or "",
        contacts.website or "",
    )


def _typed() -> ContactBoxes:
    boxes = [one.strip() for one in request.form.getlist("phone")]
    whole = len(boxes) - len(boxes) % _BOXES
    lines = [boxes[at : at + _BOXES] for at in range(0, whole, _BOXES)]
    return ContactBoxes(
        [line for line in lines if any(line)],
        request.form.get("email", "").strip(),
        request.form.get("website", "").strip(),
    )


def _faults(boxes: ContactBoxes) -> Iterator[str]:
    numbers = [line[0] for line in boxes.lines]
    for number, kk, ru in boxes.lines:
        if not _NUMBER.fullmatch(number):
            yield gettext("%(number)s is no telephone number.", number=number or "–")
        elif not kk or not ru or max(len(kk), len(ru)) > _LONGEST:
            yield gettext("Say in both languages whose number %(number)s is.", number=number)
        if numbers.count(number) > 1:
            yield gettext("The number %(number)s stands twice.", number=number)
            return
    if boxes.email and not _EMAIL.fullmatch(boxes.email):
        yield gettext("This is no e-mail address.")
    if boxes.website and not _SITE.fullmatch(boxes.website):
        yield gettext("The address of a site begins with https://.")


def _with(region: Tenant, boxes: ContactBoxes) -> Tenant:
    phones = tuple(Phone(number, Words(kk, ru)) for number, kk, ru in boxes.lines)
    contacts = Contacts(phones, boxes.email or None, boxes.website or None)
    return replace(region, contacts=contacts)


def _page(
    boxes: ContactBoxes, config: Configuration, status: int, problems: Sequence[str] = ()
) -> Response:
    return respond(
        "admin/contacts_room.html",
        status=status,
        words=room_words.ROOM[Room.CONTACTS],
        config=config,
        seen=config.seen(Room.CONTACTS),
        boxes=boxes,
        lines=[*boxes.lines, *[("", "", "")] * _SPARE],
        problems=problems,
    )
