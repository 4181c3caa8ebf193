"""What has to be there before a journey begins: kindergartens with staff, families that wait."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select

from e2e.people import Child, Parent, new_child, new_parent, today
from e2e.stack import Stack
from kezek.core.access import Actor, Role
from kezek.core.applications import State
from kezek.core.children import ChildWish
from kezek.core.queues import Kind, QueueType
from kezek.db.applications import ApplicationRow
from kezek.db.scope import read_scope
from kezek.demonstration.days import STEPS
from kezek.usecases.accounts import Profile, StaffWish, keep_profile, open_staff_account
from kezek.usecases.admission import submit_documents
from kezek.usecases.applications import Wish, submit
from kezek.usecases.children import add_child
from kezek.usecases.places import Vacancy, publish
from tests.factories.families import family
from tests.factories.kindergartens import kindergarten

PASSWORD = "known to every journey"
ACTOR = "operator:e2e"


@dataclass(frozen=True, slots=True)
class Garden:
    """A kindergarten of this journey alone, in whose queues nobody else stands."""

    id: uuid.UUID
    name: str
    login: str
    slug: str = "demo"
    territory: str = "city"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A family that has applied, and the number it was given."""

    parent: Parent
    child: Child
    actor: Actor
    child_id: uuid.UUID
    application_id: uuid.UUID
    number: str


def new_garden(
    stack: Stack,
    *,
    ages: Iterable[int] = (3,),
    slug: str = "demo",
    territory: str = "city",
    ownership: str = "state",
    kind: Kind = Kind.KINDERGARTEN,
) -> Garden:
    """A kindergarten with groups in both languages, and a member of its staff."""
    name = f"Сапар-{uuid.uuid4().hex[:8]}"
    groups = [(today().year - age, language) for age in ages for language in ("kk", "ru")]
    made = stack.within(
        kindergarten,
        stack.tenants[slug],
        name,
        territory=territory,
        ownership=ownership,
        kind=str(kind),
        groups=groups,
        name_kk=name,
        is_demo=True,
    )
    login = f"garden-{made.hex[-12:]}"
    open_desk(stack, Role.KINDERGARTEN, login, made, slug=slug)
    return Garden(made, name, login, slug, territory)


def open_desk(
    stack: Stack,
    role: Role,
    login: str,
    garden: uuid.UUID | None = None,
    *,
    slug: str = "demo",
    language: str = "kk",
) -> None:
    """An account of staff, which reads this language."""
    wish = StaffWish(
        role=role,
        login=login,
        password=PASSWORD,
        full_name="Ахметова Сәуле",
        language=language,
        kindergarten_id=garden,
    )
    stack.within(open_staff_account, stack.tenants[slug], ACTOR, wish)


def new_family(stack: Stack, *children: Child, slug: str = "demo") -> tuple[Parent, Actor]:
    """A family with an account and these children."""
    parent, tenant = new_parent(), stack.tenants[slug]
    actor = stack.within(family, tenant, parent.identity, parent.phone)
    profile = Profile(full_name=parent.full_name, address=parent.address, email="")
    stack.within(keep_profile, tenant, actor, profile)
    for child in children:
        wish = ChildWish(child.identity, child.full_name, child.born_on)
        stack.within(add_child, tenant, actor, wish)
    return parent, actor


def waiting_family(
    stack: Stack, *gardens: Garden, name: str = "Оспанова Дана", age: int = 3
) -> Waiting:
    """A family that stands in the general queues of these kindergartens."""
    parent, actor = new_family(stack, slug=gardens[0].slug)
    return applied(stack, parent, actor, new_child(name, age=age), *gardens)


def applied(
    stack: Stack,
    parent: Parent,
    actor: Actor,
    child: Child,
    *gardens: Garden,
    category: int = 13,
    is_proved: bool = True,
    queue_type: QueueType = QueueType.GENERAL,
) -> Waiting:
    """The family has added this child and applied for it."""
    tenant = stack.tenants[gardens[0].slug]
    child_id = stack.within(
        add_child, tenant, actor, ChildWish(child.identity, child.full_name, child.born_on)
    )
    wish = Wish(
        child_id=child_id,
        territory=gardens[0].territory,
        language="kk",
        choices=tuple(garden.id for garden in gardens),
        queue_type=queue_type,
        categories=(category,),
        consent=True,
        proof_accepted=is_proved,
    )
    sent = stack.within(submit, tenant, actor.tag, wish)
    return Waiting(parent, child, actor, child_id, sent.id, sent.number)


def led_to(stack: Stack, one: Waiting, garden: Garden, state: State) -> Waiting:
    """Goes with a child along the way from the queue to the contract, as far as this state."""
    tenant = stack.tenants[garden.slug]
    publish_place(stack, garden)
    for reached, step in STEPS:
        if reached is state:
            break
        stack.within(step, tenant, one.application_id)
    return one


def sent_to(stack: Stack, one: Waiting, garden: Garden, *, vaccinated: bool = True) -> Waiting:
    """A family that has handed its papers in, and says whether its child is vaccinated."""
    led_to(stack, one, garden, State.REFERRED)
    stack.within(
        submit_documents,
        stack.tenants[garden.slug],
        one.actor.tag,
        one.application_id,
        complete=True,
        vaccinated=vaccinated,
    )
    return one


def publish_place(stack: Stack, garden: Garden, *, age: int = 3, language: str = "kk") -> None:
    """The kindergarten publishes one place, without its window."""
    vacancy = Vacancy(
        kindergarten_id=garden.id, birth_year=today().year - age, language=language, places=1
    )
    stack.within(publish, stack.tenants[garden.slug], ACTOR, vacancy)


def count_applications(stack: Stack, guardian_id: object) -> int:
    """How many applications there are of this family, in whatever state."""

    def count() -> int:
        with read_scope(stack.tenants["demo"]) as session:
            query = select(func.count()).where(ApplicationRow.guardian_id == guardian_id)
            return session.scalar(query) or 0

    return stack.within(count)
