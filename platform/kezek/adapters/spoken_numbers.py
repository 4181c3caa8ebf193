"""Numbers as they are said aloud in Kazakh and Russian: `қырық екі`, `сорок два`, `двум`.

A Kazakh number before its noun stays as it is; a Russian one takes the case and gender of the
word after it.
"""

from enum import StrEnum

MOST = 999_999


class Form(StrEnum):
    """How a Russian number stands in its sentence."""

    MASCULINE = "masculine"
    FEMININE = "feminine"
    NEUTER = "neuter"
    OF_IT = "of_it"
    """Genitive, masculine or neuter: `у двух других заявлений`."""
    OF_HER = "of_her"
    TO_HIM = "to_him"
    """Dative, masculine or neuter: `двум детям`."""
    TO_HER = "to_her"


_KK_UNITS = ("нөл", "бір", "екі", "үш", "төрт", "бес", "алты", "жеті", "сегіз", "тоғыз")
_KK_TENS = (
    "", "он", "жиырма", "отыз", "қырық", "елу", "алпыс", "жетпіс", "сексен", "тоқсан",
)  # fmt: skip

_TEENS = (
    "десят", "одиннадцат", "двенадцат", "тринадцат", "четырнадцат", "пятнадцат", "шестнадцат",
    "семнадцат", "восемнадцат", "девятнадцат",
)  # fmt: skip
_NOM_UNITS = ("", "", "", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять")
_NOM_TENS = (
    "", "", "двадцать", "тридцать", "сорок", "пятьдесят", "шестьдесят", "семьдесят",
    "восемьдесят", "девяносто",
)  # fmt: skip
_NOM_HUNDREDS = (
    "", "сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот",
    "девятьсот",
)  # fmt: skip
_OBLIQUE_TENS = (
    "", "", "двадцати", "тридцати", "сорока", "пятидесяти", "шестидесяти", "семидесяти",
    "восьмидесяти", "девяноста",
)  # fmt: skip
_GEN_UNITS = (
    "", "", "двух", "трех", "четырех", "пяти", "шести", "семи", "восьми", "девяти",
)  # fmt: skip
_DAT_UNITS = (
    "", "", "двум", "трем", "четырем", "пяти", "шести", "семи", "восьми", "девяти",
)  # fmt: skip
_ONE = {
    Form.MASCULINE: "один",
    Form.FEMININE: "одна",
    Form.NEUTER: "одно",
    Form.OF_IT: "одного",
    Form.OF_HER: "одной",
    Form.TO_HIM: "одному",
    Form.TO_HER: "одной",
}
_THOUSAND = {
    "nominative": ("тысяча", "тысячи", "тысяч"),
    "genitive": ("тысячи", "тысяч", "тысяч"),
    "dative": ("тысяче", "тысячам", "тысячам"),
}


def say_count(count: int, language: str, form: Form = Form.MASCULINE) -> str:
    """A whole number in words; one above a million, or below nothing, stays in figures."""
    if not 0 <= count <= MOST:
        return str(count)
    return _russian(count, form) if language == "ru" else _kazakh(count)


def _kazakh(count: int) -> str:
    if count == 0:
        return _KK_UNITS[0]
    thousands, rest = divmod(count, 1000)
    words = [_kazakh_below_thousand(thousands, "мың")] if thousands else []
    return " ".join((*words, _kazakh_below_thousand(rest))).strip()


def _kazakh_below_thousand(count: int, unit: str = "") -> str:
    hundreds, rest = divmod(count, 100)
    tens, ones = divmod(rest, 10)
    words = []
    if hundreds:
        words += ([_KK_UNITS[hundreds]] if hundreds > 1 else []) + ["жүз"]
    words += [_KK_TENS[tens]] if tens else []
    words += [_KK_UNITS[ones]] if ones and not (unit and count == 1) else []
    return " ".join((*words, unit)).strip()


def _russian(count: int, form: Form) -> str:
    if count == 0:
        return {"nominative": "ноль", "genitive": "нуля", "dative": "нулю"}[_case(form)]
    thousands, rest = divmod(count, 1000)
    words = []
    if thousands:
        words.append(_below_thousand(thousands, _of_thousands(form)))
        words.append(_THOUSAND[_case(form)][plural(thousands)])
    if rest:
        words.append(_below_thousand(rest, form))
    return " ".join(words)


def _case(form: Form) -> str:
    if form in (Form.OF_IT, Form.OF_HER):
        return "genitive"
    return "dative" if form in (Form.TO_HIM, Form.TO_HER) else "nominative"


def _of_thousands(form: Form) -> Form:
    """A thousand is feminine, whatever is counted."""
    return {"nominative": Form.FEMININE, "genitive": Form.OF_HER, "dative": Form.TO_HER}[
        _case(form)
    ]


def _below_thousand(count: int, form: Form) -> str:
    hundreds, rest = divmod(count, 100)
    words = [_hundreds(hundreds, form)] if hundreds else []
    if 10 <= rest < 20:
        words.append(_TEENS[rest - 10] + ("ь" if _case(form) == "nominative" else "и"))
        return " ".join(words)
    tens, ones = divmod(rest, 10)
    words += [_tens(tens, form)] if tens else []
    words += [_units(ones, form)] if ones else []
    return " ".join(words)


def _hundreds(count: int, form: Form) -> str:
    case = _case(form)
    if case == "nominative":
        return _NOM_HUNDREDS[count]
    if count == 1:
        return "ста"
    units, end = (_GEN_UNITS, "сот") if case == "genitive" else (_DAT_UNITS, "стам")
    return units[count] + end


def _tens(count: int, form: Form) -> str:
    return (_NOM_TENS if _case(form) == "nominative" else _OBLIQUE_TENS)[count]


def _units(count: int, form: Form) -> str:
    if count == 1:
        return _ONE[form]
    case = _case(form)
    if case == "nominative":
        return ("две" if form is Form.FEMININE else "два") if count == 2 else _NOM_UNITS[count]
    return (_GEN_UNITS if case == "genitive" else _DAT_UNITS)[count]


def plural(count: int) -> int:
    """Which of the three forms a Russian noun takes after a number: час, часа, часов."""
    ones, tens = count % 10, count % 100
    if ones == 1 and tens != 11:
        return 0
    return 1 if ones in (2, 3, 4) and tens not in (12, 13, 14) else 2


class SaidNumber(int):
    """A number that is written in words wherever a sentence puts it: `двум`, and still two."""

    words: str

    def __new__(cls, count: int, language: str, form: Form = Form.MASCULINE) -> "SaidNumber":
        """The number with its words in a language."""
        made = super().__new__(cls, count)
        made.words = say_count(count, language, form)
        return made

    def __str__(self) -> str:
        """In words."""
        return self.words
