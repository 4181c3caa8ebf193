"""Everything of one region in one ZIP, given away while it is read on one snapshot.

Personal data lie in it as they lie in the database, under keys that are not part of it: the keys of
the region go another way.
"""

import json
from collections.abc import Iterator
from contextlib import suppress

from kezek import __version__
from kezek.adapters.region_toml import to_toml
from kezek.adapters.services import services
from kezek.adapters.zip_stream import ZipStream
from kezek.db.region_rows import csv_of, walled_tables
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope

LIST = "list.json"


def export_region(tenant_id: int, reason: str) -> Iterator[bytes]:
    """The archive's bytes: settings as TOML, each table as CSV, documents as sealed, and a list."""
    with read_scope(tenant_id) as session:
        now = services().clock.now(session)
        version, region = region_at(session, tenant_id, now)
        archive = ZipStream(now)
        yield from archive.add("tenant.toml", [to_toml(region).encode()])
        for table in walled_tables(session):
            yield from archive.add(f"rows/{table}.csv", csv_of(session, table))
        for path, content in _documents(tenant_id):
            name = f"documents/{path.partition('/')[2]}"
            yield from archive.add(name, [content], is_packed=True)
        told = {
            "region": region.slug,
            "made_at": now.isoformat(),
            "reason": reason,
            "program": __version__,
            "settings_version": version,
            "sha256": archive.sha256,
        }
        text = json.dumps(told, ensure_ascii=False, indent=1)
        yield from archive.add(LIST, [text.encode()])
        yield from archive.end()


def _documents(tenant_id: int) -> Iterator[tuple[str, bytes]]:
    uploads = services().uploads
    for file in uploads.files_of(tenant_id):
        # A family may take a paper back while the archive is being read.
        with suppress(FileNotFoundError):
            content = uploads.get(file.path)
            yield file.path, content
