"""Contracts with other systems, and answers that are held against them."""

from functools import cache
from typing import Any
from urllib.parse import quote

import yaml
from openapi_schema_validator import OAS31Validator, oas31_format_checker
from openapi_spec_validator import validate

from kezek.settings import ROOT

FOLDER = ROOT / "docs" / "contracts"


@cache
def contract(name: str) -> Any:
    """The contract of this name, which is itself whole and well-formed."""
    document = yaml.safe_load((FOLDER / f"{name}.openapi.yaml").read_text(encoding="utf-8"))
    validate(document)
    return document


def addresses(name: str) -> set[tuple[str, str]]:
    """Every method and path that the contract has."""
    return {
        (method.upper(), path) for path, acts in contract(name)["paths"].items() for method in acts
    }


def need_as_written(name: str, path: str, status: int, answer: object) -> None:
    """Comes back when the answer is one that the contract has for this address and status."""
    _need_answer(name, path, "post", status, answer)


def need_get_as_written(name: str, path: str, status: int, answer: object) -> None:
    """The same for what is only read."""
    _need_answer(name, path, "get", status, answer)


def need_put_as_written(name: str, path: str, status: int, answer: object) -> None:
    """The same for what is put in its place."""
    _need_answer(name, path, "put", status, answer)


def need_request_as_written(name: str, path: str, body: object) -> None:
    """Comes back when a call of ours, or of the counterpart, is as the contract has it."""
    _need(name, f"#/paths/{_escaped(path)}/post/requestBody/content/application~1json/schema", body)


def _need_answer(name: str, path: str, method: str, status: int, answer: object) -> None:
    document = contract(name)
    responses = document["paths"][path][method]["responses"]
    assert str(status) in responses, f"{path} answered {status}, which the contract does not have"
    pointer = f"#/paths/{_escaped(path)}/{method}/responses/{status}"
    _need(name, _followed(document, responses[str(status)], pointer), answer)


def _followed(document: Any, response: Any, pointer: str) -> str:
    if "$ref" in response:
        pointer = response["$ref"]
    return f"{pointer}/content/application~1json/schema"


def _escaped(path: str) -> str:
    return quote(path.replace("~", "~0").replace("/", "~1"), safe="~")


def _need(name: str, pointer: str, value: object) -> None:
    # The contract itself is the schema's document, so that its references are found.
    schema = {**contract(name), "$ref": pointer}
    validator = OAS31Validator(schema, format_checker=oas31_format_checker)
    faults = [f"{list(one.absolute_path)}: {one.message}" for one in validator.iter_errors(value)]
    assert faults == []
