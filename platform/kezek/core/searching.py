"""How a name is found: by any of its words, whichever keyboard it was typed on."""

_ALIKE = str.maketrans("әғқңөұүһіё", "агкноуухие")
"""Letters that a Russian keyboard lacks, by those that people type instead."""


def folded(text: str) -> str:
    """The text as it is compared: small letters, Kazakh ones as a Russian keyboard has them."""
    kept = (sign if sign.isalnum() else " " for sign in text.lower().translate(_ALIKE))
    return " ".join("".join(kept).split())


def is_found(query: str, *texts: str) -> bool:
    """Whether every word of the query begins or stands inside a word of the texts.

    "балд" and "№ 12" find "«Балдәурен» балабақшасы № 12"; an empty query finds everything.
    """
    where = folded(" ".join(texts))
    return all(word in where for word in folded(query).split())
