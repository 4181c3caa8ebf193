"""Children are made findable by name and birth date: when they are added, renamed, and later."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import date

from kezek.adapters.services import services
from kezek.core.name_words import name_words, token_text
from kezek.db.name_tokens import drop_tokens, keep_tokens, without_tokens
from kezek.usecases.unit_of_work import SYSTEM, Act, act

_AT_ONCE = 2000

Named = tuple[uuid.UUID, str, date]
"""A child by its id, its name and its birth date."""


def tokens_of(tenant_id: int, full_name: str, born_on: date) -> list[bytes]:
    """The hashes by which a name with a birth date is looked for in a region."""
    keys = services().keys
    return [keys.name_token(tenant_id, token_text(word, born_on)) for word in name_words(full_name)]


def name_children(running: Act, children: Iterable[Named]) -> None:
    """Makes new children findable, in the transaction that adds them."""
    keep_tokens(running.session, running.tenant_id, list(_tokens(running.tenant_id, children)))


def rename_child(running: Act, child: Named) -> None:
    """Makes a child findable by its new name or birth date, and no longer by the old."""
    drop_tokens(running.session, child[0])
    name_children(running, [child])


def fill_names(tenant_id: int) -> int:
    """Makes those findable who are not yet, in portions; gives how many children it looked at.

    For rows from before names could be looked for, and for the night after a bulk load.
    """
    after, filled = uuid.UUID(int=0), 0
    while True:
        with act(tenant_id, SYSTEM) as running:
            found = without_tokens(running.session, after, _AT_ONCE)
            name_children(running, [(row.id, row.full_name, row.born_on) for row in found])
        if not found:
            return filled
        after, filled = found[-1].id, filled + len(found)


def _tokens(tenant_id: int, children: Iterable[Named]) -> Iterator[tuple[uuid.UUID, bytes]]:
    for child_id, full_name, born_on in children:
        for token in tokens_of(tenant_id, full_name, born_on):
            yield child_id, token
