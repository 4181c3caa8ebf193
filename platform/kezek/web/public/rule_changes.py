"""What changed in the rules of the region, in plain words and for everybody (N-53)."""

from flask import Response, request, url_for

from kezek.reads.region_versions import ShownVersion, Standing, rule_changes
from kezek.web.guards import public
from kezek.web.htmx import respond
from kezek.web.i18n import current_language
from kezek.web.public.room import blueprint
from kezek.web.tenant import current_tenant
from kezek.web.words import Label, mark

STANDING = {
    Standing.COMING: Label(mark("To come"), "calendar", "active"),
    Standing.HOLDS: Label(mark("In force"), "check", "good"),
    Standing.PAST: Label(mark("In force"), "check", "calm"),
}
"""A change stays in force when another one follows it: only what it changed may change again."""


@blueprint.get("/how-it-works/changes")
@public
def changed_rules() -> Response:
    """Each version that changes something, with its sentences."""
    page = rule_changes(current_tenant().id, request.args.get("page", 1, type=int))
    return respond(
        "public/rule_changes.html",
        page=page,
        standing=STANDING,
        said=_said,
        page_url=lambda number: url_for("public.changed_rules", page=number),
    )


def _said(shown: ShownVersion) -> list[str]:
    return [line.words.in_language(current_language()) for line in shown.public_lines]
