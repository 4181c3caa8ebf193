"""A whole queue comes in: its children are claimed at once, by proven parents (G-40, G-13)."""

from alembic import op

from kezek.db.migrations.tables import APP_ROLE

revision = "0018"
down_revision = "0017"

_FUNCTION = "claim_children(bytea[], uuid[])"

_CLAIM_MANY = """
create function claim_children(hashes bytea[], applications uuid[])
returns table (application uuid, answer text) language plpgsql security definer
set search_path = pg_catalog, pg_temp as $$
begin
    insert into public.child_claims (tenant_id, application_id, child_hash, proven)
    select current_setting('kezek.tenant')::smallint, asked.application, asked.hash, true
    from unnest(hashes, applications) as asked (hash, application)
    order by asked.hash
    on conflict (child_hash) where proven do nothing;
    return query
    select asked.application,
           case when own.application_id is null then 'taken' else 'conflict' end
    from unnest(hashes, applications) as asked (hash, application)
    left join public.child_claims own
      on own.tenant_id = current_setting('kezek.tenant')::smallint
     and own.application_id = asked.application
    where own.application_id is null or exists (
        select from public.child_claims other
        where other.child_hash = asked.hash
          and (other.tenant_id, other.application_id) <> (own.tenant_id, own.application_id)
    );
end
$$
"""
"""As `claim_child`, without a lock for each child: thousands would fill the table of locks. Two
proven claims of one child cannot both be written, whoever comes first. What is simply granted is
not told."""


def upgrade() -> None:
    """One more door of the table that nobody reads; it gives back whom another has claimed."""
    op.execute(_CLAIM_MANY)
    op.execute(f"revoke all on function {_FUNCTION} from public")
    op.execute(f"grant execute on function {_FUNCTION} to {APP_ROLE}")


def downgrade() -> None:
    """Without it."""
    op.execute(f"drop function {_FUNCTION}")
