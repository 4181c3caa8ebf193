"""The certification centre of a demonstration, kept with its data: a later start knows it again."""

import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import cast

from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from kezek.demonstration.certification import Centre, Held, Key

_NAME = "ҰКО DEMO"


def kept_centre(folder: Path, now: datetime) -> Centre:
    """The centre whose root lies in this folder; opened there when there is none yet."""
    if not (folder / "issuer.pem").exists():
        centre = Centre.opened(_NAME, now)
        _write(folder, "root", centre.root)
        _write(folder, "issuer", centre.issuer)
    issuer = _read(folder, "issuer")
    return Centre(_read(folder, "root"), replace(issuer, between=(issuer.certificate,)))


def _write(folder: Path, name: str, held: Held) -> None:
    """The key first: a certificate that is there has its key."""
    key = held.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path = folder / f"{name}.key"
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(key)
    (folder / f"{name}.pem").write_bytes(held.certificate.public_bytes(Encoding.PEM))


def _read(folder: Path, name: str) -> Held:
    key = load_pem_private_key((folder / f"{name}.key").read_bytes(), password=None)
    certificate = x509.load_pem_x509_certificate((folder / f"{name}.pem").read_bytes())
    return Held(cast(Key, key), certificate)
