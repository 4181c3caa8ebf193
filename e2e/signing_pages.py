"""Which pages sign or show what was signed: `test_signed_electronically` looks at them."""

SIGNED_FILES = {
    "family_signatures.message": "a file",
    "family_signatures.text": "a file",
}

SIGNING_PAGES = {
    "family_key.show",
    "family_apply_signature.show",
    "family_signatures.index",
    *SIGNED_FILES,
}
