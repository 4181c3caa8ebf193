"""The consent of Annex 5: its words in both languages, under a version that is stored with each."""

from dataclasses import dataclass
from datetime import datetime

VERSION = "order-133-annex-5/1"
"""Raised with every change of the words below: a stored consent names the words it was given to."""


@dataclass(frozen=True, slots=True)
class Consent:
    """A consent that was given: to which words, in which language, and when (D-12)."""

    version: str
    language: str
    given_at: datetime
    withdrawn_at: datetime | None = None

    @property
    def holds(self) -> bool:
        """Whether it was not taken back."""
        return self.withdrawn_at is None

    @property
    def is_current(self) -> bool:
        """Whether it holds, and was given to the words that are shown now."""
        return self.holds and self.version == VERSION


@dataclass(frozen=True, slots=True)
class ConsentText:
    """The words of Annex 5, in the order in which they stand there."""

    opening: str
    services: tuple[str, str]
    middle: str
    points: tuple[str, ...]
    restricted: str
    validity: str


TEXTS = {
    "kk": ConsentText(
        opening="Мына мемлекеттік қызметтерді көрсету үшін:",
        services=(
            "Мектепке дейінгі ұйымдарға жіберу үшін мектеп жасына дейінгі балаларды "
            "(6 жасқа дейін) кезекке қою",
            "Мектепке дейінгі ұйымдарға құжаттарды қабылдау және балаларды қабылдау",
        ),
        middle=(
            "менің дербес деректерімді және баламның жеке деректерін жинақтауға және өңдеуге, "
            "сонымен бірге оларға қол жеткізуге келісім беремін. Бұл келісім мыналарды қамтиды:"
        ),
        points=(
            "мемлекеттік қызмет көрсету мақсатында дербес деректерді үшінші тұлғаларға беруді;",
            "мемлекеттік қызмет көрсету мақсатында дербес деректерді өңдеу процесінде оларды "
            "трансшекаралық беруді.",
        ),
        restricted=(
            "Мемлекеттік қызметтер көрсету кезінде ұсынылатын құжаттардың дұрыстығын растау үшін "
            "талап етілетін өзге де мәліметтерді қамтитын қолжетімділігі шектеулі дербес "
            "деректерге қол жеткізуге келісемін."
        ),
        validity=(
            "Осы келісім мемлекеттік қызмет көрсету нәтижесін алғанға дейін барлық кезең ішінде "
            "қолданылады."
        ),
    ),
    "ru": ConsentText(
        opening="Для оказания государственных услуг:",
        services=(
            "Постановка на очередь детей дошкольного возраста (до 6 лет) для направления "
            "в дошкольные организации",
            "Прием документов и зачисление детей в дошкольные организации",
        ),
        middle=(
            "я даю согласие на сбор и обработку моих персональных данных и персональных данных "
            "моего ребенка, а также на доступ к ним, в том числе на:"
        ),
        points=(
            "передачу персональных данных третьим лицам в целях оказания государственной услуги;",
            "трансграничную передачу персональных данных в процессе их обработки в целях оказания "
            "государственной услуги.",
        ),
        restricted=(
            "Согласен (согласна) на доступ к персональным данным ограниченного доступа, содержащим "
            "иные сведения, которые требуются для подтверждения достоверности документов, "
            "представляемых при оказании государственных услуг."
        ),
        validity=(
            "Настоящее согласие действует в течение всего периода до получения результата оказания "
            "государственной услуги."
        ),
    ),
}
"""Annex 5 (L-A5.1); the Kazakh follows the order's own wording."""


VERSIONS = {VERSION: TEXTS}
"""Every version that was ever agreed to, with its words: none is taken away, one is added."""


def consent_text(language: str, version: str = VERSION) -> ConsentText:
    """The words of a version in one language; Kazakh for any that is not Russian.

    Raises KeyError for a version that we never had.
    """
    texts = VERSIONS[version]
    return texts.get(language, texts["kk"])
