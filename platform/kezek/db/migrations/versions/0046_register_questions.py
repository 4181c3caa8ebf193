"""What was asked of the state registers, what they said, and what is to be asked again (A-12)."""

from alembic import op

from kezek.db.migrations.tables import drop_tables, tenant_table

revision = "0046"
down_revision = "0045"


def upgrade() -> None:
    """A question is about a person, a child, or a right that an application claims."""
    tenant_table(
        "register_questions",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        kind text not null,
        guardian_id uuid not null,
        child_id uuid,
        application_id uuid,
        category smallint,
        answer text not null,
        tries integer not null,
        asked_at timestamptz not null,
        told_at timestamptz not null,
        due_at timestamptz,
        came_late boolean not null default false,
        constraint pk_register_questions primary key (tenant_id, id),
        constraint uq_register_questions_subject unique nulls not distinct
            (tenant_id, guardian_id, kind, child_id, application_id, category),
        constraint ck_register_questions_kind check (kind in ('phone', 'parentage', 'benefit')),
        constraint ck_register_questions_answer
            check (answer in ('confirmed', 'unknown', 'silent')),
        constraint fk_register_questions_guardians foreign key (tenant_id, guardian_id)
            references guardians (tenant_id, id),
        constraint fk_register_questions_children foreign key (tenant_id, child_id)
            references children (tenant_id, id),
        constraint fk_register_questions_applications foreign key (tenant_id, application_id)
            references applications (tenant_id, id)
        """,
    )
    op.execute(
        "create index ix_register_questions_due_at on register_questions (tenant_id, due_at)"
        " where due_at is not null"
    )
    op.execute(
        "create index ix_register_questions_application"
        " on register_questions (tenant_id, application_id)"
    )
    op.execute(
        "create index ix_register_questions_child on register_questions (tenant_id, child_id)"
    )


def downgrade() -> None:
    """Without them every question is asked anew."""
    drop_tables("register_questions")
