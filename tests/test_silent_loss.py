"""Whatever vanishes from the output is reported.

Tokens of the real pages are removed, doubled or replaced, one or a few in a row; then
everything that is missing in the package (public names, members, parameters, sentences
of documentation), and that the edit itself did not take away, must come with a new
warning or error. `HYPOTHESIS_PROFILE=explore` tries many more.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from minidoc.diagnostics import Diagnostic, GenerationError, Severity
from minidoc.pages import page_from_text, read_page
from minidoc.pipeline import generate, model
from minidoc.resources import resource_path

SPEC = resource_path("spec")
NAMES = ("TalkSession.md", "Users.md")
_TOKEN = re.compile(r"\w+|/\*\*|\*/|[^\w\s]|\n|[ \t]+")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run gave: names with how often they occur, words, and its findings."""

    names: Counter[str]
    words: Counter[str]
    findings: Counter[tuple[str, str]]
    failed: bool


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of one page: the text between two places becomes another."""

    page: str
    start: int
    end: int
    text: str

    def apply(self, text: str) -> str:
        return text[: self.start] + self.text + text[self.end :]


@cache
def page_text(name: str) -> str:
    return read_page(SPEC / name).text


@cache
def tokens(name: str) -> tuple[tuple[int, int], ...]:
    """Return the places of the tokens below the front matter."""
    text = page_text(name)
    start = text.index("\n---\n") + 5
    return tuple(found.span() for found in _TOKEN.finditer(text, start))


@st.composite
def edits(draw: st.DrawFn) -> Edit:
    """Remove, double or replace a token, or remove a few in a row."""
    page = draw(st.sampled_from(NAMES))
    places = tokens(page)
    index = draw(st.integers(0, len(places) - 1))
    start, end = places[index]
    own = page_text(page)[start:end]
    kind = draw(st.sampled_from(["remove", "double", "replace", "run"]))
    if kind == "double":
        return Edit(page, start, end, own + own)
    if kind == "replace":
        return Edit(page, start, end, draw(st.sampled_from(PUNCTUATION)))
    if kind == "run":
        last = draw(st.integers(index, min(index + 8, len(places) - 1)))
        end = places[last][1]
    return Edit(page, start, end, "")


PUNCTUATION = (
    "{",
    "}",
    "(",
    ")",
    "<",
    ">",
    ";",
    ",",
    "/**",
    "*/",
    "?",
    "\n",
    "```",
    "#",
)


@pytest.fixture(scope="module", autouse=True)
def unformatted() -> Iterator[None]:
    """Leave out the formatter, which takes most of the time and loses nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("minidoc.pipeline.unit.format_rendered", str)
        patch.setattr("minidoc.pipeline.assemble.format_rendered", str)
        yield


@settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(edits())
def test_what_vanishes_is_reported(edit: Edit) -> None:
    check(edit)


def check(edit: Edit) -> None:
    """Apply an edit and compare what comes out with what came out before."""
    before = original()
    pages = {name: page_text(name) for name in NAMES}
    pages[edit.page] = edit.apply(pages[edit.page])
    after = run(pages)
    if after.failed or after.findings - before.findings:
        return
    touched = set(words(whole_words(edit)))
    lost = [name for name in before.names - after.names if not touched & parts(name)]
    assert not lost, f"lost without a finding: {sorted(lost)}"
    missing = before.words - after.words
    gone = {word: n for word, n in missing.items() if word not in touched}
    assert sum(gone.values()) <= _SLACK, f"lost without a finding: {sorted(gone)}"


# Each text is there for both worlds, and a word beside the edit may be respelled: a tag
# that is none any more, a name that is not resolved any more.
_SLACK = 4


def whole_words(edit: Edit) -> str:
    """Return the edited text, with the words at both ends of it."""
    text = page_text(edit.page)
    before = re.search(r"\w*\W?$", text[: edit.start])
    after = re.match(r"\W?\w*", text[edit.end :])
    assert before is not None
    assert after is not None
    return f"{before[0]} {text[edit.start : edit.end]} {after[0]}"


def parts(name: str) -> set[str]:
    """Return the parts of a dotted name, in the spelling of `words`."""
    plain = name.replace("_", "").casefold().split(".")
    return {*plain, *(part.removeprefix("async") for part in plain)}


@cache
def original() -> Outcome:
    found = run({name: page_text(name) for name in NAMES})
    assert not found.failed
    return found


def run(texts: dict[str, str]) -> Outcome:
    """Generate and collect, without the overlay: its entries would report the loss."""
    try:
        pages = [page_from_text(name, text) for name, text in texts.items()]
        made = generate(model(pages), "talkjs")
    except GenerationError as error:
        return Outcome(Counter(), Counter(), findings(error.diagnostics), True)
    names: Counter[str] = Counter()
    text: list[str] = []
    for path, source in made.files.items():
        if path.endswith(".py") and not path.startswith(("_runtime/", "__init__")):
            tree = ast.parse(source)
            names.update(defined(tree, ""))
            text += documented(tree)
    return Outcome(
        names, Counter(words(" ".join(text))), findings(made.diagnostics), False
    )


def findings(diagnostics: Iterable[Diagnostic]) -> Counter[tuple[str, str]]:
    """Count warnings and errors by code and message."""
    return Counter(
        (found.code.value, found.message)
        for found in diagnostics
        if found.severity is not Severity.NOTE
    )


def defined(node: ast.AST, prefix: str) -> Iterable[str]:
    """Yield classes, functions, fields and parameters by their dotted names."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{prefix}{child.name}"
            yield from defined(child, f"{prefix}{child.name}.")
        elif isinstance(child, ast.AnnAssign):
            yield f"{prefix}{ast.unparse(child.target)}"
        elif isinstance(child, ast.arguments):
            yield from (
                f"{prefix}{each.arg}" for each in (*child.args, *child.kwonlyargs)
            )


def documented(tree: ast.Module) -> list[str]:
    """Return every string that stands by itself."""
    return [
        node.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    ]


def words(text: str) -> list[str]:
    """Split text into words of letters, whatever the spelling of names in them."""
    own = text.replace("https://talkjs.com", "")  # Links are made absolute.
    return re.findall(r"[a-z]{2,}", own.replace("_", "").casefold())
