"""Sentences of refused electronic signatures: what is wrong with this one, and what to do now."""

from collections.abc import Mapping

from kezek.core.errors import Code
from kezek.core.signatures import Fault
from kezek.web.words import mark

_SENTENCES: Mapping[Fault, str] = {
    Fault.UNREADABLE: mark(
        "What came from NCALayer is no signature. Update NCALayer and sign once more."
    ),
    Fault.SEVERAL: mark("This was signed by several people at once. One person signs here."),
    Fault.BARE: mark(
        "The signature does not say what was signed and when. Update NCALayer and sign once more."
    ),
    Fault.TAMPERED: mark(
        "The signature belongs to another text, or was damaged on its way. Open the page anew and "
        "sign once more."
    ),
    Fault.FOREIGN: mark(
        "This key was not issued by the National Certification Centre. Sign with a key that you "
        "got at pki.gov.kz, in eGov Mobile or at a public service centre."
    ),
    Fault.NOT_YET: mark("This key is valid only from %(since)s. Sign with another key."),
    Fault.EXPIRED: mark(
        "This key was valid until %(until)s. Get a new one at pki.gov.kz, in eGov Mobile or at a "
        "public service centre, then sign."
    ),
    Fault.REVOKED: mark(
        "This key was revoked, so nothing can be signed with it. Get a new one at pki.gov.kz, in "
        "eGov Mobile or at a public service centre."
    ),
    Fault.UNCHECKED: mark(
        "The National Certification Centre does not answer now, so the key cannot be checked. "
        "Nothing is lost: try again in some minutes."
    ),
    Fault.SIGN_IN_KEY: mark(
        "This is your key for signing in. To sign, choose the other file: its name begins with "
        "RSA or GOST, without AUTH."
    ),
    Fault.SIGNING_KEY: mark(
        "This is your key for signing. To come in, choose the other file: its name begins with "
        "AUTH."
    ),
    Fault.OTHER_KEY: mark("This key is not for signing. Choose your own key for signing."),
    Fault.PERSONAL_KEY: mark(
        "This is a personal key. Here the organisation signs: choose the key of its head."
    ),
    Fault.ORGANISATION_KEY: mark(
        "This is the key of an organisation. Choose your personal key: you sign for yourself here."
    ),
    Fault.NOT_HEAD: mark(
        "This is the key of an employee. Here the head of the organisation signs: choose the key "
        "of the head."
    ),
    Fault.NO_IIN: mark("The key does not name the IIN of its owner. Sign with another key."),
    Fault.OTHER_PERSON: mark(
        "This is another person's key: its IIN is not the IIN of your account. Choose your own key."
    ),
    Fault.OTHER_ORGANISATION: mark(
        "This is the key of another organisation. Choose the key of your kindergarten."
    ),
    Fault.WEAK: mark(
        "This key signs in a way that is not safe any more. Get a new key at pki.gov.kz."
    ),
    Fault.STALE: mark(
        "By your computer's clock this was signed long ago. Set the clock right, open the page "
        "anew and sign."
    ),
    Fault.CLOCK_AHEAD: mark(
        "Your computer's clock is ahead. Set the clock right, open the page anew and sign."
    ),
    Fault.STAMP: mark(
        "The timestamp belongs to another signature, or was damaged on its way. Open the page anew "
        "and sign once more."
    ),
    Fault.GOST_AWAY: mark(
        "The service that checks GOST keys does not answer now. Try again in some minutes, or sign "
        "with your RSA key."
    ),
    Fault.GOST_UNSET: mark("GOST keys cannot be checked here yet. Sign with your RSA key."),
    Fault.NOT_SET_UP: mark(
        "Electronic signatures are not set up here yet. Choose another way on this page, or call "
        "the hotline."
    ),
}

SIGNATURE_BY_DETAIL: Mapping[tuple[str, str], str] = {
    **{(Code.SIGNATURE_REFUSED, fault): words for fault, words in _SENTENCES.items()},
    (Code.TOO_LATE, "challenge"): mark(
        "The time for signing is over: it is five minutes. Open the page anew and sign."
    ),
    (Code.ALREADY_DECIDED, "challenge"): mark(
        "This was signed already. Open the page anew to see how it stands."
    ),
    (Code.ALREADY_DECIDED, "signed_other"): mark(
        "The application was changed after its text was given out. Look through it and sign anew."
    ),
    (Code.WRONG_STATE, "eds_without_iin"): mark(
        "Only a person with an IIN has a key (EDS). Send the application without it: your document "
        "is looked at by a specialist."
    ),
    (Code.ALREADY_DECIDED, "acceptance_other"): mark(
        "What you were going to take has changed since its text was given out. Look at it and sign "
        "anew."
    ),
    (Code.ALREADY_DECIDED, "contract_other"): mark(
        "The contract was changed after its text was given out. Read it and sign anew."
    ),
    (Code.WRONG_STATE, "application_needs_eds"): mark(
        "In this region an application is sent only with an electronic signature (EDS). Press "
        "«Sign and send» and choose your key in NCALayer."
    ),
    (Code.WRONG_STATE, "acceptance_needs_eds"): mark(
        "In this region a place is taken only with an electronic signature (EDS). Press the button "
        "that signs and choose your key in NCALayer."
    ),
    (Code.WRONG_STATE, "contract_needs_eds"): mark(
        "In this region a contract is signed only with an electronic signature (EDS). Press «Sign "
        "with the key» and choose your key in NCALayer."
    ),
    (Code.WRONG_STATE, "head_signs"): mark(
        "In this region the head of the kindergarten signs the contract before it is sent. Choose "
        "«sign with the key of the head and send it»."
    ),
    (Code.WRONG_STATE, "no_bin"): mark(
        "The register does not know the BIN of your kindergarten, so its key cannot be told from "
        "others. Ask the region's administrator to enter it."
    ),
    (Code.NOT_YOURS, "no_such_key"): mark(
        "This key opens no account here. Ask the region's administrator to link your IIN to your "
        "account, or come in by password."
    ),
    (Code.NOT_YOURS, "account_closed"): mark(
        "This account is closed. Call the hotline: it says what can be done."
    ),
}
