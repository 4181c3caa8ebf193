"""Uploaded files are opened outside our process: what they are, how they look, a copy to look at.

Opening one takes tens to hundreds of milliseconds of pure computing, which in a web worker would
hold up everybody else's pages; in a process of its own it does not, and a file that was made to
do harm does it where nothing is to be had (see `adapters.file_examiner`).
"""

import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kezek.core.readability import Flaw, Look, flaws_of
from kezek.core.uploads import HEAD_BYTES, UploadFault, media_type_of, upload_fault

_PROGRAM = Path(__file__).with_name("file_examiner.py")
_PATIENCE = 15
_AT_ONCE = threading.BoundedSemaphore(4)
"""How many are opened at once by one of our processes, so that a crowd takes turns."""


@dataclass(frozen=True, slots=True)
class Examined:
    """A file that can be taken."""

    media_type: str
    flaws: tuple[Flaw, ...]
    """What may be hard to read on it; its family is told, and may send it all the same."""
    view: bytes | None
    """A photo without what the camera wrote into it, turned upright; nothing of a PDF."""


class UnfitFile(Exception):
    """A file that cannot be taken, and why."""

    def __init__(self, fault: UploadFault) -> None:
        super().__init__(str(fault))
        self.fault = fault


def examine_file(content: bytes) -> Examined:
    """What a file is and how it looks. Raises UnfitFile."""
    fault = upload_fault(len(content), content[:HEAD_BYTES])
    if fault is not None:
        raise UnfitFile(fault)
    told, view = _ask(content)
    if "fault" in told:
        raise UnfitFile(UploadFault(told["fault"]))
    media_type = media_type_of(content[:HEAD_BYTES])
    assert media_type is not None
    return Examined(media_type, flaws_of(Look(**told)), view or None)


def _ask(content: bytes) -> tuple[dict[str, Any], bytes]:
    # -I: neither our folders nor the environment's say what the program imports.
    command = [sys.executable, "-I", str(_PROGRAM)]
    with _AT_ONCE:
        try:
            done = subprocess.run(  # noqa: S603 - our own program, no word of it from outside
                command, input=content, capture_output=True, timeout=_PATIENCE, env={}, check=False
            )
        except subprocess.TimeoutExpired:
            return {"fault": UploadFault.BROKEN}, b""
    if done.returncode != 0:
        # It ran out of its memory or its seconds, or the file broke what reads it.
        return {"fault": UploadFault.BROKEN}, b""
    line, _, view = done.stdout.partition(b"\n")
    told: dict[str, Any] = json.loads(line)
    return told, view
