"""Pages of a specialist's day that every journey of readability looks at."""

import uuid
from collections.abc import Callable

from e2e.pages.office import Office
from e2e.people import new_child, new_parent
from e2e.windows import Window


def day_in_the_office(window: Window, review: uuid.UUID, look: Callable[[str], None]) -> None:
    """The list, a batch before and after, late work, doubles, the stop-list, and the counter."""
    look("/demo/office/")
    look("/demo/office/late/")
    look("/demo/office/stop-list/")
    look("/demo/office/doubles/")
    look(f"/demo/office/batches/preview?act=take&item=review:{review}")
    office = Office(window, "")
    office.do_it()
    look(window.path)
    office.enter_parent(new_parent(), "kk")
    look(window.path)
    look("/demo/office/assisted/")
    window.page.go_back()
    office.enter_child(new_child())
    look(window.path)
    office.say_where()
    look(window.path)
