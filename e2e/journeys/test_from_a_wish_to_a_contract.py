"""A family wishes for a place: it signs up, applies, is offered one, and its child is admitted."""

import pytest

from e2e.pages.family import Applying, sign_up_with_child
from e2e.people import new_child, new_parent
from e2e.stack import Stack
from e2e.windows import Windows


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_apply(stack: Stack, windows: Windows, language: str) -> None:
    window = windows.new(language)
    parent, child = new_parent(), new_child()
    sign_up_with_child(window, parent, child)
    applying = Applying(window)
    applying.fill(child, "Айгөлек", "Балдәурен")
    print(applying.send())
