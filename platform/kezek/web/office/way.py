"""The way through the work: which part of it one looks at, and what comes after a decision."""

from typing import Any

from flask import request, url_for

from kezek.reads.office_desk import Wanted
from kezek.reads.office_work import Work, WorkItem


def wanted() -> Wanted:
    """The part that the address names; a kind that there is none of means all of it."""
    work = request.args.get("work", "")
    return Wanted(
        work=Work(work) if work in list(Work) else None,
        territory=request.args.get("territory", ""),
    )


def way(mark: str = "") -> dict[str, Any]:
    """What the addresses of this part of the work carry along, so that "next" stays in it."""
    part = wanted()
    carried = {
        "work": str(part.work or ""),
        "territory": part.territory,
        "after": mark or request.args.get("after", ""),
    }
    return {name: value for name, value in carried.items() if value}


def item_url(item: WorkItem) -> str:
    """Where a thing that waits is decided."""
    carried = way(item.mark)
    if item.work is Work.COMPLAINT:
        return url_for("office_complaints.show", complaint_id=item.id, **carried)
    if item.work is Work.IDENTITY:
        return url_for("office_families.show", guardian_id=item.id, **carried)
    return url_for("office_review.show", application_id=item.id, **carried)


def next_url() -> str:
    """What waits after the thing at hand."""
    return url_for("office_desk.go_on", **way())


def desk_url() -> str:
    """The list from which one came."""
    carried = way()
    carried.pop("after", None)
    return url_for("office_desk.index", **carried)
