"""Whom the operator trusts: roots of the certification centre, and the path from a signer to one.

A file of the folder that is signed by itself is a root; every other one only helps to find a path.
What stands in the folder is the operator's word: nothing is ever fetched into it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.x509.verification import (
    ExtensionPolicy,
    PolicyBuilder,
    Store,
    VerificationError,
)

from kezek.adapters.eds import oids
from kezek.adapters.eds.certificates import read_folder
from kezek.core.signatures import Fault, refusal_of

_LONGEST = 3
"""Certificates between a signer and a root; the national centre has one."""


@dataclass(frozen=True, slots=True)
class Trust:
    """The roots, and the certificates between."""

    roots: tuple[x509.Certificate, ...]
    between: tuple[x509.Certificate, ...] = ()

    @classmethod
    def from_folder(cls, folder: Path | None) -> "Trust":
        """What a folder holds; nothing without one. Raises OperatorError for a strange file."""
        known = read_folder(folder) if folder is not None and folder.is_dir() else ()
        return cls(
            tuple(one for one in known if is_self_issued(one)),
            tuple(one for one in known if not is_self_issued(one)),
        )

    def path(
        self, signer: x509.Certificate, helpers: Iterable[x509.Certificate], now: datetime
    ) -> tuple[x509.Certificate, ...]:
        """From the signer to a root, all valid now (RFC 5280).

        Raises Refusal(SIGNATURE_REFUSED, foreign | not_set_up).
        """
        roots = [one for one in self.roots if _is_readable(one)]
        if not roots:
            raise refusal_of(Fault.NOT_SET_UP)
        between = [one for one in (*self.between, *helpers) if _is_readable(one)]
        verifier = (
            PolicyBuilder()
            .store(Store(roots))
            .time(now)
            .max_chain_depth(_LONGEST)
            .extension_policies(
                ca_policy=ExtensionPolicy.webpki_defaults_ca(),
                # What a signer's certificate must say is no web site's: `told` reads it.
                ee_policy=ExtensionPolicy.permit_all(),
            )
            .build_client_verifier()
        )
        try:
            found = tuple(verifier.verify(signer, between).chain)
        except VerificationError:
            raise refusal_of(Fault.FOREIGN) from None
        if len(found) < 2:
            raise refusal_of(Fault.FOREIGN)
        return found


def is_self_issued(certificate: x509.Certificate) -> bool:
    """Whether a certificate is its own issuer, as a root is."""
    return certificate.issuer == certificate.subject


def _is_readable(certificate: x509.Certificate) -> bool:
    """Roots of the country's own algorithms stand in the same folder; they are not for us."""
    return not oids.is_gost(certificate.signature_algorithm_oid.dotted_string)
