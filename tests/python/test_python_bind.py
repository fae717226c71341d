"""Whole modules: signatures, exact imports, cycles, names that hide others."""

from __future__ import annotations

import ast
import importlib
import inspect
import subprocess
import sys
import typing
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from python_builders import (
    SUBSCRIPTION,
    module,
    package,
    signatures,
    source,
    write,
)

from minidoc.diagnostics import Code, GenerationError, Severity

OPAQUE = "_opaque"


def imported(folder: Path, name: str) -> ModuleType:
    """Import every module of a package that was written to a folder."""
    sys.path.insert(0, str(folder))
    try:
        package_ = importlib.import_module(name)
        for file in sorted((folder / name).glob("*.py")):
            importlib.import_module(f"{name}.{file.stem}")
    finally:
        sys.path.remove(str(folder))
    return package_


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    """Forget the packages that a test imports."""
    before = set(sys.modules)
    yield
    for name in set(sys.modules) - before:
        if name.split(".")[0] in {"sdk", "builtin_names"}:
            del sys.modules[name]


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ("void m()", "def m(self) -> None"),
        ("Future<void> m()", "def m(self) -> None"),
        ("Future<void> m()", "async def m(self) -> None"),
        ("int m(int a, int b)", "def m(self, a: int, b: int) -> int"),
        ("int m(int a, int? b)", "def m(self, a: int, b: int | None=None) -> int"),
        ("int m(int? a, int b)", "def m(self, a: int | None, b: int) -> int"),
        ("int m([int? a, int? b])",
         "def m(self, a: int | None=None, b: int | None=None) -> int"),
        ("int m([int a = 3])", "def m(self, a: int=3) -> int"),
        ("int m({int? b, required int a})",
         "def m(self, *, a: int, b: int | None=None) -> int"),
        ("int m({int? a = 3})", "def m(self, *, a: int | None=3) -> int"),
        ("int m({int a})", "def m(self, *, a: int | None=None) -> int"),
        ("int m({String a = 'x'})", "def m(self, *, a: str='x') -> int"),
        ("int m({List<int> a = const []})",
         "def m(self, *, a: Sequence[int]=()) -> int"),
        ("int m({Color a = Color.red})", "def m(self, *, a: Color=Color.RED) -> int"),
        ("int m(int x, {int? a})", "def m(self, x: int, *, a: int | None=None) -> int"),
        ("Future<A> m()", "async def m(self) -> AsyncA"),
        ("void m(void Function(A a) f)",
         "def m(self, f: Callable[[AsyncA], object]) -> None"),
    ],
)  # fmt: skip
def test_methods(declared: str, expected: str) -> None:
    text = source(f"## A\nclass A {{\n{declared};\n}}\n## Color\nenum Color {{ red }}")
    assert expected in signatures(text)


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ("int f(int a)", ["def f(a: int) -> int"]),
        ("Future<int> f()", ["def f() -> int", "async def async_f() -> int"]),
        ("Future<int> getX({int? a})",
         ["def get_x(*, a: int | None=None) -> int",
          "async def get_async_x(*, a: int | None=None) -> int"]),
        ("A f()", ["def f() -> A", "def async_f() -> AsyncA"]),
    ],
)  # fmt: skip
def test_functions(declared: str, expected: list[str]) -> None:
    name = declared.split("(", maxsplit=1)[0].rsplit(maxsplit=1)[-1]
    text = source(f"## {name}\n{declared}\n\n## A\nclass A {{\nvoid m();\n}}")
    assert [s for s in signatures(text) if "self" not in s] == expected


@pytest.mark.parametrize(
    "default",
    ["os.system('id')", "3 + 4", "'$x'", "Color.blue", "null", "DateTime.now()"],
)
def test_a_default_that_is_no_literal_is_an_error(default: str) -> None:
    page = f"## f\nint f({{Color a = {default}}})\n\n## Color\nenum Color {{ red }}"
    with pytest.raises(GenerationError) as caught:
        source(page)
    found = [d for d in caught.value.diagnostics if d.severity is Severity.ERROR]
    assert [d.code for d in found] == [Code.UNSUPPORTED_CONSTRUCT]


def test_what_is_unbound_says_so() -> None:
    text = source("## A\nclass A {\nvoid doIt();\n}\n## f\nint f()")
    assert 'raise NotImplementedError("A.do_it has no wire binding yet")' in text
    assert 'raise NotImplementedError("f has no wire binding yet")' in text


HIDING = """
## A
class A {
final String str;
final int int;
final bool bool;
final List<int> tuple;
final Map<String, String> dict;
final double float;
final Object object;
final String Exception;
final String property;
final String classmethod;
final String field;
final String dataclass;
final String string;
final String record;
final String reader;
final String encode;
final String frozen_dict;
}

## Ref
class Ref {
final String str;
final String session;
final String property;
Future<int> tuple(List<int> int, {List<String>? sequence, String? str, Map? mapping});
void super_(int read, int write);
}

## Mapping
class Mapping { final Map<String, int> x; }

## Sequence
class Sequence { final List<int> x; }

## Session
class Session { void m(); }

## TypedDict
class TypedDict { void m({int? a}); }

## Final
class Final { final int a; void m(); }

## Future
class Later { final Future<int> x; void m(); }

## NotImplementedError
class NotImplementedError { void m(); }

## OpenEnum
class OpenEnum { final int x; }

## builtins
class builtins { final int x; }

## dataclasses
class dataclasses { final int x; }

## sorted
int sorted(int x)

## int
int int(int x)
""" + SUBSCRIPTION


@pytest.fixture(scope="module")
def hiding(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hiding")
    page = HIDING.replace("## Future\n", "## Later\n")
    return write(package(page), folder, "builtin_names")


def test_names_that_hide_others_work(hiding: Path) -> None:
    made = imported(hiding, "builtin_names")
    value = made.A.from_json(
        {
            "str": "s", "int": 1, "bool": True, "tuple": [1], "dict": {"a": "b"},
            "float": 1.5, "object": None, "Exception": "e", "property": "p",
            "classmethod": "c", "field": "f", "dataclass": "d", "string": "s",
            "record": "r", "reader": "r", "encode": "e", "frozen_dict": "f", "new": 1,
        }
    )  # fmt: skip
    assert value.tuple == (1,)
    assert made.A.from_json(value.to_json()) == value
    assert value.to_json()["new"] == 1
    with pytest.raises(NotImplementedError, match="has no wire binding"):
        made.NotImplementedError(None).m()
    assert made.sorted_
    assert "A" in dir(made)


def test_type_hints_can_be_read(hiding: Path) -> None:
    made = imported(hiding, "builtin_names")
    seen = 0
    for name in made.__all__:
        found = getattr(made, name)
        if not getattr(found, "__module__", "").startswith("builtin_names"):
            continue
        if isinstance(found, type) and not found.__module__.endswith("_runtime"):
            seen += _hints(found)
        elif inspect.isfunction(found):
            typing.get_type_hints(found)
            seen += 1
    assert seen > 40


def _hints(cls: type) -> int:
    typing.get_type_hints(cls)
    members = [m for m in vars(cls).values() if not isinstance(m, property)]
    getters = [m.fget for m in vars(cls).values() if isinstance(m, property)]
    functions = [m for m in (*members, *getters) if inspect.isfunction(m)]
    for function in functions:
        if "_runtime" not in function.__module__ and not function.__name__.startswith(
            "__"
        ):
            typing.get_type_hints(function)
    return 1 + len(functions)


def test_an_unknown_name_of_the_package_is_an_error(hiding: Path) -> None:
    made = imported(hiding, "builtin_names")
    with pytest.raises(AttributeError, match="'builtin_names' has no attribute 'Nope'"):
        made.Nope  # noqa: B018


CYCLE = {
    "One.md": """
## One
class One { final Two two; final Map<String, Two> twos; final Three? three; }

## Color
enum Color { red }

## OneRef
class OneRef { Future<TwoRef> two(Color color); void on(void Function(Two t) f); }
""",
    "Two.md": """
## Two
class Two { final List<Three> threes; final Map<String, Color> colors; }

## TwoRef
class TwoRef { Future<OneRef> one({Color? color}); Watch w(void Function(One o) f); }
"""
    + SUBSCRIPTION,
    "Three.md": """
## Three
class Three { final One? one; final Lost lost; }
""",
    "Apart.md": """
## Apart
class Apart { final Three three; }

## f
Three f({Color color = Color.red})
""",
}
ALIAS = """
[[type]]
page = "Three.md"
name = "Lost"
is = "List<Apart>"
reason = "x"
"""


@pytest.mark.parametrize("overlay", ["", ALIAS], ids=["pages", "alias"])
def test_each_module_of_a_cycle_can_be_the_first(tmp_path: Path, overlay: str) -> None:
    pages = dict(CYCLE)
    if overlay:
        # The alias makes the page part of the cycle, into which no default reaches.
        pages["Apart.md"] = pages["Apart.md"].replace(" = Color.red", "")
    made = package(pages, overlay)
    write(made, tmp_path)
    first = "import sys, typing, importlib; m = importlib.import_module(sys.argv[1]);"
    use = (
        "import sdk; o = sdk.One.from_json({'two': {'threes': [], 'colors': {}},"
        " 'twos': {}, 'three': None});"
        "assert sdk.One.from_json(o.to_json()) == o;"
        "[typing.get_type_hints(getattr(sdk, n)) for n in"
        " ('One', 'Two', 'Three', 'Apart', 'f')]"
    )
    for name in ("sdk.one", "sdk.two", "sdk.three", "sdk.apart"):
        code = f"import sys; sys.path[0:0] = [{str(tmp_path)!r}]; {first} {use}"
        done = subprocess.run(
            [sys.executable, "-I", "-c", code, name],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, (name, done.stderr)


JOINED = {
    "Online.md": "## Online\nclass Online { final Mapping user; final bool is; }",
    "Refs.md": "## Ref\nclass Ref { final String id; void take(Map<String, int> x);"
    " Future<Online?> get(); }",
    "Users.md": "## Mapping\nclass Mapping { final int x; }",
}
TOPICS = """
[[topic]]
page = "Users.md"
name = "user"
path = "/users/{id}"
snapshot = "Mapping"
reason = "x"

[[topic]]
page = "Online.md"
name = "online"
path = "/users/{id}/online"
snapshot = "Online"
joins = [{ field = "user", topic = "user" }]
reason = "x"

[[bind]]
page = "Refs.md"
target = "Ref.get"
read = { topic = "online" }
reason = "x"
"""


def test_a_class_that_only_a_joined_topic_needs(tmp_path: Path) -> None:
    text = source(JOINED, TOPICS, name="refs")
    assert "from collections.abc import Mapping as _Mapping\n" in text
    assert "from .users import Mapping\n" in text
    assert "def take(self, x: _Mapping[str, int]) -> None:" in text
    assert "Mapping.from_json" in text
    imported(write(package(JOINED, TOPICS), tmp_path), "sdk")


def test_modules_of_a_cycle_look_names_up_late() -> None:
    text = source(CYCLE, name="one")
    assert "from . import three as _three, two as _two\n" in text
    assert "two: _two.Two" in text
    # A module that nobody in a cycle imports may import names.
    assert "from .three import Three\n" in source(CYCLE, name="apart")


def test_a_default_may_not_need_a_module_that_is_still_being_imported() -> None:
    pages = {
        "One.md": "## One\nclass One { final Two two; }\n## Color\nenum Color { red }",
        "Two.md": "## Two\nclass Two { final One? one; }\n"
        "## f\nint f({Color a = Color.red})",
    }
    with pytest.raises(GenerationError, match=r"Color\.red"):
        package(pages)


@pytest.mark.parametrize(
    "page",
    [
        "Only text.\n",
        "## E\nenum E { a }",
        "## A\nclass A { final int x; }",
        "## A\nclass A { final Uint8List x; }",
        "## A\nclass A { void m(); }",
        "## f\nvoid f()",
        HIDING.replace("## Future\n", "## Later\n"),
    ],
)
def test_imports_are_exact(page: str) -> None:
    """What is imported is used, and what is used is defined: F401 and F821 by hand."""
    made = package(page)
    for path in made.files:
        if path.endswith(".py") and "/" not in path and path != "__init__.py":
            tree = ast.parse(made.files[path])
            used = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
            quoted = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)]
            text = " ".join(value for value in quoted if isinstance(value, str))
            for name in _imports(tree) - {"annotations"}:
                assert name in used or name in text, (path, name)


def _imports(tree: ast.Module) -> set[str]:
    return {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }


def test_keys_that_hide_builtins() -> None:
    text = source("## A\nclass A { void m({String? str, int? int, Object? o}); }")
    start = text.index("class AMParams")
    assert "str: builtins.str | None\n    int: builtins.int | None" in text[start:]


def test_required_keys() -> None:
    page = "## A\nclass A {{ void m({}); }}"
    both = source(page.format("{int? a, required int b}"))
    assert "    b: Required[int]\n    a: int | None\n" in both
    assert "class AMParams(TypedDict, total=False)" in both
    all_ = source(page.format("{required int a}"))
    assert "class AMParams(TypedDict):" in all_
    assert "Required" not in all_
    assert module(page.format("int a")).typed_dicts == ()


def test_the_subscription_delivers_what_its_callback_gets() -> None:
    page = (
        "## tuple\nclass tuple { final int x; }\n"
        "## A\nclass A { Watch watch(void Function(tuple a, bool b) f); }\n"
        + SUBSCRIPTION
    )
    text = source(page)
    assert 'class Watch(Subscription["builtins.tuple[tuple, bool]"])' in text
    assert 'class AsyncWatch(AsyncSubscription["builtins.tuple[tuple, bool]"])' in text
    assert "class Watch(Subscription[object])" in source(SUBSCRIPTION)


def test_deprecation_is_the_decorator_of_pep_702() -> None:
    text = source(
        "## A\n/** Old.\n@deprecated */\nclass A {\n"
        "/** @deprecated Use [B.m], not `null`. */\nvoid m();\n}\n"
        "## B\nclass B { void m(); }\n"
        "## f\n/** @deprecated Gone soon. */\nint f()\n"
        "## V\n/** @deprecated */\nclass V {\n/** @deprecated */\nfinal int x;\n}\n"
    )
    assert '@deprecated("No longer recommended.")\nclass A:' in text
    assert '@deprecated("Use `B.m`, not `None`.")\n    def m(' in text
    assert '@deprecated("Use `AsyncB.m`, not `None`.")\n    def m(' in text
    assert '"""Deprecated: Use [`B.m`][], not `None`."""' in text
    assert '@deprecated("Gone soon.")\ndef f(' in text
    assert '@deprecated("No longer recommended.")\n@dataclass(' in text
    assert '    x: int\n    """Deprecated."""' in text


def test_opaque_types() -> None:
    text = source("## A\nclass A { final Lost x; final int? y; }", name=OPAQUE)
    assert "Lost: TypeAlias = object\n" in text
    assert '__all__ = ["Lost"]' in text


@pytest.mark.parametrize("name", ["", "a-b", "a.import", "../x"])
def test_package_names(name: str) -> None:
    from python_builders import api

    from minidoc.python.bind import bind

    found = bind(api("Text.\n"), name)
    assert found.part is None
    assert [d.code for d in found.diagnostics] == [Code.INVALID_NAME]


def test_a_package_may_use_its_own_deprecated_enum() -> None:
    page = "## E\n/** @deprecated */\nenum E { a }\n\n## A\nclass A { final E e; }\n"
    assert "# mypy: disable-error-code=deprecated\n" in source(page)
    assert "disable-error-code" not in source(page.replace("/** @deprecated */\n", ""))
