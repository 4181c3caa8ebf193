"""What a family is waited for, in words: its title, its term, and where it is done."""

from collections.abc import Mapping
from typing import NamedTuple

from kezek.core.waits import Wait
from kezek.web.words import mark


class WaitWords(NamedTuple):
    """How a thing that waits for the family is called, and where it is done."""

    title: str
    until: str
    button: str
    endpoint: str


WAITS: Mapping[Wait, WaitWords] = {
    Wait.OFFER: WaitWords(
        mark("A place is offered"),
        mark("Answer the offer by"),
        mark("Look at the place and answer"),
        "family_answers.offer",
    ),
    Wait.WINDOW: WaitWords(
        mark("It is your turn today: choose a place"),
        mark("You choose before others until"),
        mark("Choose a place"),
        "family_places.show",
    ),
    Wait.BENEFIT: WaitWords(
        mark("Papers of the benefit"),
        mark("The papers must be confirmed by"),
        mark("Give the papers of the benefit"),
        "family_benefit.show",
    ),
    Wait.INTEREST: WaitWords(
        mark("Do you still need a place?"),
        mark("Answer the question by"),
        mark("Answer the question"),
        "family_interest.question",
    ),
    Wait.YEARLY: WaitWords(
        mark("The yearly question: do you still need a place?"),
        mark("Answer the question by"),
        mark("Answer the question"),
        "family_interest.question",
    ),
    Wait.REFERRAL: WaitWords(
        mark("Referral to a kindergarten"),
        mark("Hand in the documents by"),
        mark("Open the referral"),
        "family_referrals.show",
    ),
    Wait.CONTRACT: WaitWords(
        mark("The contract is ready"),
        mark("Sign the contract by"),
        mark("Read and sign the contract"),
        "family_contract.show",
    ),
    Wait.VOUCHER: WaitWords(
        mark("A voucher is offered"),
        mark("Answer by"),
        mark("Read about the voucher and answer"),
        "family_vouchers.offer",
    ),
    Wait.CHOICE: WaitWords(
        mark("Choose a kindergarten with your voucher"),
        mark("Choose, hand in the documents and sign the contract by"),
        mark("Choose a kindergarten"),
        "family_voucher_places.index",
    ),
    Wait.KEPT_PLACE: WaitWords(
        mark("A place is kept for you from the waiting list"),
        mark("Take the place by"),
        mark("Take the place"),
        "family_voucher_places.kept",
    ),
    Wait.PAPERS: WaitWords(
        mark("Documents for the kindergarten"),
        mark("Hand in the documents by"),
        mark("Hand in the documents"),
        "family_admission.show",
    ),
    Wait.RESTORE: WaitWords(
        mark("The application is inactive"),
        mark("Restore it by"),
        mark("Restore the application"),
        "family_vouchers.confirm_restoration",
    ),
}
"""Every thing that waits for a family."""
