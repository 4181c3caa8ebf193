"""An opening by a code names the application at which it was asked for."""

from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    """Which application; openings of earlier days say only which family."""
    op.execute(
        """
        alter table disclosures
            add column application_id uuid,
            add constraint fk_disclosures_applications foreign key (tenant_id, application_id)
                references applications (tenant_id, id) not valid
        """
    )
    op.execute("create index ix_disclosures_application on disclosures (tenant_id, application_id)")


def downgrade() -> None:
    """Without it."""
    op.execute("alter table disclosures drop column application_id")
