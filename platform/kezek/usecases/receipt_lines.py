"""Receipts looked at one by one: which speak for an application that waits, and how (N4)."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from kezek.adapters.keys import KeyMismatch
from kezek.adapters.queue_csv import QueueLine
from kezek.adapters.receipt_families import ReceiptFamily, open_family
from kezek.adapters.receipt_forms import SignedReceipt, as_text
from kezek.adapters.receipt_keys import PublicKeys
from kezek.adapters.services import services
from kezek.core.applications import ENDED, State
from kezek.core.modes.registry import DOORS
from kezek.core.queues import QueueType
from kezek.core.receipts import BadReceipt, Fault, Receipt
from kezek.core.standing import standing_of
from kezek.core.territories import Mode

NO_CATEGORY = (13,)
_ATTENDS = frozenset({State.ENROLLED, State.ENROLLED_TEMP, State.TRANSFER})


class Outcome(StrEnum):
    """What becomes of one receipt."""

    RESTORED = "restored"
    RESTORED_TO_QUEUE = "restored_to_queue"
    """It had an offer, a referral or a block that is over: it stands in its queues again."""
    HERE = "here"
    OLDER = "older"
    ENDED = "ended"
    ATTENDS = "attends"
    BAD = "bad"
    OTHER_REGION = "other_region"
    NOT_OURS = "not_ours"
    SAME_CHILD = "same_child"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Brought:
    """A receipt that somebody brings, by the name of its file."""

    name: str
    signed: SignedReceipt | None
    """Nothing where the file holds no receipt."""


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one receipt, and of which application it is."""

    name: str
    outcome: Outcome
    number: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Believed:
    """A verified receipt of this region with the family that it names."""

    name: str
    receipt: Receipt
    family: ReceiptFamily


def digest_of(brought: Iterable[Brought]) -> str:
    """By which name the journal knows this set of receipts, in whatever order they come."""
    texts = sorted(as_text(one.signed) for one in brought if one.signed is not None)
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def believe(
    brought: Iterable[Brought], slug: str, keys: PublicKeys
) -> tuple[list[Believed], list[Told]]:
    """The receipts that this deployment signed for the region, and what is wrong with the rest."""
    answers = [_believe(one, slug, keys) for one in brought]
    believed = [one for one in answers if isinstance(one, Believed)]
    return believed, [one for one in answers if isinstance(one, Told)]


def _believe(one: Brought, slug: str, keys: PublicKeys) -> Believed | Told:
    if one.signed is None:
        return Told(one.name, Outcome.BAD, detail=str(Fault.NOT_A_RECEIPT))
    try:
        keys.verify(one.signed.facts, one.signed.key, one.signed.signature)
        receipt = one.signed.receipt
    except BadReceipt as bad:
        return Told(one.name, Outcome.BAD, detail=str(bad.fault))
    if receipt.region != slug:
        return Told(one.name, Outcome.OTHER_REGION, receipt.number, receipt.region)
    try:
        return Believed(one.name, receipt, open_family(services().keys, slug, receipt.family))
    except KeyMismatch:
        return Told(one.name, Outcome.NOT_OURS, receipt.number)


def newest(believed: Iterable[Believed]) -> tuple[list[Believed], list[Told]]:
    """Those that speak for an application which waits, and what is told of the others.

    Of several receipts of one application the newest speaks; of a child the application made last.
    """
    every = sorted(believed, key=lambda one: (one.receipt.revision, one.receipt.as_of, one.name))
    by_number = {one.receipt.number: one for one in every}
    told = [
        Told(one.name, Outcome.OLDER, one.receipt.number)
        for one in every
        if by_number[one.receipt.number] is not one
    ]
    waiting: list[Believed] = []
    for one in by_number.values():
        state = State(one.receipt.state)
        if state in ENDED | _ATTENDS:
            over = Outcome.ENDED if state in ENDED else Outcome.ATTENDS
            told.append(Told(one.name, over, one.receipt.number))
        else:
            waiting.append(one)
    by_child = {one.family.child.key: one for one in sorted(waiting, key=_rank)}
    left = sorted(by_child.values(), key=_rank)
    told += [
        Told(one.name, Outcome.SAME_CHILD, one.receipt.number) for one in waiting if one not in left
    ]
    return left, told


def _rank(one: Believed) -> tuple[datetime, int]:
    return one.receipt.submitted_at, one.receipt.serial


def line_of(number: int, one: Believed) -> QueueLine:
    """The receipt as a line of an old queue: line `number`, its stage as far as it can come in."""
    receipt, family = one.receipt, one.family
    state = State(receipt.state)
    confirmed = str(standing_of(family.categories)) == receipt.standing
    # A right that was refused is not claimed anew; one that nobody has looked at yet is.
    keeps = confirmed or state is State.UNDER_REVIEW
    stage = state if state in DOORS[Mode(receipt.mode)].entrance.stages else State.QUEUED
    child, guardian = family.child, family.guardian
    return QueueLine(
        line=number,
        ref=receipt.number,
        submitted_at=receipt.submitted_at,
        territory=receipt.territory,
        queue_type=QueueType(receipt.queue),
        language=receipt.language,
        choices=tuple(line.to for line in receipt.lines if line.to),
        categories=family.categories if keeps else NO_CATEGORY,
        confirmed=confirmed,
        pmpk=family.pmpk,
        stage=stage,
        through=receipt.through,
        planned_from=family.planned_from,
        strikes=family.strikes,
        restored=family.restored,
        child_name=family.child_name,
        born_on=family.born_on,
        child_iin=child.iin,
        child_document_kind=child.document_kind,
        child_document=child.document_number,
        guardian_name=family.guardian_name,
        guardian_iin=guardian.iin,
        guardian_document_kind=guardian.document_kind,
        guardian_document=guardian.document_number,
        phone=family.phone,
        email="",
        address="",
        letters=family.letters,
        number_before=(),
    )


def waiting_again(line: QueueLine) -> QueueLine:
    """The line where its stage is over by now: it waits in its queues (in the family's favour)."""
    return replace(line, stage=State.QUEUED, through=None, planned_from=None)
