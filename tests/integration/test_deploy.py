"""The roles that an operator makes by hand are those that the demo and the tests run with."""

import subprocess
from pathlib import Path

import psycopg

from kezek.adapters.embedded import Postgres

ROLES = Path(__file__).resolve().parents[2] / "deploy" / "roles.sql"


def test_the_operators_script_makes_the_same_roles_and_may_be_run_again(
    postgres: Postgres,
) -> None:
    before = roles(postgres)

    with psycopg.connect(postgres.superuser_url(), autocommit=True) as connection:
        # As on a server that has never seen Kezek, as far as a role is concerned.
        connection.execute("alter role kezek_app superuser bypassrls createdb")
    run(postgres)

    assert roles(postgres) == before


def roles(postgres: Postgres) -> list[tuple[object, ...]]:
    """What both roles may do."""
    with psycopg.connect(postgres.superuser_url()) as connection:
        return connection.execute(
            "select rolname, rolcanlogin, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole"
            " from pg_roles where rolname like 'kezek%' order by rolname"
        ).fetchall()


def run(postgres: Postgres) -> None:
    """Runs the script with the passwords that the roles have, so that other tests go on."""
    owner, app = (
        psycopg.conninfo.conninfo_to_dict(url)["password"]
        for url in (postgres.owner_url(), postgres.app_url())
    )
    subprocess.run(
        [
            *(postgres.programs.program("psql"), postgres.superuser_url(), "--quiet"),
            *("--set=ON_ERROR_STOP=1", f"--set=owner_password={owner}"),
            *(f"--set=app_password={app}", f"--file={ROLES}"),
        ],
        check=True,
    )
