"""The words of the contract: one source for its page, its paper and the bytes that are signed.

The duties are those of the model contract; what differs from child to child comes in as text.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kezek.core.signed_texts import SignedAct, Stamp, text_of

VERSION = "2026-2"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractSaid:
    """What stands in one contract, in one language, as people read it."""

    garden: str
    address: str
    parent: str
    child: str
    born: str
    given: str
    """When the referral was issued, or the place was chosen with a voucher."""
    number: str
    birth_year: str
    tongue: str
    has_voucher: bool
    temporary_until: str = ""
    bin: str = ""
    parent_iin: str = ""
    child_iin: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, paragraphs, and a list of duties."""

    title: str = ""
    said: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()


def contract_parts(said: ContractSaid, language: str) -> Sequence[Part]:
    """The contract from its parties to its term (L-22.10)."""
    return _russian(said) if language == "ru" else _kazakh(said)


def contract_text(kk: ContractSaid, ru: ContractSaid, stamp: Stamp) -> bytes:
    """The contract in both languages, as both sides sign it."""
    return b"\n".join(_text(one, stamp, lang) for one, lang in ((kk, "kk"), (ru, "ru")))


def _text(said: ContractSaid, stamp: Stamp, language: str) -> bytes:
    lines: list[str] = []
    for part in contract_parts(said, language):
        lines += [part.title] if part.title else []
        lines += [*part.said, *(f"– {one}" for one in part.listed), ""]
    return text_of(SignedAct.CONTRACT, lines, stamp, language)


def _named(name: str, mark: str, number: str) -> str:
    return f"{name} ({mark} {number})" if number else name


def _kazakh(said: ContractSaid) -> Sequence[Part]:
    garden = _named(said.garden, "БСН", said.bin)
    place = f", {said.address}" if said.address else ""
    parent = _named(said.parent, "ЖСН", said.parent_iin)
    child = _named(said.child, "ЖСН", said.child_iin)
    basis = (
        f"ваучер, орын {said.given} таңдалды"
        if said.has_voucher
        else f"{said.given} берілген жолдама"
    )
    return (
        Part(
            said=(
                f"{garden}{place}, бұдан әрі – Балабақша, және {parent}, бұдан әрі – Ата-ана, "
                "төмендегі туралы осы шартты жасасты.",
            )
        ),
        Part(
            "1. Шарттың мәні",
            (
                f"1.1. Балабақша {said.born} күні туған {child} деген баланы қабылдайды, "
                "мемлекеттік білім беру тапсырысы бойынша мектепке дейінгі тәрбие мен оқыту "
                "береді, күтіп-бағады.",
                f"1.2. Қабылдау негізі: {basis}, өтініш нөмірі {said.number}.",
                f"1.3. Тобы: {said.birth_year} жылы туған балалар. Тәрбиелеу мен оқыту тілі: "
                f"{said.tongue}.",
            ),
        ),
        *_KAZAKH_DUTIES,
        Part(
            "6. Шарттың мерзімі",
            (
                f"Орын уақытша: шарт қол қойылған күннен бастап {said.temporary_until} дейін (осы "
                "күнді қоса алғанда) қолданылады. Содан кейін бала кезекке бұрынғы уақытымен "
                "қайтарылады."
                if said.temporary_until
                else "Шарт қол қойылған күннен бастап бала Балабақшада болатын бүкіл кезеңге "
                "қолданылады.",
            ),
        ),
    )


def _russian(said: ContractSaid) -> Sequence[Part]:
    garden = _named(said.garden, "БИН", said.bin)
    place = f", {said.address}" if said.address else ""
    parent = _named(said.parent, "ИИН", said.parent_iin)
    child = _named(said.child, "ИИН", said.child_iin)
    basis = (
        f"ваучер, место выбрано {said.given}"
        if said.has_voucher
        else f"направление, выданное {said.given}"
    )
    return (
        Part(
            said=(
                f"{garden}{place}, далее – Детский сад, и {parent}, далее – Родитель, заключили "
                "этот договор о следующем.",
            )
        ),
        Part(
            "1. Предмет договора",
            (
                f"1.1. Детский сад принимает ребенка {child}, дата рождения {said.born}, дает ему "
                "дошкольное воспитание и обучение по государственному образовательному заказу, "
                "обеспечивает присмотр и уход.",
                f"1.2. Основание: {basis}, номер заявления {said.number}.",
                f"1.3. Группа: дети {said.birth_year} года рождения. Язык воспитания и обучения: "
                f"{said.tongue}.",
            ),
        ),
        *_RUSSIAN_DUTIES,
        Part(
            "6. Срок договора",
            (
                f"Место временное: договор действует со дня подписания по {said.temporary_until} "
                "включительно. Затем ребенок возвращается в очередь с прежним временем подачи."
                if said.temporary_until
                else "Договор действует со дня подписания на весь период пребывания ребенка в "
                "Детском саду.",
            ),
        ),
    )


_KAZAKH_DUTIES = (
    Part(
        "2. Балабақшаның міндеттері",
        listed=(
            "баланың өмірі мен денсаулығын қорғау;",
            "мемлекеттік жалпыға міндетті стандартқа сай тәрбиелеу мен оқыту;",
            "санитариялық талаптарға сай тамақ беру және күн тәртібін сақтау;",
            "Ата-ананы баланың жай-күйінен хабардар етіп отыру;",
            "баланың және отбасының жеке деректерін құпия сақтау;",
            "бала ауырғанда, емделгенде және отбасының демалысы кезінде орнын сақтау.",
        ),
    ),
    Part(
        "3. Ата-ананың міндеттері",
        listed=(
            "баланы белгіленген уақытта әкеліп, алып кету; баланы бөгде адамға сеніп тапсырмау;",
            "бала келмейтін күні Балабақшаға себебін айту;",
            "денсаулық туралы құжаттарды уақтылы жаңартып отыру;",
            "телефон нөмірі, мекенжайы өзгерсе хабарлау;",
            "тамақ ақысын белгіленген мөлшерде және мерзімде төлеу.",
        ),
    ),
    Part(
        "4. Тараптардың құқықтары",
        (
            "4.1. Ата-ана топтағы тәрбие үдерісімен танысуға, ұсыныс айтуға, шағым беруге, шартты "
            "кез келген уақытта тоқтатуға құқылы.",
            "4.2. Балабақша Ата-анадан шарттың және ішкі тәртіптің сақталуын талап етуге құқылы.",
        ),
    ),
    Part(
        "5. Жауапкершілік",
        (
            "Тараптар міндеттерін орындамағаны үшін Қазақстан Республикасының заңнамасына сай "
            "өзара жауап береді. Дау келіссөзбен, келісім болмаса – сотпен шешіледі.",
        ),
    ),
)

_RUSSIAN_DUTIES = (
    Part(
        "2. Детский сад обязуется",
        listed=(
            "охранять жизнь и здоровье ребенка;",
            "воспитывать и обучать его по государственному общеобязательному стандарту;",
            "кормить ребенка и соблюдать режим дня по санитарным требованиям;",
            "сообщать Родителю, как живет и развивается ребенок;",
            "хранить в тайне личные данные ребенка и семьи;",
            "сохранять место на время болезни, лечения и отпуска семьи.",
        ),
    ),
    Part(
        "3. Родитель обязуется",
        listed=(
            "приводить и забирать ребенка в установленное время, не доверять его посторонним;",
            "сообщать, если ребенок не придет, и почему;",
            "вовремя обновлять документы о здоровье ребенка;",
            "сообщать о смене телефона и адреса;",
            "оплачивать питание в установленном размере и в срок.",
        ),
    ),
    Part(
        "4. Права сторон",
        (
            "4.1. Родитель вправе знать, как проходит воспитание в группе, вносить предложения, "
            "подавать жалобы и в любое время расторгнуть договор.",
            "4.2. Детский сад вправе требовать, чтобы Родитель соблюдал договор и внутренний "
            "распорядок.",
        ),
    ),
    Part(
        "5. Ответственность",
        (
            "За неисполнение обязанностей стороны взаимно отвечают по законодательству Республики "
            "Казахстан. Споры решаются переговорами, а если не удалось договориться – в суде.",
        ),
    ),
)
