"""The end of a closed region's data: announced, then erased by one door that looks again itself."""

from alembic import op

from kezek.db.migrations.tables import APP_ROLE, global_table

revision = "0030"
down_revision = "0029"

_ERASE = """
create function erase_region(stop uuid, today date) returns jsonb
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    own smallint := current_setting('kezek.tenant')::smallint;
    closed_at timestamptz;
    remaining text[];
    chosen text;
    many bigint;
    counts jsonb := '{}';
begin
    perform from public.tenant_stops as one
    where one.id = stop and one.tenant_id = own and one.level = 'closed'
      and one.ended_at is null and one.kept_through_on < today
    for update;
    if not found then
        raise exception 'region % is not closed, or its data are kept still', own;
    end if;
    perform from public.region_erasures as one
    where one.stop_id = stop and one.tenant_id = own and one.erased_at is null
      and one.announced_on <= today - 14
    for update;
    if not found then
        raise exception 'the erasure of region % was not announced for 14 days', own;
    end if;
    select max(one.at) into closed_at from public.deployment_acts as one
    where one.tenant_id = own and one.kind = 'tenant:closed';
    if closed_at is null or not exists (
        select from public.deployment_acts as one
        where one.tenant_id = own and one.kind = 'tenant:export-sent' and one.at > closed_at
          and one.actor like 'operator:%'
    ) then
        raise exception 'nobody has taken out the data of region % since it was closed', own;
    end if;

    -- A table that comes later belongs to the region too: what stays is named, not what goes.
    select array_agg(relation.relname::text) into remaining
    from pg_class as relation
    join pg_policy as wall on wall.polrelid = relation.oid and wall.polname = 'tenant_wall'
    where relation.relnamespace = 'public'::regnamespace and relation.relname not in (
        'journal_facts', 'journal_positions', 'journal_seals', 'journal_unsealed',
        'family_keys', 'tenant_versions');
    while cardinality(remaining) > 0 loop
        select name into chosen from unnest(remaining) as name
        where not exists (
            select from pg_constraint as link
            where link.contype = 'f' and link.conrelid <> link.confrelid
              and link.confrelid = format('public.%I', name)::regclass
              and link.conrelid in (
                  select format('public.%I', other)::regclass from unnest(remaining) as other))
        order by name limit 1;
        if chosen is null then
            raise exception 'tables refer to each other in a circle: %', remaining;
        end if;
        execute format('delete from public.%I where tenant_id = $1', chosen) using own;
        get diagnostics many = row_count;
        counts := counts || jsonb_build_object(chosen, many);
        remaining := array_remove(remaining, chosen);
    end loop;
    delete from public.child_claims where tenant_id = own;
    update public.family_keys set wrapped_key = null, destroyed_at = now()
    where tenant_id = own and wrapped_key is not null;
    get diagnostics many = row_count;
    return counts || jsonb_build_object('family_keys', many);
end
$$
"""


def upgrade() -> None:
    """The list of erasures, and the function that alone may erase."""
    global_table(
        "region_erasures",
        """
        stop_id uuid not null,
        tenant_id smallint not null references tenants (id),
        announced_on date not null,
        announced_at timestamptz not null,
        foreseen jsonb not null,
        erased_at timestamptz,
        erased jsonb,
        constraint pk_region_erasures primary key (stop_id),
        constraint fk_region_erasures_tenant_stops foreign key (stop_id)
            references tenant_stops (id),
        constraint ck_region_erasures_erased check ((erased_at is null) = (erased is null))
        """,
        grants="select, insert, update (erased_at, erased)",
    )
    op.execute("create index ix_region_erasures_tenant on region_erasures (tenant_id)")
    op.execute(f"grant update (kept_through_on) on tenant_stops to {APP_ROLE}")
    op.execute(_ERASE)
    op.execute("revoke all on function erase_region(uuid, date) from public")
    op.execute(f"grant execute on function erase_region(uuid, date) to {APP_ROLE}")


def downgrade() -> None:
    """Nobody is erased any more."""
    op.execute("drop function erase_region(uuid, date)")
    op.execute(f"revoke update (kept_through_on) on tenant_stops from {APP_ROLE}")
    op.execute("drop table region_erasures")
