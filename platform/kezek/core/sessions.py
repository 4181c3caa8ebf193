"""Being signed in: how long it lasts, how fresh a proof has to be, and how a browser is called."""

from datetime import datetime, timedelta

from kezek.core.access import Role

LONGEST_FOR_FAMILIES = timedelta(days=30)
LONGEST_FOR_STAFF = timedelta(hours=12)
"""A working day: who sits at a counter signs in once."""

PROOF_LASTS = timedelta(hours=1)
"""For this long after a password nobody is asked again who sits there."""

SEEN_EVERY = timedelta(minutes=5)
"""How exactly a session's last page is remembered; more would be a write for every page."""

_BROWSERS = (
    ("YaBrowser", "Yandex"), ("SamsungBrowser", "Samsung"), ("OPR/", "Opera"), ("Edg", "Edge"),
    ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("Mac OS", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def longest(role: Role) -> timedelta:
    """How long a session of this role lives at most."""
    return LONGEST_FOR_FAMILIES if role is Role.FAMILY else LONGEST_FOR_STAFF


def is_fresh(proved_at: datetime, now: datetime) -> bool:
    """Whether the proof of who sits there is fresh enough for an act of high risk."""
    return now - proved_at <= PROOF_LASTS


def browser_name(user_agent: str) -> str:
    """Browser and system in two words that its owner knows them by; empty for an unknown one."""
    found = [
        next((name for sign, name in signs if sign in user_agent), "")
        for signs in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(name for name in found if name)
