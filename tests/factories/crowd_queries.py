"""The queries by which the server itself makes a region full of families (`many_families`)."""

TABLES = (
    "queues", "queue_entries", "queue_moves", "guardians", "children", "name_tokens",
    "applications", "journal_facts", "notices",
)  # fmt: skip

QUEUES = """
    insert into queues (tenant_id, id, kindergarten_id, birth_year, language, queue_type, count,
                        ratio, version, moves)
    select %(tenant)s, ('d1' || lpad(to_hex(place * 10 + year * 2 + language), 30, '0'))::uuid,
           garden, 2021 + year, (array['kk', 'ru'])[language + 1], 'general', 3, 3, 1, 0
    from unnest(%(gardens)s::uuid[]) with ordinality as gardens (garden, place),
         generate_series(0, 4) as year, generate_series(0, 1) as language
"""

EACH = """
    select place, ('a1' || lpad(to_hex(place), 30, '0'))::uuid as application,
           ('b1' || lpad(to_hex(place), 30, '0'))::uuid as guardian,
           ('c1' || lpad(to_hex(place), 30, '0'))::uuid as child,
           place %% 5 as year, (place / 5) %% 2 as language,
           make_date(2021 + place %% 5, 1, 1) + (place * 31) %% 365 as born_on,
           case when place %% 50 = 7 then 'O' when place %% 6 = 3 then 'P' else 'G' end as standing,
           timestamptz '2025-09-01' + place * interval '20 seconds' as submitted_at
    from generate_series(%(first)s::int, %(last)s::int) as place
"""

WISHES = """
    select distinct floor(
        cardinality(%(gardens)s::uuid[])
        * power(((each.place::bigint * 7919 + wish * 104729) %% 100003) / 100003.0, 2.2)
    )::int + 1 as garden
    from generate_series(1, 1 + each.place %% 4) as wish
"""

FAMILIES = (
    f"""
    insert into guardians (tenant_id, id, iin_hash, full_name, phone_hash, language, proven,
                           created_at)
    select %(tenant)s, guardian, sha256(('g' || place)::bytea), 'Омаров Тимур',
           sha256(('p' || place)::bytea), (array['kk', 'ru'])[language + 1], true,
           submitted_at
    from ({EACH}) as each
    """,
    f"""
    insert into children (tenant_id, id, guardian_id, iin_hash, full_name, born_on,
                          parentage_proven, created_at)
    select %(tenant)s, child, guardian, sha256(('c' || place)::bytea), 'Омарова Айару', born_on,
           true, submitted_at
    from ({EACH}) as each
    """,
    f"""
    insert into name_tokens (tenant_id, token, child_id)
    select %(tenant)s, substr(sha256((word || ':' || place %% 300000)::bytea), 1, 16), child
    from ({EACH}) as each, generate_series(1, 2) as word
    """,
    f"""
    insert into applications (
        tenant_id, id, number, serial, child_id, guardian_id, territory, mode, queue_type, born_on,
        birth_year, language, choices, categories, standing, claimed, submitted_at, state, has_pmpk,
        cancels, yearly_asked, yearly_year, asked_places, reviewed, state_since, version)
    select %(tenant)s, application, 'CRW-26-' || place || '-A', place, child, guardian, 'city',
           'linear', 'general', born_on, 2021 + year, (array['kk', 'ru'])[language + 1],
           array(select (%(gardens)s::uuid[])[garden] from ({WISHES}) as wished), array[13],
           standing, standing, submitted_at, 'QUEUED', false, 0, 0, 0, '{{}}', true, submitted_at, 1
    from ({EACH}) as each
    """,
    f"""
    insert into queue_entries (tenant_id, queue_id, application_id, preference, standing,
                               submitted_at, serial, is_shown, is_candidate)
    select %(tenant)s,
           ('d1' || lpad(to_hex(garden * 10 + year * 2 + language), 30, '0'))::uuid,
           application, row_number() over (partition by place), standing, submitted_at, place,
           true, true
    from ({EACH}) as each, lateral ({WISHES}) as wished
    """,
    f"""
    insert into journal_facts (tenant_id, id, kind, rule, rules_version, actor, at, application_id,
                               payload, hash)
    select %(tenant)s, ('e1' || lpad(to_hex(place), 30, '0'))::uuid, 'application:submitted',
           'L-5.2', 1, 'family:x', submitted_at, application, '{{"detail": {{}}}}',
           sha256(('f' || place)::bytea)
    from ({EACH}) as each
    """,
    f"""
    insert into notices (tenant_id, id, code, audience, application_id, guardian_id, "values",
                         language, subject, body, recorded_at)
    select %(tenant)s, ('f1' || lpad(to_hex(place), 30, '0'))::uuid, 'N-05', 'family',
           application, guardian, '{{}}', 'kk', 'Балаңыз кезекке қойылды',
           'Құрметті ата-ана! Балаңыз кезекке қойылды.', submitted_at
    from ({EACH}) as each
    """,
)

MOVES = """
    insert into queue_moves (tenant_id, queue_id, version, fact_id, at, op, cause, application_id,
                             standing, submitted_at, serial, count_after, ratio_after)
    select tenant_id, queue_id, row_number() over (partition by queue_id order by serial),
           application_id, submitted_at, 'enter', 'entered_ahead', application_id, standing,
           submitted_at, serial, 3, 3
    from queue_entries where tenant_id = %(tenant)s
"""

SERVED_LAST = """
    insert into queue_moves (tenant_id, queue_id, version, fact_id, at, op, cause, application_id,
                             standing_before, submitted_before, serial, count_after, ratio_after)
    select tenant_id, queue_id, newest + served, gen_random_uuid(),
           last_at + served * interval '1 minute', 'leave', 'served_ahead', gen_random_uuid(),
           case when served %% 4 = 1 then 'P' else 'G' end, timestamptz '2025-08-01', -served,
           (served - 1) %% 4, 3
    from (
        select tenant_id, queue_id, max(version) as newest, max(at) as last_at
        from queue_moves where tenant_id = %(tenant)s group by tenant_id, queue_id
    ) as queue, generate_series(1, %(served)s) as served
"""

VERSIONS = """
    update queues set moves = newest, version = newest, count = (%(served)s - 1) %% 4
    from (
        select queue_id, max(version) as newest
        from queue_moves where tenant_id = %(tenant)s group by queue_id
    ) as moved
    where moved.queue_id = queues.id and queues.tenant_id = %(tenant)s
"""
