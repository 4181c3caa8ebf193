"""By which ways notices leave the house, and under which name."""

from dataclasses import replace

from flask import Response
from werkzeug.wrappers import Response as BaseResponse
from wtforms import BooleanField

from kezek.core.channels import Channels
from kezek.core.errors import Refusal
from kezek.core.region_rooms import Room
from kezek.core.regions import Tenant
from kezek.reads.configuration import Configuration, configuration
from kezek.web.admin import room_words
from kezek.web.admin.drafting import keep
from kezek.web.admin.room import KEEPS, blueprint
from kezek.web.forms import AtMost, Form, Holds, TextField
from kezek.web.htmx import respond
from kezek.web.refusals import sentence_of, status_of
from kezek.web.tenant import current_tenant
from kezek.web.words import mark

_SMS_NAME = 11
_SMS_SIGNS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 ._-")


class ChannelsForm(Form):
    """Both channels and both names."""

    sms = BooleanField(mark("Notices go out by SMS"))
    email = BooleanField(mark("Notices go out by e-mail"))
    sms_sender = TextField(
        mark("Name that stands as the sender of an SMS"),
        [
            AtMost(_SMS_NAME),
            Holds(
                lambda name: set(name) <= _SMS_SIGNS,
                mark("Only Latin letters, digits, blanks, dots, dashes and underscores."),
            ),
        ],
    )
    email_sender = TextField(
        mark("Name before the address of a letter"),
        [
            AtMost(60),
            Holds(lambda name: not set(name) & set("<>"), mark("A name has no such signs.")),
        ],
    )


@blueprint.get("/settings/channels")
@KEEPS
def channels_room() -> Response:
    """The channels as they stand."""
    config = configuration(current_tenant().id)
    return _page(_filled(config.region.channels), config, 200)


@blueprint.post("/settings/channels")
@KEEPS
def keep_channels() -> BaseResponse:
    """Puts what differs into the change that is being drawn up."""
    form = ChannelsForm()
    if not form.validate_on_submit():
        return _page(form, configuration(current_tenant().id), 422)
    answer = keep(Room.CHANNELS, lambda one: _with(one, form))
    if not isinstance(answer, Refusal):
        return answer
    config = configuration(current_tenant().id)
    return _page(_filled(config.region.channels), config, status_of(answer), sentence_of(answer))


def _filled(channels: Channels) -> ChannelsForm:
    form = ChannelsForm(formdata=None)
    form.sms.data, form.email.data = channels.sms, channels.email
    form.sms_sender.data, form.email_sender.data = channels.sms_sender, channels.email_sender
    return form


def _with(region: Tenant, form: ChannelsForm) -> Tenant:
    channels = Channels(
        sms=bool(form.sms.data),
        email=bool(form.email.data),
        sms_sender=form.sms_sender.data,
        email_sender=form.email_sender.data,
    )
    return replace(region, channels=channels)


def _page(form: ChannelsForm, config: Configuration, status: int, problem: str = "") -> Response:
    return respond(
        "admin/channels_room.html",
        status=status,
        words=room_words.ROOM[Room.CHANNELS],
        config=config,
        seen=config.seen(Room.CHANNELS),
        form=form,
        problem=problem,
    )
