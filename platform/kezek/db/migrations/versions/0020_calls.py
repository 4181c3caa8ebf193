"""The hotline: names to be found by, look-ups, calls, what is handed over, what was shown."""

from alembic import op

from kezek.db.migrations.tables import drop_tables, tenant_table

revision = "0020"
down_revision = "0019"

_PURPOSE = (
    "alter table sms_codes drop constraint ck_sms_codes_purpose,"
    " add constraint ck_sms_codes_purpose check (purpose in ({}))"
)
_PURPOSES = "'sign_up', 'sign_in', 'sign', 'phone_change'"


def upgrade() -> None:
    """What somebody needs who has a caller on the line and answers for every look."""
    _ways_to_find()
    _lookups()
    _calls()
    _tasks()
    _disclosures()
    _resends()
    op.execute(_PURPOSE.format(f"{_PURPOSES}, 'caller'"))


def _ways_to_find() -> None:
    op.execute("create index ix_guardians_phone on guardians (tenant_id, phone)")
    # A name is found by keyed hashes of its words with the birth date: the wall between regions
    # would keep every pattern off its index, and a hash tells nothing to whoever reads the table.
    tenant_table(
        "name_tokens",
        """
        tenant_id smallint not null references tenants (id),
        token bytea not null,
        child_id uuid not null,
        constraint pk_name_tokens primary key (tenant_id, token, child_id),
        constraint fk_name_tokens_children foreign key (tenant_id, child_id)
            references children (tenant_id, id)
        """,
        grants="select, insert, delete",
    )
    op.execute("create index ix_name_tokens_child on name_tokens (tenant_id, child_id)")


def _lookups() -> None:
    # Written and read, never changed: who asked for whom stays as it was.
    tenant_table(
        "lookups",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        looked_at timestamptz not null,
        actor text not null,
        by_key text not null,
        reason text not null default '',
        found integer not null,
        application_id uuid,
        constraint pk_lookups primary key (tenant_id, id),
        constraint fk_lookups_applications foreign key (tenant_id, application_id)
            references applications (tenant_id, id),
        constraint ck_lookups_key check (by_key in ('number', 'iin', 'phone', 'name')),
        constraint ck_lookups_reason check (by_key <> 'name' or reason <> ''),
        constraint ck_lookups_found check (found >= 0)
        """,
        grants="select, insert",
    )
    op.execute("create index ix_lookups_at on lookups (tenant_id, looked_at desc, id desc)")
    op.execute("create index ix_lookups_actor on lookups (tenant_id, actor, looked_at desc)")
    op.execute("create index ix_lookups_application on lookups (tenant_id, application_id)")


def _calls() -> None:
    tenant_table(
        "calls",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        called_at timestamptz not null,
        actor text not null,
        cause text not null,
        application_id uuid,
        guardian_id uuid,
        note_sealed bytea,
        constraint pk_calls primary key (tenant_id, id),
        constraint fk_calls_applications foreign key (tenant_id, application_id)
            references applications (tenant_id, id),
        constraint fk_calls_guardians foreign key (tenant_id, guardian_id)
            references guardians (tenant_id, id),
        constraint ck_calls_family check ((application_id is null) = (guardian_id is null)),
        constraint ck_calls_note check (note_sealed is null or guardian_id is not null)
        """,
        grants="select, insert",
    )
    op.execute("create index ix_calls_at on calls (tenant_id, called_at, cause)")
    op.execute("create index ix_calls_application on calls (tenant_id, application_id, called_at)")
    op.execute("create index ix_calls_guardian on calls (tenant_id, guardian_id)")


def _tasks() -> None:
    tenant_table(
        "tasks",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        application_id uuid not null,
        guardian_id uuid not null,
        cause text not null,
        text_sealed bytea not null,
        opened_at timestamptz not null,
        opened_by text not null,
        due_at timestamptz,
        outcome text,
        answer_sealed bytea,
        closed_at timestamptz,
        closed_by text,
        seen_at timestamptz,
        constraint pk_tasks primary key (tenant_id, id),
        constraint fk_tasks_applications foreign key (tenant_id, application_id)
            references applications (tenant_id, id),
        constraint fk_tasks_guardians foreign key (tenant_id, guardian_id)
            references guardians (tenant_id, id),
        constraint ck_tasks_closed check (
            (closed_at is null) = (closed_by is null)
            and (closed_at is null) = (answer_sealed is null)
            and (closed_at is null) = (outcome is null)
        ),
        constraint ck_tasks_outcome check (outcome in ('done', 'declined')),
        constraint ck_tasks_seen check (seen_at is null or closed_at is not null)
        """,
        grants="select, insert, update",
    )
    op.execute(
        "create index ix_tasks_open on tasks (tenant_id, due_at, opened_at) where closed_at is null"
    )
    op.execute("create index ix_tasks_opened on tasks (tenant_id, opened_by, opened_at desc)")
    op.execute("create index ix_tasks_application on tasks (tenant_id, application_id, opened_at)")
    op.execute("create index ix_tasks_guardian on tasks (tenant_id, guardian_id)")


def _disclosures() -> None:
    # That a family let an operator see its data, by which code, and until when.
    tenant_table(
        "disclosures",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        guardian_id uuid not null,
        actor text not null,
        code_id uuid not null,
        opened_at timestamptz not null,
        expires_at timestamptz not null,
        constraint pk_disclosures primary key (tenant_id, id),
        constraint uq_disclosures_code unique (tenant_id, code_id),
        constraint fk_disclosures_guardians foreign key (tenant_id, guardian_id)
            references guardians (tenant_id, id)
        """,
        grants="select, insert",
    )
    op.execute(
        "create index ix_disclosures_guardian on disclosures"
        " (tenant_id, guardian_id, actor, expires_at)"
    )
    op.execute("create index ix_disclosures_at on disclosures (tenant_id, opened_at desc)")


def _resends() -> None:
    tenant_table(
        "resends",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        notice_id uuid not null,
        guardian_id uuid not null,
        channel text not null,
        actor text not null,
        sent_at timestamptz not null,
        constraint pk_resends primary key (tenant_id, id),
        constraint fk_resends_notices foreign key (tenant_id, notice_id)
            references notices (tenant_id, id),
        constraint fk_resends_guardians foreign key (tenant_id, guardian_id)
            references guardians (tenant_id, id)
        """,
        grants="select, insert",
    )
    op.execute("create index ix_resends_notice on resends (tenant_id, notice_id, sent_at)")
    op.execute("create index ix_resends_guardian on resends (tenant_id, guardian_id, sent_at)")


def downgrade() -> None:
    """Without the hotline; codes that were read back are gone with it."""
    drop_tables("resends", "disclosures", "tasks", "calls", "lookups", "name_tokens")
    op.execute("drop index ix_guardians_phone")
    op.execute("alter table sms_codes no force row level security")
    op.execute("delete from sms_codes where purpose = 'caller'")
    op.execute("alter table sms_codes force row level security")
    op.execute(_PURPOSE.format(_PURPOSES))
