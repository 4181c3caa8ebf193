"""Where a stand-in of NCALayer answers while somebody tries the demonstration."""

import importlib.util
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from kezek.adapters.embedded.processes import free_port, is_free
from kezek.settings import SIGNER

TRUSTED, ANSWERS = "KEZEK_EDS_TRUST_DIR", "KEZEK_EDS_SIGNER_URL"

_USUAL = urlsplit(SIGNER).port or 0
_SPEAKS_BY = "websockets"
"""It comes with the servers of the demonstration; a deployment that serves people has none."""


def stand_in(
    environ: Mapping[str, str], folder: Path, say: Callable[[str], None]
) -> dict[str, str]:
    """The settings under which made-up keys are taken; their centre is kept in `folder`.

    None in service, and none where the operator has said whom to trust or who answers. Where the
    port of NCALayer is taken, perhaps by NCALayer itself, another one is used and told.
    """
    is_wanted = environ.get("KEZEK_ENV") == "demo" and not any(map(environ.get, (TRUSTED, ANSWERS)))
    if not is_wanted or importlib.util.find_spec(_SPEAKS_BY) is None:
        return {}
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    port = _USUAL if is_free(_USUAL) else free_port(str(folder))
    if port != _USUAL:
        say(f"port {_USUAL} is in use, perhaps by NCALayer; its stand-in answers at {port}")
    return {TRUSTED: str(folder), ANSWERS: f"ws://127.0.0.1:{port}"}
