"""The short messages of N-01: a code, or the word that a number is bound to another telephone."""

from kezek.core.codes import VALID

_MINUTES = int(VALID.total_seconds()) // 60

_CODE = {
    "kk": "Kezek: кодыңыз {digits}. {minutes} минут жарамды. Ешкімге айтпаңыз.",
    "ru": "Kezek: ваш код {digits}. Действует {minutes} минут. Никому его не сообщайте.",
}
_CALLER = {
    "kk": (
        "Kezek: қолдау қызметінің операторына айтатын код: {digits}. {minutes} минут жарамды. "
        "Өзіңіз қоңырау шалмасаңыз, кодты ешкімге айтпаңыз."
    ),
    "ru": (
        "Kezek: код, который нужно назвать оператору службы поддержки: {digits}. Действует "
        "{minutes} минут. Если вы не звонили сами, никому его не сообщайте."
    ),
}
_BOUND = {
    "kk": (
        "Kezek: бұл ЖСН басқа телефон нөмірімен тіркелген. Ескі нөміріңізбен кіріңіз немесе "
        "білім бөліміне хабарласыңыз."
    ),
    "ru": (
        "Kezek: этот ИИН зарегистрирован с другим номером телефона. Войдите с прежним номером "
        "или обратитесь в отдел образования."
    ),
}


def code_message(digits: str, language: str) -> str:
    """The message that carries a code."""
    text = _CODE.get(language, _CODE["kk"])
    return text.format(digits=digits, minutes=_MINUTES)


def caller_message(digits: str, language: str) -> str:
    """The message whose code is meant to be told, to an operator whom one has called oneself."""
    text = _CALLER.get(language, _CALLER["kk"])
    return text.format(digits=digits, minutes=_MINUTES)


def bound_message(language: str) -> str:
    """The message to a telephone with which this person does not enter; it carries no code."""
    return _BOUND.get(language, _BOUND["kk"])
