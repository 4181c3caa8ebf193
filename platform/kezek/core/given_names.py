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
