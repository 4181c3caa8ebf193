"""Keeps several programs running as one: their words in one stream, one signal to end them all."""

import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kezek.adapters.embedded.processes import tied_to_us

# A program that lived this long is not failing at its start: it is begun again at once.
_HEALTHY_SECONDS = 30.0
_LONGEST_PAUSE = 30.0
_PATIENCE = 8.0
_TURN = 0.5


@dataclass(frozen=True, slots=True)
class Program:
    """A program to keep running; it is up when it has said `ready_word`, or as soon as it runs."""

    name: str
    command: tuple[str, ...]
    environ: Mapping[str, str] = field(repr=False)
    ready_word: str | None = None


class Supervisor:
    """Runs programs until it is told to stop; `tend` is called every half second."""

    def __init__(
        self,
        programs: list[Program],
        *,
        say: Callable[[str], None],
        when_ready: Callable[[], None],
        tend: Callable[[], None],
    ) -> None:
        self._children = [_Child(program, say) for program in programs]
        self._say = say
        self._when_ready: Callable[[], None] | None = when_ready
        self._tend = tend
        self._stopping = False
        self._selector = selectors.DefaultSelector()

    def run(self) -> None:
        """Returns when all programs have ended after SIGINT, SIGTERM or SIGHUP."""
        with _Signals() as signals:
            self._selector.register(signals.alarm, selectors.EVENT_READ)
            try:
                while not signals.arrived:
                    self._turn()
            finally:
                self._stop(signals)

    def _turn(self) -> None:
        for child in self._children:
            child.start_when_due(self._selector)
        self._listen(_TURN)
        self._tend()
        for child in self._children:
            child.bury(self._selector)
        if self._when_ready is not None and all(child.is_ready for child in self._children):
            self._when_ready()
            self._when_ready = None

    def _listen(self, seconds: float) -> None:
        for key, _ in self._selector.select(seconds):
            if isinstance(key.data, _Child):
                key.data.listen()

    def _stop(self, signals: "_Signals") -> None:
        self._say("stopping")
        self._selector.unregister(signals.alarm)  # it has rung, and would ring for ever
        for child in self._children:
            child.signal(signal.SIGTERM)
        # Whoever asks twice does not want to wait.
        asked = signals.arrived
        end = time.monotonic() + _PATIENCE
        while any(child.is_running for child in self._children):
            if time.monotonic() > end or signals.arrived > asked + 1:
                for child in self._children:
                    child.signal(signal.SIGKILL)
            self._listen(0.05)
        for child in self._children:
            child.listen_to_the_end()


class _Child:
    """One program with its process, its unfinished line and the moment of its next start."""

    def __init__(self, program: Program, say: Callable[[str], None]) -> None:
        self._program = program
        self._say = say
        self._process: subprocess.Popen[bytes] | None = None
        self._rest = b""
        self._started = 0.0
        self._due = 0.0
        self._pause = 1.0
        self.is_ready = False

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start_when_due(self, selector: selectors.BaseSelector) -> None:
        if self._process is not None or time.monotonic() < self._due:
            return
        self._process = subprocess.Popen(  # noqa: S603 - commands are ours
            self._program.command,
            env=dict(self._program.environ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            # Ctrl-C reaches the whole group of the terminal; the order of stopping is ours.
            start_new_session=True,
            preexec_fn=tied_to_us(signal.SIGTERM),
        )
        self._started = time.monotonic()
        self.is_ready = self._program.ready_word is None
        os.set_blocking(self._out(), False)
        selector.register(self._out(), selectors.EVENT_READ, self)

    def listen(self) -> None:
        """Passes on the whole lines that the program has said since."""
        try:
            heard = os.read(self._out(), 65536)
        except BlockingIOError:
            return
        if not heard:
            # Its end of the pipe is closed; `bury` will see to it, and till then there is no hurry.
            time.sleep(0.01)
        *lines, self._rest = (self._rest + heard).split(b"\n")
        for line in lines:
            self._pass_on(line)

    def listen_to_the_end(self) -> None:
        """Passes on what is left, the last unfinished line too."""
        if self._process is None:
            return
        before = None
        while before != self._rest:
            before = self._rest
            self.listen()
        if self._rest:
            self._pass_on(self._rest)
            self._rest = b""

    def bury(self, selector: selectors.BaseSelector) -> None:
        """Notices that the program has ended, and says when it begins again."""
        if self._process is None or self.is_running:
            return
        self.listen_to_the_end()
        selector.unregister(self._out())
        status = self._process.wait()
        lived = time.monotonic() - self._started
        self._pause = 1.0 if lived > _HEALTHY_SECONDS else min(self._pause * 2, _LONGEST_PAUSE)
        self._due = time.monotonic() + self._pause
        self._say(
            f"{self._program.name} ended with status {status}; "
            f"starting it again in {self._pause:.0f} s"
        )
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._process = None

    def signal(self, which: signal.Signals) -> None:
        """Signals the program; for SIGKILL all its children too."""
        if self._process is None or not self.is_running:
            return
        if which is signal.SIGKILL:
            os.killpg(self._process.pid, which)
        else:
            self._process.send_signal(which)

    def _pass_on(self, line: bytes) -> None:
        text = line.decode(errors="replace").rstrip()
        word = self._program.ready_word
        if word is not None and word in text:
            self.is_ready = True
        sys.stdout.write(f"{self._program.name:<8}| {text}\n")
        sys.stdout.flush()

    def _out(self) -> int:
        if self._process is None or self._process.stdout is None:
            raise RuntimeError(f"{self._program.name} is not running")
        return self._process.stdout.fileno()


class _Signals:
    """Counts requests to stop and wakes whoever waits; puts all back as it was afterwards."""

    _WHICH = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def __init__(self) -> None:
        self.arrived = 0
        self.alarm, self._bell = socket.socketpair()
        self.alarm.setblocking(False)
        self._bell.setblocking(False)

    def __enter__(self) -> "_Signals":
        self._before = {which: signal.signal(which, self._arrive) for which in self._WHICH}
        return self

    def __exit__(self, *_: object) -> None:
        for which, handler in self._before.items():
            signal.signal(which, handler)
        self.alarm.close()
        self._bell.close()

    def _arrive(self, *_: object) -> None:
        self.arrived += 1
        self._bell.send(b"!")
