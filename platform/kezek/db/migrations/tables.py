"""What every new table gets: its tenant's wall, and grants for the application's role."""

from alembic import op

APP_ROLE = "kezek_app"
TENANT = "(select current_setting('kezek.tenant')::smallint)"


def tenant_table(
    name: str, columns: str, *, grants: str = "select, insert, update, delete"
) -> None:
    """Makes a table of one tenant's rows; without a tenant set every touch of it raises."""
    op.execute(f"create table {name} ({columns})")
    op.execute(f"alter table {name} enable row level security")
    op.execute(f"alter table {name} force row level security")
    op.execute(
        f"create policy tenant_wall on {name} using (tenant_id = {TENANT})"
        f" with check (tenant_id = {TENANT})"
    )
    op.execute(f"grant {grants} on {name} to {APP_ROLE}")


def global_table(name: str, columns: str, *, grants: str = "") -> None:
    """Makes a table without a tenant; it must be named, with a reason, in `global_tables.py`."""
    op.execute(f"create table {name} ({columns})")
    if grants:
        op.execute(f"grant {grants} on {name} to {APP_ROLE}")


def drop_tables(*names: str) -> None:
    """Takes tables away, the last made first."""
    for name in names:
        op.execute(f"drop table {name}")
