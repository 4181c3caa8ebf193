"""Several programs as one: a fallen one is started again, one signal ends all, within seconds."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

# A supervisor of two programs: one stays, one falls at its first start and stays at the second.
SUPERVISED = """
import sys
from pathlib import Path
from kezek.adapters.supervisor import Program, Supervisor
import os

folder = Path(sys.argv[1])
stays = 'import time; print("here", flush=True); time.sleep(60)'
falls = '''
import pathlib, sys, time
mark = pathlib.Path(sys.argv[1]) / "fell"
if not mark.exists():
    mark.touch()
    sys.exit("oh")
print("up", flush=True)
time.sleep(60)
'''
deaf = '''
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("deaf", flush=True)
time.sleep(60)
'''
programs = [Program("stays", (sys.executable, "-c", stays), os.environ, ready_word="here")]
if "falls" in sys.argv:
    falling = (sys.executable, "-c", falls, str(folder))
    programs.append(Program("falls", falling, os.environ, ready_word="up"))
if "deaf" in sys.argv:
    programs.append(Program("deaf", (sys.executable, "-c", deaf), os.environ, ready_word="deaf"))
Supervisor(
    programs,
    say=lambda text: print("says:", text, flush=True),
    when_ready=lambda: print("all ready", flush=True),
    tend=lambda: None,
).run()
print("ended", flush=True)
"""


@pytest.mark.parametrize("which", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_one_signal_ends_everything_soon(tmp_path: Path, which: signal.Signals) -> None:
    with supervised(tmp_path) as process:
        heard = until(process, "all ready")
        begin = time.monotonic()

        process.send_signal(which)
        heard += until(process, "ended")

        assert process.wait(5) == 0
        assert time.monotonic() - begin < 5
        assert "stays   | here\n" in heard


def test_a_fallen_program_is_said_and_started_again(tmp_path: Path) -> None:
    with supervised(tmp_path, "falls") as process:
        heard = until(process, "all ready")

        assert "falls   | oh\n" in heard
        assert "says: falls ended with status 1; starting it again in 2 s\n" in heard
        assert "falls   | up\n" in heard


def test_a_program_that_does_not_listen_is_ended_when_one_asks_twice_more(tmp_path: Path) -> None:
    with supervised(tmp_path, "deaf") as process:
        until(process, "all ready")
        begin = time.monotonic()

        for _ in range(3):
            process.send_signal(signal.SIGINT)
            time.sleep(0.3)
        until(process, "ended")

        assert time.monotonic() - begin < 5


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of our death")
def test_programs_go_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    with supervised(tmp_path) as process:
        until(process, "all ready")
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        assert children

        process.kill()

        end = time.monotonic() + 5
        while any(lives(int(child)) for child in children):
            assert time.monotonic() < end
            time.sleep(0.02)


@contextmanager
def supervised(folder: Path, *which: str) -> Iterator["subprocess.Popen[str]"]:
    """The supervisor above, running; killed if the test leaves it so."""
    process = subprocess.Popen(
        [sys.executable, "-c", SUPERVISED, str(folder), *which],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def until(process: "subprocess.Popen[str]", word: str) -> list[str]:
    """The lines that are said up to the one with that word; they come, or the program ends."""
    heard = []
    assert process.stdout is not None
    for line in process.stdout:
        heard.append(line)
        if word in line:
            return heard
    pytest.fail(f"never said {word!r}: {''.join(heard)}")


def lives(pid: int) -> bool:
    """Whether the process runs; one that only waits to be buried does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z" and os.path.exists(f"/proc/{pid}")
