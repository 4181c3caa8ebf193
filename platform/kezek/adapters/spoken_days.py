"""Days and hours as they are said aloud: `үшінші сәуірде`, `третьего апреля`, `двадцать часов`."""

from datetime import date, datetime, time, timedelta, tzinfo

from kezek.adapters.spoken_numbers import Form, plural, say_count

_KK_ENDS = {
    1: "бірінші", 2: "екінші", 3: "үшінші", 4: "төртінші", 5: "бесінші", 6: "алтыншы",
    7: "жетінші", 8: "сегізінші", 9: "тоғызыншы", 10: "оныншы", 20: "жиырмасыншы",
    30: "отызыншы",
}  # fmt: skip
_KK_TENS = {10: "он", 20: "жиырма", 30: "отыз"}
_KK_MONTHS = (
    ("қаңтар", "қаңтарда"), ("ақпан", "ақпанда"), ("наурыз", "наурызда"), ("сәуір", "сәуірде"),
    ("мамыр", "мамырда"), ("маусым", "маусымда"), ("шілде", "шілдеде"), ("тамыз", "тамызда"),
    ("қыркүйек", "қыркүйекте"), ("қазан", "қазанда"), ("қараша", "қарашада"),
    ("желтоқсан", "желтоқсанда"),
)  # fmt: skip
_KK_WEEKDAYS = (
    "дүйсенбі", "сейсенбі", "сәрсенбі", "бейсенбі", "жұма", "сенбі", "жексенбі",
)  # fmt: skip

_RU_STEMS = {
    1: "перв", 2: "втор", 4: "четверт", 5: "пят", 6: "шест", 7: "седьм", 8: "восьм", 9: "девят",
    10: "десят", 11: "одиннадцат", 12: "двенадцат", 13: "тринадцат", 14: "четырнадцат",
    15: "пятнадцат", 16: "шестнадцат", 17: "семнадцат", 18: "восемнадцат", 19: "девятнадцат",
    20: "двадцат", 30: "тридцат",
}  # fmt: skip
_RU_TENS = {20: "двадцать", 30: "тридцать"}
_RU_MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября",
    "октября", "ноября", "декабря",
)  # fmt: skip
_RU_WEEKDAYS = (
    "понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье",
)  # fmt: skip
_DAY = timedelta(days=1)
_MILLENNIUM, _LAST_SAID = 2, 40
"""Years from 2001 to 2039 are said in words, with the same ordinals as days."""


def say_on_day(day: date, language: str, today: date) -> str:
    """On a day: `үшінші сәуірде`, `третьего апреля`; of another year with the year."""
    if language == "ru":
        said = f"{_russian_day(day.day, 'ого')} {_RU_MONTHS[day.month - 1]}"
        return said if day.year == today.year else f"{said} {_russian_year(day.year)}"
    said = f"{_kazakh_day(day.day)} {_KK_MONTHS[day.month - 1][1]}"
    return said if day.year == today.year else f"{_kazakh_year(day.year)} {said}"


def say_day_itself(day: date, language: str) -> str:
    """The day with its weekday: `жұма, үшінші сәуір`, `пятница, третье апреля`."""
    if language == "ru":
        said = f"{_russian_day(day.day, 'ое')} {_RU_MONTHS[day.month - 1]}"
        return f"{_RU_WEEKDAYS[day.weekday()]}, {said}"
    said = f"{_kazakh_day(day.day)} {_KK_MONTHS[day.month - 1][0]}"
    return f"{_KK_WEEKDAYS[day.weekday()]}, {said}"


def say_last_moment(expires_at: datetime, language: str, zone: tzinfo) -> str:
    """A deadline: the last good day, and the hour where it is not the day's end (G-05a)."""
    local = expires_at.astimezone(zone)
    if local.time() == time(0):
        return say_day_itself(local.date() - _DAY, language)
    return f"{say_day_itself(local.date(), language)}, {_clock(local.time(), language)}"


def _clock(clock: time, language: str) -> str:
    hours, minutes = clock.hour, clock.minute
    if language != "ru":
        said = f"сағат {say_count(hours, language)}"
        return f"{said} {say_count(minutes, language)}" if minutes else said
    said = f"{say_count(hours, language)} {('час', 'часа', 'часов')[plural(hours)]}"
    if not minutes:
        return said
    unit = ("минута", "минуты", "минут")[plural(minutes)]
    return f"{said} {say_count(minutes, language, Form.FEMININE)} {unit}"


def _russian_year(year: int) -> str:
    thousands, rest = divmod(year, 1000)
    if thousands != _MILLENNIUM or not 0 < rest < _LAST_SAID:
        return f"{year} года"
    return f"две тысячи {_russian_day(rest, 'ого')} года"


def _kazakh_year(year: int) -> str:
    thousands, rest = divmod(year, 1000)
    if thousands != _MILLENNIUM or not 0 < rest < _LAST_SAID:
        return f"{year} жылғы"
    return f"екі мың {_kazakh_day(rest)} жылғы"


def _kazakh_day(day: int) -> str:
    if day in _KK_ENDS:
        return _KK_ENDS[day]
    tens, ones = day // 10 * 10, day % 10
    return f"{_KK_TENS[tens]} {_KK_ENDS[ones]}"


def _russian_day(day: int, end: str) -> str:
    tens, ones = (0, day) if day <= 20 or day == 30 else (day // 10 * 10, day % 10)
    third = {"ого": "третьего", "ое": "третье"}[end]
    said = third if ones == 3 else _RU_STEMS[ones] + end
    return f"{_RU_TENS[tens]} {said}" if tens else said
