"""How moments, days, spans, numbers and people are said in Kazakh and in Russian."""

from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_decimal
from babel.units import format_unit

# Regional locales, because the plain ones print the tenge as a code and not as its sign.
LOCALES = {"kk": "kk_KZ", "ru": "ru_KZ"}

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)
_KILOBYTE = 1024
_MEGABYTE = 1024 * 1024
_LAST_MINUTE = time(23, 59)


def say_day(day: date, language: str, *, weekday: bool = False) -> str:
    """The day with its month as a word, `2026 ж. 9 қыркүйек`; with its weekday where it matters."""
    return format_date(day, "full" if weekday else "long", locale=LOCALES[language])


def say_day_of_year(month: int, day: int, language: str) -> str:
    """A day of every year, `1 тамыз`."""
    # A leap year has every day.
    return format_skeleton("MMMMd", date(2000, month, day), locale=LOCALES[language])


def say_month(first: date, language: str) -> str:
    """A month as the head of a calendar has it, `Қыркүйек 2026`."""
    name = format_date(first, "LLLL", locale=LOCALES[language])
    return f"{name[:1].upper()}{name[1:]} {first.year}"


def say_weekday(day: date, language: str) -> str:
    """A weekday in short, `дс`."""
    return format_date(day, "EEE", locale=LOCALES[language])


def say_moment(moment: datetime, language: str, zone: tzinfo, *, short: bool = False) -> str:
    """The moment on the reader's wall clock; the zone itself is never named, its names are wrong.

    `short` leaves the year out: for lists in which the year is plain.
    """
    local = moment.astimezone(zone)
    locale = LOCALES[language]
    day = format_skeleton("MMMMd", local, locale=locale) if short else say_day(local, language)
    return f"{day}, {format_time(local.time(), 'short', locale=locale)}"


def say_exact_moment(moment: datetime, language: str, zone: tzinfo) -> str:
    """The moment to the second, for lists whose order is that of moments."""
    local = moment.astimezone(zone)
    # Lists are long, and formatting takes its time: days repeat, and clocks read alike everywhere.
    return f"{_known_day(local.date(), language)}, {local:%H:%M:%S}"


@lru_cache(maxsize=4096)
def _known_day(day: date, language: str) -> str:
    return say_day(day, language)


def say_last_minute(
    expires_at: datetime, language: str, zone: tzinfo, *, short: bool = False
) -> str:
    """A deadline as people read it: the last good minute, with the weekday.

    `short` leaves weekday and year out, for the lines of a long list.

    `expires_at` is the first moment that is too late (G-05a), so midnight is shown as 23:59 of
    the day before, and 18:00 as 18:00: nobody is misled by being told a minute less.
    """
    local = expires_at.astimezone(zone)
    day, clock = local.date(), local.time()
    if clock == time(0):
        day, clock = day - _DAY, _LAST_MINUTE
    locale = LOCALES[language]
    said = format_skeleton("MMMMd", day, locale=locale) if short else _with_weekday(day, language)
    return f"{said}, {format_time(clock, 'short', locale=locale)}"


def _with_weekday(day: date, language: str) -> str:
    return say_day(day, language, weekday=True)


def say_span(span: timedelta, language: str) -> str:
    """What is left of a term in its two largest units, `1 күн 14 сағ`; at least one minute."""
    days, rest = divmod(max(span, _MINUTE), _DAY)
    hours, rest = divmod(rest, _HOUR)
    parts = [(days, "day"), (hours, "hour"), (rest // _MINUTE, "minute")]
    while parts[0][0] == 0:
        del parts[0]
    said = [say_unit(count, unit, language) for count, unit in parts[:2] if count]
    return " ".join(said)


def say_unit(count: int, unit: str, language: str) -> str:
    """So many days, hours, minutes or seconds, in the short form that does not inflect."""
    return format_unit(count, f"duration-{unit}", "short", locale=LOCALES[language])


def say_size(size: int, language: str) -> str:
    """How large a file is, in kilobytes, or in megabytes with one decimal."""
    parts: tuple[float, str] = (round(size / _MEGABYTE, 1), "digital-megabyte")
    if size < _MEGABYTE:
        parts = (max(1, size // _KILOBYTE), "digital-kilobyte")
    return format_unit(*parts, "short", locale=LOCALES[language])


def say_number(number: int, language: str) -> str:
    """A whole number with thousands apart, `12 345`."""
    return format_decimal(number, locale=LOCALES[language])


def say_phone(phone: str) -> str:
    """A telephone number in groups, `+7 747 339 7222`; a short number such as 1414 as it is."""
    digits = "".join(sign for sign in phone if sign.isdigit())
    if len(digits) != len("77473397222") or digits[0] not in "78":
        return phone
    return f"+7 {digits[1:4]} {digits[4:7]} {digits[7:]}"


def say_name(surname: str, given: str, patronymic: str = "") -> str:
    """A person's name in the order of documents: surname, given name, patronymic if any."""
    return " ".join(part for part in (surname, given, patronymic) if part)
