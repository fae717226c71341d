"""Any page of random declarations gives a package that holds what the page holds.

It compiles, passes the gate, has exactly the page's members and can be imported; of all
packages a sample is checked by both type checkers, in one run of each. More than the
usual 100 examples, and others every time: `HYPOTHESIS_PROFILE=explore`.
"""

from __future__ import annotations

import ast
import importlib
import sys
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from checkers import run_mypy, run_pyright
from hypothesis import HealthCheck, event, given, settings
from random_pages import Declared, Members, RandomPage, pages

from minidoc.diagnostics import Code, GenerationError
from minidoc.pages import page_from_text
from minidoc.pipeline import Generated, generate, model
from minidoc.python import names
from minidoc.resources import runtime_files

SAMPLE = 40
SHARED = "shared_runtime"
# What the generated classes have besides the page's members.
OWN = {"from_json", "to_json", "_unknown", "_session", "__init__", "__slots__"}


@dataclass
class Batch:
    """The packages made so far, in one folder, on one copy of the runtime."""

    folder: Path
    made: list[str] = field(default_factory=list[str])
    refused: int = 0

    def add(self, generated: Generated) -> str:
        """Write a package down.

        Its imports of the runtime lead to the shared copy, so that neither Python nor
        the type checkers read the same thing a hundred times.
        """
        name = f"p{len(self.made)}"
        self.made.append(name)
        folder = self.folder / name
        folder.mkdir()
        for path, text in generated.files.items():
            if path.endswith(".py") and not path.startswith("_runtime/"):
                own = text.replace("from ._runtime", f"from {SHARED}")
                own = own.replace('"_runtime.', f'"..{SHARED}.')
                (folder / path).write_text(own, "utf-8")
        return name


@pytest.fixture
def batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Batch]:
    """An empty batch, on the import path."""
    for path, text in runtime_files():
        (tmp_path / SHARED).mkdir(exist_ok=True)
        (tmp_path / SHARED / path).write_text(text, "utf-8")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    importlib.invalidate_caches()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    before = set(sys.modules)
    yield Batch(tmp_path)
    for name in set(sys.modules) - before:
        del sys.modules[name]


@pytest.mark.slow
def test_a_random_page_gives_a_package_with_its_members(batch: Batch) -> None:
    @settings(
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(pages())
    def check(made: tuple[RandomPage, ...]) -> None:
        check_pages(made, batch)

    check()
    assert len(batch.made) > batch.refused, "most random pages should be accepted"
    check_types(batch)


def check_types(batch: Batch) -> None:
    """Run both type checkers over a sample, spread over the whole run."""
    step = max(1, len(batch.made) // SAMPLE)
    targets = batch.made[::step]
    cache = batch.folder / ".mypy_cache"
    found = [
        *run_mypy(batch.folder, targets, cache),
        *run_pyright(batch.folder, targets),
    ]
    assert not found, "\n".join(map(str, found))


def check_pages(made: tuple[RandomPage, ...], batch: Batch) -> None:
    """Generate, then compare what came out with what went in."""
    read = [page_from_text(page.name, page.text) for page in made]
    try:
        generated = generate(model(read), "random")
    except GenerationError as error:
        if any(found.code is Code.UNSAFE_OUTPUT for found in error.diagnostics):
            raise
        for code in sorted({found.code for found in error.diagnostics}):
            event(code)
        batch.refused += 1
        return
    for page in made:
        source = generated.files[f"{names.module_name(page.name)}.py"]
        check_members(page, ast.parse(source))
    check_import(batch.add(generated))


def check_import(name: str) -> None:
    """Import the package and all that is public in it."""
    package = importlib.import_module(name)
    for public in package.__all__:
        if not package._MODULES[public].startswith(".."):
            getattr(package, public)


def check_members(page: RandomPage, tree: ast.Module) -> None:
    """Compare every declaration with what the module has under its name."""
    definitions = {
        node.name: node
        for node in tree.body
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    }
    for declared in page.declared:
        match declared.kind:
            case "function":
                found = definitions[spelled(declared.name, definitions)]
                assert isinstance(found, ast.FunctionDef | ast.AsyncFunctionDef)
                compare({found.name: parameters(found)}, declared, "")
            case "enum":
                compare(members(definitions, declared), declared, "upper")
            case _:
                compare(members(definitions, declared), declared, "")
                twin = f"Async{names.class_name(declared.name)}"
                others = {names.class_name(other.name) for other in page.declared}
                if twin in definitions and twin not in others:
                    compare(class_members(definitions[twin]), declared, "")


def members(definitions: Mapping[str, ast.stmt], declared: Declared) -> Members:
    return class_members(definitions[names.class_name(declared.name)])


def compare(found: Members, declared: Declared, case: str) -> None:
    """The same names, and under each the same parameters, in Python's spelling."""
    wanted = {spelled(n, found, case): inside for n, inside in declared.members.items()}
    rest = found.keys() - wanted.keys() - OWN
    assert not rest, f"{declared.name} has {sorted(rest)}, which the page lacks"
    for name, inside in wanted.items():
        assert name in found, f"{declared.name} lacks {name}"
        got = found[name]
        assert {spelled(p, got) for p in inside} == set(got), f"{declared.name}.{name}"


def spelled(name: str, among: Container[str], case: str = "") -> str:
    """Spell a name in Python, with the underscore if it is there with one."""
    plain = names.snake(names.normal(name))
    plain = plain.upper() if case == "upper" else plain
    taken = plain in OWN or plain not in among
    return f"{plain}_" if taken and f"{plain}_" in among else plain


def class_members(node: ast.stmt) -> Members:
    """Return fields, constants and methods of a class, with the methods' parameters."""
    assert isinstance(node, ast.ClassDef)
    found: Members = {}
    for statement in node.body:
        match statement:
            case ast.AnnAssign(target=ast.Name(id=name)):
                found[name] = ()
            case ast.Assign(targets=[ast.Name(id=name)]):
                found[name] = ()
            case ast.FunctionDef(name="__init__"):
                found |= dict.fromkeys(attributes(statement), ())
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                found[statement.name] = parameters(statement)[1:]
            case _:
                pass
    return found


def attributes(init: ast.FunctionDef) -> Iterator[str]:
    """Yield the attributes that a constructor sets."""
    for node in ast.walk(init):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr


def parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> tuple[str, ...]:
    """Return the names of the parameters."""
    arguments = node.args
    every = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    return tuple(argument.arg for argument in every)
