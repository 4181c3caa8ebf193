"""The description of open data in OpenAPI 3.1, made from the table of datasets."""

from typing import Any

from flask_babel import gettext

from kezek.web.open_data.datasets import DATASETS, Column, Dataset, Kind
from kezek.web.open_data.licences import Licence
from kezek.web.words import say

MEDIA = {"json": "application/json", "csv": "text/csv"}
"""The two shapes of a file by the end of its name."""


def openapi(region: str, server: str, licence: Licence) -> dict[str, Any]:
    """The whole document for one region, in the reader's language."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": gettext("Open data: %(region)s", region=region),
            "description": gettext(
                "Counts of children are given without personal data. Counts of one to four "
                "children are covered, and others with them, so that none can be reckoned back."
            ),
            "version": "1",
            "license": {"name": licence.name, "url": licence.url},
        },
        "servers": [{"url": server}],
        "paths": {
            f"/{dataset.key}.{shape}": {"get": _operation(dataset, shape)}
            for dataset in DATASETS.values()
            for shape in MEDIA
        },
        "components": {"schemas": {_name(one): _schema(one, licence) for one in DATASETS.values()}},
    }


def _operation(dataset: Dataset, shape: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if shape == "json":
        schema = {"$ref": f"#/components/schemas/{_name(dataset)}"}
    return {
        "operationId": f"{dataset.key.replace('-', '_')}_{shape}",
        "summary": say(dataset.title),
        "description": say(dataset.about),
        "responses": {
            "200": {
                "description": say(dataset.title),
                "headers": {
                    "ETag": {
                        "description": gettext("The version of the file; send it back to save it."),
                        "schema": {"type": "string"},
                    }
                },
                "content": {MEDIA[shape]: {"schema": schema}},
            },
            "304": {"description": gettext("Nothing has changed since.")},
            "429": {"description": gettext("Too many requests; try again in a minute.")},
            "503": {"description": gettext("Turned off for a while.")},
        },
    }


def _schema(dataset: Dataset, licence: Licence) -> dict[str, Any]:
    names = [column.name for column in dataset.columns]
    row = {
        "type": "object",
        "required": names,
        "additionalProperties": False,
        "properties": {column.name: _property(column) for column in dataset.columns},
    }
    return {
        "type": "object",
        "required": ["dataset", "region", "as_of", "licence", "licence_url", "least", "rows"],
        "additionalProperties": False,
        "properties": {
            "dataset": {"const": dataset.key},
            "region": {"type": "string"},
            "as_of": {"type": "string", "format": "date-time"},
            "licence": {"const": licence.code},
            "licence_url": {"const": licence.url},
            "least": {
                "type": ["integer", "null"],
                "description": gettext("The smallest count of children that is told."),
            },
            "rows": {"type": "array", "items": row},
        },
    }


def _property(column: Column) -> dict[str, Any]:
    kind = str(column.kind)
    found: dict[str, Any] = {"type": [kind, "null"] if column.may_be_empty else kind}
    if column.kind is Kind.LIST:
        found["items"] = {"type": "string"}
    if column.choices:
        found["enum"] = [*column.choices, *([None] if column.may_be_empty else [])]
    if column.pattern:
        found["pattern"] = column.pattern
    return found | {"description": say(column.about)}


def _name(dataset: Dataset) -> str:
    return "".join(part.capitalize() for part in dataset.key.split("-"))
