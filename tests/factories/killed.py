"""A process of its own that is killed in the middle: what was committed is all that it leaves."""

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from sqlalchemy import event
from sqlalchemy.orm import Session

from kezek.db.base import db
from tests.factories.regions import House


@dataclass
class Killer:
    """Kills its own process at the so-manyeth commit from now: before it, or just after it."""

    commits: int
    is_before: bool

    def arm(self) -> None:
        """From now on every commit of this process counts."""
        event.listen(Session, "before_commit" if self.is_before else "after_commit", self._count)

    def _count(self, _: Session) -> None:
        self.commits -= 1
        if not self.commits:
            os.kill(os.getpid(), signal.SIGKILL)


def run_and_kill(house: House, killer: Killer, doing: Callable[[], object]) -> bool:
    """Does it in a child process; whether that was killed before it came to its end."""
    child = os.fork()
    if not child:
        code = 1
        try:
            with house.app.app_context():
                db.engine.dispose(close=False)  # the connections are the parent's
                killer.arm()
                doing()
            code = 0
        finally:
            os._exit(code)
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == 0, "it failed by itself"
    return False


def kill_until_done(house: House, doing: Callable[[], object], *, seed: int, most: int) -> int:
    """Begins it again and again, killed each time, until it comes through; gives how many died."""
    dice, killed = Random(seed), 0
    while run_and_kill(house, Killer(dice.randint(1, most), dice.random() < 0.5), doing):
        killed += 1
        assert killed < 200, "it never comes to its end"
    return killed
