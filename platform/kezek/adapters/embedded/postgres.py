"""One PostgreSQL cluster of our own: made at its first start, kept, and stopped with us."""

import shutil
import signal
import subprocess
from urllib.parse import quote

import psycopg
from psycopg import sql

from kezek.adapters.embedded import processes
from kezek.adapters.embedded.binaries import find_postgres, within_reach
from kezek.adapters.embedded.errors import EmbeddedError
from kezek.adapters.embedded.home import Home

SUPERUSER = "postgres"
OWNER = "kezek_owner"
APP = "kezek_app"
DATABASE = "kezek"

# Neither bypasses row security; that the app role owns nothing is what makes policies hold.
_ROLE = "login nosuperuser nocreatedb nocreaterole nobypassrls noreplication password {password}"
_FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Postgres:
    """A cluster in a home; `durable=False` trades safety against power loss for speed in tests."""

    def __init__(self, home: Home, *, durable: bool = True) -> None:
        self._home = home
        self._durable = durable
        self.programs = within_reach(find_postgres(), home.identity, home.folder)
        self._data = home.folder / f"postgres-{self.programs.major}"
        self._log = home.log("postgres")
        self._process: subprocess.Popen[bytes] | None = None
        self.port = processes.free_port(str(self._data))

    @property
    def is_new(self) -> bool:
        """Whether the cluster has still to be made."""
        return not (self._data / "PG_VERSION").exists()

    @property
    def is_running(self) -> bool:
        """Whether the server we started is still there."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Makes the cluster if need be, starts it, and sees to roles and database."""
        if self.is_new:
            self._make()
        self._clear_traces_of_the_dead()
        command = [self.programs.program("postgres"), "-D", str(self._data), *self._options()]
        self._process = processes.start(
            command,
            identity=self._home.identity,
            log=self._log,
            at_our_death=signal.SIGINT,  # for PostgreSQL: go now, but in good order
        )
        processes.until_ready(self._process, self._answers, name="PostgreSQL", log=self._log)
        self._see_to_roles()
        self.create_database(DATABASE)

    def stop(self) -> None:
        """Ends all sessions and stops the server in good order."""
        if self._process is not None:
            processes.stop(self._process, signal.SIGINT, within=10)
            self._process = None

    def superuser_url(self, database: str = "postgres") -> str:
        """The address by which databases and roles are made; no process of Kezek gets it."""
        return self._url(SUPERUSER, database)

    def owner_url(self, database: str = DATABASE) -> str:
        """The address by which the schema is changed."""
        return self._url(OWNER, database)

    def app_url(self, database: str = DATABASE) -> str:
        """The address by which pages and workers read and write."""
        return self._url(APP, database)

    def create_database(self, name: str, template: str = "template0") -> None:
        """Makes a database that belongs to the schema's owner, unless it is there."""
        with psycopg.connect(self.superuser_url(), autocommit=True) as connection:
            if connection.execute(
                "select 1 from pg_database where datname = %s", [name]
            ).fetchone():
                return
            connection.execute(
                sql.SQL("create database {} template {} owner {} strategy {}").format(
                    sql.Identifier(name),
                    sql.Identifier(template),
                    sql.Identifier(OWNER),
                    # Files cost a tenth of the log, but two checkpoints: free where none is synced.
                    sql.Identifier("wal_log" if self._durable else "file_copy"),
                )
            )
            # By default anybody who may log in may enter any database.
            connection.execute(
                sql.SQL("revoke all on database {} from public").format(sql.Identifier(name))
            )
            connection.execute(
                sql.SQL("grant connect on database {} to {}").format(
                    sql.Identifier(name), sql.Identifier(APP)
                )
            )

    def drop_database(self, name: str) -> None:
        """Drops the database and ends whoever is in it."""
        with psycopg.connect(self.superuser_url(), autocommit=True) as connection:
            connection.execute(
                sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
            )

    def _url(self, role: str, database: str) -> str:
        password = quote(self._home.secret(role), safe="")
        return f"postgresql://{role}:{password}@127.0.0.1:{self.port}/{quote(database)}"

    def _make(self) -> None:
        # Renamed only when whole, so that a first start cut short leaves nothing half made.
        partial = self._data.with_name(f"{self._data.name}.new")
        shutil.rmtree(partial, ignore_errors=True)
        self._home.identity.own_folder(partial)
        password = self._data.with_name("postgres.password")
        self._home.identity.own_file(password, self._home.secret(SUPERUSER))
        try:
            answer = subprocess.run(  # noqa: S603 - our own words
                [*self._initdb(), f"--pgdata={partial}", f"--pwfile={password}"],
                capture_output=True,
                text=True,
                cwd="/",
                check=False,
                **self._home.identity.popen_arguments(),
            )
        finally:
            password.unlink()
        if answer.returncode != 0:
            raise EmbeddedError(f"initdb failed:\n{answer.stdout}{answer.stderr}")
        partial.rename(self._data)

    def _initdb(self) -> list[str]:
        # No wheel has ICU. C.UTF-8 lowers Kazakh letters rightly and sorts by code point; the
        # alphabet's order is a function of ours.
        locale = ["--locale=C.UTF-8"]
        if self.programs.major >= 17:
            locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        return [
            self.programs.program("initdb"),
            f"--username={SUPERUSER}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            *locale,
            *([] if self._durable else ["--no-sync"]),
        ]

    def _options(self) -> list[str]:
        options = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "max_connections": "200",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "log_min_messages": "warning",
            **({} if self._durable else _FORGETFUL),
        }
        return [word for name, value in options.items() for word in ("-c", f"{name}={value}")]

    def _clear_traces_of_the_dead(self) -> None:
        """After a `kill -9` of all of us: ends the server left alone, removes its lock if gone."""
        lock = self._data / "postmaster.pid"
        if not lock.exists():
            return
        pid = int(lock.read_text().split("\n", 1)[0] or 0)
        if not processes.ends(pid, signal.SIGINT, holding=self._data, within=15):
            raise EmbeddedError(
                f"A PostgreSQL (process {pid}) left over from an earlier start holds {self._data} "
                f"and does not stop. End it with: kill -QUIT {pid}"
            )
        lock.unlink(missing_ok=True)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.superuser_url(), connect_timeout=5).close()
        except psycopg.OperationalError as error:
            if "password authentication failed" in str(error):
                raise EmbeddedError(
                    f"The passwords in {self._home.folder}/secrets are not those of the data. "
                    "Begin anew with 'make demo-reset'; it deletes the demo's data."
                ) from error
            return False
        return True

    def _see_to_roles(self) -> None:
        with psycopg.connect(self.superuser_url(), autocommit=True) as connection:
            for name in (OWNER, APP):
                known = connection.execute("select 1 from pg_roles where rolname = %s", [name])
                verb = "alter" if known.fetchone() else "create"
                connection.execute(
                    sql.SQL(f"{verb} role {{name}} {_ROLE}").format(
                        name=sql.Identifier(name), password=sql.Literal(self._home.secret(name))
                    )
                )
