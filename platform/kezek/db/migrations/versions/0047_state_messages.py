"""What the state sent by itself: a birth, a benefit, an application with a birth's registration."""

from alembic import op

from kezek.db.migrations.tables import drop_tables, tenant_table

revision = "0047"
down_revision = "0046"


def upgrade() -> None:
    """A message is known by its sender's number; its people are sealed until they agree (L-7.1)."""
    tenant_table(
        "state_messages",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        sender text not null,
        number text not null,
        kind text not null,
        digest bytea not null,
        content_sealed bytea,
        child_hash bytea not null,
        received_at timestamptz not null,
        state text not null,
        expires_at timestamptz not null,
        settled_at timestamptz,
        guardian_id uuid,
        child_id uuid,
        application_id uuid,
        constraint pk_state_messages primary key (tenant_id, id),
        constraint uq_state_messages_number unique (tenant_id, sender, number),
        constraint ck_state_messages_kind check (kind in ('birth', 'benefit', 'application')),
        constraint ck_state_messages_state check
            (state in ('offered', 'agreed', 'declined', 'applied', 'expired', 'known')),
        constraint fk_state_messages_guardians foreign key (tenant_id, guardian_id)
            references guardians (tenant_id, id),
        constraint fk_state_messages_children foreign key (tenant_id, child_id)
            references children (tenant_id, id),
        constraint fk_state_messages_applications foreign key (tenant_id, application_id)
            references applications (tenant_id, id)
        """,
    )
    op.execute(
        "create index ix_state_messages_expires_at on state_messages (tenant_id, expires_at)"
        " where state = 'offered'"
    )
    for name in ("guardian", "child", "application"):
        op.execute(
            f"create index ix_state_messages_{name} on state_messages (tenant_id, {name}_id)"
        )


def downgrade() -> None:
    """Without them."""
    drop_tables("state_messages")
