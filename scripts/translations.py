"""Collects the texts to translate, and checks that both languages have all of them.

translations.py collect    write messages.pot anew and bring every catalogue up to it
translations.py check      exit status 1 if a text was not collected, or a translation is
                           missing, uncertain, left over, or loses a value
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "translations"
TEMPLATE = FOLDER / "messages.pot"
LANGUAGES = ("kk", "ru")
# `mark` is ours: it marks sentences that stand in tables.
KEYWORDS = ("mark", "lazy_gettext", "lazy_pgettext:1c,2")
PLURALS = {"kk": 2, "ru": 3}
_VALUE = re.compile(r"%\((\w+)\)[sd]|(?<!%)\{(\w*)\}")

Key = tuple[str | None, str, str]


def main() -> int:
    """Does what the first word says."""
    if not (FOLDER / "babel.cfg").exists():
        print("translations: nothing to translate yet")
        return 0
    if sys.argv[1:] == ["collect"]:
        collect()
        return 0
    problems = list(check())
    for problem in problems:
        print(problem)
    if problems:
        print(f"{len(problems)} to mend; texts are collected with: make translate")
    return 1 if problems else 0


def collect() -> None:
    """Writes the template anew and brings each catalogue up to it."""
    extract(TEMPLATE)
    for language in LANGUAGES:
        target = FOLDER / language / "LC_MESSAGES" / "messages.po"
        verb = ["update", "--no-fuzzy-matching", "--ignore-obsolete"]
        words = verb if target.exists() else ["init"]
        run(*words, "-i", TEMPLATE, "-d", FOLDER, "-l", language)


def check() -> Iterator[str]:
    """Everything that is wrong, a line each."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "messages.pot"
        extract(fresh)
        texts = {key(entry): entry for entry in polib.pofile(str(fresh))}
    collected = {key(entry) for entry in polib.pofile(str(TEMPLATE))} if TEMPLATE.exists() else ()
    for missing in texts.keys() - collected:
        yield f"messages.pot: not collected: {missing[1]!r}"
    for gone in set(collected) - texts.keys():
        yield f"messages.pot: no longer in the code: {gone[1]!r}"
    for language in LANGUAGES:
        yield from check_language(language, texts)


def check_language(language: str, texts: dict[Key, polib.POEntry]) -> Iterator[str]:
    """What is wrong with one language's catalogue."""
    path = FOLDER / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        yield f"{language}: there is no catalogue"
        return
    entries = {key(entry): entry for entry in polib.pofile(str(path)) if not entry.obsolete}
    for missing in texts.keys() - entries.keys():
        yield f"{language}: missing: {missing[1]!r}"
    for gone in entries.keys() - texts.keys():
        yield f"{language}: left over: {gone[1]!r}"
    for entry in entries.values():
        for fault in faults(entry, language):
            yield f"{language}:{entry.linenum}: {fault}: {entry.msgid!r}"


def faults(entry: polib.POEntry, language: str) -> Iterator[str]:
    """What is wrong with one translation."""
    if entry.fuzzy:
        yield "uncertain (fuzzy)"
    said = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if entry.msgid_plural and len(said) != PLURALS[language]:
        yield f"{len(said)} plural forms instead of {PLURALS[language]}"
    if not all(said):
        yield "not translated"
        return
    wanted = values(entry.msgid) | values(entry.msgid_plural)
    for text in said:
        # A form for one thing may say "one" in words; no form may name what is not given.
        lost = set() if entry.msgid_plural else wanted - values(text)
        if lost or values(text) - wanted:
            yield f"values {sorted(values(text))} instead of {sorted(wanted)}"


def values(text: str) -> set[str]:
    """The names of the values that a text has places for."""
    return {"".join(found) for found in _VALUE.findall(text or "")}


def key(entry: polib.POEntry) -> Key:
    """What makes a text the same text."""
    return entry.msgctxt, entry.msgid, entry.msgid_plural


def extract(target: Path) -> None:
    """Writes all texts of code and templates to `target`, without places, which move daily."""
    words = [word for name in KEYWORDS for word in ("-k", name)]
    source = [*words, "--no-location", "--sort-output", "--add-comments=i18n:", "--omit-header"]
    run("extract", "-F", FOLDER / "babel.cfg", *source, "-o", target, ".")


def run(*words: str | Path) -> None:
    """Runs pybabel quietly in the repository."""
    command = [str(Path(sys.executable).with_name("pybabel")), "-q", *map(str, words)]
    subprocess.run(command, cwd=ROOT, check=True)


if __name__ == "__main__":
    sys.exit(main())
