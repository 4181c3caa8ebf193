"""The city of Pavlodar before a journey: kindergartens, a specialist, a family with a voucher."""

import uuid

from e2e.people import new_child, today
from e2e.stack import Stack
from e2e.town import ACTOR, Garden, Waiting, new_family, new_garden, open_desk
from kezek.core.access import Role
from kezek.core.children import ChildWish
from kezek.usecases import answers, vouchers
from kezek.usecases.accounts import keep_language
from kezek.usecases.applications import Wish, submit
from kezek.usecases.children import add_child
from kezek.usecases.places import Vacancy, publish

SLUG = "pavlodar"
CITY = "pavlodar"


def city_garden(stack: Stack) -> Garden:
    """A kindergarten of the city, in which nobody else looks for a place."""
    return new_garden(stack, slug=SLUG, territory=CITY)


def city_specialist(stack: Stack) -> str:
    """The login of a specialist of the education department."""
    login = f"office-{uuid.uuid4().hex[:12]}"
    open_desk(stack, Role.OFFICE, login, slug=SLUG)
    return login


def publish_city_place(stack: Stack, garden: Garden, *, places: int = 1) -> None:
    """Places for children of three years, without the kindergarten's window."""
    vacancy = Vacancy(
        kindergarten_id=garden.id, birth_year=today().year - 3, language="kk", places=places
    )
    stack.within(publish, stack.tenants[SLUG], ACTOR, vacancy)


def voucher_family(
    stack: Stack,
    name: str = "Оспанова Дана",
    *,
    language: str = "kk",
    answers_it: bool = True,
) -> Waiting:
    """A family with an active voucher, or one that is asked; some place is free for it."""
    waiting = waiting_family(stack, name, language=language)
    tenant = stack.tenants[SLUG]
    publish_city_place(stack, city_garden(stack), places=2)
    stack.within(vouchers.iterate, tenant, ACTOR, CITY)
    if answers_it:
        stack.within(answers.accept, tenant, waiting.actor.tag, waiting.application_id)
    return waiting


def waiting_family(stack: Stack, name: str = "Оспанова Дана", *, language: str = "kk") -> Waiting:
    """A family in the queue of its category."""
    tenant = stack.tenants[SLUG]
    parent, actor = new_family(stack, slug=SLUG)
    stack.within(keep_language, tenant, actor, language)
    child = new_child(name)
    wished = ChildWish(child.identity, child.full_name, child.born_on)
    child_id = stack.within(add_child, tenant, actor, wished)
    wish = Wish(
        child_id=child_id,
        territory=CITY,
        language="kk",
        choices=(),
        consent=True,
        proof_accepted=True,
    )
    sent = stack.within(submit, tenant, actor.tag, wish)
    return Waiting(parent, child, actor, child_id, sent.id, sent.number)
