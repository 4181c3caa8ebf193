"""Which pages sign or show what was signed: the journeys of keys look at them."""

SIGNED_FILES = {
    "family_signatures.message": "a file",
    "family_signatures.text": "a file",
    "kindergarten_signatures.message": "a file",
    "kindergarten_signatures.text": "a file",
    "office_signatures.message": "a file",
    "office_signatures.text": "a file",
}

OF_APPLICATIONS = {
    "family_key.show",
    "family_apply_signature.show",
    "family_signatures.index",
}
"""By `test_signed_electronically`."""

OF_CONTRACTS = {
    "family_acceptance_signature.show",
    "family_contract_signature.show",
    "family_signatures.index",
    "kindergarten_contracts.show",
    "kindergarten_signatures.index",
    "office_signatures.index",
}
"""By `test_a_contract_of_two_keys`."""

OF_TELEPHONES = {"family_contract_phone.show", "phone_signing.show"}
"""By `test_a_contract_by_telephone`."""

TELEPHONE_PARTS = {
    "family_contract_phone.camera": "a picture",
    "family_contract_phone.mobile": "a picture",
    "family_contract_phone.now": "a part of a page",
    "phone_request.document": "for programs",
    "phone_request.request_to_sign": "for programs",
}

OF_STAFF = {"staff.key", "staff.again_key"}
"""By the same."""

SIGNING_PAGES = {
    *(*OF_APPLICATIONS, *OF_CONTRACTS, *OF_STAFF, *SIGNED_FILES),
    *(*OF_TELEPHONES, *TELEPHONE_PARTS),
}
