"""The tables without a tenant, each with its reason; any other such table fails the build."""

GLOBAL_TABLES = {
    "alembic_version": "The state of the schema is the deployment's, not a region's.",
    "tenants": "The list of regions is what a tenant is chosen from.",
    "child_claims": "One live application per child in the whole deployment (G-40); keyed hashes "
    "only, reached through functions that reveal nothing; the application's role cannot read it.",
    "deployment_accounts": "Operators belong to no region; the application's role lists everything "
    "but passwords and secrets, which a function gives for one login, so nobody lists them.",
    "deployment_sessions": "Sessions of those accounts, to be listed and ended.",
    "deployment_acts": "What operators did to any region; only added to, never changed.",
    "deployment_proposals": "A region is closed by two operators, and a closed region has no room.",
    "tenant_stops": "Asked before a region is entered: whether it stands still, and what is said.",
    "region_erasures": "What became of the data of regions that were closed; it outlives them.",
    "switches": "What an operator has turned off, for one region or for all.",
    "heartbeats": "Processes serve all regions; what they write is when they were last alive.",
    "failed_jobs": "A job may fail before it has a region; names of errors only, no personal data.",
}
