"""The tenant of a transaction: the only place that may set it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.orm import Session

from kezek.db.base import db

_SET_TENANT = text("select set_config('kezek.tenant', :tenant, true)")


_ONE_SNAPSHOT = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


def enter_tenant(session: Session, tenant_id: int) -> None:
    """Binds the running transaction of `session` to one tenant until it ends."""
    session.execute(_SET_TENANT, {"tenant": str(tenant_id)})


@contextmanager
def tenant_scope(tenant_id: int) -> Iterator[Session]:
    """One transaction in one tenant: committed at the end, rolled back on any exception."""
    session = _fresh_session()
    try:
        enter_tenant(session, tenant_id)
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise


@contextmanager
def read_scope(tenant_id: int) -> Iterator[Session]:
    """One read-only transaction on one snapshot, so that a page agrees with itself."""
    session = _fresh_session()
    try:
        # Said with the transaction's begin: no round trip of its own.
        session.connection(execution_options=_ONE_SNAPSHOT)
        enter_tenant(session, tenant_id)
        yield session
    except BaseException:
        session.expunge_all()
        session.rollback()
        raise
    session.expunge_all()
    # Nothing was written. After a rollback the driver would forget every prepared statement.
    session.commit()


@contextmanager
def deployment_scope() -> Iterator[Session]:
    """A look at what belongs to no tenant: which regions there are, what time it is."""
    session = db.session()
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise


def _fresh_session() -> Session:
    """The session outside any transaction, knowing no rows: what was read before stays readable."""
    session = db.session()
    session.expunge_all()
    session.rollback()
    return session
