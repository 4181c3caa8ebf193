"""Values with which each notice of the linear mode is composed, as long as they come in life."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from kezek.core.applications import ArchiveReason
from kezek.core.events import Cause
from kezek.core.notices import FAMILY_CHANNELS

ZONE = ZoneInfo("Asia/Almaty")

# The longest that is usual: a double given name, a name of a kindergarten with no part to shorten.
LONG = {
    "kk": "Шығыс Қазақстан облысы Өскемен қаласының үлгілі бөбекжай-балабақшасы",
    "ru": "Специализированный ясли-сад-комплекс города Усть-Каменогорска Восточной области",
}
PROVIDER = {
    "kk": "Павлодар қаласы бойынша білім бөлімі",
    "ru": "Отдел образования по городу Павлодар",
}
MIDNIGHT = datetime(2026, 9, 30, tzinfo=ZONE)
NOON = datetime(2026, 9, 28, 12, 5, 30, tzinfo=ZONE)

EVERYWHERE: dict[str, Any] = {
    "guardian": "Нұрмұхамбетова Гүлбаршын Әбдірахманқызы",
    "child": "Әбілмансұр",
    "child_full": "Нұрмұхамбетов Әбілмансұр Қайратұлы",
    "number": "PVL-26-004213-K",
    "birth_year": 2023,
    "submitted_at": NOON,
    "recorded_at": NOON,
    "planned_from_on": None,
    "region": {"kk": "Павлодар облысы", "ru": "Павлодарская область"},
    "territory": {"kk": "Ақсу қаласы", "ru": "город Аксу"},
    "provider": PROVIDER,
    "complaint_days": 5,
    "authority_days": 15,
    "phones": [
        {"number": "+7 747 339 7222", "label": {"kk": "Қолдау қызметі", "ru": "Служба поддержки"}},
        {
            "number": "1414",
            "label": {"kk": "Бірыңғай байланыс орталығы", "ru": "Единый контакт-центр"},
        },
    ],
    "link": "https://kezek.kz/pavlodar/",
}
PLACE: dict[str, Any] = {
    "kindergarten": LONG,
    "address": {"kk": "Абай көшесі, 5", "ru": "ул. Абая, 5"},
    "kindergarten_phone": "+7 718 234 5889",
    "group_language": "kk",
    "hours": "10,5",
    "temporary_until_on": None,
}
TEMPORARY = {"temporary_until_on": date(2026, 12, 31)}
PAPERS = {
    "papers": [{"kk": "Бала денсаулығы паспорты", "ru": "Паспорт здоровья ребенка"}],
    "health_days": 3,
}
NO_REASONS: dict[str, Any] = {"missing": [], "expired": [], "grounds": [], "note": ""}
REASONS: dict[str, Any] = {
    "missing": [PROVIDER],
    "expired": [PROVIDER],
    "grounds": ["unreliable"],
    "note": "Көшірме оқылмайды",
}
QUEUES = {"queues": [{"kindergarten": LONG, "number": 1200 + one} for one in range(4)]}
DUE = {"due_at": MIDNIGHT}
VOUCHER: dict[str, Any] = {"active_days": 5, "restore_days": 28, "may_restore": True}
CATEGORY = {"kk": "3-G (2023 жыл, жалпы негізде)", "ru": "3-G (2023 год, на общих основаниях)"}
OFFER = PLACE | DUE | {"refusal_ends_all": False, "suspension_days": 10}

OF_NOTICE: dict[str, list[dict[str, Any]]] = {
    "N-02": [{}],
    "N-03": [
        {"review_by_at": None, "after_hours": False},
        {"review_by_at": MIDNIGHT, "after_hours": True},
    ],
    "N-04": [{}],
    "N-05": [QUEUES, QUEUES | {"planned_from_on": date(2027, 9, 1)}],
    "N-06": [
        {"missing": [PROVIDER], "expired": [PROVIDER], "grounds": [], "note": ""},
        {
            "missing": [],
            "expired": [],
            "grounds": ["unreliable", "unsuitable", "no_consent"],
            "note": "Көшірме оқылмайды",
        },
    ],
    "N-07": [{}, *({"relocation": True, "words": words} for words in ("", "Көшірме оқылмайды"))],
    "N-08": [
        {
            "changes": [
                {
                    "kindergarten": LONG,
                    "before": 20,
                    "after": 12,
                    "reasons": [{"cause": str(cause), "amount": -2} for cause in Cause],
                }
            ]
        }
    ],
    "N-09": [DUE],
    "N-10": [DUE],
    "N-11": [{"reason": str(reason)} for reason in ArchiveReason],
    "N-12": [OFFER, OFFER | {"refusal_ends_all": True}, OFFER | TEMPORARY],
    "N-13": [OFFER, OFFER | TEMPORARY],
    "N-14": [PLACE | DUE],
    "N-15": [DUE],
    "N-16": [QUEUES, QUEUES | {"planned_from_on": date(2027, 9, 1)}],
    "N-17": [QUEUES],
    "N-18": [
        PLACE | DUE | PAPERS | {"cancel_until_at": NOON, "extension_days": 30} | one
        for one in (
            {"papers_first": False, "has_choices": True},
            {"papers_first": True, "has_choices": False},
            {"papers_first": False, "has_choices": True} | TEMPORARY,
        )
    ],
    "N-20": [PLACE | DUE, DUE | {"is_voucher": True}, PLACE | DUE | {"is_voucher": True}],
    "N-21": [PLACE],
    "N-22": [
        which | DUE | {"granted": granted}
        for which in (PLACE, {"is_voucher": True})
        for granted in (True, False)
    ],
    "N-23": [PLACE],
    "N-24": [PLACE | NO_REASONS, PLACE | REASONS, NO_REASONS],
    "N-25": [PLACE | DUE],
    "N-26": [
        PLACE | DUE | PAPERS | NO_REASONS,
        PLACE | DUE | PAPERS | REASONS,
        PLACE | DUE | PAPERS | REASONS | {"chooses_again": True},
        PLACE | DUE | PAPERS | REASONS | {"transfer": True, "answer": "no deadline"},
    ],
    "N-27": [
        PLACE | {"reason": reason, "immunity_percent": 10} | after
        for reason in ("immunity", "contraindication")
        for after in ({}, {"chooses_again": True}, {"transfer": True})
    ],
    "N-28": [PLACE | {"stands": stands} for stands in (True, False)],
    "N-29": [PLACE | DUE | {"signs_by": by} for by in (["sms", "eds", "qr"], ["eds"])],
    "N-30": [PLACE, PLACE | TEMPORARY],
    "N-31": [PLACE | QUEUES],
    "N-32": [DUE],
    "N-33": [PLACE | DUE | {"together": together} for together in (True, False)],
    "N-34": [DUE | {"places": [{"kindergarten": LONG, "count": 2}]}],
    "N-35": [DUE | {"places": [{"kindergarten": LONG, "count": 2}]}, DUE | {"places": []}],
    "N-36": [QUEUES],
    "N-37": [{"places": [{"kindergarten": LONG, "count": 2}]}],
    "N-38": [PLACE | DUE | PAPERS | {"papers_due_at": MIDNIGHT}],
    "N-39": [PLACE | QUEUES],
    "N-40": [DUE | {"left": left} for left in (0, 1)],
    "N-41": [{"misses": 2}],
    "N-42": [QUEUES],
    **{code: [DUE | VOUCHER, DUE | VOUCHER | {"may_restore": False}] for code in ("N-43", "N-44")},
    "N-45": [DUE | {"keeps_ts": keeps_ts} for keeps_ts in (True, False)],
    "N-46": [DUE],
    "N-47": [DUE | {"pause_days": 30}],
    "N-48": [
        PLACE | {"joined": True, "position": 3, "due_at": MIDNIGHT, "answer": "no deadline yet"},
        PLACE | DUE | {"joined": False, "enrolled": True, "voucher_due_at": None},
        PLACE | DUE | {"joined": False, "enrolled": False, "voucher_due_at": NOON},
    ],
    "N-49": [PLACE],
    "N-50": [QUEUES | {"before": CATEGORY, "after": CATEGORY}],
    "N-51": [
        {"reason": reason} for reason in ("refused", "ended", "graduated", "absent", "never_came")
    ],
    "N-52": [
        {"complaint": "Ш-26-000012", "to_authority": to_authority, "answer": answer} | DUE
        for to_authority in (True, False)
        for answer in ("", "Шешім қайта қаралды.")
    ],
    "N-53": [
        {"effective_at": NOON, "changes": [{"kk": "Жауап мерзімі 3 күн", "ru": "Срок 3 дня"}]},
        *(
            {
                "mode": mode,
                "number_before": before,
                "number_after": 12,
                "asks_for_choices": mode == "linear",
            }
            for mode in ("linear", "indigo", "voucher")
            for before in (None, 15)
        ),
    ],
    "N-55": [
        {"channel": "sms", "address": "7222"},
        {"channel": "email", "address": "gulbarshyn.nurmukhambetova@mail.kz"},
    ],
    "N-56": [{"is_new": is_new} for is_new in (True, False)],
}
"""For every notice to a family: each variant of its text."""

TO_STAFF: dict[tuple[str, str], list[dict[str, Any]]] = {
    ("N-19", "kindergarten"): [PLACE | DUE, PLACE | DUE | TEMPORARY],
    ("N-21", "kindergarten"): [PLACE],
    ("N-22", "kindergarten"): [PLACE | DUE | {"granted": granted} for granted in (True, False)],
    ("N-23", "kindergarten"): [PLACE],
    ("N-24", "kindergarten"): [PLACE],
    ("N-27", "office"): [
        PLACE | {"reason": one} | after
        for one in ("immunity", "contraindication")
        for after in ({}, {"chooses_again": True})
    ],
    ("N-28", "kindergarten"): [PLACE | {"stands": stands} for stands in (True, False)],
    ("N-30", "office"): [PLACE, PLACE | TEMPORARY],
    ("N-49", "kindergarten"): [{"arrives": arrives} for arrives in (True, False)],
    **{
        ("N-53", reader): [
            {"effective_at": NOON, "changes": [{"kk": "Жауап мерзімі 3 күн", "ru": "Срок 3 дня"}]}
        ]
        for reader in ("office", "kindergarten")
    },
    ("N-54", "office"): [
        {"about": about, "detail": ""}
        for about in (
            "review",
            "extension",
            "admission",
            "refusal_review",
            "complaint",
            "calendar",
            "delivery",
            "ledger",
            "late",
            "fairness",
        )
    ],
}
"""For every notice to a kindergarten or the office: each variant of its text."""


def family_variants() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each notice to a family with each set of its values."""
    for code in FAMILY_CHANNELS:
        for variant in OF_NOTICE[code]:
            yield code, EVERYWHERE | variant


def staff_variants() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each notice to staff, with its audience and each set of its values."""
    for (code, audience), variants in TO_STAFF.items():
        for variant in variants:
            yield code, audience, EVERYWHERE | variant
