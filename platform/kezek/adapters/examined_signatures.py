"""What a doctor asks of electronic signatures: whom we trust, for how long, and who checks GOST."""

from collections.abc import Iterable, Iterator
from datetime import datetime

import psycopg
from cryptography import x509

from kezek.adapters.breakers import Away
from kezek.adapters.eds.certificates import told
from kezek.adapters.eds.oids import is_gost
from kezek.adapters.eds.trust import Trust
from kezek.adapters.eds.wire import Answered, ask
from kezek.adapters.examined_regions import WELL_AHEAD, Wrong
from kezek.settings import Settings

_IN_FORCE = """
    select coalesce((data -> 'rules' ->> 'application_needs_eds')::boolean, false)
        or coalesce((data -> 'rules' ->> 'referral_needs_eds')::boolean, false)
        or coalesce((data -> 'rules' ->> 'contract_needs_eds')::boolean, false)
        or coalesce((data -> 'rules' ->> 'contract_head_signs')::boolean, false)
        or not coalesce(data -> 'rules' -> 'sign_methods' ? 'sms', true)
    from tenant_versions where effective_from <= %s order by version desc limit 1
"""
"""Whether a region asks for keys; a version from before a setting has none of it."""


def roots(settings: Settings, now: datetime) -> str:
    """Whom we trust, until when, and what is done when nobody answers. Raises Wrong."""
    if settings.eds_trust_dir is None:
        return (
            "none is set, so nobody signs with a key; to take keys of the National Certification "
            "Centre, put its roots into a folder and set KEZEK_EDS_TRUST_DIR"
        )
    trust = Trust.from_folder(settings.eds_trust_dir)
    if not trust.roots:
        raise Wrong(
            f"{settings.eds_trust_dir} holds no root: every key is foreign. Put the roots of the "
            "National Certification Centre there (pki.gov.kz)"
        )
    ending = [one for one in trust.roots if one.not_valid_after_utc - now <= WELL_AHEAD]
    if ending:
        raise Wrong(f"{', '.join(map(_named, ending))}; put the new one beside it")
    return f"{', '.join(map(_named, trust.roots))}; {_policy(settings)}"


def gost(settings: Settings) -> str:
    """Who checks the country's own algorithms. Raises Wrong where the service is away."""
    if settings.eds_trust_dir is None:
        return "not needed: no root is set"
    if not settings.eds_gost_url:
        return (
            "no service is set, so keys by the country's own algorithms are refused, and most new "
            "keys are such; run NCANode and set KEZEK_EDS_GOST_URL"
        )
    try:
        ask(settings.eds_gost_url)
    except Answered:
        pass  # It is there; the address alone is no question.
    except Away:
        raise Wrong(f"{settings.eds_gost_url} does not answer: GOST keys are refused") from None
    return f"checked by {settings.eds_gost_url}"


def asked_for(connection: psycopg.Connection, settings: Settings, now: datetime) -> str:
    """That no region asks for keys which this deployment cannot check. Raises Wrong."""
    found = list(
        _asking(
            connection.execute("select id, slug from tenants order by slug").fetchall(),
            connection,
            now,
        )
    )
    if found and settings.eds_trust_dir is None:
        raise Wrong(
            f"{', '.join(found)} ask for electronic signatures, and no root is set here: their "
            "families can neither apply nor take a place. Set KEZEK_EDS_TRUST_DIR"
        )
    return f"asked for in {', '.join(found)}" if found else "no region insists on a key"


def _asking(
    regions: Iterable[tuple[int, str]], connection: psycopg.Connection, now: datetime
) -> Iterator[str]:
    for tenant_id, slug in regions:
        with connection.transaction():
            connection.execute("select set_config('kezek.tenant', %s, true)", [str(tenant_id)])
            row = connection.execute(_IN_FORCE, [now]).fetchone()
        if row is not None and row[0]:
            yield slug


def _named(root: x509.Certificate) -> str:
    kind = " (GOST)" if is_gost(root.signature_algorithm_oid.dotted_string) else ""
    name = told(root).issuer
    return f"{name}{kind} until {root.not_valid_after_utc:%Y-%m-%d}"


def _policy(settings: Settings) -> str:
    if settings.eds_revocation == "require":
        return "a key of which nobody can say that it is not revoked is refused"
    return "a key of which nobody can say that it is not revoked is taken, and that is kept"
