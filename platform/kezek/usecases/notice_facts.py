"""What a notice's text is made of: everything that its reader needs, as it is at this moment."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from sqlalchemy.orm import Session

from kezek.adapters.wording import say_phone
from kezek.core.annex3 import reasons_from
from kezek.core.documents import document
from kezek.core.given_names import given_name
from kezek.core.notices import Notice
from kezek.core.office_hours import is_office_open
from kezek.core.queues import QueueType
from kezek.core.signed_texts import SignedAct
from kezek.core.signing_ways import ways_of
from kezek.core.standing import uploads_of
from kezek.db.applications import ApplicationRow
from kezek.db.kindergartens import KindergartenRow
from kezek.db.notice_subjects import (
    SpokenOf,
    kindergartens_by_id,
    last_offered,
    last_referred,
    review_due_at,
)
from kezek.db.numbers import numbers_of
from kezek.db.places import places_in_window_of
from kezek.usecases import voucher_facts
from kezek.usecases.addressees import Subject
from kezek.usecases.notice_setting import (
    Facts,
    Setting,
    kindergarten_name,
    read_fact,
    region_facts,
    words,
)
from kezek.usecases.queue_names import queue_names

_ADMISSION_PAPERS = ("DOC-12", "DOC-13", "DOC-14")
"""What a kindergarten needs of every child (L-A6.8)."""
_IDS = ("kindergarten", "place")
"""Values that name a row; its words come from the tables."""
_NAMELESS = {"kk": "ата-ана", "ru": "родитель"}


@dataclass(frozen=True, slots=True)
class Told:
    """One notice about one application, where and when it is recorded."""

    setting: Setting
    notice: Notice
    subject: Subject

    @property
    def session(self) -> Session:
        """The running transaction."""
        return self.setting.session

    @property
    def application(self) -> ApplicationRow:
        """What the notice is about."""
        return self.subject.application


def facts_for_text(setting: Setting, notice: Notice, subject: Subject) -> Facts:
    """The values for the text of this notice (§10)."""
    facts = region_facts(setting) | _subject_facts(setting, subject)
    for add in _ADDED.get(notice.code, ()):
        facts |= add(Told(setting, notice, subject))
    facts |= _given(setting, notice)
    if notice.code == "N-50":
        facts |= voucher_facts.categories_facts(subject.application, notice)
    return facts


def _subject_facts(setting: Setting, subject: Subject) -> Facts:
    application, region = subject.application, setting.region
    territory = next((one for one in region.territories if one.slug == application.territory), None)
    planned = application.planned_from
    waits_for_age = planned is not None and planned > setting.calendar.local_day(setting.now)
    facts: Facts = {
        "guardian": subject.guardian.full_name.strip() or _NAMELESS,
        "child": given_name(subject.child.full_name),
        "child_full": subject.child.full_name,
        "birth_year": application.birth_year,
        "number": application.number,
        "submitted_at": setting.calendar.local(application.submitted_at),
        "planned_from_on": planned if waits_for_age else None,
    }
    if territory is not None:
        facts["territory"] = {"kk": territory.kk, "ru": territory.ru}
        facts["provider"] = words(region.provider_of(territory))
    else:
        facts["territory"] = words(region.name)
    return facts


def _given(setting: Setting, notice: Notice) -> Facts:
    """What the decision itself said; it is nearer to the act than what stands in the tables."""
    facts: Facts = {}
    for name, value in notice.values.items():
        if name not in _IDS:
            facts[name] = read_fact(name, value)
        if isinstance(facts.get(name), datetime):
            facts[name] = setting.calendar.local(facts[name])
    return facts


def _with_offer(told: Told) -> Facts:
    return _place_facts(told.setting, last_offered(told.session, told.application.id))


def _with_referral(told: Told) -> Facts:
    facts = _place_facts(told.setting, last_referred(told.session, told.application.id))
    named = voucher_facts.named_kindergarten(told.session, told.notice)
    return facts if named is None else facts | _kindergarten_facts(named)


def _with_running(told: Told) -> Facts:
    """Of a referral, or of a voucher, with the kindergarten only if one is chosen (N-20, N-22)."""
    if not voucher_facts.is_voucher(told.application):
        return _with_referral(told)
    chosen = _with_referral(told) if told.application.state == "PLACE_CHOSEN" else {}
    return chosen | {"is_voucher": True}


def _with_voucher_offer(told: Told) -> Facts:
    return voucher_facts.offer_facts(told.setting.region, told.application)


def _with_restoring(told: Told) -> Facts:
    return voucher_facts.restoring_facts(told.setting.region)


def _with_clock(told: Told) -> Facts:
    return voucher_facts.clock_facts(told.setting.region)


def _with_list(told: Told) -> Facts:
    return voucher_facts.list_facts(told.session, told.application, told.notice)


def _place_facts(setting: Setting, spoken_of: SpokenOf | None) -> Facts:
    if spoken_of is None:
        return {}
    cancel_until = spoken_of.cancel_until
    return _kindergarten_facts(spoken_of.kindergarten) | {
        "group_language": spoken_of.language,
        "temporary_until_on": spoken_of.temporary_until,
        "due_at": setting.calendar.local(spoken_of.due_at),
        "cancel_until_at": setting.calendar.local(cancel_until) if cancel_until else None,
    }


def _kindergarten_facts(kindergarten: KindergartenRow) -> Facts:
    return {
        "kindergarten": kindergarten_name(kindergarten),
        "address": _address(kindergarten),
        "kindergarten_phone": say_phone(kindergarten.phone),
        "hours": _hours(kindergarten.hours),
    }


def _address(kindergarten: KindergartenRow) -> dict[str, str]:
    known = kindergarten.address_kk or kindergarten.address_ru
    return {"kk": known, "ru": kindergarten.address_ru or known}


def _hours(hours: Decimal | None) -> str:
    return f"{hours.normalize():f}".replace(".", ",") if hours else ""


def _with_numbers(told: Told) -> Facts:
    numbers = numbers_of(told.session, told.application.id)
    names = queue_names(told.session, [one.key for one in numbers])
    return {"queues": [{"kindergarten": names[one.key], "number": one.number} for one in numbers]}


def _with_review(told: Told) -> Facts:
    review_by = review_due_at(told.session, told.application.id)
    is_open = is_office_open(told.setting.calendar, told.setting.now)
    return {
        "review_by_at": told.setting.calendar.local(review_by) if review_by else None,
        "after_hours": bool(review_by) and not is_open,
    }


def _with_reasons(told: Told) -> Facts:
    reasons = reasons_from(str(told.notice.values.get("reason") or ""))
    return {
        "missing": [_paper(code) for code in reasons.missing],
        "expired": [_paper(code) for code in reasons.expired],
        "grounds": [str(ground) for ground in reasons.grounds],
        "note": reasons.note,
    }


def _with_answers(told: Told) -> Facts:
    rules = told.setting.region.rules
    is_last = len(told.application.choices) == 1
    return {
        "refusal_ends_all": rules.refusal_scope == "application" or is_last,
        "suspension_days": rules.suspension_working_days,
    }


def _with_papers(told: Told) -> Facts:
    application, rules = told.application, told.setting.region.rules
    has_benefit = application.standing != "G"
    proofs = uploads_of(
        application.categories if has_benefit else (), QueueType(application.queue_type)
    )
    codes = dict.fromkeys((*_ADMISSION_PAPERS, *(one.code for one in proofs)))
    return {
        "papers": [_paper(code) for code in codes],
        "papers_first": application.state == "BENEFIT_CHECK",
        "has_choices": bool(application.choices),
        "health_days": rules.health_cert_days,
        "extension_days": rules.extension_max_days,
    }


def _paper(code: str) -> dict[str, str]:
    paper = document(code)
    return {"kk": paper.kk, "ru": paper.ru}


def _with_proofs(told: Told) -> Facts:
    """The papers that show the benefit which the family has claimed (I-3.13)."""
    application = told.application
    proofs = uploads_of(application.categories, QueueType(application.queue_type))
    return {"papers": [_paper(one.code) for one in proofs]}


def _with_window(told: Told) -> Facts:
    """The places of the child's queue that are in a window, by kindergarten (N-34, N-35)."""
    application = told.application
    found = places_in_window_of(
        told.session,
        territory=application.territory,
        queue_type=application.queue_type,
        birth_year=application.birth_year,
        language=application.language,
    )
    known = kindergartens_by_id(told.session, found)
    return {
        "places": [
            {"kindergarten": kindergarten_name(known[one]), "count": count}
            for one, count in found.items()
        ]
    }


def _with_stop_list(told: Told) -> Facts:
    rules = told.setting.region.rules
    return {"misses": rules.max_misses, "left": 0}


def _with_threshold(told: Told) -> Facts:
    return {"immunity_percent": told.setting.region.rules.immunity_percent}


def _with_limit(told: Told) -> Facts:
    """The child stands in the queue until the first moment of this day (L-11.2)."""
    on = date.fromisoformat(str(told.notice.values["on"]))
    return {"due_at": told.setting.calendar.moment(on, time(0))}


def _with_signing(told: Told) -> Facts:
    """By what a contract is signed here (L-22.10)."""
    ways = ways_of(told.setting.region.rules, SignedAct.CONTRACT)
    return {"signs_by": [name for name in ("sms", "eds", "qr") if getattr(ways, name)]}


def _without_detail(_: Told) -> Facts:
    return {"detail": ""}


_Added = Callable[[Told], Facts]

_ADDED: Mapping[str, tuple[_Added, ...]] = {
    "N-03": (_with_review,),
    "N-05": (_with_numbers,),
    "N-06": (_with_reasons,),
    "N-12": (_with_offer, _with_answers),
    "N-13": (_with_offer, _with_answers),
    "N-14": (_with_offer,),
    "N-16": (_with_numbers,),
    "N-17": (_with_numbers,),
    "N-18": (_with_referral, _with_papers),
    "N-19": (_with_referral,),
    "N-20": (_with_running,),
    "N-21": (_with_referral,),
    "N-22": (_with_running,),
    "N-23": (_with_referral,),
    "N-24": (_with_referral, _with_reasons),
    "N-25": (_with_referral,),
    "N-26": (_with_referral, _with_papers, _with_reasons),
    "N-27": (_with_referral, _with_threshold),
    "N-28": (_with_referral,),
    "N-29": (_with_referral, _with_signing),
    "N-30": (_with_referral,),
    "N-31": (_with_referral, _with_numbers),
    "N-32": (_with_limit,),
    "N-33": (_with_offer,),
    "N-34": (_with_window,),
    "N-35": (_with_window,),
    "N-36": (_with_numbers,),
    "N-38": (_with_referral, _with_proofs),
    "N-39": (_with_referral, _with_numbers),
    "N-40": (_with_stop_list,),
    "N-41": (_with_stop_list,),
    "N-42": (_with_numbers,),
    "N-43": (_with_voucher_offer,),
    "N-44": (_with_voucher_offer,),
    "N-45": (_with_restoring,),
    "N-47": (_with_clock,),
    "N-48": (_with_list,),
    "N-49": (_with_referral,),
    "N-50": (_with_numbers,),
    "N-54": (_without_detail,),
}
"""What a notice's text needs beside who writes, to whom and about which child."""
