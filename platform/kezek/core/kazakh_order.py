"""The order of the Kazakh alphabet, in which lists of names are sorted whatever the database is."""

ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
"""All forty-two letters of the Cyrillic alphabet of Kazakh; Russian is a part of it."""

_PLACE = {letter: chr(0x10000 + place) for place, letter in enumerate(ALPHABET)}


def name_key(text: str) -> tuple[str, str]:
    """By what a name is sorted: letters by the alphabet after digits and Latin ones, signs aside.

    `«Әсем»` stands between `Айгүл` and `Балдәурен`; by the numbers of their signs Ә would come
    after Я. Names that differ in signs only keep an order of their own.
    """
    return "".join(_signs(text)), text


def _signs(text: str) -> str:
    kept = (_PLACE.get(sign, sign) if sign.isalnum() else " " for sign in text.lower())
    return " ".join("".join(kept).split())
