"""The sentences of refusals to change a region: what is the matter, and what to do about it."""

from collections.abc import Mapping

from kezek.core.errors import Code
from kezek.web.words import mark

REGION_BY_DETAIL: Mapping[tuple[str, str], str] = {
    (Code.ALREADY_DECIDED, "settings_meanwhile"): mark(
        "Somebody has changed this meanwhile, so nothing of yours was kept. "
        "The page shows how it stands now: look at it and enter your change once more."
    ),
    (Code.ALREADY_DECIDED, "change_gone"): mark(
        "There is no change to sign: another administrator has signed or dropped it."
    ),
    (Code.INVALID_CHOICE, "change_piece"): mark("There is no such thing in the change."),
    (Code.ALREADY_DECIDED, "version_taken_back"): mark(
        "This version has been taken back already. It will not come into force."
    ),
    (Code.TOO_LATE, "version_holds"): mark(
        "This version holds already, so it cannot be taken back. Draw up a new change instead."
    ),
    (Code.TOO_LATE, "change_day"): mark(
        "Choose a later day: a version can begin tomorrow at the earliest, or at once."
    ),
    (Code.INVALID_CHOICE, "change_day_far"): mark(
        "This day is more than two years ahead. Choose a nearer one."
    ),
    (Code.WRONG_STATE, "change_not_rehearsed"): mark(
        "This change decides who gets a place before whom. Rehearse it as it stands now, "
        "then sign it."
    ),
    (Code.INVALID_CHOICE, "region_slug"): mark("This is the configuration of another region."),
    (Code.INVALID_CHOICE, "region_prefix"): mark(
        "The prefix of application numbers is %(mine)s here and never changes: "
        "this is the configuration of another region."
    ),
    (Code.INVALID_CHOICE, "region_is_demo"): mark(
        "Whether a region is a demonstration is decided when it is opened, and stays so."
    ),
    (Code.INVALID_CHOICE, "region_hosts"): mark(
        "Host names are set by the operator of the system. Leave them as they are."
    ),
    (Code.INVALID_CHOICE, "territory_gone"): mark(
        "The territory %(territory)s is missing. A territory stays: families and kindergartens "
        "belong to it."
    ),
    (Code.INVALID_CHOICE, "territory_mode"): mark(
        "The way in which the territory %(territory)s gives places is changed on its own page, "
        "where it is rehearsed child by child."
    ),
    (Code.INVALID_CHOICE, "territory_twice"): mark(
        "A territory of this name in the address is there already. Choose another one."
    ),
    (Code.INVALID_CHOICE, "no_phone"): mark(
        "Leave at least one telephone: families find it on every page and in every letter."
    ),
    (Code.INVALID_CHOICE, "kato_twice"): mark("Two territories have the same KATO code %(kato)s."),
    (Code.INVALID_CHOICE, "calendar_year_gone"): mark(
        "The calendar of %(year)s is missing. A year that is known stays known: terms count by it."
    ),
    (Code.INVALID_CHOICE, "window_order"): mark(
        "The window must close later than it opens. Enter a later hour."
    ),
    (Code.INVALID_CHOICE, "cutoff_order"): mark(
        "The hour until which places are taken into the bulletin cannot be later than the hour "
        "of the bulletin itself."
    ),
    (Code.INVALID_CHOICE, "text_long"): mark("This text is too long: at most %(most)s characters."),
    (Code.INVALID_CHOICE, "text_address"): mark("The address of a licence begins with https://."),
    (Code.INVALID_CHOICE, "licence_half"): mark(
        "A licence has a name and an address: fill in both, or leave both empty."
    ),
    (Code.INVALID_CHOICE, "text_places"): mark(
        "%(place)s means nothing here. In braces may stand: {region}, {provider}, {phone}, {link}."
    ),
}
"""The more exact sentence where a refusal says in detail what is the matter."""
