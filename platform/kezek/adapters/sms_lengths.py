"""How long an SMS is as a provider counts it: which alphabet it needs, and how many it takes."""

from __future__ import annotations

from dataclasses import dataclass

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€\f")
"""Signs of GSM-7 that take two places."""


@dataclass(frozen=True, slots=True)
class SmsLength:
    """A text as it is counted and paid for."""

    alphabet: str
    """`GSM-7`, or `UCS-2` as soon as one letter of Kazakh or Russian stands in it."""
    signs: int
    messages: int
    left: int
    """How many signs more would cost nothing."""


def sms_length(text: str) -> SmsLength:
    """The length of a text in the alphabet that it needs."""
    is_plain = all(sign in _BASIC or sign in _EXTENDED for sign in text)
    alone, joined = (160, 153) if is_plain else (70, 67)
    signs = _gsm_signs(text) if is_plain else len(text.encode("utf-16-be")) // 2
    messages = 1 if signs <= alone else -(-signs // joined)
    room = alone if messages == 1 else messages * joined
    return SmsLength("GSM-7" if is_plain else "UCS-2", signs, messages, room - signs)


def _gsm_signs(text: str) -> int:
    return sum(2 if sign in _EXTENDED else 1 for sign in text)
