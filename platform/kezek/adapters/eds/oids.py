"""The identifiers that a certificate of the national centre is read by (pki.gov.kz)."""

EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4"
"""Stands in every key for signing."""
CLIENT_AUTH = "1.3.6.1.5.5.7.3.2"
"""Stands in every key for signing in."""
OCSP_SIGNING = "1.3.6.1.5.5.7.3.9"
TIME_STAMPING = "1.3.6.1.5.5.7.3.8"

PERSON = "1.2.398.3.3.4.1.1"
ORGANISATION = "1.2.398.3.3.4.1.2"
HEAD = "1.2.398.3.3.4.1.2.1"

SIGNING_POLICIES = {"1.2.398.3.3.2.1": ORGANISATION, "1.2.398.3.3.2.3": PERSON}
SIGN_IN_POLICIES = {"1.2.398.3.3.2.2": ORGANISATION, "1.2.398.3.3.2.4": PERSON}

GOST = "1.2.398.3.10.1."
"""The country's own algorithms: no library of ours computes them."""


def is_gost(oid: str) -> bool:
    """Whether an algorithm is one of the country's own."""
    return oid.startswith(GOST)
