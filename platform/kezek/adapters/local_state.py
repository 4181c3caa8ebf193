"""Where the made-up systems of the state answer while somebody tries the demonstration."""

import secrets
from collections.abc import Mapping
from pathlib import Path

from kezek.adapters.embedded.processes import free_port

PARTIES = ("KEZEK_REGISTERS", "KEZEK_PORTAL", "KEZEK_MONITORING", "KEZEK_NATIONAL_BASE")
"""Whose `_URL` and `_SECRET` lead there unless the operator has named a real one."""


def local_state(environ: Mapping[str, str], folder: Path) -> dict[str, str]:
    """The settings under which the made-up systems are asked; the key is of this start alone.

    None in service, and none for a system that the operator has named.
    """
    if environ.get("KEZEK_ENV") != "demo":
        return {}
    unnamed = [one for one in PARTIES if not environ.get(f"{one}_URL")]
    if "KEZEK_REGISTERS" not in unnamed:
        return {}
    address = f"http://127.0.0.1:{free_port(str(folder / 'state'))}"
    secret = secrets.token_hex(32)
    return {
        name: value
        for one in unnamed
        for name, value in ((f"{one}_URL", address), (f"{one}_SECRET", secret))
    }
