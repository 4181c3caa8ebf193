"""A mail server of the test: as much SMTP as is needed, with the letters that came."""

import email
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default


@dataclass
class MailBox:
    """What the server does, and what it was given."""

    letters_raw: list[bytes] = field(default_factory=list)
    envelopes: list[str] = field(default_factory=list)
    """What was said of sender and addressee."""
    refuse_recipient: str = ""
    """The whole answer to an addressee, as `550 5.1.1 no such user`."""
    refuse_data: str = ""
    hang_up_after_data: bool = False
    offers: tuple[str, ...] = ()
    """Extensions that it can, as `DSN`."""
    port: int = 0

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"smtp://127.0.0.1:{self.port}"

    def letters(self) -> list[EmailMessage]:
        """The letters that came."""
        return [email.message_from_bytes(raw, policy=default) for raw in list(self.letters_raw)]

    def message_ids(self) -> list[str]:
        """The name of each letter that came, by its Message-ID."""
        return [str(one["Message-ID"]).strip("<>").partition("@")[0] for one in self.letters()]


class _Talk(socketserver.StreamRequestHandler):
    box: MailBox

    def handle(self) -> None:
        """One connection, until it says QUIT or somebody hangs up."""
        with suppress(ConnectionError):
            self.say("220 test")
            goes_on = True
            while goes_on and (line := self.rfile.readline().decode().strip()):
                goes_on = self.answer(line)

    def answer(self, line: str) -> bool:
        """One command; whether the talk goes on."""
        verb = line.split(" ")[0].upper()
        if verb == "DATA":
            return self.take_data()
        if verb == "EHLO":
            lines = ["test", *self.box.offers]
            for extension in lines[:-1]:
                self.say(f"250-{extension}")
            self.say(f"250 {lines[-1]}")
            return True
        if verb in ("MAIL", "RCPT"):
            self.box.envelopes.append(line)
        refused = self.box.refuse_recipient if verb == "RCPT" else ""
        # To QUIT the answer should be 221: a letter that was taken stays taken all the same.
        self.say(refused or "250 ok")
        return verb != "QUIT"

    def take_data(self) -> bool:
        """The letter itself."""
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return False  # who was writing is gone: the letter did not come
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        if self.box.hang_up_after_data:
            return False
        if not self.box.refuse_data:
            self.box.letters_raw.append(b"".join(lines))
        self.say(self.box.refuse_data or "250 taken")
        return True

    def say(self, line: str) -> None:
        """One answer."""
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[MailBox]:
    """The server, within this process."""
    box = MailBox()
    talk = type("Talk", (_Talk,), {"box": box})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), talk) as server:
        server.daemon_threads = True
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield box
        server.shutdown()
        thread.join()
