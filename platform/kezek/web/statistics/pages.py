"""The pages of statistics and their sheets; every choice stands in the address."""

from collections.abc import Mapping

from flask import Blueprint, Response, abort, make_response, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.reads.statistics.basis import Basis
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.queue_words import instruction_name
from kezek.web.statistics import answers, fairness, given, line, notices, seats, staff
from kezek.web.statistics.asking import asked, is_month
from kezek.web.statistics.drawing import Drawing, draw
from kezek.web.statistics.figures import CLASSES, Figure, class_name, sheet_of, shown
from kezek.web.statistics.subject import Built, Subject

blueprint = Blueprint("statistics", __name__, url_prefix="/<slug:slug>/statistics")

SUBJECTS: Mapping[str, Subject] = {
    one.key: one
    for one in (
        line.SUBJECT,
        given.SUBJECT,
        given.WAITS,
        answers.SUBJECT,
        notices.SUBJECT,
        fairness.SUBJECT,
        seats.SUBJECT,
        staff.SUBJECT,
    )
}
"""In the order in which a region is looked over."""

_SEES = needs(Permission.STATISTICS_SEE)
_MOST_ROWS = 24
"""A longer table without a picture is folded up."""


@blueprint.get("/")
@_SEES
def index() -> BaseResponse:
    """The first subject."""
    return redirect_after_post(url_for("statistics.subject", subject=line.SUBJECT.key))


@blueprint.get("/<subject>")
@_SEES
def subject(subject: str) -> Response:
    """One page of figures."""
    chosen = _find(subject)
    is_right = is_month("first") and is_month("last")
    built = chosen.build(asked())
    return respond(
        "statistics/subject.html",
        status=200 if is_right else 422,
        subject=chosen,
        subjects=SUBJECTS.values(),
        built=built,
        basis=built.basis,
        choices=_choices(built.basis),
        is_right=is_right,
        drawings=_drawings(built),
        shown=shown,
        rows_of=lambda figure: _rows(figure, built),
        is_folded=lambda figure: figure.chart is not None or len(figure.rows) > _MOST_ROWS,
        subject_url=lambda key: _url("subject", _carried(), subject=key),
        sheet_url=lambda key: _url("sheet", _kept(), subject=subject, key=key),
        page_url=lambda number: _url("subject", _kept() | {"page": str(number)}, subject=subject),
    )


@blueprint.get("/<subject>/<key>.csv")
@_SEES
def sheet(subject: str, key: str) -> Response:
    """One figure for a spreadsheet, sifted as the page is."""
    built = _find(subject).build(asked())
    figure = next((one for one in built.figures if one.key == key), None)
    if figure is None:
        abort(404)
    response = make_response(sheet_of(figure))
    response.mimetype = "text/csv"
    name = f"{subject}-{key}-{built.basis.today}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _find(key: str) -> Subject:
    if key not in SUBJECTS:
        abort(404)
    return SUBJECTS[key]


def _choices(basis: Basis) -> dict[str, list[tuple[str, str]]]:
    return {
        "territory": list(basis.territories),
        "year": [(str(year), str(year)) for year in basis.birth_years],
        "language": [(code, instruction_name(code)) for code in basis.languages],
        "standing": [(one, class_name(one)) for one in CLASSES],
    }


def _drawings(built: Built) -> dict[str, Drawing]:
    return {one.key: draw(one.chart) for one in built.figures if one.chart and one.rows}


def _rows(figure: Figure, built: Built) -> tuple[tuple[object, ...], ...]:
    if figure.is_paged and built.pages is not None:
        return figure.rows[built.pages.first_item - 1 : built.pages.last_item]
    return figure.rows


def _url(view: str, query: dict[str, str], **path: str) -> str:
    return url_for(f"statistics.{view}", **(query | path))  # type: ignore[arg-type]


_NAMES = ("territory", "year", "language", "standing", "first", "last")


def _kept() -> dict[str, str]:
    """What is chosen on this page, for its other pages and its sheets."""
    return {name: request.args[name] for name in _NAMES if request.args.get(name)}


def _carried() -> dict[str, str]:
    """What is carried over to another subject: where, and when."""
    return {
        name: value for name, value in _kept().items() if name in ("territory", "first", "last")
    }
