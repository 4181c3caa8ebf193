"""Servers of our own: kept, guarded by passwords, and gone when we are gone, however we went."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from kezek.adapters.embedded import EmbeddedError, EmbeddedServers, Postgres
from kezek.adapters.embedded.identity import Identity


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that the servers' lesser user can reach, unlike pytest's own."""
    with tempfile.TemporaryDirectory(prefix="kezek-embedded-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


def test_what_was_written_is_there_after_the_next_start(folder: Path) -> None:
    with EmbeddedServers(folder) as servers:
        run(servers.postgres.owner_url(), "create table kept (word text)")
        run(servers.postgres.owner_url(), "insert into kept values ('сақталды')")

    with EmbeddedServers(folder) as servers:
        found = run(servers.postgres.owner_url(), "select word, lower('ӘҒҚҢӨҰҮҺІ') from kept")
    assert found == [("сақталды", "әғқңөұүһі")]


def test_the_serving_role_is_held_by_row_security(postgres: Postgres) -> None:
    found = run(
        postgres.app_url(),
        "select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole from pg_roles"
        " where rolname = current_user",
    )

    assert found == [(False, False, False, False)]
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        run(postgres.app_url(), "create table mine (a int)")


def test_nobody_enters_without_a_password(servers: EmbeddedServers) -> None:
    address = f"127.0.0.1:{servers.postgres.port}/postgres"
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(f"postgresql://postgres@{address}")
    with (
        stranger(servers.valkey.port) as client,
        pytest.raises(redis.AuthenticationError),
    ):
        client.ping()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of our death")
def test_after_a_hard_death_of_the_runner_the_servers_go_and_the_next_start_works(
    folder: Path,
) -> None:
    runner = subprocess.Popen(
        [sys.executable, "-c", RUNNER, str(folder)], stdout=subprocess.PIPE, text=True
    )
    assert runner.stdout is not None
    port = int(runner.stdout.readline())
    runner.kill()
    runner.wait()
    runner.stdout.close()

    with EmbeddedServers(folder) as servers:
        assert servers.postgres.port != 0
        assert run(servers.postgres.owner_url(), "select word from kept") == [("a",)]
    assert not answers(port)


def test_a_lock_left_by_the_dead_does_not_stop_the_next_start(folder: Path) -> None:
    with EmbeddedServers(folder) as servers:
        data = next(servers.home.folder.glob("postgres-*"))
    lock = data / "postmaster.pid"
    # The number now belongs to somebody else: to us.
    Identity.current().own_file(lock, f"{os.getpid()}\n{data}\n1\n5432\n\n127.0.0.1\n\n")

    with EmbeddedServers(folder) as servers:
        assert run(servers.postgres.app_url(), "select 1") == [(1,)]


def test_a_fallen_server_is_started_again(folder: Path) -> None:
    with EmbeddedServers(folder) as servers:
        run(servers.postgres.owner_url(), "create table kept (word text)")
        pid = int(
            next(servers.home.folder.glob("postgres-*/postmaster.pid")).read_text().split()[0]
        )
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not servers.postgres.is_running)

        servers.restart_fallen()

        assert run(servers.postgres.owner_url(), "select count(*) from kept") == [(0,)]


def test_lost_passwords_are_said_in_words(folder: Path) -> None:
    with EmbeddedServers(folder) as servers:
        secrets = servers.home.folder / "secrets"
    (secrets / "postgres").write_text("another")

    with pytest.raises(EmbeddedError, match="make demo-reset"):
        EmbeddedServers(folder).start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be kept from lending its folder")
def test_a_folder_closed_to_the_lesser_user_is_replaced_by_one_near_by(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)

    servers = EmbeddedServers(closed / "servers", durable=False)
    try:
        with servers:
            assert closed not in servers.home.folder.parents
            assert run(servers.postgres.app_url(), "select 1") == [(1,)]
        assert closed.stat().st_mode & 0o777 == 0o700
    finally:
        subprocess.run(["/bin/rm", "-r", str(servers.home.folder)], check=True)


RUNNER = """
import sys, time, psycopg
from pathlib import Path
from kezek.adapters.embedded import EmbeddedServers
with EmbeddedServers(Path(sys.argv[1])) as servers:
    with psycopg.connect(servers.postgres.owner_url()) as connection:
        connection.execute("create table kept (word text)")
        connection.execute("insert into kept values ('a')")
    print(servers.valkey.port, flush=True)
    time.sleep(60)
"""


def run(url: str, statement: str) -> list[tuple[object, ...]]:
    """Runs one statement and gives its rows, if it has any."""
    with psycopg.connect(url) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def stranger(port: int) -> redis.Redis:
    """A client without a password, which tries once."""
    return redis.Redis(host="127.0.0.1", port=port, retry=Retry(NoBackoff(), 0))


def answers(port: int) -> bool:
    """Whether a server listens on that port, whatever it says."""
    try:
        with stranger(port) as client:
            client.ping()
    except redis.AuthenticationError:
        return True
    except redis.ConnectionError:
        return False
    return True


def wait_until(holds: Callable[[], bool]) -> None:
    """Waits up to five seconds."""
    end = time.monotonic() + 5
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)
