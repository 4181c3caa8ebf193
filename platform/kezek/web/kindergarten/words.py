"""Words that several rooms of a kindergarten share: groups, absences, and what was asked for."""

from collections.abc import Mapping

from flask import request
from flask_babel import gettext

from kezek.core.due_dates import Due
from kezek.web.labels import age_group_name, tongue
from kezek.web.words import Label, mark, say

AWAY: Mapping[str, str] = {
    "sanatorium": mark("In a sanatorium"),
    "illness": mark("Ill for a longer time"),
    "leave": mark("On leave with its parents"),
}
"""Why a pupil is away."""

DUE: Mapping[str, Label] = {
    Due.CHECK: Label(mark("Documents to check"), "search", "act"),
    Due.EXTENSION: Label(mark("Asks for more days"), "question", "act"),
    Due.PAPERS: Label(mark("Referral ends"), "paper", "calm"),
    Due.CONTRACT: Label(mark("Contract to be signed"), "pencil", "act"),
    Due.TEMPORARY: Label(mark("Temporary place ends"), "place", "calm"),
    Due.AWAY: Label(mark("Should be back"), "pause", "calm"),
    Due.SIX: Label(mark("Turns six"), "child", "good"),
    Due.YEAR_END: Label(mark("August: groups change"), "calendar", "act"),
}
"""What falls due in a kindergarten."""

KINDS: Mapping[str, str] = {
    "pupils": mark("Pupils"),
    "coming": mark("On their way here"),
    "papers": mark("Documents awaited"),
    "check": mark("Documents to check"),
    "contract": mark("Contract to sign"),
    "temporary": mark("On a temporary place"),
    "away": mark("Away, the place is kept"),
    "moving-in": mark("Coming from another kindergarten"),
    "moving-out": mark("Leaving for another kindergarten"),
}
"""What part of the children is asked for."""

CHILD_SORTS: Mapping[str, str] = {
    "name": mark("By name"),
    "born": mark("By date of birth"),
    "number": mark("By number"),
    "due": mark("By what is due first"),
}

PLACE_KINDS: Mapping[str, str] = {
    "open": mark("All that are not simply taken"),
    "free": mark("Free"),
    "offered": mark("Offered to a family"),
    "held": mark("Kept for a child"),
    "temporary": mark("Temporary"),
    "kept": mark("Kept for a child in a sanatorium"),
    "recalled": mark("Recalled and closed"),
}
"""What part of the places is asked for."""

PLACE_SORTS: Mapping[str, str] = {
    "group": mark("By group"),
    "newest": mark("The newest first"),
    "oldest": mark("The oldest first"),
}

GROUP_SORTS: Mapping[str, str] = {
    "age": mark("The youngest first"),
    "free": mark("Most free places first"),
    "filled": mark("Most pupils first"),
}


def group_name(birth_year: int, language: str, age: str = "") -> str:
    """A group as staff know it: age, birth year, language."""
    named = f"{age_group_name(age)}, " if age else ""
    year = gettext("born in %(year)s", year=birth_year)
    return f"{named}{year}, {tongue(language)}"


def worded(words: Mapping[str, str]) -> list[tuple[str, str]]:
    """The choices of a filter in the reader's language."""
    return [(str(one), say(sentence)) for one, sentence in words.items()]


def asked(name: str, allowed: Mapping[str, object], usual: str = "") -> str:
    """What the address asks for; what there is none of means the usual."""
    said = request.args.get(name, usual)
    return said if said in {str(one) for one in allowed} else usual
