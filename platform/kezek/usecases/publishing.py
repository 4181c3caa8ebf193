"""A kindergarten publishes many places at once: looked at first, done once, taken back in time."""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kezek.core.access import Actor, Permission, Subject, demand
from kezek.core.batches import UNDO, untouched
from kezek.core.errors import Code, Refusal
from kezek.core.ids import KindergartenId
from kezek.core.places import Place, PlaceState
from kezek.db.base import uuid7
from kezek.db.place_batches import PlaceBatchRow, add_batch, find_batch
from kezek.db.places import load_places
from kezek.usecases.deciding import NotFound
from kezek.usecases.due import catch_up
from kezek.usecases.places import Placed, Vacancy, publish_within, recall_within
from kezek.usecases.staff_acts import press
from kezek.usecases.unit_of_work import SYSTEM, Act, act
from kezek.usecases.world import NEW_PLACES

UNDONE = "published by mistake, taken back at once"
"""What the journal says of it; nobody was concerned, so it is no recall of the day."""

MOST_LINES = 24
"""The most groups in one batch."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What would become of one line of a batch if it were published now; counts alone."""

    places: int
    offered: Mapping[str, int] = field(default_factory=dict)
    """Offered at once, by standing (L-10.2): `O`, `P`, `G`."""
    held: int = 0
    """Kept at once for the first of the waiting list (9.3 row 11)."""
    left: int = 0
    """Free for whoever comes, or for the next bulletin."""


class _NothingToKeep(Exception):
    """Takes the transaction back: it was a look."""


def foresee(tenant_id: int, vacancies: Sequence[Vacancy]) -> list[Foreseen]:
    """What publishing would lead to, line by line; nothing is kept and nobody is told.

    Raises as `publish_batch` does.
    """
    _need_lines(vacancies)
    catch_up(tenant_id)
    found: list[Foreseen] = []
    try:
        with act(tenant_id, SYSTEM) as running:
            found = _foreseen(vacancies, publish_within(running, vacancies))
            raise _NothingToKeep
    except _NothingToKeep:
        return found


def publish_batch(
    tenant_id: int, by: Actor, vacancies: Sequence[Vacancy], *, intent: str
) -> uuid.UUID:
    """Publishes places of several groups as of one moment; gives the batch, again the same one.

    Raises Refusal: nothing to publish, too many, a day that has passed, a kindergarten that takes
    no children from the queue.
    """
    _need_lines(vacancies)
    kindergarten = vacancies[0].kindergarten_id
    own = Subject(kindergarten_ids=frozenset({KindergartenId(kindergarten)}))
    demand(by, Permission.PLACE_PUBLISH, own)
    catch_up(tenant_id)

    def publish(running: Act) -> None:
        placed = publish_within(running, vacancies)
        batch = uuid7()
        ids = [uuid.UUID(str(place.id)) for place in placed.places]
        add_batch(running.session, tenant_id, batch, kindergarten, ids, at=running.now(), by=by.tag)
        running.response["batch"] = str(batch)

    done = press(tenant_id, by, publish, intent=intent, request=f"publish-batch:{vacancies}")
    return uuid.UUID(str(done["batch"]))


def take_back(tenant_id: int, by: Actor, batch_id: uuid.UUID, *, intent: str) -> int:
    """Recalls those of a batch that nobody was offered yet; gives how many (IX-7, R-46).

    Pressed again it gives the same number. Raises NotFound, and Refusal: too late, or nothing of
    it is left.
    """
    catch_up(tenant_id)

    def undo(running: Act) -> None:
        batch = _own_batch(running, by, batch_id)
        now = running.now()
        if now >= batch.published_at + UNDO:
            raise Refusal(Code.TOO_LATE, "take_back")
        left = untouched(load_places(running.session, batch.places).values())
        if not left:
            raise Refusal(Code.ALREADY_DECIDED, "take_back")
        recall_within(running, [one.id for one in left], UNDONE)
        batch.taken_back_at = now
        running.response["count"] = len(left)

    done = press(tenant_id, by, undo, intent=intent, request=f"take-back:{batch_id}")
    return int(done["count"])


def _own_batch(running: Act, by: Actor, batch_id: uuid.UUID) -> PlaceBatchRow:
    batch = find_batch(running.session, batch_id, for_update=True)
    if batch is None or batch.kindergarten_id != by.kindergarten_id:
        raise NotFound(batch_id)
    return batch


def _need_lines(vacancies: Sequence[Vacancy]) -> None:
    if not vacancies:
        raise Refusal(Code.INVALID_CHOICE, "no_places")
    if len(vacancies) > MOST_LINES:
        raise Refusal(Code.LIMIT_REACHED, "batch_lines", most=MOST_LINES)
    of_group = Counter[tuple[int, str]]()
    for one in vacancies:
        of_group[(one.birth_year, one.language)] += one.places
    if max(of_group.values()) > NEW_PLACES:
        raise Refusal(Code.LIMIT_REACHED, "places", most=NEW_PLACES)


def _foreseen(vacancies: Sequence[Vacancy], placed: Placed) -> list[Foreseen]:
    """Places come in the order of their lines, so each line finds its own again."""
    last = {one.id: one for one in placed.places}
    standing: dict[object, str] = {}
    for fact in placed.decision.facts:
        last.update({one.after.id: one.after for one in fact.places if one.after.id in last})
        standing.update({one.after.id: str(one.after.standing) for one in fact.applications})
    found, ended = [], [last[one.id] for one in placed.places]
    for vacancy in vacancies:
        own, ended = ended[: vacancy.places], ended[vacancy.places :]
        found.append(_counted(own, standing))
    return found


def _counted(places: Sequence[Place], standing: Mapping[object, str]) -> Foreseen:
    offered = Counter(
        standing.get(one.holder, "") for one in places if one.state is PlaceState.OFFERED
    )
    held = sum(one.state is PlaceState.HELD for one in places)
    return Foreseen(len(places), dict(offered), held, len(places) - held - offered.total())
