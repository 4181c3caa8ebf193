"""What is wrong in a file of the registry, and why a line cannot be taken in, in both languages."""

from collections.abc import Mapping

from kezek.adapters.registry_sheets import Fault
from kezek.adapters.registry_titles import (
    KINDS,
    LANGUAGES,
    OWNERSHIPS,
    TITLES,
    TRUTHS,
    territories_of,
)
from kezek.core.regions import Tenant, Words

_FAULTS: Mapping[str, Words] = {
    "text": Words("Тым ұзын: ең көбі {most} таңба.", "Слишком длинно: не больше {most} знаков."),
    "empty": Words("Ұяшық бос, оны толтыру керек.", "Ячейка пуста, ее нужно заполнить."),
    "word": Words(
        "«{cell}» болмайды. Мыналардың бірі керек: {allowed}.",
        "«{cell}» не подходит. Нужно одно из: {allowed}.",
    ),
    "several": Words(
        "«{cell}» болмайды. Мыналардың бірі немесе бірнешеуі «;» арқылы: {allowed}.",
        "«{cell}» не подходит. Нужно одно или несколько через «;»: {allowed}.",
    ),
    "whole": Words(
        "«{cell}» {low} мен {high} аралығындағы бүтін сан емес.",
        "«{cell}» – не целое число от {low} до {high}.",
    ),
    "degrees": Words(
        "«{cell}» {low} мен {high} аралығындағы градус емес. Үлгі: 52,2873.",
        "«{cell}» – не градусы от {low} до {high}. Пример: 52,2873.",
    ),
    "bin": Words(
        "«{cell}» БСН емес: 12 цифр, мысалы 990440012345.",
        "«{cell}» – не БИН: нужно 12 цифр, например 990440012345.",
    ),
    "hours": Words(
        "«{cell}» болмайды. Жұмыс сағаты: {allowed}.",
        "«{cell}» не подходит. Часов работы: {allowed}.",
    ),
    "truth": Words(
        "«{cell}» болмайды. «иә», «жоқ» немесе бос ұяшық керек.",
        "«{cell}» не подходит. Нужно «да», «нет» или пустая ячейка.",
    ),
    "lost_letters": Words(
        "«{cell}»: қазақ әріптері жоғалған. Файлды XLSX немесе CSV UTF-8 етіп сақтаңыз.",
        "«{cell}»: казахские буквы потеряны. Сохраните файл как XLSX или CSV UTF-8.",
    ),
    "unknown_column": Words(
        "«{cell}» деген баған жоқ. Болуы мүмкін бағандар: {allowed}.",
        "Столбца «{cell}» нет. Возможные столбцы: {allowed}.",
    ),
    "column_twice": Words("Баған екі рет тұр.", "Столбец стоит дважды."),
    "missing_column": Words("Бұл баған жоқ, ол міндетті.", "Этого столбца нет, он обязателен."),
    "cells": Words(
        "Жолда {found} ұяшық бар, {wanted} болуы керек.",
        "В строке ячеек: {found}, а должно быть: {wanted}.",
    ),
    "twice": Words("«{cell}» {first}-жолда да бар.", "«{cell}» уже есть в строке {first}."),
}
"""By the code of the fault."""

_WHY_NOT: Mapping[str, Words] = {
    "families_wait_there": Words(
        "Отбасылар оны «{because}» аймағының кезегінде күтіп тұр: аймағын өзгертуге болмайды.",
        "Семьи ждут его в очередях территории «{because}»: сменить территорию нельзя.",
    ),
    "families_wait_so": Words(
        "Отбасылар оны «{because}» ретінде күтіп тұр: түрін олай өзгертуге болмайды.",
        "Семьи ждут его как «{because}»: так сменить вид нельзя.",
    ),
    "no_such_kindergarten": Words(
        "«{because}» коды бар балабақша тіркелімде де, файлда да жоқ.",
        "Сада с кодом «{because}» нет ни в реестре, ни в файле.",
    ),
    "is_closed": Words(
        "Балабақша {because} күнінен бастап жабық. Алдымен оны қайта ашыңыз.",
        "Сад закрыт с {because}. Сначала откройте его снова.",
    ),
}
"""By the reason for which a line is refused."""


def column_title(name: str) -> Words:
    """How a column is called; one that nobody knows by its own name."""
    return TITLES.get(name, Words(name, name))


def fault_words(fault: Fault, region: Tenant) -> Words:
    """What is wrong, as a sentence in both languages."""
    words = _FAULTS[fault.code]
    return Words(
        words.kk.format(**_values(fault, region, "kk")),
        words.ru.format(**_values(fault, region, "ru")),
    )


def why_not_words(why_not: str, because: str, region: Tenant) -> Words:
    """Why a line cannot be taken in."""
    words = _WHY_NOT[why_not]
    named = {**KINDS, **territories_of(region)}.get(because, Words(because, because))
    return Words(words.kk.format(because=named.kk), words.ru.format(because=named.ru))


def value_words(name: str, value: object, region: Tenant) -> Words:
    """A value of the registry as people say it; a dash for nothing."""
    if value in (None, ""):
        return Words("–", "–")
    if isinstance(value, bool):
        return TRUTHS["true" if value else "false"]
    words = _words_of(name, region)
    parts = str(value).split(";") if name == "languages" else [str(value)]
    said = [words.get(part, Words(part, part)) for part in parts]
    return Words(", ".join(one.kk for one in said), ", ".join(one.ru for one in said))


def _words_of(name: str, region: Tenant) -> Mapping[str, Words]:
    return {
        "kind": KINDS,
        "ownership": OWNERSHIPS,
        "territory": territories_of(region),
        "languages": LANGUAGES,
        "language": LANGUAGES,
    }.get(name, {})


def _values(fault: Fault, region: Tenant, language: str) -> dict[str, object]:
    words = _words_of(fault.column, region)
    values: dict[str, object] = {**fault.values, "cell": fault.cell}
    allowed = fault.values.get("allowed")
    if isinstance(allowed, tuple):
        known = TITLES if fault.code == "unknown_column" else words
        values["allowed"] = ", ".join(
            known[one].in_language(language) if one in known else str(one) for one in allowed
        )
    return values
