"""What a child is called: the given name out of a name as documents have it."""

_PATRONYMIC_ENDS = ("ұлы", "қызы", "улы", "кызы", "ович", "евич", "овна", "евна", "ична")


def given_name(full_name: str) -> str:
    """The given name: `Нұрмұхамбетов Әбілмансұр Қайратұлы` is Әбілмансұр, `Айша Серікқызы` Айша.

    A name of documents begins with the surname; without a surname the patronymic tells.
    """
    words = full_name.split()
    if len(words) < 2:
        return full_name.strip()
    has_no_surname = words[1].lower().endswith(_PATRONYMIC_ENDS)
    return words[0] if has_no_surname else words[1]


def short_name(full_name: str) -> str:
    """As much of a name as a list needs: the given name and the first letter of the surname.

    `Нұрмұхамбетов Әбілмансұр Қайратұлы` is `Әбілмансұр Н.`; a single word stays as it is.
    """
    words = full_name.split()
    given = given_name(full_name)
    others = [word for word in words if word != given]
    return f"{given} {others[0][:1].upper()}." if others else given
