"""What holds of everything that is made of a project, whatever its texts say.

Comes in: a project. Goes out: the package, or nothing if the project was refused; an
assertion fails if a promise is broken. The gate and the encoders are not asked: what
they promise is told by other means.
"""

from __future__ import annotations

import ast
import unicodedata
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any, cast

from attacked_project import FILES, MARK, Project, project_of
from beside import UNSEEN, check_beside, check_reports
from code_shape import (
    calls_at_import,
    differences,
    docstrings,
    edges,
    free_names,
    imports,
)

from minidoc.diagnostics import Code, Diagnostic, GenerationError, Severity
from minidoc.diagnostics.render import render as rendered
from minidoc.ir.carried import from_carried
from minidoc.ir.docs import CodeText, TextRun
from minidoc.ir.model import Api
from minidoc.ir.walk import find
from minidoc.pages import Page, page_from_bytes
from minidoc.pipeline import Generated, Source, generate, model
from minidoc.python.bind import bind
from minidoc.python.code import Text
from minidoc.python.names import module_name
from minidoc.render import Distribution

PACKAGE = "attacked"
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Made:
    """What a project gave: the model, the files, and what stands beside them."""

    api: Api
    generated: Generated


def make(project: Project) -> Made:
    """Run every stage over a project.

    Raises:
        GenerationError: If it is refused.
    """
    found: list[Diagnostic] = []
    pages: list[Page] = []
    for name, data in project.pages.items():
        try:
            pages.append(page_from_bytes(name, data))
        except GenerationError as error:
            found += error.diagnostics
    if found:
        raise GenerationError(found)
    overlay = project.overlay
    source = None if overlay is None else Source("overlay.toml", overlay)
    modelled = model(pages, source)
    settings = [Text(text) for text in project.settings.values()]
    generated = generate(modelled, PACKAGE, Distribution(*settings))
    return Made(modelled.api, generated)


def check(project: Project) -> Made | None:
    """Run a project, and check all that is promised of what comes out."""
    try:
        made = make(project)
    except GenerationError as error:
        check_refusal(error.diagnostics)
        return None
    trees = {name: check_source(name, text) for name, text in _sources(made)}
    own = {name: tree for name, tree in trees.items() if not _is_runtime(name)}
    check_shapes(made.api, own)
    check_docstrings(made.api, own)
    check_names(own)
    check_paths(made.generated.files)
    check_paths(made.generated.distribution)
    check_characters({**made.generated.files, **made.generated.distribution})
    check_model(made)
    check_beside(made.api, made.generated.distribution, project.settings)
    check_reports(harmless(True).api, made.api)
    return made


def check_refusal(found: Iterable[Diagnostic]) -> None:
    """A refusal says where and what to do, never that the generator is at fault."""
    errors = [each for each in found if each.severity is Severity.ERROR]
    assert errors, "a refusal without an error"
    for each in errors:
        assert each.code is not Code.UNSAFE_OUTPUT, each.message
        assert each.span is not None, each
        # What is wrong with an entry of the overlay is mostly a rule, told in full.
        assert each.hint, each
    shown = rendered(errors, {}, color=False)
    hidden = {char for char in shown if unicodedata.category(char) in UNSEEN - {"Zs"}}
    assert hidden <= {"\n"}, repr(shown)


def _sources(made: Made) -> Iterator[tuple[str, str]]:
    for path, text in made.generated.files.items():
        if path.endswith(".py") and not _is_runtime(path):
            yield path, text


def _is_runtime(path: str) -> bool:
    return path.startswith("_runtime/")


def check_source(name: str, text: str) -> ast.Module:
    """A file compiles, with warnings as errors."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        tree = ast.parse(text, name)
        compile(tree, name, "exec", dont_inherit=True)
    return tree


@cache
def _template() -> (
    tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]]
):
    """Return what accepted packages are made of: edges, imports, builtins, calls."""
    paths = [
        *ROOT.glob("tests/golden/*/expected/*.py"),
        *ROOT.glob("generated/talkjs/*.py"),
    ]
    assert len(paths) > 5
    trees = [ast.parse(path.read_text("utf-8")) for path in paths]
    trees += [*_twin(True).values(), *_twin(False).values()]
    lines = {each for tree in trees for each in imports(tree) if each[1] == 0}
    return (
        frozenset(edge for tree in trees for edge in edges(tree)),
        frozenset(f"{module}.{name}" for module, _, name in lines),
        frozenset(name for tree in trees for name in free_names(tree)),
        frozenset(call for tree in trees for call in calls_at_import(tree)),
    )


@cache
def harmless(with_overlay: bool) -> Made:
    """Return what the project without any attack gives."""
    return make(project_of({} if with_overlay else {"no_overlay": ""}))


@cache
def _twin(with_overlay: bool) -> Mapping[str, ast.Module]:
    sources = _sources(harmless(with_overlay))
    return {name: ast.parse(text) for name, text in sources}


def check_shapes(api: Api, trees: Mapping[str, ast.Module]) -> None:
    """Nothing stands in a file that the template does not put there.

    Where the page still declares what a harmless one does, the files are the same but
    for words and names. In any case every part of them is one that accepted packages
    have.
    """
    known_edges, known_imports, known_names, known_calls = _template()
    for name, tree in trees.items():
        assert set(edges(tree)) <= known_edges, name
        lines = {
            f"{module}.{each}" for module, level, each in imports(tree) if not level
        }
        assert lines <= known_imports, name
        assert free_names(tree) <= known_names, name
        assert calls_at_import(tree) <= known_calls, name
    for with_overlay in (True, False):
        if outline(api) == outline(harmless(with_overlay).api):
            for name, twin in _paired(_twin(with_overlay), api).items():
                # A class of the page may hide one of ours, which is then left out.
                if name != "__init__.py" or not _own_names() & set(find_names(api)):
                    assert differences(twin, trees[name]) == [], name


@cache
def _own_names() -> frozenset[str]:
    """Return what a package exports whatever its pages declare."""
    [names] = [
        ast.literal_eval(node.value)
        for node in _twin(True)["__init__.py"].body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    ]
    return frozenset(name for name in names if MARK not in name.lower())


def find_names(api: Api) -> Iterator[str]:
    """Yield the names of what pages declare or leave undeclared, as Python has them."""
    for page in api.pages:
        yield from (
            unicodedata.normalize("NFKC", each.name) for each in page.declarations
        )
    yield from (unicodedata.normalize("NFKC", each.name) for each in api.undeclared)


def _paired(twins: Mapping[str, ast.Module], api: Api) -> dict[str, ast.Module]:
    """Return the twins under the file names that their pages have now."""
    old = [FILES["file"], FILES["second_file"]]
    pages = sorted(api.pages, key=lambda page: -len(page.declarations))
    new = [page.name for page in pages]
    files = {file_of(a): file_of(b) for a, b in zip(old, new, strict=True)}
    return {files.get(name, name): tree for name, tree in twins.items()}


def file_of(page: str) -> str:
    """Return the name of the file that a page becomes."""
    return f"{module_name(page)}.py"


def outline(node: object) -> object:
    """Return a model without its words: kinds, counts, and what is there at all."""
    if isinstance(node, str):
        return "text"
    if isinstance(node, tuple):
        return tuple(map(outline, cast("tuple[object, ...]", node)))
    if isinstance(node, dict):
        return len(cast("dict[str, object]", node))
    if not is_dataclass(node):
        return node
    record: Any = node
    return (
        type(node).__name__,
        *(_part(each.name, getattr(record, each.name)) for each in fields(record)),
    )


def _part(name: str, value: Any) -> object:
    if name in ("kind", "role", "origin", "type", "returns") and isinstance(value, str):
        return value
    if name == "doc":
        return value is not None and value.deprecated is not None
    if name == "path":
        return [part.startswith("{") for part in value.split("/")]
    if name in ("span", "prose", "extra", "sha256"):
        return None
    return outline(value)


def check_docstrings(api: Api, trees: Mapping[str, ast.Module]) -> None:
    """Every docstring is one of the model, to the letter, and no word of it is lost."""
    for module in bind(api, PACKAGE).modules:
        found = list(docstrings(trees[f"{module.name}.py"]))
        assert Counter(found) == Counter(_texts(module)), module.name
    every = [text for tree in trees.values() for text in docstrings(tree)]
    whole = _squeezed("".join(every))
    for run in (*find(api, TextRun), *find(api, CodeText)):
        if isinstance(run, TextRun):
            assert _squeezed(run.text) in whole, run.text


def _texts(node: object) -> Iterator[str]:
    if isinstance(node, tuple):
        for each in cast("tuple[object, ...]", node):
            yield from _texts(each)
    elif is_dataclass(node) and not isinstance(node, Text):
        record: Any = node
        for each in fields(record):
            value = getattr(record, each.name)
            if each.name == "docstring" and value is not None:
                yield value.value
            else:
                yield from _texts(value)


def _squeezed(text: str) -> str:
    """Return a text without white space, and without what disarms a prompt."""
    return "".join(text.expandtabs().replace("\\>>>", ">>>").split())


def check_names(trees: Mapping[str, ast.Module]) -> None:
    """No two names are one: modules for any file system, all others for Python."""
    modules = [unicodedata.normalize("NFKC", name).casefold() for name in trees]
    assert len(set(modules)) == len(modules)
    for tree in trees.values():
        for node in ast.walk(tree):
            assert not _repeated(_defined(node)), ast.unparse(node)[:200]


def _defined(node: ast.AST) -> list[str]:
    """Return the names that a module, a class or a signature gives a meaning."""
    match node:
        case ast.arguments():
            return [each.arg for each in (*node.args, *node.kwonlyargs)]
        case ast.ClassDef() | ast.Module():
            return [name for each in node.body for name in _names_of(each)]
        case _:
            return []


def _names_of(node: ast.stmt) -> list[str]:
    match node:
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
        case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
            marks = [ast.unparse(each).strip("_") for each in node.decorator_list]
            return [] if "overload" in marks else [node.name]
        case ast.ImportFrom() | ast.Import():
            return [each.asname or each.name for each in node.names]
        case _:
            return []


def _repeated(names: list[str]) -> bool:
    folded = [unicodedata.normalize("NFKC", name) for name in names]
    return len(set(folded)) < len(folded)


def check_paths(files: Iterable[str]) -> None:
    """Every path is below the folder that it is written to, on every system."""
    folded = set[str]()
    for path in files:
        parts = PurePosixPath(path).parts
        assert parts, path
        assert not path.startswith("/"), path
        assert not {"..", "."} & set(parts), path
        assert not set('\\:*?"<>|\0') & set(path), path
        assert path.isprintable(), path
        folded.add(unicodedata.normalize("NFKC", path).casefold())
    assert len(folded) == len(list(files))


def check_characters(files: Mapping[str, str]) -> None:
    """No file holds a character that cannot be seen."""
    for path, text in files.items():
        if text.isascii() and text.replace("\n", "").isprintable():
            continue
        for char in set(text) - {"\n", " "}:
            assert unicodedata.category(char) not in UNSEEN, (path, hex(ord(char)))


def check_model(made: Made) -> None:
    """The model that the package carries says what the pages' model says."""
    carried = from_carried(made.generated.files["_api.json"])
    old, new = list(_words(made.api)), list(_words(carried))
    assert old == new


def _words(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, tuple):
        for each in cast("tuple[object, ...]", node):
            yield from _words(each)
    elif is_dataclass(node):
        record: Any = node
        for each in fields(record):
            if each.name not in ("span", "sha256"):
                yield from _words(getattr(record, each.name))
