"""Columns of words, dates and documents that tell of nobody: a line for each table.

What stands here was looked at: codes, moments, words of the region or of its staff about their own
work. A column that tells of a person belongs into `personal_columns`.
"""

_LINES = """
absences because noted_by until_on
access_reviews verdict reviewed_by
accounts role language
applications number territory mode queue_type language choices standing claimed state reason
  planned_from asked_places
approvals kind subject territory payload reason proposed_by decision decided_by answer outcome
assignments work assigned_by
assisted_entries signed_on
base_records kind sha256
base_versions checksum counts
batch_items work number outcome detail
batches act
bulletin_lines bulletin_on kind territory language queue_type temporary_until reason
calls actor cause
children document_kind parentage_proven_by
complaints number territory about body state outcome answered_by
consents text_version language
deployment_accounts role language invited_hash created_by
deployment_acts actor kind reason detail
deployment_proposals kind reason detail proposed_by decision decided_by answer
deployment_sessions ended_by
disclosures actor
documents kind issued_on expires_on media_type flaws
double_entries ground verdict reason decided_by
erasure_requests asked_by signed_on gone
failed_jobs queue actor args error place settled_by outcome reason
group_changes changed_by reason before after
groups language
guardians document_kind language proven_by
heartbeats process kind version detail
hotline_tasks kind closed_by
idempotency_keys actor key
identity_conflicts kind settled_by
journal_facts kind rule actor payload hash
journal_positions hash
journal_seals root previous hash
kindergartens external_id name_kk name_ru kind ownership territory address_kk address_ru phone
  languages source bin closed_on closed_words_kk closed_words_ru
late_work work
lookups actor by_key reason
nightly_runs job for_day
notices code audience language
offers temporary_until outcome
outbox key channel last_error outcome gateway_ref failure
passed_over_terms kind
personal_views role shows page
place_batches published_by places
place_watches told_on
places state slot temporary_until bulletin_on
portal_requests caller request_id body_sha256 outcome refusal
queue_entries standing
queue_moves op cause standing standing_before
queues territory category language queue_type
recorded_outages failed reason words_kk words_ru recorded_by
recovery_codes code_hash
referrals temporary_until outcome
region_drafts opened_by changed_by base data rehearsed_sha256 rehearsed_by
region_erasures announced_on foreseen erased
register_questions kind
registry_files name sha256 content brought_by
rehearsals made_by sha256 found
resends channel actor
retention_runs actor gone
sent_codes digits
sessions ended_by
signature_challenges act subject
signatures act facts
sms_codes purpose subject
staff_invitations token_hash made_by
staff_notes about
staff_territories territory
stage_reports stage payload last_error outcome
state_messages sender number kind state
switches name reason off_by on_by
tasks cause opened_by outcome closed_by
tenant_stops level reason words_kk words_ru began_by kept_through_on ended_by
tenant_versions loaded_by sha256 data reason
tenants slug prefix
terms kind phase
territory_clocks territory
territory_switches territory mode_before mode_after from_on reason signed_by rehearsal
  cancelled_by cancelled_why outcome
waiting_list language queue_type
year_end_children deed outcome
year_ends on_day stage openings begun_by signed_by
"""


def plain_columns() -> set[str]:
    """Each as `table.column`; a line that is indented goes on with the table before."""
    found, table = set(), ""
    for line in _LINES.strip("\n").split("\n"):
        words = line.split()
        if not line.startswith(" "):
            table, *words = words
        found |= {f"{table}.{word}" for word in words}
    return found
