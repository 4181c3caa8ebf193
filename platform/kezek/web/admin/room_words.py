"""The rooms of a configuration as the administrator finds them: their names and what is in them."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for

from kezek.core.region_rooms import SETTINGS, Room
from kezek.web.words import mark, say


@dataclass(frozen=True, slots=True)
class RoomWords:
    """One room: marked sentences and a sign."""

    title: str
    lead: str
    icon: str


ROOM: Mapping[Room, RoomWords] = {
    Room.QUEUE: RoomWords(
        mark("Order of the queue"),
        mark("The ratio of the classes, the ages, brothers and sisters, moving house."),
        "queue",
    ),
    Room.APPLYING: RoomWords(
        mark("Applications"),
        mark("Who confirms a right, how large files may be."),
        "pencil",
    ),
    Room.SIGNING: RoomWords(
        mark("Signatures"),
        mark("What is signed by a code from an SMS, and what by a key (EDS)."),
        "check",
    ),
    Room.LINEAR: RoomWords(
        mark("Queues of kindergartens"),
        mark("Terms of an offer, of silence, of the yearly question."),
        "kindergarten",
    ),
    Room.REFERRALS: RoomWords(
        mark("Referral and contract"),
        mark("Terms of the referral, admission, vaccinations, ages of groups."),
        "paper",
    ),
    Room.NOTICES: RoomWords(
        mark("Quiet hours and complaints"),
        mark("When people are told of what, and how soon complaints are answered."),
        "bell",
    ),
    Room.INDIGO: RoomWords(
        mark("Bulletin and stop-list"),
        mark("Hours of the bulletin, open places, days without any, the stop-list."),
        "clock",
    ),
    Room.VOUCHERS: RoomWords(
        mark("Vouchers"),
        mark("Terms of a voucher, its nightly giving, its categories."),
        "gift",
    ),
    Room.TERRITORIES: RoomWords(
        mark("Territories"),
        mark("Names, levels, codes and providers; a new territory."),
        "place",
    ),
    Room.NAMES: RoomWords(
        mark("Name and languages"),
        mark("What the region is called, who provides the service, which languages there are."),
        "home",
    ),
    Room.CONTACTS: RoomWords(
        mark("Contacts"),
        mark("Telephones, e-mail and site that stand on every page and in every letter."),
        "phone",
    ),
    Room.TEXTS: RoomWords(
        mark("Texts of the pages"),
        mark("The announcement above every page, the words of the region's own page."),
        "file",
    ),
    Room.LETTERS: RoomWords(
        mark("Words in notices"),
        mark("What you add to a notice, seen on a real case in both languages."),
        "mail",
    ),
    Room.CALENDAR: RoomWords(
        mark("Calendar"),
        mark("Holidays and worked weekends, year by year."),
        "calendar",
    ),
    Room.CHANNELS: RoomWords(
        mark("Channels"),
        mark("SMS and e-mail, and under which name they come."),
        "upload",
    ),
    Room.BRAND: RoomWords(
        mark("Colours and name in the head"),
        mark("What the pages of the region look like."),
        "star",
    ),
}

GROUPS: tuple[tuple[str, tuple[Room, ...]], ...] = (
    (
        mark("Rules"),
        (
            *(Room.QUEUE, Room.APPLYING, Room.SIGNING, Room.LINEAR, Room.REFERRALS),
            *(Room.INDIGO, Room.VOUCHERS),
        ),
    ),
    (mark("Time"), (Room.CALENDAR, Room.NOTICES)),
    (mark("The region"), (Room.TERRITORIES, Room.NAMES, Room.CONTACTS)),
    (mark("Words and looks"), (Room.TEXTS, Room.LETTERS, Room.CHANNELS, Room.BRAND)),
)
"""The rooms as they are found together."""


def room_title(room: Room) -> str:
    """What a room is called."""
    return say(ROOM[room].title)


def room_url(room: Room) -> str:
    """Where its page is."""
    if room in SETTINGS:
        return url_for("admin.rules_room", room=str(room))
    return url_for(f"admin.{room}_room")
