"""The role that serves: refused at its first connection if no wall would hold it."""

from typing import Any

from sqlalchemy import Engine, event

from kezek.settings import OperatorError

_STRENGTH = """
    select rolname,
           rolsuper,
           rolbypassrls,
           exists (
               select from pg_class
               where relnamespace = 'public'::regnamespace
                 and relkind in ('r', 'p')
                 and pg_has_role(current_user, relowner, 'usage')
           )
    from pg_roles
    where rolname = current_user
"""


class StrongRole(OperatorError):
    """A database role before which row-level security is no wall."""

    def __init__(self, role: str, power: str) -> None:
        super().__init__(
            f"The database role {role} {power}: it would see every region's rows. Serve with"
            " kezek_app, a role with grants only (deploy/roles.sql makes it)."
        )


def refuse_strong_roles(engine: Engine) -> None:
    """Lets no connection of this engine be used by an owner, a superuser or a passer of walls.

    The connection raises StrongRole: nothing is served, whichever process asks first.
    """

    @event.listens_for(engine, "connect")
    def look(connection: Any, _: object) -> None:
        with connection.cursor() as cursor:
            role, *powers = cursor.execute(_STRENGTH).fetchone()
        connection.rollback()
        for power, name in zip(powers, _POWERS, strict=True):
            if power:
                raise StrongRole(role, name)


_POWERS = ("is a superuser", "passes row-level security", "owns the tables")
