"""The configuration of a region: its rooms, and the rooms of its 83 settings."""

from flask import Response, abort, request
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.errors import Refusal
from kezek.core.region_rooms import SETTINGS, Room
from kezek.reads.configuration import Configuration, configuration
from kezek.web.admin import room_words
from kezek.web.admin.drafting import keep
from kezek.web.admin.room import KEEPS, blueprint
from kezek.web.admin.setting_boxes import Entered, entered, shown_settings
from kezek.web.admin.setting_values import CATEGORY_BOXES, SPAN_BOXES
from kezek.web.guards import needs
from kezek.web.htmx import respond
from kezek.web.refusals import sentence_of, status_of
from kezek.web.tenant import current_tenant


@blueprint.get("/settings/")
@needs(Permission.ADMIN_DESK)
def settings() -> Response:
    """Everything of the region that can be set, and the change that is being drawn up."""
    config = configuration(current_tenant().id)
    touched = {line.room for line in config.draft.lines} if config.draft else set()
    return respond(
        "admin/settings.html",
        config=config,
        groups=room_words.GROUPS,
        rooms=room_words.ROOM,
        room_url=room_words.room_url,
        touched=touched,
        next_year=_missing_year(config),
    )


@blueprint.get("/settings/rules/<room>")
@KEEPS
def rules_room(room: str) -> Response:
    """The settings of one room."""
    return _page(_room(room), configuration(current_tenant().id), 200)


@blueprint.post("/settings/rules/<room>")
@KEEPS
def keep_rules(room: str) -> BaseResponse:
    """Puts what differs into the change that is being drawn up."""
    chosen = _room(room)
    config = configuration(current_tenant().id)
    found = entered(SETTINGS[chosen], request.form.to_dict(flat=False))
    if found.errors:
        return _page(chosen, config, 422, found)
    changes = found.changes(config.region)
    answer = keep(chosen, lambda one: one.with_rules(one.rules.with_settings(changes)))
    if not isinstance(answer, Refusal):
        return answer
    return _refused(chosen, found, answer)


def _refused(room: Room, found: Entered, refusal: Refusal) -> Response:
    """The form again: beside the setting that is meant, or with what somebody else has set."""
    config, named = configuration(current_tenant().id), str(refusal.values.get("field", ""))
    if named in found.typed:
        found.errors[named] = sentence_of(refusal)
        return _page(room, config, status_of(refusal), found)
    return _page(room, config, status_of(refusal), problem=sentence_of(refusal))


def _room(name: str) -> Room:
    if name not in {str(room) for room in SETTINGS}:
        abort(404)
    return Room(name)


def _page(
    room: Room, config: Configuration, status: int, found: Entered | None = None, problem: str = ""
) -> Response:
    shown = shown_settings(SETTINGS[room], config, found)
    return respond(
        "admin/rules_room.html",
        status=status,
        room=room,
        words=room_words.ROOM[room],
        config=config,
        seen=config.seen(room),
        shown=shown,
        wrong=[one for one in shown if one.error],
        problem=problem,
        span_boxes=SPAN_BOXES,
        category_boxes=len(CATEGORY_BOXES),
    )


def _missing_year(config: Configuration) -> int | None:
    """The year whose days nobody has entered, once the known ones run out (R-90)."""
    last = config.present.calendar.last_year
    if not config.ends_soon:
        return None
    return config.today.year if last is None else last + 1
