"""Which pages are a family's own data: the journey of its rights looks at them."""

OWN_DATA = {
    "family_data.index",
    "family_data.copy",
    "family_data.consent",
    "family_data.erasure",
    "office_erasure.show",
}
"""By `test_rights_over_data`."""
