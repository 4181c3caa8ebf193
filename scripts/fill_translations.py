"""Puts translations from a translator's table into the catalogues.

fill_translations.py FILE.yaml    a list; each entry has the English text as `en`, `kk`, `ru`.
                                  A text with a plural has lists: two forms in `en` and `kk`,
                                  three in `ru`.
fill_translations.py --missing    prints such a table of all that is not translated yet

Several people may do so at once: each waits for the one before.
"""

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polib
import yaml

import translations as catalogues

_FIRST = 0


def main() -> int:
    """Does what the first word says."""
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    with locked():
        catalogues.collect()
        if sys.argv[1] == "--missing":
            print(yaml.safe_dump(list(missing()), allow_unicode=True, sort_keys=False, width=1000))
            return 0
        unknown = fill(yaml.safe_load(Path(sys.argv[1]).read_text(encoding="utf-8")))
        # Once more, so that both tools leave the same line breaks.
        catalogues.collect()
    for text in unknown:
        print(f"no such text in code or templates: {text!r}")
    return 1 if unknown else 0


@contextmanager
def locked() -> Iterator[None]:
    """Lets one at a time into the folder."""
    folder = os.open(catalogues.FOLDER, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def missing() -> Iterator[dict[str, Any]]:
    """The texts without a translation, each as an entry to fill in."""
    files = {language: polib.pofile(str(path_of(language))) for language in catalogues.LANGUAGES}
    bare = {
        catalogues.key(entry): entry
        for file in files.values()
        for entry in file.untranslated_entries()
    }
    for entry in bare.values():
        plural = [entry.msgid, entry.msgid_plural]
        empty = {language: [""] * forms for language, forms in catalogues.PLURALS.items()}
        if entry.msgid_plural:
            yield {"en": plural, **empty}
        else:
            yield {"en": entry.msgid, "kk": "", "ru": ""}


def fill(table: list[dict[str, Any]]) -> list[str]:
    """Writes the translations; gives the texts that nobody asks for."""
    unknown: set[str] = set()
    for language in catalogues.LANGUAGES:
        file = polib.pofile(str(path_of(language)))
        entries = {entry.msgid: entry for entry in file if not entry.obsolete}
        for line in table:
            text = line["en"] if isinstance(line["en"], str) else line["en"][_FIRST]
            if text not in entries:
                unknown.add(text)
            elif isinstance(line[language], str):
                entries[text].msgstr = line[language]
            else:
                entries[text].msgstr_plural = dict(enumerate(line[language]))
        file.metadata |= {"Last-Translator": "Kezek", "Language-Team": language}
        file.save()
    return sorted(unknown)


def path_of(language: str) -> Path:
    """Where a language's catalogue lies."""
    return Path(catalogues.FOLDER / language / "LC_MESSAGES" / "messages.po")


if __name__ == "__main__":
    sys.exit(main())
