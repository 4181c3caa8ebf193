"""What the letters about vouchers are made of beside what every letter says (N-43 to N-51)."""

import uuid
from typing import Any

from sqlalchemy.orm import Session

from kezek.core.modes.registry import gives_vouchers
from kezek.core.notices import Notice
from kezek.core.regions import Tenant
from kezek.db.applications import ApplicationRow
from kezek.db.kindergartens import KindergartenRow
from kezek.db.notice_subjects import kindergartens_by_id
from kezek.db.waiting_lists import position_of
from kezek.usecases.notice_setting import Facts, kindergarten_name

_CLASSES = {
    "O": {"kk": "кезектен тыс", "ru": "вне очереди"},
    "P": {"kk": "бірінші кезекте", "ru": "первая очередь"},
    "G": {"kk": "жалпы негізде", "ru": "на общих основаниях"},
}


def offer_facts(region: Tenant, application: ApplicationRow) -> Facts:
    """What consent gives and what silence does (VX-10 to VX-12)."""
    rules = region.rules
    restored = (application.voucher or {}).get("restored", 0)
    return {
        "active_days": rules.voucher_active_working_days,
        "restore_days": rules.voucher_restore_calendar_days,
        "may_restore": restored < rules.voucher_restore_limit,
    }


def restoring_facts(region: Tenant) -> Facts:
    """Whether a restored application stands where it stood (A-49)."""
    return {"keeps_ts": region.rules.restore_keeps_ts}


def clock_facts(region: Tenant) -> Facts:
    """For how long a waiting list stops the clock (A-48)."""
    return {"pause_days": region.rules.voucher_pause_calendar_days}


def category_words(code: str, birth_year: int) -> dict[str, str]:
    """A category as people read it: its code, the year of birth, the class (VX-5)."""
    said = _CLASSES[code.rpartition("-")[2]]
    return {
        "kk": f"{code} ({birth_year} жыл, {said['kk']})",
        "ru": f"{code} ({birth_year} год, {said['ru']})",
    }


def categories_facts(application: ApplicationRow, notice: Notice) -> Facts:
    """The category before the yearly update and after it (N-50)."""
    return {
        name: category_words(str(notice.values[name]), application.birth_year)
        for name in ("before", "after")
    }


def named_kindergarten(session: Session, notice: Notice) -> KindergartenRow | None:
    """The kindergarten that the decision itself named, where it is not that of the referral."""
    named = notice.values.get("kindergarten")
    if not named:
        return None
    return kindergartens_by_id(session, [uuid.UUID(str(named))]).get(uuid.UUID(str(named)))


def list_facts(session: Session, application: ApplicationRow, notice: Notice) -> Facts:
    """The kindergarten of a waiting list, and the turn on it (N-48)."""
    kindergarten = named_kindergarten(session, notice)
    facts: dict[str, Any] = {}
    if kindergarten is not None:
        facts["kindergarten"] = kindergarten_name(kindergarten)
        facts["position"] = position_of(session, application.id, kindergarten.id)
    return facts


def is_voucher(application: ApplicationRow) -> bool:
    """Whether letters speak of a voucher where they else speak of a referral."""
    return gives_vouchers(application.mode)
