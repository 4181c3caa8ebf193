"""The registers' door: a birth, a benefit, or one application with a birth's registration come in.

docs/registers.md and docs/contracts/registers.openapi.yaml are the words for the other side. An
application that is complete and carries the parent's consent is taken as the portal's are; one that
lacks something is offered to the parent, who is asked for the rest (L-7.1, L-8.1).
"""

import hashlib
from collections.abc import Callable

from flask import Blueprint

from kezek.core.children import MAX_NAME
from kezek.core.errors import Code, Refusal
from kezek.core.portal import PortalRequest
from kezek.core.standing import CATEGORIES
from kezek.core.state_messages import Mail, MessageKind, Tidings
from kezek.reads.portal import OpenTerritory
from kezek.usecases.portal import take_from_portal
from kezek.usecases.state_messages import take_message
from kezek.web.exchange.door import Answer, Call, refused, signed
from kezek.web.exchange.places import MOST_NUMBER, refused_by, turned_off, within
from kezek.web.exchange.portal_application import read_application, read_person
from kezek.web.exchange.reading import Contents
from kezek.web.guards import public
from kezek.web.words import mark

blueprint = Blueprint("exchange_registers", __name__, url_prefix="/exchange/registers")

_registers = signed(lambda settings: settings.registers)

_LANGUAGES = ("kk", "ru")
_CATEGORY = mark("Annex 1 has no category of this number that the state confirms.")
_LACKING = frozenset({Code.CONSENT_MISSING, Code.WRONG_STATE, Code.INVALID_CHOICE})
"""What the parent can still say: a step, a paper, a kindergarten, the consent itself."""


@blueprint.post("/births")
@public
@_registers
def birth(call: Call) -> Answer:
    """A birth was registered: the parent is offered the queue (L-7.1)."""
    return _offered(call, MessageKind.BIRTH)


@blueprint.post("/benefits")
@public
@_registers
def benefit(call: Call) -> Answer:
    """A family was given a right of Annex 1: it is offered the queue, or its claim is asked."""
    return _offered(call, MessageKind.BENEFIT)


@blueprint.post("/applications")
@public
@_registers
def application(call: Call) -> Answer:
    """One application with a birth's registration (L-8.1): taken, or the parent asked for more."""
    body = Contents(call.body)
    if "consent" not in call.body:
        return _offered(call, MessageKind.APPLICATION)

    def answer(here: OpenTerritory) -> Answer:
        said = read_application(body, here.territory.slug)
        number = body.text("message_id", most=MOST_NUMBER)
        if body.problems:
            return refused(body.problems)
        asked = PortalRequest(call.party, number, hashlib.sha256(call.raw).digest())
        try:
            taken = take_from_portal(here.tenant_id, asked, said)
        except Refusal as refusal:
            if refusal.code in _LACKING:
                return _take(call, body, here, MessageKind.APPLICATION)
            return refused_by(refusal)
        return Answer({"state": "applied"}, 201 if taken.is_new else 200)

    return _open(body, answer)


def _offered(call: Call, kind: MessageKind) -> Answer:
    body = Contents(call.body)
    return _open(body, lambda here: _take(call, body, here, kind))


def _take(call: Call, body: Contents, here: OpenTerritory, kind: MessageKind) -> Answer:
    number = body.text("message_id", most=MOST_NUMBER)
    tidings = _tidings(body, here.territory.slug, kind)
    if body.problems:
        return refused(body.problems)
    mail = Mail(call.party, number, hashlib.sha256(call.raw).digest())
    try:
        received = take_message(here.tenant_id, mail, tidings)
    except Refusal as refusal:
        return refused_by(refusal)
    return Answer({"state": str(received.state)}, 201 if received.is_new else 200)


def _open(body: Contents, answer: Callable[[OpenTerritory], Answer]) -> Answer:
    """What is answered in a region that takes applications now."""

    def here_open(here: OpenTerritory) -> Answer:
        pause = turned_off(here.tenant_id)
        return pause if pause is not None else answer(here)

    return within(body, here_open)


def _tidings(body: Contents, territory: str, kind: MessageKind) -> Tidings:
    parent, child = body.part("applicant"), body.part("child")
    return Tidings(
        kind=kind,
        parent=read_person(parent),
        parent_name=parent.text("full_name", most=MAX_NAME),
        phone=parent.phone("phone"),
        address=parent.text("address", default=""),
        language=parent.choice("language", _LANGUAGES),
        child=read_person(child),
        child_name=child.text("full_name", most=MAX_NAME),
        born_on=child.day("born_on"),
        territory=territory,
        instruction_language=body.text("instruction_language", most=10, default=""),
        category=_category(body, kind),
    )


def _category(body: Contents, kind: MessageKind) -> int | None:
    if kind is not MessageKind.BENEFIT:
        return None
    code = body.find_number("category")
    if code not in {one.code for one in CATEGORIES if one.register_can_confirm}:
        body.wrong("category", "field_choice", _CATEGORY)
    return code
