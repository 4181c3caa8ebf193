"""Starting a server as our child, so that it goes when we go, however we go."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from kezek.adapters.embedded.errors import EmbeddedError
from kezek.adapters.embedded.identity import Identity

_PR_SET_PDEATHSIG = 1
_LOG_TAIL = 12
# Below the range from which systems hand out ports to clients: one of those could sit on ours.
_PORTS = range(20_000, 32_000)


def start(
    command: list[str], *, identity: Identity, log: Path, at_our_death: signal.Signals
) -> subprocess.Popen[bytes]:
    """The program, running as that user in a session of its own, its words going to `log`."""
    with log.open("ab") as words:
        return subprocess.Popen(  # noqa: S603 - commands are ours
            command,
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=subprocess.STDOUT,
            cwd="/",
            # Ctrl-C reaches the whole group of the terminal; the order of stopping is ours.
            start_new_session=True,
            preexec_fn=tied_to_us(at_our_death),
            **identity.popen_arguments(),
        )


def tied_to_us(at_our_death: signal.Signals) -> Callable[[], None] | None:
    """What a child does before it becomes the program: asks to be signalled when we die."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    us = os.getpid()

    def ask() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, int(at_our_death))
        if os.getppid() != us:  # we were gone before the asking
            os._exit(1)

    return ask


def stop(process: subprocess.Popen[bytes], how: signal.Signals, *, within: float) -> None:
    """Ends the process with that signal, and without mercy after `within` seconds."""
    if process.poll() is None:
        process.send_signal(how)
    try:
        process.wait(within)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def until_ready(
    process: subprocess.Popen[bytes], ready: Callable[[], bool], *, name: str, log: Path
) -> None:
    """Waits until the server answers; EmbeddedError with its last words if it does not."""
    end = time.monotonic() + 60  # a crash recovery takes its time
    while time.monotonic() < end:
        if process.poll() is not None:
            raise EmbeddedError(f"{name} did not start. Its last words:\n{last_words(log)}")
        if ready():
            return
        time.sleep(0.02)
    stop(process, signal.SIGKILL, within=5)
    raise EmbeddedError(
        f"{name} did not answer within a minute. Its last words:\n{last_words(log)}"
    )


def last_words(log: Path) -> str:
    """The end of a log, indented."""
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return "\n".join(f"    {line}" for line in lines[-_LOG_TAIL:])


def free_port(seed: str) -> int:
    """A free port of the loopback address; the same for the same seed while it stays free."""
    begin = hash_of(seed) % len(_PORTS)
    for step in range(len(_PORTS)):
        port = _PORTS[(begin + step) % len(_PORTS)]
        if is_free(port):
            return port
    raise EmbeddedError("No free port on 127.0.0.1.")


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether a server could listen on that port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def hash_of(text: str) -> int:
    """A number that is the same in every process, unlike `hash`."""
    return int.from_bytes(text.encode()[-64:], "big") % 1_000_003


def ends(pid: int, how: signal.Signals, *, holding: Path, within: float) -> bool:
    """Whether the process with that folder in its command line is gone, after being told to go.

    A number alone is no proof: after a restart of the machine another process may bear it.
    """
    end = time.monotonic() + within
    told = False
    while str(holding) in _command_line(pid):
        if time.monotonic() > end:
            return False
        if not told:
            os.kill(pid, how)
            told = True
        time.sleep(0.05)
    return True


def _command_line(pid: int) -> str:
    told = Path(f"/proc/{pid}/cmdline")
    if told.exists():
        return told.read_bytes().replace(b"\0", b" ").decode()
    answer = subprocess.run(  # noqa: S603
        ["/bin/ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return answer.stdout
