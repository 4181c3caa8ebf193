"""Saran before a journey: kindergartens, families in the shared queue, places for a bulletin."""

import uuid
from dataclasses import dataclass

from e2e.pages.account import Door
from e2e.people import Child, Parent, new_child, today
from e2e.stack import Stack
from e2e.town import ACTOR, Garden, new_family, new_garden
from e2e.windows import Window
from kezek.core.access import Actor
from kezek.core.children import ChildWish
from kezek.usecases.accounts import Profile, keep_language, keep_profile
from kezek.usecases.applications import Wish, submit
from kezek.usecases.children import add_child
from kezek.usecases.places import Vacancy, publish
from kezek.usecases.taking import take_place

SLUG = "saran"
INDIGO_PAGES = frozenset(
    {"public.morning", "family_places.show", "family_places.code", "family_benefit.show"}
)
"""Pages that only a territory of bulletins has: its own journey looks at them."""


@dataclass(frozen=True, slots=True)
class Resident:
    """A family that stands in the shared queue of its child's birth year."""

    stack: Stack
    parent: Parent
    child: Child
    actor: Actor
    application_id: uuid.UUID
    number: str

    def come_in(self, window: Window) -> None:
        """Signs in in this window."""
        Door(window, SLUG).sign_in(self.parent, "My cabinet")

    def path(self, page: str = "") -> str:
        """An address of the application."""
        return f"/{SLUG}/family/applications/{self.application_id}{'/' if page else ''}{page}"

    def confirm(self, window: Window) -> None:
        """Confirms the telephone beforehand, and is on the page of places."""
        words = window.words
        window.open(self.path("places/"))
        window.see_title(words("Places for your child"))
        window.press(words("Send the code"))
        window.see_title(words("Confirm your telephone"))
        window.fill(words("Code from the SMS"), window.code_for(self.parent.phone, SLUG))
        window.press(words("Confirm"))
        window.see(words("Your telephone is confirmed until"))


def garden_in_saran(stack: Stack, *, ownership: str = "state") -> Garden:
    """A kindergarten of the town."""
    return new_garden(stack, slug=SLUG, territory=SLUG, ownership=ownership)


def resident(
    stack: Stack, name: str, *, language: str = "kk", category: int = 13, age: int = 3
) -> Resident:
    """A family that reads in this language and has applied."""
    parent, actor = new_family(stack, slug=SLUG)
    child, tenant = new_child(name, age=age), stack.tenants[SLUG]
    profile = Profile(full_name=parent.full_name, address=parent.address, email="a@example.kz")
    stack.within(keep_profile, tenant, actor, profile)
    stack.within(keep_language, tenant, actor, language)
    child_id = stack.within(
        add_child, tenant, actor, ChildWish(child.identity, child.full_name, child.born_on)
    )
    wish = Wish(
        child_id=child_id,
        territory=SLUG,
        language="kk",
        choices=(),
        categories=(category,),
        consent=True,
        proof_accepted=True,
    )
    sent = stack.within(submit, tenant, actor.tag, wish)
    return Resident(stack, parent, child, actor, sent.id, sent.number)


def publish_in_saran(stack: Stack, garden: Garden, places: int = 1, *, age: int = 3) -> None:
    """The kindergarten publishes places, without its window."""
    vacancy = Vacancy(
        kindergarten_id=garden.id, birth_year=today().year - age, language="kk", places=places
    )
    stack.within(publish, stack.tenants[SLUG], ACTOR, vacancy)


def take_in_saran(stack: Stack, one: Resident, garden: Garden) -> None:
    """The family takes a place, without its window."""
    stack.within(take_place, stack.tenants[SLUG], one.actor.tag, one.application_id, garden.id)
