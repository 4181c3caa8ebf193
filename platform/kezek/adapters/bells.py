"""Who listens within this process, and for which bells: the near half of the doorbell."""

import threading
from collections.abc import Iterable


class Ear:
    """One listener: the bells that rang for it since it last asked, each once."""

    def __init__(self, bells: "Bells", tenant_id: int, topics: frozenset[str]) -> None:
        self.tenant_id = tenant_id
        self.topics = topics
        self._bells = bells
        self._rung: set[str] = set()
        self._changed = threading.Condition()

    def ring(self, topic: str) -> None:
        """Notes the bell; several bells of one queue before the next look are one."""
        with self._changed:
            self._rung.add(topic)
            self._changed.notify()

    def wake(self) -> None:
        """Ends the waiting without a bell, when the process is about to stop."""
        with self._changed:
            self._changed.notify()

    def wait(self, seconds: float) -> list[str]:
        """The topics that rang, in order of name; none after so many seconds of silence."""
        with self._changed:
            if not self._rung and not self._bells.is_closed:
                self._changed.wait(seconds)
            rung, self._rung = self._rung, set()
            return sorted(rung)

    def close(self) -> None:
        """Takes the ear off; nobody rings for it any more."""
        self._bells.forget(self)


class Bells:
    """Who listens in this process, by tenant and topic."""

    def __init__(self) -> None:
        self.is_closed = False
        self._ears: dict[tuple[int, str], set[Ear]] = {}
        self._lock = threading.Lock()

    def listen(self, tenant_id: int, topics: Iterable[str]) -> Ear:
        """An ear for these topics of one tenant; close it after use."""
        ear = Ear(self, tenant_id, frozenset(topics))
        with self._lock:
            for topic in ear.topics:
                self._ears.setdefault((tenant_id, topic), set()).add(ear)
        return ear

    def forget(self, ear: Ear) -> None:
        """Takes the ear off; a topic that nobody listens to leaves nothing behind."""
        with self._lock:
            for topic in ear.topics:
                key = (ear.tenant_id, topic)
                listeners = self._ears.get(key, set())
                listeners.discard(ear)
                if not listeners:
                    self._ears.pop(key, None)

    def deliver(self, tenant_id: int, topic: str) -> None:
        """Rings for all who listen to this topic of this tenant, and for nobody else."""
        with self._lock:
            listeners = tuple(self._ears.get((tenant_id, topic), ()))
        for ear in listeners:
            ear.ring(topic)

    def deliver_all(self) -> None:
        """Rings everybody: after a silence of unknown length anything may have changed."""
        with self._lock:
            pairs = [(ear, topic) for (_, topic), ears in self._ears.items() for ear in ears]
        for ear, topic in pairs:
            ear.ring(topic)

    def close(self) -> None:
        """Wakes all listeners so that they end; for a process that is asked to stop."""
        self.is_closed = True
        with self._lock:
            ears = {ear for listeners in self._ears.values() for ear in listeners}
        for ear in ears:
            ear.wake()
