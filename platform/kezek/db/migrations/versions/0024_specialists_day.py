"""A specialist's day: who has taken what, notes among staff, batches, late work, double entries."""

from alembic import op

from kezek.db.migrations.tables import drop_tables, tenant_table

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """What staff do with a matter beside deciding it; nothing of it is ever shown to families."""
    _assignments()
    _notes()
    _batches()
    _late_work()
    _double_entries()
    _assisted()
    # A worklist asks for the papers of a move alone, and a region holds millions of others.
    op.execute(
        "create index ix_documents_moves on documents (tenant_id, application_id)"
        " where kind = 'DOC-18'"
    )


def _assignments() -> None:
    # `since` is when the matter began to wait: the next matter of the same child is nobody's yet.
    tenant_table(
        "assignments",
        """
        tenant_id smallint not null references tenants (id),
        work text not null,
        subject_id uuid not null,
        since timestamptz not null,
        account_id uuid not null,
        assigned_at timestamptz not null,
        assigned_by text not null,
        constraint pk_assignments primary key (tenant_id, work, subject_id),
        constraint fk_assignments_accounts foreign key (tenant_id, account_id)
            references accounts (tenant_id, id)
        """,
    )
    op.execute("create index ix_assignments_account on assignments (tenant_id, account_id)")


def _notes() -> None:
    # Sealed under the family's key: an erased family leaves no notes behind.
    tenant_table(
        "staff_notes",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        about text not null,
        subject_id uuid not null,
        guardian_id uuid not null,
        account_id uuid not null,
        is_handover boolean not null,
        words_sealed bytea not null,
        written_at timestamptz not null,
        constraint pk_staff_notes primary key (tenant_id, id),
        constraint fk_staff_notes_guardians foreign key (tenant_id, guardian_id)
            references guardians (tenant_id, id),
        constraint fk_staff_notes_accounts foreign key (tenant_id, account_id)
            references accounts (tenant_id, id),
        constraint ck_staff_notes_about check (about in ('application', 'family', 'complaint'))
        """,
        grants="select, insert",
    )
    op.execute(
        "create index ix_staff_notes_subject on staff_notes"
        " (tenant_id, subject_id, written_at desc)"
    )
    op.execute("create index ix_staff_notes_guardian on staff_notes (tenant_id, guardian_id)")
    op.execute("create index ix_staff_notes_account on staff_notes (tenant_id, account_id)")


def _batches() -> None:
    tenant_table(
        "batches",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        account_id uuid not null,
        act text not null,
        to_account_id uuid,
        made_at timestamptz not null,
        finished_at timestamptz,
        undone_at timestamptz,
        constraint pk_batches primary key (tenant_id, id),
        constraint fk_batches_accounts foreign key (tenant_id, account_id)
            references accounts (tenant_id, id)
        """,
        grants="select, insert, update",
    )
    op.execute("create index ix_batches_account on batches (tenant_id, account_id, made_at desc)")
    tenant_table(
        "batch_items",
        """
        tenant_id smallint not null references tenants (id),
        batch_id uuid not null,
        position smallint not null,
        work text not null,
        subject_id uuid not null,
        number text not null,
        before_id uuid,
        outcome text,
        detail text not null default '',
        constraint pk_batch_items primary key (tenant_id, batch_id, position),
        constraint fk_batch_items_batches foreign key (tenant_id, batch_id)
            references batches (tenant_id, id),
        constraint ck_batch_items_outcome check (outcome in ('done', 'left_out', 'undone'))
        """,
        grants="select, insert, update",
    )


def _late_work() -> None:
    tenant_table(
        "late_work",
        """
        tenant_id smallint not null references tenants (id),
        work text not null,
        subject_id uuid not null,
        since timestamptz not null,
        raised_at timestamptz not null,
        constraint pk_late_work primary key (tenant_id, work, subject_id, since)
        """,
    )


def _double_entries() -> None:
    tenant_table(
        "double_entries",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        first_id uuid not null,
        second_id uuid not null,
        ground text not null,
        found_at timestamptz not null,
        verdict text,
        reason text,
        decided_at timestamptz,
        decided_by text,
        constraint pk_double_entries primary key (tenant_id, id),
        constraint uq_double_entries_pair unique (tenant_id, first_id, second_id),
        constraint fk_double_entries_first foreign key (tenant_id, first_id)
            references applications (tenant_id, id),
        constraint fk_double_entries_second foreign key (tenant_id, second_id)
            references applications (tenant_id, id),
        constraint ck_double_entries_order check (first_id < second_id),
        constraint ck_double_entries_ground check (ground in ('person', 'name')),
        constraint ck_double_entries_verdict
            check (verdict in ('kept_first', 'kept_second', 'different')),
        constraint ck_double_entries_decided check (
            (verdict is null) = (decided_at is null) and (verdict is null) = (decided_by is null)
        )
        """,
        grants="select, insert, update",
    )
    op.execute("create index ix_double_entries_second on double_entries (tenant_id, second_id)")
    op.execute(
        "create index ix_double_entries_open on double_entries (tenant_id, found_at)"
        " where verdict is null"
    )


def _assisted() -> None:
    tenant_table(
        "assisted_entries",
        """
        tenant_id smallint not null references tenants (id),
        application_id uuid not null,
        account_id uuid not null,
        signed_on date not null,
        entered_at timestamptz not null,
        constraint pk_assisted_entries primary key (tenant_id, application_id),
        constraint fk_assisted_entries_applications foreign key (tenant_id, application_id)
            references applications (tenant_id, id),
        constraint fk_assisted_entries_accounts foreign key (tenant_id, account_id)
            references accounts (tenant_id, id)
        """,
        grants="select, insert",
    )
    op.execute(
        "create index ix_assisted_entries_account on assisted_entries (tenant_id, account_id)"
    )


def downgrade() -> None:
    """Without them."""
    op.execute("drop index ix_documents_moves")
    drop_tables(
        "assisted_entries",
        "double_entries",
        "late_work",
        "batch_items",
        "batches",
        "staff_notes",
        "assignments",
    )
