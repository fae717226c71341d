"""Rules about source text: who imports whom, who writes, who prints.

In: a folder of modules and tables of what is allowed. Out: one line per violation.
Modules are parsed, never imported.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

MAX_LINES = 500
VAGUE = {"base", "common", "helpers", "manager", "utils"}

_MACHINE_PATH = re.compile(r"(?<![\w.~])/(?:home|opt|root|tmp|work|Users)/\w")
_WRITING_MODULES = {"shutil", "tempfile"}
_WRITING_OS = {
    "chmod", "link", "makedirs", "mkdir", "open", "remove", "removedirs", "rename",
    "renames", "replace", "rmdir", "symlink", "truncate", "unlink", "utime", "write",
}  # fmt: skip
_WRITING_METHODS = {
    "chmod", "hardlink_to", "mkdir", "rename", "rmdir", "symlink_to", "touch", "unlink",
    "write_bytes", "write_text",
}  # fmt: skip


@dataclass(frozen=True)
class Module:
    """A parsed module; `name` is dotted, a package's is that of its folder."""

    name: str
    path: Path
    text: str
    tree: ast.Module

    @property
    def package(self) -> str:
        """The package that relative imports start from."""
        is_package = self.path.name == "__init__.py"
        return self.name if is_package else self.name.rpartition(".")[0]


@dataclass(frozen=True)
class Import:
    """One imported module, and the line that asks for it."""

    target: str
    line: int
    relative: bool = False
    for_types_only: bool = False


Modules = Mapping[str, Module]
Table = Mapping[str, frozenset[str]]


def load_modules(folder: Path) -> dict[str, Module]:
    """Parse every module of the package that stands in `folder`."""
    found: dict[str, Module] = {}
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        text = path.read_text(encoding="utf-8")
        found[name] = Module(name, path, text, ast.parse(text))
    return found


def part_of(name: str, parts: Iterable[str]) -> str | None:
    """Return the longest part that is the module or contains it."""
    inside = [part for part in parts if name == part or name.startswith(part + ".")]
    return max(inside, key=len, default=None)


def imports_of(module: Module, modules: Modules) -> Iterator[Import]:
    """Give what a module imports; a name passed on by a package counts as its home."""
    for_types = _lines_for_types(module.tree)
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, node.lineno, False, node.lineno in for_types)
        elif isinstance(node, ast.ImportFrom):
            start = _absolute(module, node)
            for alias in node.names:
                target = _home(start, alias.name, modules)
                relative = node.level > 0
                yield Import(target, node.lineno, relative, node.lineno in for_types)


def _lines_for_types(tree: ast.Module) -> set[int]:
    blocks = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
    ]
    return {
        line
        for block in blocks
        for child in block.body
        for line in range(child.lineno, (child.end_lineno or child.lineno) + 1)
    }


def _absolute(module: Module, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    start = module.package.split(".")
    kept = start[: len(start) - node.level + 1]
    return ".".join([*kept, *([node.module] if node.module else [])])


def _home(package: str, name: str, modules: Modules) -> str:
    """Follow a name from where it is asked for to the module that defines it."""
    seen: set[tuple[str, str]] = set()
    while (package, name) not in seen:
        seen.add((package, name))
        if f"{package}.{name}" in modules:
            return f"{package}.{name}"
        module = modules.get(package)
        passed_on = _passed_on(module, name) if module else None
        if passed_on is None:
            return package
        package, name = passed_on
    return package


def _passed_on(module: Module, name: str) -> tuple[str, str] | None:
    for node in module.tree.body:
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if (alias.asname or alias.name) == name:
                    return _absolute(module, node), alias.name
    return None


def wrong_edges(modules: Modules, edges: Table) -> list[str]:
    """Find imports between parts that the table does not allow."""
    root = next(iter(edges)).partition(".")[0]
    found: list[str] = []
    for module in modules.values():
        part = part_of(module.name, edges)
        if part is None or (part == root and module.name != root):
            found.append(f"{module.name}: stands in no part of the table")
            continue
        for item in imports_of(module, modules):
            if item.target.partition(".")[0] != root:
                continue
            target = part_of(item.target, edges)
            if target != part and (target is None or target not in edges[part]):
                found.append(_at(module, item.line, f"{part} imports {item.target}"))
    return found


def wrong_libraries(modules: Modules, edges: Table, libraries: Table) -> list[str]:
    """Find third-party imports in parts that should not know of them."""
    root = next(iter(edges)).partition(".")[0]
    found: list[str] = []
    for module in modules.values():
        allowed = libraries.get(part_of(module.name, edges) or "", frozenset())
        for item in imports_of(module, modules):
            library = item.target.partition(".")[0]
            if library == root or library in sys.stdlib_module_names or item.relative:
                continue
            typing_only = library == "typing_extensions" and item.for_types_only
            if library not in allowed and not typing_only:
                found.append(_at(module, item.line, f"imports {library}"))
    return found


def absolute_imports(modules: Modules, root: str) -> list[str]:
    """Find imports of the package's own modules that are not relative."""
    return [
        _at(module, item.line, f"imports {item.target} by its absolute name")
        for module in modules.values()
        for item in imports_of(module, modules)
        if not item.relative and item.target.partition(".")[0] == root
    ]


def writes(module: Module) -> list[str]:
    """Find calls and imports that change files."""
    found: list[str] = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and _changes_files(node):
            found.append(_at(module, node.lineno, ast.unparse(node.func)))
        elif isinstance(node, ast.Import | ast.ImportFrom):
            found += [_at(module, node.lineno, name) for name in _writing_names(node)]
    return found


def _writing_names(node: ast.Import | ast.ImportFrom) -> list[str]:
    names = [alias.name for alias in node.names]
    if isinstance(node, ast.Import):
        return [name for name in names if name.partition(".")[0] in _WRITING_MODULES]
    if node.module == "os":
        return [f"os.{name}" for name in names if name in _WRITING_OS]
    return [node.module] if node.module in _WRITING_MODULES else []


def _changes_files(call: ast.Call) -> bool:
    match call.func:
        case ast.Name(id="open"):
            return _mode_writes(call, 1)
        case ast.Attribute(value=ast.Name(id="os"), attr=name):
            to_nowhere = [ast.unparse(place) for place in call.args[:1]] == [
                "os.devnull"
            ]
            return name in _WRITING_OS and not to_nowhere
        case ast.Attribute(attr="open"):
            return _mode_writes(call, 0)
        case ast.Attribute(attr="replace"):  # Path.replace: str.replace takes two
            return len(call.args) == 1 and not call.keywords
        case ast.Attribute(attr=name):
            return name in _WRITING_METHODS
        case _:
            return False


def _mode_writes(call: ast.Call, position: int) -> bool:
    given = [keyword.value for keyword in call.keywords if keyword.arg == "mode"]
    given += call.args[position : position + 1]
    modes = [
        mode.value if isinstance(mode, ast.Constant) else "unknown: w" for mode in given
    ]
    return any(set("wax+") & set(str(mode)) for mode in modes)


def prints(module: Module) -> list[str]:
    """Find what talks to a person: print, input, the standard streams."""
    found: list[str] = []
    for node in ast.walk(module.tree):
        match node:
            case ast.Call(func=ast.Name(id="print" | "input" as name)):
                found.append(_at(module, node.lineno, name))
            case ast.Attribute(
                value=ast.Name(id="sys"), attr="stdin" | "stdout" | "stderr" as name
            ):
                found.append(_at(module, node.lineno, f"sys.{name}"))
            case _:
                pass
    return found


def manners(module: Module) -> list[str]:
    """Find vague names, missing docstrings, long files, paths of one machine."""
    found: list[str] = []
    last = module.name.rpartition(".")[2].strip("_")
    if last in VAGUE:
        found.append(f"{module.name}: the name does not say what is in it")
    if not ast.get_docstring(module.tree):
        found.append(f"{module.name}: no docstring")
    lines = module.text.splitlines()
    if len(lines) > MAX_LINES:
        found.append(f"{module.name}: {len(lines)} lines, {MAX_LINES} at most")
    for number, line in enumerate(lines, 1):
        if _MACHINE_PATH.search(line):
            found.append(_at(module, number, "a path of one machine"))
    return found


def _at(module: Module, line: int, what: str) -> str:
    return f"{module.name}:{line}: {what}"
