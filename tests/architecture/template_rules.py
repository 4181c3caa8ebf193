"""The rules of house §5 that can be read off a template: one sentence per broken rule each."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, meta, nodes

ENV = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)

_CYRILLIC = re.compile(r"[\u0400-\u04ff]+")
_INLINE = {
    "an inline style": re.compile(r"<style|\sstyle\s*="),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)"),
    "an inline handler": re.compile(r"\s(?:on[a-z]+|hx-on[:a-z-]*)\s*=(?!=)|javascript:"),
}
_POST = re.compile(r'method="post"')
_TOKENS = re.compile(r"csrf_token\(\)|hidden_tokens\(")
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_STATEMENT = re.compile(r"\{%.*?%\}", re.DOTALL)

Assigning = nodes.Import | nodes.FromImport | nodes.Assign | nodes.AssignBlock | nodes.With


def tree_of(source: str) -> nodes.Template:
    """The template as Jinja reads it."""
    return ENV.parse(source)


def foreign_letters(source: str) -> Iterator[str]:
    """Texts stand in the catalogues: a template has no Cyrillic letter."""
    for found in _CYRILLIC.findall(source):
        yield f"Cyrillic text outside the catalogues: {found}"


def inline_code(source: str) -> Iterator[str]:
    """The content policy forbids inline code, so it would silently do nothing."""
    source = _STATEMENT.sub("", _COMMENT.sub("", source))
    for name, pattern in _INLINE.items():
        if pattern.search(source):
            yield name


def bare_forms(source: str) -> Iterator[str]:
    """A form without tokens is refused by the guards."""
    if _POST.search(source) and not _TOKENS.search(source):
        yield "a form that posts without its tokens"


def loose_tops(source: str) -> Iterator[str]:
    """What is set or imported at the top of a page is not seen by a block rendered alone."""
    for node in tree_of(source).body:
        if isinstance(node, Assigning):
            yield f"line {node.lineno}: {type(node).__name__} at the top of a page"


def unused_imports(source: str) -> Iterator[str]:
    """An import that nothing uses misleads whoever reads on."""
    tree = tree_of(source)
    used = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"}
    for name in _imported(tree):
        if name not in used:
            yield f"{name} is imported and not used"


def _imported(tree: nodes.Node) -> Iterator[str]:
    for one in tree.find_all(nodes.FromImport):
        for name in one.names:
            yield name if isinstance(name, str) else name[1]
    for whole in tree.find_all(nodes.Import):
        yield whole.target


@dataclass(frozen=True, slots=True)
class Given:
    """A fragment that a view gives: its template and the id of its element."""

    template: str
    fragment: str

    @property
    def block(self) -> str:
        """The block's name of the fragment."""
        return self.fragment.replace("-", "_")


def fragments_given(source: str) -> Iterator[Given]:
    """The fragments that a module's calls of `respond` name; they stand there as literals."""
    for call in ast.walk(ast.parse(source)):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name)):
            continue
        if call.func.id != "respond":
            continue
        template = ast.literal_eval(call.args[0])
        for listed in [word.value for word in call.keywords if word.arg == "fragments"]:
            # A page that has nothing to give alone now names none; what it may give counts.
            listed = listed.body if isinstance(listed, ast.IfExp) else listed
            yield from (Given(template, fragment) for fragment in sorted(ast.literal_eval(listed)))


def broken_fragment(given: Given, source: str) -> Iterator[str]:
    """A fragment is literally a part of its page: it says the same wherever it is rendered.

    That holds when its block exists, carries its id, and uses nothing that the page sets or
    imports outside of the block, for such names do not exist when the block is rendered alone.
    """
    tree = tree_of(source)
    blocks = {block.name: block for block in tree.find_all(nodes.Block)}
    block = blocks.get(given.block)
    if block is None:
        yield f"there is no block {given.block}"
        return
    if f'id="{given.fragment}"' not in _text_of(block):
        yield f"block {given.block} has no element with id {given.fragment}"
    outside = _assigned(tree) - _assigned(block)
    alone = nodes.Template(block.body)
    alone.set_environment(ENV)
    for name in sorted(meta.find_undeclared_variables(alone) & outside):
        yield f"block {given.block} uses {name}, which is set outside of it"


def _text_of(block: nodes.Block) -> str:
    return "".join(data.data for data in block.find_all(nodes.TemplateData))


def _assigned(tree: nodes.Node) -> set[str]:
    stored = {node.name for node in tree.find_all(nodes.Name) if node.ctx in ("store", "param")}
    return stored | set(_imported(tree))


def sources(folder: Path) -> dict[str, str]:
    """Every page and part, by its name."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.html"))
        # Letters and papers are whole texts in one language each.
        if path.relative_to(folder).parts[0] not in ("mail", "paper", "sms")
    }
