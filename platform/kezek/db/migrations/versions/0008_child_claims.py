"""One live application per child in the whole deployment (G-40), told to nobody."""

from alembic import op

from kezek.db.migrations.tables import APP_ROLE, drop_tables, global_table

revision = "0008"
down_revision = "0007"

FUNCTIONS = (
    "claim_child(bytea, uuid, boolean)",
    "prove_claim(uuid)",
    "release_child(uuid)",
    "standing_of_claim(bytea, smallint, uuid)",
)
"""All are the owner's; the last is a part of the others and nobody else may call it."""


def upgrade() -> None:
    """The application's role reaches the table through functions only, and only for its own tenant.

    The tenant is not an argument: it is that of the transaction, so a region can neither claim nor
    release in another's name. An answer is one of three words and says nothing of anybody else.
    """
    global_table(
        "child_claims",
        """
        tenant_id smallint not null references tenants (id),
        application_id uuid not null,
        child_hash bytea not null,
        proven boolean not null,
        claimed_at timestamptz not null default clock_timestamp(),
        constraint pk_child_claims primary key (tenant_id, application_id)
        """,
    )
    op.execute("create index ix_child_claims_child on child_claims (child_hash)")
    # Two proven parents cannot both hold one child, whatever the program does.
    op.execute(
        "create unique index uq_child_claims_one_proven on child_claims (child_hash) where proven"
    )
    for make in (_standing, _claim, _prove, _release):
        op.execute(make)
    for function in FUNCTIONS:
        op.execute(f"revoke all on function {function} from public")
    for function in FUNCTIONS[:-1]:
        op.execute(f"grant execute on function {function} to {APP_ROLE}")


_HEAD = "language plpgsql security definer set search_path = pg_catalog, pg_temp"

_standing = f"""
create function standing_of_claim(hash bytea, own_tenant smallint, own_application uuid)
returns text {_HEAD} as $$
begin
    if exists (
        select from public.child_claims other
        where other.child_hash = hash
          and (other.tenant_id, other.application_id) <> (own_tenant, own_application)
    ) then
        return 'conflict';
    end if;
    return 'granted';
end
$$
"""

_claim = f"""
create function claim_child(hash bytea, application uuid, is_proven boolean)
returns text {_HEAD} as $$
declare
    own_tenant smallint := current_setting('kezek.tenant')::smallint;
begin
    perform pg_advisory_xact_lock(hashtextextended(encode(hash, 'hex'), 40));
    if exists (
        select from public.child_claims own
        where own.tenant_id = own_tenant and own.application_id = application
          and own.child_hash = hash
    ) then
        return public.standing_of_claim(hash, own_tenant, application);
    end if;
    if exists (select from public.child_claims other where other.child_hash = hash and other.proven)
    then
        return 'taken';
    end if;
    insert into public.child_claims (tenant_id, application_id, child_hash, proven)
    values (own_tenant, application, hash, is_proven);
    return public.standing_of_claim(hash, own_tenant, application);
end
$$
"""

_prove = f"""
create function prove_claim(application uuid)
returns text {_HEAD} as $$
declare
    own_tenant smallint := current_setting('kezek.tenant')::smallint;
    hash bytea;
begin
    select own.child_hash into strict hash from public.child_claims own
    where own.tenant_id = own_tenant and own.application_id = application;
    perform pg_advisory_xact_lock(hashtextextended(encode(hash, 'hex'), 40));
    if exists (
        select from public.child_claims other
        where other.child_hash = hash and other.proven
          and (other.tenant_id, other.application_id) <> (own_tenant, application)
    ) then
        return 'taken';
    end if;
    update public.child_claims own set proven = true
    where own.tenant_id = own_tenant and own.application_id = application;
    return public.standing_of_claim(hash, own_tenant, application);
end
$$
"""

_release = f"""
create function release_child(application uuid)
returns void {_HEAD} as $$
begin
    delete from public.child_claims own
    where own.tenant_id = current_setting('kezek.tenant')::smallint
      and own.application_id = application;
end
$$
"""


def downgrade() -> None:
    """Without claims."""
    for function in FUNCTIONS:
        op.execute(f"drop function {function}")
    drop_tables("child_claims")
