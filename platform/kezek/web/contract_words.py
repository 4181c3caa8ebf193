"""The contract as its page and its paper show it, in the reader's language (L-22.10)."""

from collections.abc import Sequence

from kezek.core.contract_words import ContractSaid, Part, contract_parts
from kezek.reads.application_page import ApplicationPage
from kezek.web.i18n import current_language, format_day, format_moment
from kezek.web.labels import tongue


def parts_of(page: ApplicationPage) -> Sequence[Part]:
    """The contract of this application, with days and moments as pages say them."""
    seat, referral = page.seat, page.referral
    assert seat is not None
    said = ContractSaid(
        garden=seat.garden.name,
        address=seat.garden.address,
        parent=page.parent,
        child=page.child,
        born=format_day(page.born_on),
        given=format_moment(referral.issued_at) if referral else "",
        number=page.number,
        birth_year=str(seat.birth_year),
        tongue=tongue(seat.language),
        has_voucher=page.voucher is not None,
        temporary_until=format_day(seat.temporary_until) if seat.temporary_until else "",
    )
    return contract_parts(said, current_language())
