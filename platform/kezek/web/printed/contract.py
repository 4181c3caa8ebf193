"""The contract with the kindergarten, in the words that were read before signing it (L-22.10).

Under them stands how each side has signed: with a code from an SMS, or with an electronic key.
"""

from flask import render_template

from kezek.core.admission_stages import Stage
from kezek.core.contract_words import VERSION
from kezek.core.printed import Kind
from kezek.reads.application_page import ApplicationPage
from kezek.reads.contract_keys import contract_keys
from kezek.web.contract_words import parts_of
from kezek.web.i18n import format_moment
from kezek.web.printed.frame import Data, frame
from kezek.web.printed.texts import blocks_of
from kezek.web.tenant import current_tenant
from kezek.web.words import mark, say

KIND = Kind.CONTRACT
NAME = mark("Contract with the kindergarten")

SIGNINGS = frozenset({"contract:signed", "transfer:done"})
"""The facts by which a contract is signed."""
_WITH_CONTRACT = frozenset({Stage.CONTRACT, Stage.PUPIL})


def is_there(page: ApplicationPage) -> bool:
    """From the day on which it was sent to be signed, as long as the child is a pupil."""
    return page.seat is not None and page.stage in _WITH_CONTRACT


def data(page: ApplicationPage) -> Data:
    """What stands in it: the text of the page, and whether it was signed."""
    seat = page.seat
    assert seat is not None
    is_signed = page.stage == Stage.PUPIL
    signed = next((one.at for one in page.happened if one.kind in SIGNINGS), None)
    keys = contract_keys(current_tenant().id, page.id)
    text = render_template("paper/contract.html", contract=parts_of(page), version=VERSION)
    return frame(KIND, say(NAME), page) | {
        "blocks": blocks_of(text),
        "garden": seat.garden.name,
        "address": seat.garden.address,
        "signed": format_moment(signed) if is_signed and signed else "",
        "by_key": format_moment(keys.family_at) if is_signed and keys.family_at else "",
        "head_by_key": format_moment(keys.garden_at) if keys.garden_at else "",
    }
