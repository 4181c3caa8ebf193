"""A stand-in of NCALayer: the same protocol over a real WebSocket, with made-up keys and no window.

NCALayer greets with its version, then answers `sign` of the module `kz.gov.pki.knca.basics`. Where
a person would choose a key and type a password, the stand-in takes the key that the page asks for
(signing or signing in, of which IIN) and signs at once. For the demonstration and for tests: it
gives a key to whoever asks, and no deployment trusts its centre unless the operator says so.
"""

import base64
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from threading import Thread
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve

from kezek.adapters.eds.oids import CLIENT_AUTH
from kezek.demonstration.certification import NOBODY, Centre, Held, Subject
from kezek.demonstration.signing import Form, as_pem, signed

_VERSION = "1.4"
_HEARTBEAT = "--heartbeat--"
_BASICS = "kz.gov.pki.knca.basics"
_YEAR = timedelta(days=365)
_ORGANISATION = "БАЛАБАҚША (ДЕМО)"


class Mood(StrEnum):
    """What the person before the window does, or what is wrong with the program."""

    SIGNS = "signs"
    CANCELS = "cancels"
    FAILS = "fails"
    IS_OLD = "is_old"
    """A version without the present module."""


@dataclass(slots=True)
class StandIn:
    """One computer's NCALayer."""

    centre: Centre
    now: Callable[[], datetime]
    owner: Subject
    """Whose keys lie on this computer, where the page names nobody."""
    mood: Mood = Mood.SIGNS
    asked: list[Mapping[str, Any]] = field(default_factory=list)
    _keys: dict[tuple[str, str, bool], Held] = field(default_factory=dict)

    def answer(self, words: str) -> str:
        """What it says to a message."""
        if words == _HEARTBEAT:
            return _HEARTBEAT
        try:
            question = json.loads(words)
        except ValueError:
            return _said(status=False, code="GENERAL_ERROR", message="not a request")
        if question.get("module") != _BASICS or self.mood is Mood.IS_OLD:
            return json.dumps({"success": False, "errorCode": "MODULE_NOT_FOUND"})
        if question.get("method") != "sign":
            return _said(status=False, code="INVOCATION_ERROR", message="no such method")
        self.asked.append(question["args"])
        return self._sign(question["args"])

    def key_of(self, subject: Subject, *, for_sign_in: bool) -> Held:
        """The key of somebody, given when first asked for."""
        name = (subject.iin, subject.bin, for_sign_in)
        if name not in self._keys:
            now = self.now()
            self._keys[name] = self.centre.give(
                subject, now - _YEAR / 2, now + _YEAR / 2, for_sign_in=for_sign_in, curve=True
            )
        return self._keys[name]

    def _sign(self, args: Mapping[str, Any]) -> str:
        if self.mood is Mood.CANCELS:
            return _said(status=True, body={})
        if self.mood is Mood.FAILS:
            return _said(status=False, code="SIGNING_FAILURE", message="wrong password")
        signer, how = args["signerParams"], args["signingParams"]
        subject = self._chosen(str(signer.get("iin") or ""), str(signer.get("bin") or ""))
        key = self.key_of(subject, for_sign_in=CLIENT_AUTH in signer["extKeyUsageOids"])
        content = base64.b64decode(args["data"]) if how["decode"] else args["data"].encode()
        made = signed(key, content, self.now(), Form(attached=bool(how["encapsulate"])))
        return _said(status=True, body={"result": as_pem(made)})

    def _chosen(self, iin: str, bin_: str) -> Subject:
        """The owner, or whom the page filters keys by: a person, or the head of an organisation."""
        if bin_ and bin_ != self.owner.bin:
            return Subject(NOBODY.name, NOBODY.iin, bin_, _ORGANISATION, is_head=True)
        return self.owner if iin in ("", self.owner.iin) else Subject(NOBODY.name, iin)


@contextmanager
def running(stand_in: StandIn, port: int = 0) -> Iterator[str]:
    """Listens on this computer alone; gives the address. Any free port unless one is named."""

    def talk(socket: ServerConnection) -> None:
        socket.send(json.dumps({"result": {"version": _VERSION}}))
        try:
            for words in socket:
                socket.send(stand_in.answer(words if isinstance(words, str) else words.decode()))
        except ConnectionClosed:
            return

    with serve(talk, "127.0.0.1", port) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"ws://127.0.0.1:{server.socket.getsockname()[1]}"
        finally:
            server.shutdown()
            thread.join()


def _said(**answer: object) -> str:
    return json.dumps(answer)
