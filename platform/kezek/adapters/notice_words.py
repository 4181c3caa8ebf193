"""What a region adds to a notice in its own words, with its places filled (house 5.12)."""

from collections.abc import Mapping

from kezek.adapters.notice_facts import Facts
from kezek.core.own_words import CLOSING, added_name, filled, sms_name
from kezek.core.regions import Tenant


def own_words(region: Tenant, code: str, facts: Facts) -> Facts:
    """The region's words for this notice and its line below every letter, where it has them."""
    found: Facts = {}
    named = {
        "own_words": added_name(code),
        "own_sms": sms_name(code),
        "closing_words": CLOSING,
    }
    for fact, name in named.items():
        words = region.texts.get(name)
        if words is not None:
            found[fact] = {
                "kk": filled(words.kk, _places(facts, "kk")),
                "ru": filled(words.ru, _places(facts, "ru")),
            }
    return found


def _places(facts: Facts, language: str) -> Mapping[str, str]:
    phones = facts["phones"]
    return {
        "region": facts["region"][language],
        "provider": facts["provider"][language],
        "phone": phones[0]["number"] if phones else "",
        "link": facts["link"],
    }
