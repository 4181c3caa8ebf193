"""YAML values that know their line, so that every complaint can name it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

import yaml

T = TypeVar("T")


class Malformed(Exception):
    """A file that cannot be read as a story: where, which field, and what is allowed there."""

    def __init__(self, line: int, field: str, allowed: str) -> None:
        super().__init__(f"line {line}: {field}: {allowed}")
        self.line = line
        self.field = field
        self.allowed = allowed

    def __reduce__(self) -> tuple[type["Malformed"], tuple[int, str, str]]:
        """How it travels between processes."""
        return Malformed, (self.line, self.field, self.allowed)

    def at(self, path: object) -> str:
        """The complaint as it is printed for a file."""
        return f"{path}:{self.line}: {self.field}: {self.allowed}"


@dataclass(frozen=True, slots=True)
class Value:
    """One YAML value with its line; words stay words until somebody asks for a number or a day."""

    node: yaml.Node
    field: str

    @property
    def line(self) -> int:
        """The line in the file, from 1."""
        return int(self.node.start_mark.line) + 1

    def fail(self, allowed: str) -> Malformed:
        """The complaint that this value is not what may stand here."""
        return Malformed(self.line, self.field, allowed)

    def text(self) -> str:
        """A single word or sentence. Raises Malformed."""
        if not isinstance(self.node, yaml.ScalarNode):
            raise self.fail("a single value is expected here")
        return str(self.node.value)

    @property
    def is_scalar(self) -> bool:
        """Whether it is a single value."""
        return isinstance(self.node, yaml.ScalarNode)

    @property
    def is_list(self) -> bool:
        """Whether it is a list."""
        return isinstance(self.node, yaml.SequenceNode)

    def items(self) -> Iterator["Value"]:
        """The values of a list. Raises Malformed."""
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.fail("a list is expected here")
        for node in self.node.value:
            yield Value(node, self.field)

    def fields(self) -> dict[str, "Value"]:
        """The values of a mapping by their names; a name twice is refused. Raises Malformed."""
        if not isinstance(self.node, yaml.MappingNode):
            raise self.fail("a mapping is expected here")
        found: dict[str, Value] = {}
        for key, node in self.node.value:
            name = str(key.value)
            if name in found:
                raise Malformed(int(key.start_mark.line) + 1, name, "it stands here twice")
            found[name] = Value(node, name)
        return found

    def read(self, how: Callable[[str], T], allowed: str) -> T:
        """The value through a converter; what it refuses is malformed. Raises Malformed."""
        try:
            return how(self.text())
        except ValueError:
            raise self.fail(allowed) from None


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The loader in C where the package has it: ten times as fast."""


def load(text: str) -> Value:
    """The root of a YAML text. Raises Malformed."""
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as fault:
        line = (fault.problem_mark.line if fault.problem_mark else 0) + 1
        raise Malformed(line, "yaml", str(fault.problem)) from None
    if node is None:
        raise Malformed(1, "yaml", "the file is empty")
    return Value(node, "file")


def only(fields: dict[str, Value], allowed: set[str], required: set[str], at: Value) -> None:
    """Refuses a field that has no place here, or one that is missing. Raises Malformed."""
    for name, value in fields.items():
        if name not in allowed:
            raise Malformed(value.line, name, f"allowed here: {', '.join(sorted(allowed))}")
    for name in sorted(required - fields.keys()):
        raise Malformed(at.line, name, "it is required here")
