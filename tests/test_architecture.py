"""Imports point down, one module writes, one place prints: held by reading the source.

The first half is about the project; the second plants each mistake and sees it found.
"""

from __future__ import annotations

from collections.abc import Callable
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from source_rules import (
    MAX_LINES,
    Module,
    absolute_imports,
    load_modules,
    manners,
    part_of,
    prints,
    writes,
    wrong_edges,
    wrong_libraries,
)

REPOSITORY = Path(__file__).resolve().parents[1]

# Who may import whom, from the bottom up; inside a part everything may. A stage knows
# the model of the stage before it, never its code.
LAYERS: dict[str, str] = {
    "diagnostics": "",
    "resources": "",
    "versions": "",
    "config": "diagnostics",
    "unchanged": "",
    "unchanged.generator": "unchanged resources",
    # the stages, with their models
    "pages": "diagnostics",
    "syntax.nodes": "diagnostics",
    "syntax": "syntax.nodes pages resources diagnostics",
    "ir": "versions diagnostics",
    "ir.lower": "ir syntax.nodes diagnostics",
    "ir.overlay": "ir ir.lower syntax.nodes diagnostics",
    "python.code": "",
    "python.names": "python.code",
    "python.model": "python.code python.names",
    "python.wire_forms": "ir",
    "python.symbols": "python.wire_forms python.names python.code ir diagnostics",
    "python": (
        "python.symbols python.wire_forms python.model python.names python.code ir"
        " diagnostics"
    ),
    "template_code": "resources",
    "render": "template_code python.model python.code resources",
    "layout": "",
    "formatting": "layout diagnostics",
    "gate": "python.model python.names python.code diagnostics",
    "tree": "unchanged diagnostics",
    # beside the stages
    "changes": "python.symbols ir versions diagnostics",
    "git": "diagnostics",
    "lock": "pages tree diagnostics",
    "fetch": "pipeline pages lock tree config diagnostics",
    "report": "changes tree resources diagnostics",
    # the stages in order
    "pipeline": (
        "pages syntax syntax.nodes ir ir.lower ir.overlay python python.model"
        " python.names"
        " python.code render formatting gate tree resources diagnostics"
    ),
    "vendor": (
        "pipeline pages python.names python.code formatting tree lock resources"
        " diagnostics"
    ),
    "release.state": "ir versions diagnostics",
    "release": (
        "release.state pipeline changes pages ir ir.overlay versions diagnostics"
    ),
    "cli": (
        "unchanged unchanged.generator pipeline release release.state versions config"
        " pages ir ir.overlay python.code"
        " render tree changes git fetch lock report vendor emulator resources"
        " diagnostics"
    ),
    # apart: copied into each package, and the local service
    "runtime": "",
    "emulator": "resources",
}

# Third-party imports; whoever is not here uses the standard library only.
LIBRARIES: dict[str, str] = {
    "syntax": "lark",
    "ir": "pydantic pydantic_core",
    "ir.overlay": "pydantic pydantic_core",
    "template_code": "jinja2",
    "render": "jinja2 markupsafe",
    "formatting": "black",
    "report": "jinja2 markupsafe",
    "fetch": "httpx2",
    "cli": "rich",
    "runtime": "websockets httpx2",
    "emulator": "starlette uvicorn websockets jwt pytest",
}

# Named here and free to be anywhere: the version, how values are made, and
# `python -m minidoc`.
TOP = {"minidoc": "", "minidoc.values": "", "minidoc.__main__": "minidoc.cli"}


def _table(lines: dict[str, str]) -> dict[str, frozenset[str]]:
    return {
        f"minidoc.{part}": frozenset(f"minidoc.{name}" for name in names.split())
        for part, names in lines.items()
    }


FREE = frozenset({"minidoc", "minidoc.values"})
EDGES = {
    **{
        part: allowed | {"minidoc", "minidoc.values"}
        for part, allowed in _table(LAYERS).items()
    },
    **{part: frozenset(names.split()) for part, names in TOP.items()},
}
KNOWN = {
    part: frozenset(LIBRARIES.get(part.removeprefix("minidoc."), "").split())
    for part in EDGES
}


@pytest.fixture(scope="module")
def modules() -> dict[str, Module]:
    return load_modules(REPOSITORY / "generator" / "minidoc")


def _outside(modules: dict[str, Module], *parts: str) -> list[Module]:
    names = [f"minidoc.{part}" for part in parts]
    return [item for name, item in modules.items() if not part_of(name, names)]


def test_the_table_has_a_bottom() -> None:
    order = list(TopologicalSorter(EDGES).static_order())
    assert set(order) == set(EDGES), "a line names a part that has no line of its own"


def test_imports_point_down(modules: dict[str, Module]) -> None:
    assert len(modules) > 50
    assert wrong_edges(modules, EDGES) == []


def test_libraries_stay_where_they_belong(modules: dict[str, Module]) -> None:
    assert wrong_libraries(modules, EDGES, KNOWN) == []


def test_the_runtime_can_move(modules: dict[str, Module]) -> None:
    runtime = load_modules(REPOSITORY / "generator" / "minidoc" / "runtime")
    assert runtime
    assert absolute_imports(runtime, "minidoc") == []
    copied = {f"minidoc.{name}": name for name in runtime}
    assert copied.keys() <= modules.keys()


def test_the_generated_package_can_move() -> None:
    generated = load_modules(REPOSITORY / "generated" / "talkjs")
    assert absolute_imports(generated, "talkjs") == []


def test_only_the_tree_writes(modules: dict[str, Module]) -> None:
    # The emulator keeps a database of its own, outside every package.
    # Two processes of one run talk through a pipe.
    others = _outside(modules, "tree", "emulator", "pipeline.halves")
    assert [line for module in others for line in writes(module)] == []


def test_only_the_command_line_prints(modules: dict[str, Module]) -> None:
    others = _outside(modules, "cli")
    assert [line for module in others for line in prints(module)] == []


def test_manners(modules: dict[str, Module]) -> None:
    assert [line for module in modules.values() for line in manners(module)] == []


# The rules themselves. Each case is a package `app` with parts low, mid and top.

Files = dict[str, str]
App = Callable[[Files], dict[str, Module]]
SMALL = {
    "app": frozenset[str](),
    "app.low": frozenset[str](),
    "app.mid.model": frozenset({"app.low"}),
    "app.mid": frozenset({"app.mid.model", "app.low"}),
    "app.top": frozenset({"app.mid.model"}),
}


@pytest.fixture
def app(tmp_path: Path) -> App:
    def build(files: Files) -> dict[str, Module]:
        start = {
            "__init__.py": "",
            "low.py": "",
            "mid/__init__.py": "",
            "mid/model.py": "",
        }
        for name, text in (start | files).items():
            path = tmp_path / "app" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return load_modules(tmp_path / "app")

    return build


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"top.py": "from app.mid.model import Node"}, []),
        ({"top.py": "from app.mid import model"}, []),
        ({"top.py": "import os\nfrom elsewhere import x"}, []),
        (
            {
                "mid/__init__.py": "from app.mid.model import Node as Leaf",
                "top.py": "from app.mid import Leaf",
            },
            [],
        ),
        (
            {
                "mid/__init__.py": "from .parser import parse",
                "mid/parser.py": "",
                "top.py": "\nfrom app.mid import parse",
            },
            ["app.top:2: app.top imports app.mid.parser"],
        ),
        ({"low.py": "import app.top"}, ["app.low:1: app.low imports app.top"]),
        (
            {"low.py": "def f():\n    from .mid import model"},
            ["app.low:2: app.low imports app.mid.model"],
        ),
        (
            {"mid/model.py": "from ..mid.parser import parse", "mid/parser.py": ""},
            ["app.mid.model:1: app.mid.model imports app.mid.parser"],
        ),
        (
            {"low.py": "if TYPE_CHECKING:\n    from app.mid import model"},
            ["app.low:2: app.low imports app.mid.model"],
        ),
    ],
)
def test_edges(app: App, files: Files, expected: list[str]) -> None:
    assert wrong_edges(app(files), SMALL) == expected


def test_a_new_module_needs_a_line(app: App) -> None:
    found = wrong_edges(app({"new.py": "", "mid/new.py": ""}), SMALL)
    assert found == ["app.new: stands in no part of the table"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import lark.lexer", []),
        ("import json", []),
        ("from . import mid", []),
        ("import jinja2", ["app.low:1: imports jinja2"]),
        ("def f():\n    from yaml import load", ["app.low:2: imports yaml"]),
        ("if TYPE_CHECKING:\n    from typing_extensions import deprecated", []),
        ("import typing_extensions", ["app.low:1: imports typing_extensions"]),
    ],
)
def test_libraries(app: App, source: str, expected: list[str]) -> None:
    known = {"app.low": frozenset({"lark"})}
    assert wrong_libraries(app({"low.py": source}), SMALL, known) == expected


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from . import low", 0),
        ("from .mid.model import Node", 0),
        ("from app.low import x", 1),
        ("import app.low", 1),
    ],
)
def test_absolute_imports(app: App, source: str, found: int) -> None:
    assert len(absolute_imports(app({"top.py": source}), "app")) == found


@pytest.mark.parametrize(
    "source",
    [
        "open('a', 'w')",
        "open('a', mode='x')",
        "open('a', mode)",
        "open('a', 'r+')",
        "path.open('a')",
        "path.open(mode='wb')",
        "path.write_text('')",
        "path.replace(other)",
        "path.mkdir()",
        "os.replace(a, b)",
        "os.open(a, flags)",
        "from os import rename",
        "import shutil",
        "from tempfile import mkdtemp",
    ],
)
def test_writes_are_found(app: App, source: str) -> None:
    assert len(writes(app({"low.py": source})["app.low"])) == 1


@pytest.mark.parametrize(
    "source",
    [
        "open('a')",
        "open('a', 'rb')",
        "path.open(encoding='utf-8')",
        "text.replace('a', 'b')",
        "replace(value, name='x')",
        "path.read_text()",
        "os.fspath(path)",
        "os.open(os.devnull, os.O_WRONLY)",
        "'open(1, mode)'",
    ],
)
def test_reading_is_no_write(app: App, source: str) -> None:
    assert writes(app({"low.py": source})["app.low"]) == []


@pytest.mark.parametrize(
    "source", ["print()", "input()", "sys.stderr.write('')", "stream = sys.stdout"]
)
def test_prints_are_found(app: App, source: str) -> None:
    assert len(prints(app({"low.py": source})["app.low"])) == 1


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("utils.py", '"""Text."""'),
        ("mid/_helpers.py", '"""Text."""'),
        ("top.py", "x = 1"),
        ("top.py", '"""Text."""\n' + "x = 1\n" * MAX_LINES),
        ("top.py", '"""Text."""\nplace = "/home/somebody"'),
    ],
)
def test_bad_manners_are_found(app: App, name: str, source: str) -> None:
    built = app({name: source})
    module = built["app." + name.removesuffix(".py").replace("/", ".")]
    assert len(manners(module)) == 1


def test_good_manners(app: App) -> None:
    text = (
        '"""Text."""\nurl = "https://example.com/docs/home/page"\napi = "/users/{id}"'
    )
    assert manners(app({"top.py": text})["app.top"]) == []
