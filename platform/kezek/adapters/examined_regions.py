"""What a doctor asks of what reaches families: messages that leave, terms that have an end."""

from datetime import datetime, timedelta

import psycopg

from kezek.settings import UNSET, Settings

WELL_AHEAD = timedelta(days=60)
"""A term that begins now may end next year; where a year is not known, it is refused (R-90)."""

_IN_FORCE = """
    select data -> 'calendar' -> 'years' from tenant_versions
    where effective_from <= %s order by version desc limit 1
"""


class Wrong(Exception):
    """What a look found to be wrong."""


def sms(settings: Settings) -> str:
    """How codes and notices leave by SMS. Raises Wrong where they do not."""
    if settings.sms_url == UNSET:
        raise Wrong(
            "no provider is set: no code reaches a parent, so nobody can sign in, and notices stay "
            "in the cabinet. Set KEZEK_SMS_URL, KEZEK_SMS_TOKEN and KEZEK_SMS_SENDER"
        )
    if settings.sms_url.startswith("http"):
        return "a provider is set"
    return "only pretended: nothing leaves this machine"


def email(settings: Settings) -> str:
    """How notices leave by e-mail; a deployment may do without."""
    if not settings.sends_email:
        return (
            "no server is set, so notices go by SMS and to the cabinet only; to send letters, set "
            "KEZEK_SMTP_URL and KEZEK_MAIL_FROM"
        )
    if settings.smtp_url.startswith("smtp"):
        return f"letters come from {settings.mail_from}"
    return "only pretended: nothing leaves this machine"


def loaded_calendars(connection: psycopg.Connection, now: datetime) -> str:
    """That each region in use knows its working days well ahead. Raises Wrong (R-90)."""
    last = (now + WELL_AHEAD).year
    lacking = []
    regions = connection.execute("select id, slug from tenants order by slug").fetchall()
    for tenant_id, slug in regions:
        with connection.transaction():
            connection.execute("select set_config('kezek.tenant', %s, true)", [str(tenant_id)])
            row = connection.execute(_IN_FORCE, [now]).fetchone()
        if row is not None and str(last) not in row[0]:
            lacking.append(slug)
    if lacking:
        raise Wrong(
            f"the calendar of {last} is not loaded in: {', '.join(lacking)}. Terms in working days "
            "that reach into it are refused; run: kezek tenant load --all"
        )
    return f"{len(regions)} regions know theirs to the end of {last}"
