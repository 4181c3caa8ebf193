"""A family wishes for a place: it signs up, applies, is offered one, and its child is admitted."""

import pytest

from e2e.pages.family import Applying, Cabinet, sign_up_with_child
from e2e.pages.kindergarten import Desk
from e2e.people import new_child, new_parent
from e2e.stack import Stack
from e2e.town import new_garden
from e2e.windows import Windows
from e2e.words import LANGUAGE_NAMES

# What people of the other systems of the country are used to read (rulebook 15), word for word.
USED_TO = {
    "kk": ("Менің балаларым", "Кезекке өтініш беру"),
    "ru": ("Мои дети", "Подать заявление в очередь"),
}

# What the family was told, from the first to the last.
TOLD = {
    "kk": (
        "Өтінішіңіз қабылданды",
        "Балаңыз кезекке қойылды",
        "Сізге орын ұсынылды",
        "Жолдама берілді",
        "Құжаттарыңыз тіркелді",
        "Шарт дайын",
        "Балаңыз балабақшаға қабылданды",
    ),
    "ru": (
        "Ваше заявление принято",
        "Ваш ребенок поставлен на очередь",
        "Вам предложено место",
        "Выдано направление",
        "Ваши документы зарегистрированы",
        "Договор готов",
        "Ваш ребенок принят в детский сад",
    ),
}


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_family_comes_from_a_wish_to_a_contract(
    stack: Stack, windows: Windows, language: str
) -> None:
    garden, other = new_garden(stack), new_garden(stack)
    parent, child = new_parent(), new_child()
    window = windows.new(language)
    words = window.words
    window.open("/demo/")
    window.speak(LANGUAGE_NAMES[language])
    window.follow(words("Join the queue"))
    sign_up_with_child(window, parent, child)
    assert (words("My children"), words("Apply to the queue")) == USED_TO[language]

    applying = Applying(window)
    applying.fill(child, garden.name, other.name)
    number = applying.send()
    cabinet = Cabinet(window, parent)
    cabinet.open_application(number)
    second = windows.beside(window)
    Cabinet(second, parent).open()

    desk = Desk(windows.new(), garden)
    desk.come_in()
    desk.publish_place(child.born_on.year)

    # Nobody reloads: the doorbell rings in both windows of the parent.
    second.see(words("Waiting for you"))
    second.see(garden.name)
    window.see(words("A place is offered"))
    second.page.get_by_role("article").get_by_role("link").first.click()
    Cabinet(second, parent).accept()

    second.see_title(words("Referral to a kindergarten"))
    Cabinet(second, parent).hand_in_papers()
    desk.admit(child.full_name)

    cabinet.open()
    window.page.get_by_role("article").get_by_role("link").first.click()
    cabinet.sign_contract()

    told = cabinet.read_notices()
    assert len(told) == len(TOLD[language])
    for said, begins in zip(told, reversed(TOLD[language]), strict=True):
        assert begins in said
