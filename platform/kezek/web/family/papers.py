"""Which forms of a sent application may be large: those that bring files."""

from flask import request

from kezek.web.uploads import MAX_FORM_BODY, MAX_UPLOAD_BODY, limit_body

_UPLOADING = frozenset(
    {
        "family_admission.attach_paper",
        "family_benefit.attach_paper",
        "family_referrals.extend",
        "family_relocation.attach_paper",
        "family_voucher_time.extend",
    }
)
"""Routes whose forms carry files."""


def limit_bodies(_: str | None, __: dict[str, object] | None) -> None:
    """Lets only forms with files be large; called before anything of the body is read."""
    limit_body(MAX_UPLOAD_BODY if request.endpoint in _UPLOADING else MAX_FORM_BODY)
