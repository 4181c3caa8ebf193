"""Records notices: the cabinet's row at once, SMS and e-mail through the outbox (§10, G-05b)."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from kezek.adapters.letters import Letter, compose
from kezek.adapters.notice_words import own_words
from kezek.core.contacts import needs_email
from kezek.core.notices import FAMILY_CHANNELS, Notice
from kezek.db.base import uuid7
from kezek.db.kindergartens import KindergartenRow
from kezek.db.notices import NoticeRow
from kezek.db.people import GuardianRow
from kezek.db.rules_in_force import region_at
from kezek.usecases.addressees import (
    KINDERGARTEN,
    OFFICE,
    Addressee,
    Subject,
    addressee_of,
    alarmed,
    family_addressee,
    subject_of,
)
from kezek.usecases.notice_facts import facts_for_text
from kezek.usecases.notice_messages import Posting, post
from kezek.usecases.notice_setting import Facts, Setting, from_json, region_facts, to_json
from kezek.usecases.unit_of_work import Act

ALARM = "N-54"
"""An alarm of the staff: the console, and e-mail (§10)."""
_CABINET = "C"
_SAID_BY = {"N-16": "N-42"}
"""The end of a stop-list says that the application is back: no second SMS says it again."""


def record_notices(act: Act, notices: Sequence[Notice], now: datetime) -> None:
    """Writes each notice where its reader finds it, and what must leave the house to the outbox.

    Notices of one fact speak of the same state, so what they speak of is read once.
    """
    if not notices:
        return
    setting = _setting(act, now)
    subjects: dict[uuid.UUID, Subject] = {}
    told = {(one.application, one.code) for one in notices if one.to_family}
    for notice in notices:
        if notice.application not in subjects:
            subjects[notice.application] = subject_of(act.session, notice.application)
        is_said = (notice.application, _SAID_BY.get(notice.code, "")) in told
        channels = _CABINET if is_said else None
        _record(act, setting, notice, subjects[notice.application], channels)


def record_notice(
    act: Act,
    notice: Notice,
    now: datetime,
    *,
    channels: str | None = None,
    facts: Facts | None = None,
) -> uuid.UUID:
    """Writes one notice and gives its id.

    `channels` are its own where they are not those of §10, `facts` are what its text needs beside
    what stands in the tables. Raises what `letters.compose` raises.
    """
    subject = subject_of(act.session, notice.application)
    return _record(act, _setting(act, now), notice, subject, channels, facts)


def _record(
    act: Act,
    setting: Setting,
    notice: Notice,
    subject: Subject,
    channels: str | None = None,
    facts: Facts | None = None,
) -> uuid.UUID:
    """The text is made once, in the reader's language, and kept: all channels say the same."""
    addressee = addressee_of(notice, subject, setting.region.interface_languages[0])
    told = facts_for_text(setting, notice, subject) | (facts or {})
    told |= own_words(setting.region, notice.code, told)
    letter = compose(notice.code, addressee.language, told, addressee.audience)
    notice_id = _save(act, notice.code, addressee, told, letter, setting.now, notice.application)
    if notice.to_family:
        letters = FAMILY_CHANNELS[notice.code] if channels is None else channels
        posting = Posting(notice_id, letters, needs_all=_needs_all(setting, subject))
        post(act, setting, addressee, letter, posting)
    elif notice.code == ALARM:
        _alarm(act, setting, notice_id, told, subject.application.territory)
    _ring(act, addressee)
    return notice_id


def alarm_staff(
    act: Act, about: str, now: datetime, detail: str = "", territory: str = ""
) -> uuid.UUID:
    """Tells the office of something that is no application's (N-54): calendar, delivery, ledger.

    It stands in the console, and goes by e-mail to those who are named for alarms.
    """
    setting = _setting(act, now)
    facts = region_facts(setting) | {"about": about, "detail": detail, "number": ""}
    addressee = Addressee(OFFICE, setting.region.interface_languages[0])
    letter = compose(ALARM, addressee.language, facts, OFFICE)
    _ring(act, addressee)
    notice_id = _save(act, ALARM, addressee, facts, letter, now, None)
    _alarm(act, setting, notice_id, facts, territory)
    return notice_id


def tell_staff(act: Act, code: str, facts: Facts, now: datetime) -> None:
    """The same word for the office and for every kindergarten that works, in their consoles."""
    setting = _setting(act, now)
    language, told = setting.region.interface_languages[0], region_facts(setting) | facts
    working = act.session.scalars(
        select(KindergartenRow.id).where(KindergartenRow.closed_on.is_(None))
    )
    readers = [
        Addressee(OFFICE, language),
        *(Addressee(KINDERGARTEN, language, kindergarten_id=one) for one in working),
    ]
    letters = {one: compose(code, language, told, one) for one in (OFFICE, KINDERGARTEN)}
    for reader in readers:
        _save(act, code, reader, told, letters[reader.audience], now, None)
        _ring(act, reader)


def offer_service(act: Act, guardian: GuardianRow, child: str, now: datetime) -> uuid.UUID:
    """Offers the queue to a parent of whose child the state has told (N-02, L-7.1)."""
    setting = _setting(act, now)
    addressee = family_addressee(guardian)
    facts = region_facts(setting) | {"guardian": guardian.full_name, "child_full": child}
    letter = compose("N-02", addressee.language, facts, addressee.audience)
    notice_id = _save(act, "N-02", addressee, facts, letter, now, None)
    post(act, setting, addressee, letter, Posting(notice_id, FAMILY_CHANNELS["N-02"]))
    _ring(act, addressee)
    return notice_id


def _alarm(act: Act, setting: Setting, notice_id: uuid.UUID, facts: Facts, territory: str) -> None:
    """One letter to each who is named for alarms of this territory, in the own language."""
    for reader in alarmed(act.session, territory, setting.region.interface_languages[0]):
        letter = compose(ALARM, reader.language, facts, OFFICE)
        post(act, setting, reader, letter, Posting(notice_id, "M"))


def _needs_all(setting: Setting, subject: Subject) -> bool:
    """Where turns are told by SMS and e-mail both, a family's wish for silence does not hold."""
    today = setting.calendar.local_day(setting.now)
    return needs_email(setting.region, subject.application.territory, today)


def notice_in(row: NoticeRow, language: str) -> Letter:
    """A notice in another language than it was stored in: for staff, who read either."""
    facts = from_json(row.values)
    return compose(row.code, language, facts, row.audience, row.template_version)


def _setting(act: Act, now: datetime) -> Setting:
    """The region at this moment, read once for all that one act tells."""
    key = (Setting, now)
    if key not in act.kept:
        _, region = region_at(act.session, act.tenant_id, now)
        act.kept[key] = Setting(act.session, region, now)
    found: Setting = act.kept[key]
    return found


def _save(
    act: Act,
    code: str,
    addressee: Addressee,
    facts: Facts,
    letter: Letter,
    now: datetime,
    application_id: uuid.UUID | None,
) -> uuid.UUID:
    notice_id = uuid7()
    act.session.execute(
        insert(NoticeRow).values(
            tenant_id=act.tenant_id,
            id=notice_id,
            code=code,
            audience=addressee.audience,
            application_id=application_id,
            guardian_id=addressee.guardian_id,
            kindergarten_id=addressee.kindergarten_id,
            values=to_json(facts),
            language=addressee.language,
            subject=letter.subject,
            body=letter.body,
            template_version=letter.version,
            recorded_at=now,
        )
    )
    return notice_id


def _ring(act: Act, addressee: Addressee) -> None:
    """Open pages of the reader ask again."""
    if addressee.guardian_id is not None:
        act.bells.add(f"family-{addressee.guardian_id}")
    elif addressee.kindergarten_id is not None:
        act.bells.add(f"kindergarten-{addressee.kindergarten_id}")
    else:
        act.bells.add("office")
