"""The tables without a tenant, each with its reason; any other such table fails the build."""

GLOBAL_TABLES = {
    "alembic_version": "The state of the schema is the deployment's, not a region's.",
    "tenants": "The list of regions is what a tenant is chosen from.",
    "child_claims": "One live application per child in the whole deployment (G-40); keyed hashes "
    "only, reached through functions that reveal nothing; the application's role cannot read it.",
}
