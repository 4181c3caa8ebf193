"""Where a parent's application begins, kindergartens to choose from, and what was sent."""

import uuid

from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House
from tests.web.parents import Parent

APPLY = "/demo/family/apply/"


def five_gardens(house: House) -> list[uuid.UUID]:
    """Kindergartens to choose from: one more than an application may name."""
    names = ("Айгөлек", "Балдәурен", "Ақбота", "Еркемай", "Тұлпар")
    return [house.within(kindergarten, house["demo"], name) for name in names]


def send_in(parent: Parent) -> str:
    """Sends what is filled in and gives the address of the page with its number."""
    return parent.send().location


def choices(parent: Parent) -> list[uuid.UUID]:
    """The kindergartens of the child's one application, in their order."""
    (row,) = parent.applications()
    return row.choices
