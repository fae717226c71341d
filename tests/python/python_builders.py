"""Pages out of declarations, taken through the real stages as far as a test wants."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from minidoc.diagnostics import Code, Diagnostic
from minidoc.ir.docs import Doc
from minidoc.ir.model import Api, ClassDecl, FieldDecl, MethodDecl
from minidoc.ir.types import TypeRef
from minidoc.pages import page_from_text
from minidoc.pipeline import Generated, Modelled, Source, generate, model
from minidoc.python.bind import Bound, bind
from minidoc.python.docstrings import DocContext
from minidoc.python.model import PyModule, PyPackage
from minidoc.python.package import package_of

Pages: TypeAlias = str | Mapping[str, str]

PACKAGE = "sdk"
FRONT = """\
---
url: https://example.org/docs/API/{stem}
title: '{stem}'
minidoc-source: dart
---

"""
SUBSCRIPTION = """
## Watch
class Watch {
Future<void> connected;
Future<void> terminated;
Future<void> unsubscribe();
}
"""


def modelled(pages: Pages, overlay: str = "") -> Modelled:
    """Read page bodies; a single one becomes Page.md."""
    bodies = {"Page.md": pages} if isinstance(pages, str) else pages
    read = [
        page_from_text(name, FRONT.format(stem=name.removesuffix(".md")) + body)
        for name, body in bodies.items()
    ]
    return model(read, Source("overlay.toml", overlay) if overlay else None)


def api(pages: Pages, overlay: str = "") -> Api:
    """Return the API model of page bodies."""
    return modelled(pages, overlay).api


def bound(pages: Pages, overlay: str = "") -> Bound:
    """Bind page bodies."""
    return bind(api(pages, overlay), PACKAGE)


def module(pages: Pages, overlay: str = "", name: str = "page") -> PyModule:
    """Return one module of the Python model."""
    modules = bound(pages, overlay).modules
    return next(found for found in modules if found.name == name)


def whole(pages: Pages, overlay: str = "") -> PyPackage:
    """Return the Python model of the package around the modules."""
    part = bound(pages, overlay).part
    assert part is not None
    return package_of(PACKAGE, [part])


def package(pages: Pages, overlay: str = "") -> Generated:
    """Generate a whole package in memory."""
    return generate(modelled(pages, overlay), PACKAGE)


def source(pages: Pages, overlay: str = "", name: str = "page") -> str:
    """Return the text of one generated module."""
    return package(pages, overlay).files[f"{name}.py"]


def write(generated: Generated, folder: Path, name: str = PACKAGE) -> Path:
    """Write a package below a folder, and return the folder to import it from."""
    for path in generated.files:
        target = folder / name / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(generated.files[path].encode())
    return folder


def docs(text: str) -> dict[str, str | None]:
    """Return the docstrings of a source by dotted name, the module's under ''."""
    tree = ast.parse(text)
    found: dict[str, str | None] = {"": ast.get_docstring(tree)}
    _collect(tree.body, "", found)
    return found


def _collect(body: list[ast.stmt], owner: str, found: dict[str, str | None]) -> None:
    for node in body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            name = f"{owner}{node.name}"
            found[name] = ast.get_docstring(node)
            if isinstance(node, ast.ClassDef):
                _collect(node.body, f"{name}.", found)


def signatures(text: str) -> list[str]:
    """Return the signature of each function and method of a source, in its order."""
    return [
        _signature(node)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def _signature(node: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    lead = "async def" if isinstance(node, ast.AsyncFunctionDef) else "def"
    returns = ast.unparse(node.returns) if node.returns else "?"
    return f"{lead} {node.name}({ast.unparse(node.args)}) -> {returns}"


def class_of(found: Api, name: str = "A") -> ClassDecl:
    """Return the declaration of a class."""
    for page in found.pages:
        for declaration in page.declarations:
            if isinstance(declaration, ClassDecl) and declaration.name == name:
                return declaration
    raise AssertionError(f"no class {name}")


def doc_of(comment: str) -> Doc:
    """Return the documentation that a comment before a method gives.

    The method is `m(String photoUrl, String id)` of a class that also has the field
    `lastSeen` and the method `deleteFields()`.
    """
    text = f"""
## A
class A {{
final int lastSeen;
void deleteFields();
/** {comment} */
void m(String photoUrl, String id);
}}
"""
    method = class_of(api(text)).methods[-1]
    assert isinstance(method, MethodDecl)
    assert method.doc is not None
    return method.doc


def type_of(text: str, declarations: str = "") -> tuple[Api, TypeRef]:
    """Return a type of a page, and the API it belongs to."""
    found = api(f"## A\nclass A {{\nfinal {text} x;\n}}\n{declarations}")
    field = class_of(found).fields[0]
    assert isinstance(field, FieldDecl)
    return found, field.type


PLAIN = DocContext(reference=lambda symbol: f"[`{symbol.name}`][]")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a diagnostic stands, and what it says."""

    line: int
    message: str


def found(diagnostics: tuple[Diagnostic, ...], code: Code) -> list[Place]:
    """Return the diagnostics of one code, with their lines in the body of the page."""
    lines = FRONT.count("\n")
    return [
        Place(d.span.line - lines if d.span else 0, d.message)
        for d in diagnostics
        if d.code is code
    ]
