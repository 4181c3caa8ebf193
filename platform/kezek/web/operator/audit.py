"""The audit across regions: who did what, and what operators did; sifted and paged here."""

import csv
import io
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, request, stream_with_context, url_for
from flask_babel import gettext

from kezek.core.access import Role
from kezek.core.cells import harmless
from kezek.core.typed import read_day
from kezek.reads.audit import (
    AuditLine,
    Point,
    Wish,
    acts_page,
    audit_lines,
    audit_page,
    present_moment,
    wished_acts,
    wished_facts,
)
from kezek.reads.deployment_regions import region_names
from kezek.usecases.opening import note_audit_file
from kezek.web.decision_words import role_name
from kezek.web.htmx import respond
from kezek.web.i18n import current_language
from kezek.web.operator.audit_words import called_alike, detail_text, fact_name, kinds_to_choose
from kezek.web.operator.room import RUNS, SEES, blueprint, page_number, region_choices, tag
from kezek.web.operator.words import KIND, kind_name
from kezek.web.rule_words import rule_name
from kezek.web.tenant import current_zone

_USUAL = timedelta(days=7)
_ROLES = (*(str(one) for one in Role), "system")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; a day that is none is told and stands for the usual one."""

    region: int | None
    role: str
    kind: str
    first: date
    last: date
    is_first: bool
    is_last: bool
    today: date

    @property
    def since(self) -> datetime:
        """The first moment."""
        return datetime.combine(self.first, time(), current_zone())

    @property
    def until(self) -> datetime:
        """The first moment that is too late."""
        return datetime.combine(self.last + timedelta(days=1), time(), current_zone())

    @property
    def kept(self) -> dict[str, Any]:
        """The same as an address has it."""
        wanted = {
            "region": str(self.region or ""),
            "role": self.role,
            "kind": self.kind,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
        }
        return {name: value for name, value in wanted.items() if value}


@blueprint.get("/audit/")
@SEES
def audit() -> Response:
    """Facts of the journals by role, region, kind and days: who and what, never of whom."""
    asked = _asked()
    page = audit_page(_wish(asked), asked.region, _point(request.args.get("before", "")))
    older = ""
    if page.older is not None:
        before = f"{page.older[0].isoformat()}_{page.older[1]}"
        older = url_for("operator.audit", **asked.kept, before=before)
    return respond(
        "operator/audit.html",
        fragments={"audit-list"},
        page=page,
        asked=asked,
        older=older,
        is_first_page="before" not in request.args,
        roles=[(one, role_name(one)) for one in _ROLES],
        kinds=kinds_to_choose(),
        regions=region_choices(),
        region_name=_names().get,
        fact_name=fact_name,
        rule_name=rule_name,
        role_name=role_name,
    )


@blueprint.get("/audit/acts")
@SEES
def acts() -> Response:
    """What operators did themselves."""
    asked = _asked()
    kind = asked.kind if asked.kind in KIND else ""
    wish = wished_acts(kind, asked.region, asked.since, asked.until)
    kept = asked.kept
    return respond(
        "operator/acts.html",
        fragments={"acts-list"},
        page=acts_page(wish, page_number()),
        page_url=lambda page: url_for("operator.acts", **kept, page=page),
        asked=asked,
        kinds=[(one, kind_name(one)) for one in KIND],
        regions=region_choices(),
        region_name=_names().get,
        kind_name=kind_name,
        detail_text=detail_text,
    )


@blueprint.get("/audit/file.csv")
@RUNS
def audit_file() -> Response:
    """The same facts as a file; that it was taken is written down, too."""
    asked = _asked()
    note_audit_file(tag(), asked.region, asked.kept)
    names = {number: slug for number, (slug, _) in region_names(current_language()).items()}
    answer = Response(stream_with_context(_csv(asked)), mimetype="text/csv; charset=utf-8")
    name = f"audit-{names.get(asked.region or 0, 'all')}-{asked.first}-{asked.last}.csv"
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _csv(asked: Asked) -> Iterator[str]:
    names = _names()
    yield "\ufeff" + _line(_head())
    for one in audit_lines(_wish(asked), asked.region):
        yield _line(_cells(one, names))


def _head() -> tuple[str, ...]:
    return (
        gettext("Region"),
        gettext("When"),
        gettext("What happened"),
        gettext("Basis"),
        gettext("Who"),
        gettext("Account"),
        gettext("Code"),
    )


def _cells(line: AuditLine, names: Mapping[str, str]) -> tuple[str, ...]:
    """In the words of the page; the code stays beside them, as several kinds have one name."""
    role, _, account = line.fact.actor.partition(":")
    return (
        names.get(line.slug, line.slug),
        f"{line.fact.at.astimezone(current_zone()):%Y-%m-%d %H:%M:%S}",
        fact_name(line.fact.kind),
        rule_name(line.fact.rule) if line.fact.rule else "",
        role_name(role),
        account,
        line.fact.kind,
    )


def _line(values: tuple[str, ...]) -> str:
    # Semicolons, as all tables that are taken away here: an office program opens them by a click.
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerow(map(harmless, values))
    return out.getvalue()


def _asked() -> Asked:
    now = present_moment().astimezone(current_zone())
    first, is_first = _day("first", now.date() - _USUAL)
    last, is_last = _day("last", now.date())
    region, role = request.args.get("region", ""), request.args.get("role", "")
    return Asked(
        region=int(region) if region.isdecimal() and len(region) < 6 else None,
        role=role if role in _ROLES else "",
        kind=request.args.get("kind", "").strip()[:60],
        first=first,
        last=max(first, last),
        is_first=is_first,
        is_last=is_last,
        today=now.date(),
    )


def _day(name: str, usual: date) -> tuple[date, bool]:
    said = request.args.get(name, "")
    day = read_day(said) if said else usual
    return (usual, False) if day is None else (day, True)


def _wish(asked: Asked) -> Wish:
    return wished_facts(asked.role, called_alike(asked.kind), asked.since, asked.until)


def _names() -> dict[str, str]:
    """The name of each region by its slug."""
    return dict(region_names(current_language()).values())


def _point(said: str) -> Point | None:
    """Where an address says that the page begins; nothing for what is no point."""
    moment, _, number = said.partition("_")
    try:
        at = datetime.fromisoformat(moment)
        return (at if at.tzinfo else at.replace(tzinfo=ZoneInfo("UTC")), uuid.UUID(number))
    except ValueError:
        return None
