"""A notice is sent once more while the caller is on the line."""

import uuid

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.errors import Refusal
from kezek.core.personal_views import Shown
from kezek.usecases.deciding import NotFound
from kezek.usecases.resending import send_again
from kezek.web.guards import needs
from kezek.web.hotline.answer import answer_page, get_answer
from kezek.web.htmx import redirect_after_post
from kezek.web.i18n import format_moment
from kezek.web.idempotency import intent
from kezek.web.login import current_actor
from kezek.web.tenant import current_tenant

blueprint = Blueprint(
    "hotline_notices",
    __name__,
    url_prefix="/<slug:slug>/hotline/applications/<uuid:application_id>/notices",
)


@blueprint.post("/<uuid:notice_id>/again")
@needs(Permission.NOTICE_RESEND, shows=Shown.APPLICATION)
def again(application_id: uuid.UUID, notice_id: uuid.UUID) -> BaseResponse:
    """Puts it into the outbox once more, by the channel that was pressed."""
    key, channel = str(intent()), request.form.get("channel", "")
    page = get_answer(application_id)
    if notice_id not in {one.id for one in page.notices}:
        raise NotFound(notice_id)
    try:
        leaves_at = send_again(
            current_tenant().id, current_actor().tag, notice_id, channel, intent=key
        )
    except Refusal as refusal:
        return answer_page(application_id, problem=refusal)
    if leaves_at > page.now:
        flash(
            gettext(
                "The message waits for the end of the quiet hours: %(moment)s.",
                moment=format_moment(leaves_at, short=True),
            ),
            "good",
        )
    else:
        flash(gettext("The message is on its way once more."), "good")
    return redirect_after_post(
        url_for("hotline_answer.show", application_id=application_id, _anchor="notices")
    )
