"""The way through the work: which part of it one looks at, and what comes after a decision."""

from enum import StrEnum
from typing import Any, TypeVar

from flask import request, url_for

from kezek.core.work import Lane, Order, Wanted, Whose, Work
from kezek.reads.office_work import WorkItem

Choice = TypeVar("Choice", bound=StrEnum)


def wanted() -> Wanted:
    """The part that the address names; a choice that there is none of means all of it."""
    return Wanted(
        work=_one_of(Work, "work"),
        territory=request.args.get("territory", ""),
        lane=_one_of(Lane, "lane"),
        whose=_one_of(Whose, "whose"),
        late="late" in request.args,
        order=_one_of(Order, "order") or Order.DUE,
    )


def _one_of(choices: type[Choice], name: str) -> Choice | None:
    said = request.args.get(name, "")
    return choices(said) if said in list(choices) else None


def carried(part: Wanted) -> dict[str, Any]:
    """A part of the work as the questions of an address."""
    asked = {
        "work": str(part.work or ""),
        "territory": part.territory,
        "lane": str(part.lane or ""),
        "whose": str(part.whose or ""),
        "late": "yes" if part.late else "",
        "order": "" if part.order is Order.DUE else str(part.order),
    }
    return {name: value for name, value in asked.items() if value}


def way(mark: str = "") -> dict[str, Any]:
    """What the addresses of this part of the work carry along, so that "next" stays in it."""
    after = mark or request.args.get("after", "")
    return carried(wanted()) | ({"after": after} if after else {})


def item_url(item: WorkItem) -> str:
    """Where a thing that waits is decided."""
    on_the_way = way(item.mark)
    if item.work is Work.COMPLAINT:
        return url_for("office_complaints.show", complaint_id=item.id, **on_the_way)
    if item.work is Work.IDENTITY:
        return url_for("office_families.show", guardian_id=item.id, **on_the_way)
    if item.work is Work.TASK:
        return url_for("office_tasks.show", task_id=item.id, **on_the_way)
    return url_for("office_review.show", application_id=item.id, **on_the_way)


def next_url() -> str:
    """What waits after the thing at hand."""
    return url_for("office_desk.go_on", **way())


def desk_url() -> str:
    """The list from which one came."""
    return url_for("office_desk.index", **carried(wanted()))
