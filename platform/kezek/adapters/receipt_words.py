"""What is said of a receipt that is held against public keys, in three languages."""

from collections.abc import Mapping
from dataclasses import dataclass

from kezek.core.receipts import BadReceipt, Fault

LANGUAGES = ("kk", "ru", "en")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence in the languages of the portal, and in English for whoever checks from afar."""

    kk: str
    ru: str
    en: str

    def said(self, language: str, **values: str) -> str:
        """The sentence in one language, with what it names."""
        text: str = getattr(self, language)
        return text.format_map(values)


GENUINE = Sentence(
    "Түбіртек түпнұсқа: оған {issuer} қол қойған, содан бері ештеңе өзгермеген.",
    "Квитанция подлинная: ее подписал {issuer}, и с тех пор в ней ничего не менялось.",
    "The receipt is genuine: {issuer} signed it, and nothing in it has changed since.",
)
SEALED = Sentence(
    "Жазба журналда {position}-орында тұр, {seal}-мөрмен бекітілген. Мөрдің хеші: {hash}.",
    "Запись стоит в журнале на месте {position}, закреплена печатью {seal}. Хеш печати: {hash}.",
    "The fact stands in the journal at position {position}, under seal {seal}. Its hash: {hash}.",
)
NOT_SEALED = Sentence(
    "Түбіртек берілгенде журнал әлі мөрленбеген еді: орнын кейінірек алынған түбіртек көрсетеді.",
    "При выдаче журнал еще не был запечатан: место покажет квитанция, взятая позже.",
    "The journal was not sealed yet when it was issued: a receipt taken later shows the place.",
)
FAULTS: Mapping[Fault, Sentence] = {
    Fault.NOT_A_RECEIPT: Sentence(
        "Бұл түбіртек емес, немесе оның бір бөлігі жоқ. Файлды не QR-кодтың мәтінін толық беріңіз.",
        "Это не квитанция, или в ней чего-то не хватает. Дайте файл или текст QR-кода целиком.",
        "This is no receipt, or a part of it is missing. Give the whole file or text of the code.",
    ),
    Fault.OTHER_VERSION: Sentence(
        "Түбіртек жаңа үлгіде жасалған. Оны kezek бағдарламасының жаңа нұсқасымен тексеріңіз.",
        "Квитанция нового образца. Проверьте ее новой версией программы kezek.",
        "The receipt is of a newer form. Check it with a newer version of kezek.",
    ),
    Fault.TAMPERED: Sentence(
        "Түбіртек өзгертілген: қолтаңба оның мазмұнына сәйкес емес. Оған сенуге болмайды.",
        "Квитанция изменена: подпись не подходит к ее содержанию. Верить ей нельзя.",
        "The receipt was altered: the signature does not fit what it says. It proves nothing.",
    ),
    Fault.UNKNOWN_KEY: Sentence(
        "Бұл кілт ({key}) белгісіз. Жарияланған кілттерді {own} мекенжайынан қайта алыңыз.",
        "Этот ключ ({key}) неизвестен. Возьмите опубликованные ключи заново: {own}.",
        "The key {key} is not known. Take the published keys anew from {own}.",
    ),
    Fault.OTHER_DEPLOYMENT: Sentence(
        "Түбіртекті {issuer} берген, ал кілттер {own} порталынікі. Оның өз кілттерімен тексеріңіз.",
        "Квитанцию выдал {issuer}, а ключи – портала {own}. Проверьте ее его собственными ключами.",
        "The receipt was issued by {issuer}, and the keys are of {own}. Use the issuer's own keys.",
    ),
    Fault.PATH_BROKEN: Sentence(
        "Қолтаңба дұрыс, бірақ журналдағы орны дәлелденбеді: түбіртектің сол бөлігі бүлінген.",
        "Подпись верна, но место в журнале не доказано: эта часть квитанции испорчена.",
        "The signature is right, but the place in the journal is not proven: that part is spoiled.",
    ),
    Fault.OTHER_ROOT: Sentence(
        "Қолтаңба дұрыс, бірақ мөр басқа: түбіртекте {hash}, сіз берген мөрде {noted}.",
        "Подпись верна, но печать другая: в квитанции {hash}, а вы указали {noted}.",
        "The signature is right, but the seal is another: {hash} here, {noted} was noted.",
    ),
}


def fault_said(bad: BadReceipt, language: str) -> str:
    """What is wrong with a receipt, as a sentence."""
    return FAULTS[bad.fault].said(language, **bad.values)
