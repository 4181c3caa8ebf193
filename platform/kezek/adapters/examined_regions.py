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
    if not settings.sms_url.startswith("http"):
        return "only pretended: nothing leaves this machine"
    if not settings.sms_token:
        raise Wrong("KEZEK_SMS_TOKEN is not set: the provider will take nothing from us")
    spoken = {"mobizon": "Mobizon", "generic": "a provider that speaks our own way"}
    return f"{spoken[settings.sms_gateway]}; {_reports(settings)}"


def _reports(settings: Settings) -> str:
    """How it becomes known that a message arrived."""
    if settings.sms_report_secret:
        return f"it tells what arrived at {settings.public_url}/gateways/sms/{settings.sms_gateway}"
    asked = settings.sms_gateway == "mobizon"
    lacking = "KEZEK_SMS_REPORT_SECRET is not set, so its reports are not believed"
    return f"{lacking}; it is asked instead" if asked else f"{lacking}: nobody knows what arrived"


def telegram(settings: Settings) -> str:
    """Whether families may be beckoned by a bot; a deployment may do without."""
    if not settings.has_telegram:
        return (
            "no bot is set, so nobody is beckoned there; for one, set KEZEK_TELEGRAM_TOKEN, "
            "KEZEK_TELEGRAM_BOT and KEZEK_TELEGRAM_SECRET"
        )
    return f"@{settings.telegram_bot} is told at {settings.public_url}/gateways/telegram"


def email(settings: Settings) -> str:
    """How notices leave by e-mail; a deployment may do without."""
    if not settings.sends_email:
        return (
            "no server is set, so notices go by SMS and to the cabinet only; to send letters, set "
            "KEZEK_SMTP_URL and KEZEK_MAIL_FROM"
        )
    if settings.smtp_url.startswith("smtp"):
        return f"letters come from {settings.mail_from}; bounces go there: somebody must read them"
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
