"""Every row of one region as CSV, table by table, read within its own walls."""

from collections.abc import Iterator

from psycopg import sql
from sqlalchemy import text
from sqlalchemy.orm import Session

_WALLED = text(
    """
    select relation.relname
    from pg_class as relation
    join pg_namespace as space on space.oid = relation.relnamespace
    where space.nspname = 'public' and relation.relkind in ('r', 'p') and relation.relrowsecurity
    order by relation.relname
    """
)


def walled_tables(session: Session) -> list[str]:
    """The tables whose rows belong to regions."""
    return list(session.scalars(_WALLED))


def csv_of(session: Session, table: str) -> Iterator[bytes]:
    """The rows that the running transaction's region has in a table, with a line of names first."""
    statement = sql.SQL("copy (select * from {}) to stdout (format csv, header)").format(
        sql.Identifier(table)
    )
    connection = session.connection().connection.driver_connection
    assert connection is not None
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for part in copy:
            yield bytes(part)
