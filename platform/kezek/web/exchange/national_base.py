"""The national education base's door: a full snapshot, and what has changed since (L-3.10).

docs/national-base.md and docs/contracts/national-base.openapi.yaml are for the base's engineers.
"""

import uuid

from flask import Blueprint

from kezek.reads.national_base import Place, changes_since
from kezek.usecases.national_base import bring_up_to_date
from kezek.web.exchange.door import Answer, Call, problem, refused, signed
from kezek.web.exchange.reading import Contents
from kezek.web.guards import public
from kezek.web.tenant import tenants
from kezek.web.words import mark, say

blueprint = Blueprint("exchange_national_base", __name__, url_prefix="/exchange/base")

_base = signed(lambda settings: settings.national_base)
_REGION = mark("There is no region of this name here.")
_CURSOR = mark("This place does not come from an answer of ours. Begin anew without it.")


@blueprint.post("/regions")
@public
@_base
def regions(_: Call) -> Answer:
    """The regions of this deployment by their names."""
    told = [
        {"region": one.slug, "kk": one.name("kk"), "ru": one.name("ru")} for one in tenants().all()
    ]
    return Answer({"regions": told})


@blueprint.post("/changes")
@public
@_base
def changes(call: Call) -> Answer:
    """What has changed since a version; since 0 it is the whole region."""
    body = Contents(call.body)
    slug, since = body.text("region", most=60), body.find_number("since") or 0
    cursor = body.text("cursor", most=120, default="")
    if body.problems:
        return refused(body.problems)
    region = tenants().find(slug)
    if region is None:
        return refused([problem("region_unknown", lambda: say(_REGION), "region")], 404)
    until, after = _place(cursor)
    if cursor and until is None:
        return refused([problem("cursor_unknown", lambda: say(_CURSOR), "cursor")])
    version = bring_up_to_date(region.id, call.party) if until is None else None
    found = changes_since(region.id, since, until or (version.number if version else 0), after)
    last = until or (version.number if version else 0)
    return Answer(
        {
            "region": slug,
            "version": last,
            "checksum": version.checksum if version else None,
            "counts": dict(version.counts) if version else None,
            "records": list(found.records),
            "cursor": _cursor(last, found.next) if found.next else None,
        }
    )


def _cursor(until: int, place: Place) -> str:
    return ":".join((str(until), str(place[0]), place[1], str(place[2])))


def _place(cursor: str) -> tuple[int | None, Place | None]:
    """The version that is being told, and where to go on; nothing for a strange one."""
    parts = cursor.split(":")
    try:
        until, version, kind, one = parts
        return int(until), (int(version), kind, uuid.UUID(one))
    except ValueError:
        return None, None
