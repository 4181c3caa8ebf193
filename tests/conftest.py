"""What tests share: servers of their own, and a database that migrations have built."""

import gc
import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import hypothesis
import pytest

from kezek.adapters import passwords
from kezek.adapters.embedded import EmbeddedServers, Postgres
from kezek.adapters.scratch import Scratch, scratch
from kezek.demonstration.counterparts import registers
from kezek.demonstration.counterparts.service import State, serving
from kezek.settings import Party, Settings

# On a busy machine an example may wait for its turn; how long it took proves nothing. Whoever
# changed nothing gets the same verdict twice: new examples are looked for by `make properties`.
hypothesis.settings.register_profile("patient", deadline=None, derandomize=True)
hypothesis.settings.register_profile("search", deadline=None, max_examples=2_000)
hypothesis.settings.load_profile(os.environ.get("KEZEK_PROPERTIES", "patient"))

SECONDS = {"property": 20.0, "integration": 1.0, "worker": 1.0, "web": 0.7}
"""What a test of a folder costs, roughly; of the others a hundred cost one."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Dear modules come first, so that at the end no core waits long for another's last one."""
    costs: defaultdict[Path, float] = defaultdict(float)
    for item in items:
        costs[item.path] += SECONDS.get(item.path.parent.name, 0.01)
    items.sort(key=lambda item: -costs[item.path])


def pytest_collection_finish() -> None:
    """Modules and tests stay to the end; looking through them for garbage is a third of a house."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(700, 10, 100)


@pytest.fixture(scope="session", autouse=True)
def light_passwords() -> Iterator[None]:
    """Passwords cost little work here: a thousand of them are kept and asked, none is guessed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "WORK", passwords.Work(64, 1))
        yield


@pytest.fixture
def new_database(shared_scratch: Scratch, state_party: Party) -> Iterator[Callable[[], Settings]]:
    """Makes databases of the test's own, migrated and empty, and gives settings to serve each."""
    made: list[str] = []

    def make() -> Settings:
        made.append(f"kezek_test_{len(made)}")
        return replace(shared_scratch.new_database(made[-1]), registers=state_party)

    yield make
    for name in made:
        shared_scratch.drop_database(name)


@pytest.fixture(scope="session")
def settings(shared_scratch: Scratch, state_party: Party) -> Settings:
    """Settings of a process that serves this test process's database, migrated and empty."""
    return replace(shared_scratch.new_database("kezek_work"), registers=state_party)


@pytest.fixture(scope="session")
def state_party(state_systems: State) -> Iterator[Party]:
    """Where the made-up systems of the state answer this test process, over HTTP."""
    with serving(state_systems) as address:
        yield Party(address, state_systems.secret)


@pytest.fixture(scope="session")
def state_systems() -> State:
    """The made-up systems behind that address; a test that changes a mood clears it again."""
    return State((registers.desk(),), "a key that both sides of the tests' wire hold")


@pytest.fixture(scope="session")
def database_url(settings: Settings) -> str:
    """Address of that database as the role that serves pages, for SQLAlchemy."""
    return settings.database_url


@pytest.fixture(scope="session")
def owner_url(settings: Settings) -> str:
    """Address of the same database as the owner of the schema, for SQLAlchemy."""
    return settings.owner_url()


@pytest.fixture(scope="session")
def redis_url(servers: EmbeddedServers) -> str:
    """Address of this test process's own Valkey: a test may empty it without asking."""
    return servers.valkey.url


@pytest.fixture(scope="session")
def postgres(servers: EmbeddedServers) -> Postgres:
    """This test process's own cluster, by which roles and databases can be made."""
    return servers.postgres


@pytest.fixture(scope="session")
def servers(shared_scratch: Scratch) -> EmbeddedServers:
    """PostgreSQL and Valkey of this test process."""
    return shared_scratch.servers


@pytest.fixture(scope="session")
def shared_scratch() -> Iterator[Scratch]:
    """Servers and a migrated template, started when the first test asks for them.

    Every xdist worker has its own: no test waits for, or sees, a test of another worker.
    """
    with scratch() as made:
        yield made
