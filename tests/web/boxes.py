"""What stands in the boxes of a page, as a browser would send it."""

import re

_CHECKED = re.compile(r"\schecked\b")
_OF_TWO_KINDS = ("freeze_spans", "quiet_hours", "open_hours", "voucher_categories", "update_on")
"""Settings whose boxes are inputs and selects in turn: their order tells which is which."""


def boxes_on(page: str) -> dict[str, object]:
    """Every box of the page by its name, with all that stands in it."""
    boxes = _boxes(page)
    for name in _OF_TWO_KINDS:
        if name in boxes:
            boxes[name] = _in_order(page, name)
    return boxes


def _in_order(page: str, name: str) -> list[str]:
    values = []
    pattern = rf'<input\b[^>]*name="{name}"[^>]*>|<select\b[^>]*name="{name}"[^>]*>.*?</select>'
    for found in re.findall(pattern, page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', found)
        is_input = found.startswith("<input")
        values.append(_part(found, "value") if is_input else chosen[1] if chosen else "")
    return values


def _boxes(page: str) -> dict[str, object]:
    """The boxes of one kind after another."""
    found: dict[str, list[str]] = {}
    for tag, body in re.findall(r"(<(?:input|textarea)\b[^>]*>)([^<]*)", page):
        name, kind = _part(tag, "name"), _part(tag, "type")
        if (
            not name
            or kind == "hidden"
            or (kind in ("radio", "checkbox") and not _CHECKED.search(tag))
        ):
            continue
        value = body.removeprefix("\n") if tag.startswith("<textarea") else _part(tag, "value")
        found.setdefault(name, []).append(value)
    for tag, body in re.findall(r"(<select\b[^>]*>)(.*?)</select>", page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', body)
        found.setdefault(_part(tag, "name"), []).append(chosen[1] if chosen else "")
    return dict(found)


def _part(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return found[1] if found else ""
