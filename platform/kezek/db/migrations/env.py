"""Runs migrations as the owner of the schema, one run at a time, never waiting long for a lock."""

from alembic import context
from sqlalchemy import create_engine, pool, text

MIGRATION_LOCK = 7_203_133

url = context.config.get_main_option("sqlalchemy.url")
assert url, "the migration needs the owner's database URL"
engine = create_engine(url, poolclass=pool.NullPool)

with engine.connect() as connection:
    connection.execute(text("set lock_timeout = '5s'"))
    connection.execute(text("set statement_timeout = '10min'"))
    connection.execute(text("select pg_advisory_lock(:key)"), {"key": MIGRATION_LOCK})
    connection.commit()
    context.configure(connection=connection, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
