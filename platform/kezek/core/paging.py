"""A long list in pages: which one is shown, and which others can be gone to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Pages:
    """Where we are in a list; `shown` are the numbers to offer, with nothing for a gap."""

    current: int
    last: int
    first_item: int
    last_item: int
    total: int

    @property
    def shown(self) -> tuple[int | None, ...]:
        """The first, the last, and those around the current one."""
        return tuple(self._shown())

    def _shown(self) -> Iterator[int | None]:
        before = 0
        for page in range(1, self.last + 1):
            if page not in (1, self.last) and abs(page - self.current) > 1:
                continue
            if page - before > 1:
                yield None
            yield page
            before = page


def pages_of(total: int, wished: int, size: int) -> Pages:
    """Where a page lies in a list of so many; a number that there is none of gives the nearest."""
    last = max(1, -(-total // size))
    current = min(max(wished, 1), last)
    first = (current - 1) * size
    return Pages(current, last, first + 1, min(first + size, total), total)


def page_of(items: Sequence[Item], wished: int, size: int) -> tuple[Sequence[Item], Pages]:
    """One page of a list; a number that there is none of gives the nearest."""
    pages = pages_of(len(items), wished, size)
    return items[pages.first_item - 1 : pages.last_item], pages
