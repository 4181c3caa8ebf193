"""On which line each value of a TOML file stands, for messages that point at it."""

from __future__ import annotations

from collections.abc import Mapping

Path = tuple[str | int, ...]
"""Keys and positions that lead to a value: `("territory", 2, "mode")`."""

_BARE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")


def lines_of(text: str) -> Mapping[Path, int]:
    """The line, from 1, of every table, row and value of a file that is known to be good TOML."""
    scanner = _Scanner(text)
    scanner.document()
    return scanner.lines


def line_at(lines: Mapping[Path, int], path: Path) -> int:
    """The line of a value, or of the nearest thing around it; else the first line."""
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return 1


class _Scanner:
    """Walks over good TOML and notes lines; it neither reads values nor finds faults."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Path, int] = {}
        self._rows: dict[Path, int] = {}

    def document(self) -> None:
        """The whole file: headers and pairs."""
        table: Path = ()
        while self._skip_blank():
            if self._sees("["):
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> Path:
        start = self.at
        is_row = self._sees("[[")
        self.at += 2 if is_row else 1
        keys = self._dotted_key()
        self.at += 2 if is_row else 1
        path: Path = ()
        for position, key in enumerate(keys, start=1):
            path = (*path, key)
            if is_row and position == len(keys):
                self._rows[path] = self._rows.get(path, -1) + 1
            if path in self._rows:
                path = (*path, self._rows[path])
        self._note(path, start)
        return path

    def _pair(self, table: Path) -> None:
        start = self.at
        path = (*table, *self._dotted_key())
        self._note(path, start)
        self.at += 1  # the sign of equality
        self._value(path)

    def _value(self, path: Path) -> None:
        self._skip_spaces()
        if self._sees("["):
            self._array(path)
        elif self._sees("{"):
            self._inline_table(path)
        elif self._sees('"', "'"):
            self._string()
        else:
            while self.at < len(self.text) and self.text[self.at] not in ",]}\n#":
                self.at += 1

    def _array(self, path: Path) -> None:
        self.at += 1
        position = 0
        while self._skip_blank() and not self._sees("]"):
            if self._sees(","):
                self.at += 1
                continue
            self._note((*path, position), self.at)
            self._value((*path, position))
            position += 1
        self.at += 1

    def _inline_table(self, path: Path) -> None:
        self.at += 1
        while self._skip_blank() and not self._sees("}"):
            if self._sees(","):
                self.at += 1
                continue
            self._pair(path)
        self.at += 1

    def _string(self) -> str:
        quote = self.text[self.at]
        fence = quote * 3 if self.text.startswith(quote * 3, self.at) else quote
        start = self.at + len(fence)
        end = start
        while not self.text.startswith(fence, end):
            end += 2 if quote == '"' and self.text[end] == "\\" else 1
        self.at = end + len(fence)
        while len(fence) == 3 and self._sees(quote):  # up to two quotes may end the text itself
            self.at += 1
        return self.text[start:end]

    def _dotted_key(self) -> list[str]:
        keys: list[str] = []
        while True:
            self._skip_spaces()
            keys.append(self._string() if self._sees('"', "'") else self._bare_key())
            self._skip_spaces()
            if not self._sees("."):
                return keys
            self.at += 1

    def _bare_key(self) -> str:
        start = self.at
        while self.at < len(self.text) and self.text[self.at] in _BARE:
            self.at += 1
        return self.text[start : self.at]

    def _skip_spaces(self) -> None:
        while self.at < len(self.text) and self.text[self.at] in " \t":
            self.at += 1

    def _skip_blank(self) -> bool:
        while self.at < len(self.text):
            if self._sees("#"):
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
            elif self.text[self.at].isspace():
                self.at += 1
            else:
                return True
        return False

    def _sees(self, *signs: str) -> bool:
        return self.text.startswith(signs, self.at)

    def _note(self, path: Path, position: int) -> None:
        self.lines.setdefault(path, self.text.count("\n", 0, position) + 1)
