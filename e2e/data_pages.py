"""Which pages are a family's own data: the journeys of its rights look at them."""

TAKEN_ALONG = {"family_data.index", "family_data.copy", "family_data.erasure"}
TAKEN_BACK = {"family_data.index", "family_data.consent", "office_erasure.show"}

OWN_DATA = TAKEN_ALONG | TAKEN_BACK
"""By `test_rights_over_data`."""
