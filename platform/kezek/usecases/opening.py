"""A region is opened by an operator: from its files, or from the least that it must say."""

import uuid
from collections.abc import Mapping

from kezek.adapters.new_tenant import FolderExists, write_new
from kezek.adapters.services import services
from kezek.adapters.tenants import FaultyTenant, UnknownTenant, read_tenant
from kezek.core.errors import Code, Refusal
from kezek.core.regions import Tenant
from kezek.usecases.deployment.acting import doing, need_reason
from kezek.usecases.regions import LoadRefused, open_region


def open_from_files(actor: str, slug: str) -> int:
    """Opens a region whose folder is there; gives its number.

    Raises Refusal: no such folder, files that are faulty, a name or a prefix that is taken.
    """
    folder = services().settings.tenants_dir
    try:
        region = read_tenant(slug, folder)
    except UnknownTenant as unknown:
        raise Refusal(Code.INVALID_CHOICE, "region_unknown", slug=slug) from unknown
    except FaultyTenant as faulty:
        first = faulty.problems[0] if faulty.problems else ""
        raise Refusal(Code.INVALID_CHOICE, "region_faulty", slug=slug, problem=first) from faulty
    return _open(actor, region, "tenant:opened", "files")


def open_new(actor: str, *, slug: str, prefix: str, kk: str, ru: str, kato: str) -> int:
    """Writes the folder of a new region and opens it with one territory; gives its number.

    Raises Refusal: what is wrong with the values, a folder that is there, or that cannot be
    written.
    """
    folder = services().settings.tenants_dir
    try:
        write_new(folder, slug, prefix=prefix, kk=kk, ru=ru, kato=kato)
    except FolderExists as there:
        raise Refusal(Code.INVALID_CHOICE, "region_folder", slug=slug, field="slug") from there
    except FaultyTenant as faulty:
        first = faulty.problems[0] if faulty.problems else ""
        raise Refusal(Code.INVALID_CHOICE, "region_values", problem=first) from faulty
    except OSError as closed:
        raise Refusal(Code.WRONG_STATE, "region_folder_closed") from closed
    return _open(actor, read_tenant(slug, folder), "tenant:opened", "form")


def _open(actor: str, region: Tenant, kind: str, source: str) -> int:
    try:
        tenant_id = open_region(region, actor)
    except LoadRefused as taken:
        raise Refusal(Code.INVALID_CHOICE, "region_taken", slug=region.slug) from taken
    services().keys.create([tenant_id])
    with doing(actor) as now_doing:
        now_doing.note(kind, tenant_id=tenant_id, slug=region.slug, source=source)
    return tenant_id


def note_export(actor: str, tenant_id: int, reason: str, intent: uuid.UUID) -> str:
    """Writes down that a region's data were taken out, before they are; gives the reason as kept.

    Raises Refusal without a reason, and DoneBefore for a form that comes again.
    """
    words = need_reason(reason)
    with doing(actor, intent) as now_doing:
        now_doing.note("tenant:exported", tenant_id=tenant_id, reason=words, intent=intent)
    return words


def note_export_sent(actor: str, tenant_id: int) -> None:
    """Writes down that a region's data left to the last byte: only then may they be erased here."""
    with doing(actor) as now_doing:
        now_doing.note("tenant:export-sent", tenant_id=tenant_id)


def note_audit_file(actor: str, tenant_id: int | None, asked: Mapping[str, str]) -> None:
    """Writes down that the audit was taken out as a file, and what was asked for."""
    with doing(actor) as now_doing:
        now_doing.note("audit:exported", tenant_id=None, asked=dict(asked), region=tenant_id)
