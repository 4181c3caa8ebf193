"""A story as data: read from YAML, every field checked, nothing guessed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kezek.core.errors import Code
from kezek.core.queues import Kind
from kezek.core.rules import ImpossibleValue, UnknownSetting, read_setting
from kezek.core.territories import Mode
from kezek.scenarios.nodes import Malformed, Value, load, only
from kezek.scenarios.verbs_table import EXPECTATIONS, TIME_VERBS, VERBS, Field

ROOT_FIELDS = {
    "title",
    "rules",
    "mode",
    "settings",
    "now",
    "kindergartens",
    "territories",
    "steps",
}
ROOT_REQUIRED = {"title", "now", "kindergartens", "steps"}
OWNERSHIPS = ("state", "private_order", "private")
CODES = tuple(Code)


@dataclass(frozen=True, slots=True)
class Garden:
    """A kindergarten of the story."""

    name: str
    kind: Kind = Kind.NURSERY_KINDERGARTEN
    ownership: str = "state"
    territory: str = "city"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its verb with its fields, or what must be refused, or what must be true."""

    line: int
    verb: str
    fields: Mapping[str, Any]
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """One whole story."""

    title: str
    now: datetime
    settings: Mapping[str, Any]
    territories: Mapping[str, Mode]
    gardens: Mapping[str, Garden]
    steps: tuple[Step, ...]


def read_story(text: str) -> Story:
    """The story that a YAML text tells. Raises Malformed with line, field and what is allowed."""
    root = load(text)
    fields = root.fields()
    only(fields, ROOT_FIELDS, ROOT_REQUIRED, root)
    if "rules" in fields:
        list(fields["rules"].items())
    territories = _territories(fields)
    gardens = _gardens(fields["kindergartens"], territories)
    reader = _Steps(gardens, territories)
    return Story(
        title=fields["title"].text(),
        now=fields["now"].read(local_moment, "a local moment like 2026-09-07 09:00"),
        settings=_settings(fields.get("settings")),
        territories=territories,
        gardens=gardens,
        steps=tuple(reader.step(one) for one in fields["steps"].items()),
    )


def local_moment(text: str) -> datetime:
    """A local moment; a day alone is its 00:00. Raises ValueError."""
    return datetime.fromisoformat(text)


def _mode(value: Value) -> Mode:
    return value.read(Mode, f"one of {', '.join(Mode)}")


def _territories(fields: dict[str, Value]) -> dict[str, Mode]:
    own = _mode(fields["mode"]) if "mode" in fields else Mode.LINEAR
    if "territories" not in fields:
        return {"city": own}
    found = {}
    for name, value in fields["territories"].fields().items():
        inner = value.fields()
        only(inner, {"mode"}, set(), value)
        found[name] = _mode(inner["mode"]) if "mode" in inner else own
    return found


def _gardens(value: Value, territories: Mapping[str, Mode]) -> dict[str, Garden]:
    gardens = {}
    for name, one in value.fields().items():
        inner = one.fields()
        only(inner, {"kind", "ownership", "territory"}, set(), one)
        garden = Garden(
            name,
            inner["kind"].read(Kind, f"one of {', '.join(Kind)}")
            if "kind" in inner
            else Kind.NURSERY_KINDERGARTEN,
            _one_of(inner["ownership"], OWNERSHIPS) if "ownership" in inner else "state",
            _one_of(inner["territory"], territories) if "territory" in inner else "city",
        )
        if garden.territory not in territories:
            raise Malformed(one.line, "territory", f"one of {', '.join(territories)}")
        gardens[name] = garden
    return gardens


def _one_of(value: Value, allowed: Any) -> str:
    if value.text() not in allowed:
        raise value.fail(f"one of {', '.join(allowed)}")
    return value.text()


def _settings(value: Value | None) -> dict[str, Any]:
    if value is None:
        return {}
    return {name: setting(name, one) for name, one in value.fields().items()}


def setting(name: str, value: Value) -> Any:
    """The plain value of a setting, checked against what the rulebook allows. Raises Malformed."""
    raw = plain(value)
    if isinstance(raw, bool) and _is_word(name, value.text()):
        raw = value.text()
    try:
        read_setting(name, raw)
    except UnknownSetting as unknown:
        raise Malformed(value.line, name, f"settings are {', '.join(unknown.allowed)}") from None
    except ImpossibleValue as impossible:
        raise Malformed(value.line, name, f"allowed is {impossible.allowed}") from None
    return raw


def _is_word(name: str, text: str) -> bool:
    """Whether a setting takes what YAML reads as a truth value for a word: an unquoted `off`."""
    try:
        read_setting(name, text)
    except (UnknownSetting, ImpossibleValue):
        return False
    return True


def plain(value: Value) -> Any:
    """A YAML value as numbers, words and lists, the way settings are written in TOML."""
    if value.is_list:
        return [plain(one) for one in value.items()]
    if not value.is_scalar:
        return {name: plain(one) for name, one in value.fields().items()}
    text = value.text()
    if value.node.tag.endswith(":int") and ":" not in text:
        return int(text)
    if value.node.tag.endswith(":bool"):
        return text.lower() in ("true", "yes", "on")
    return text


class _Steps:
    """Reads steps, knowing the kindergartens and territories of the file."""

    def __init__(self, gardens: Mapping[str, Garden], territories: Mapping[str, Mode]) -> None:
        self._gardens = gardens
        self._territories = territories
        self._switched: set[str] = set()
        """Territories that change their mode in the story: the engine then asks for choices."""
        self._readers: dict[str, Callable[[Value], Any]] = {
            "text": lambda value: value.text(),
            "date": lambda value: value.read(date.fromisoformat, "a date like 2023-05-01"),
            "moment": lambda value: value.read(local_moment, "a local moment"),
            "int": lambda value: value.read(int, "a whole number"),
            "bool": self._bool,
            "garden": self._garden,
            "gardens": lambda value: [self._garden(one) for one in value.items()],
            "territory": lambda value: _one_of(value, self._territories),
            "mode": _mode,
            "categories": self._categories,
            "settings": _settings,
        }

    def step(self, value: Value) -> Step:
        """One step. Raises Malformed."""
        fields = value.fields()
        if len(fields) != 1:
            raise Malformed(value.line, "step", "exactly one verb is expected")
        verb, body = next(iter(fields.items()))
        if verb == "refused":
            return self._refused(value.line, body)
        if verb in TIME_VERBS:
            return Step(value.line, verb, {"to": TIME_VERBS[verb](body)})
        if verb == "expect":
            expected = body.fields()
            only(expected, set(EXPECTATIONS), set(), body)
            return Step(value.line, verb, expected)
        return Step(value.line, verb, self._fields(verb, body, value.line))

    def _refused(self, line: int, body: Value) -> Step:
        fields = body.fields()
        if "because" not in fields:
            raise Malformed(line, "because", f"required; one of {', '.join(CODES)}")
        because = _one_of(fields.pop("because"), CODES)
        if len(fields) != 1:
            raise Malformed(line, "refused", "exactly one verb and `because` are expected")
        verb, inner = next(iter(fields.items()))
        return Step(line, verb, self._fields(verb, inner, line), because)

    def _fields(self, verb: str, body: Value, line: int) -> dict[str, Any]:
        if verb not in VERBS:
            raise Malformed(line, verb, f"verbs are {', '.join(sorted(VERBS))}")
        table = VERBS[verb]
        if body.is_scalar:
            short = next(iter(table), None)
            if short is None or not body.text():
                return {}
            given = {short: Value(body.node, short)}
        else:
            given = body.fields()
        required = {name for name, field in table.items() if field.required}
        only(given, set(table), required, body)
        read = {name: self._read(table[name], value) for name, value in given.items()}
        if verb == "apply":
            self._need_choices(read, body)
        if verb == "switch_mode":
            self._switched.add(read["territory"])
        return read

    def _need_choices(self, read: dict[str, Any], body: Value) -> None:
        """A linear application names kindergartens, the others none (V-17)."""
        territory = read.get("territory", "city")
        mode = self._territories.get(territory, Mode.LINEAR)
        if mode is Mode.LINEAR and territory not in self._switched and "choices" not in read:
            raise Malformed(body.line, "choices", "required in a linear territory")

    def _read(self, field: Field, value: Value) -> Any:
        if field.allowed:
            return _one_of(value, field.allowed)
        return self._readers[field.kind](value)

    def _bool(self, value: Value) -> bool:
        if value.text().lower() not in ("true", "false", "yes", "no"):
            raise value.fail("true or false")
        return value.text().lower() in ("true", "yes")

    def _garden(self, value: Value) -> str:
        return _one_of(value, self._gardens)

    def _categories(self, value: Value) -> tuple[int, ...]:
        values = list(value.items()) if value.is_list else [value]
        return tuple(one.read(_category, "a category from 1 to 13") for one in values)


def _category(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 13:
        raise ValueError(text)
    return number
