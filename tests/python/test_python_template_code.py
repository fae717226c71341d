"""The kept code of the templates: in step with them, and used for nothing else."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import Any

import jinja2
import pytest
from jinja2 import Environment
from python_builders import bound

from minidoc import render, template_code
from minidoc.resources import resource_path, resource_text
from minidoc.template_code import FOLDER, kept_code

TEMPLATES = resource_path("templates")
KEPT = [
    path.relative_to(TEMPLATES).as_posix()
    for path in sorted(TEMPLATES.rglob("*.jinja"))
    if path.parent.name != "report"
]
PAGE = "class A {\n  final int x;\n}\n"


@pytest.fixture(autouse=True)
def _anew() -> Generator[None]:
    """Each test reads the templates itself, and the next one does."""
    render.forget()
    yield
    render.forget()


def test_the_code_is_in_step_with_the_templates() -> None:
    assert len(KEPT) > 5
    files = (TEMPLATES / FOLDER).glob("*.py")
    kept = {f"{FOLDER}/{path.name}": path.read_text("utf-8") for path in files}
    assert kept == render.compiled_templates(), "run `make tables`"


@pytest.mark.parametrize("name", KEPT)
def test_each_template_has_its_code(name: str) -> None:
    text = resource_text("templates", name)
    assert kept_code(name, text) is not None
    assert kept_code(name, text + "\n") is None
    assert kept_code("other.jinja", text) is None


def test_nothing_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    def compiled(*_: Any, **__: Any) -> None:
        pytest.fail("a template was compiled, although its code is kept")

    module = bound(PAGE).modules[0]
    monkeypatch.setattr(Environment, "compile", compiled)
    assert "class A" in render.render_module(module)


def _without_code(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(folder: str, path: str) -> str:
        assert (folder, path.partition("/")[0]) == ("templates", FOLDER)
        if how == "missing":
            raise FileNotFoundError(path)
        return how

    if how == "another jinja2":
        monkeypatch.setattr(jinja2, "__version__", "3.99.0")
    else:
        monkeypatch.setattr(template_code, "resource_text", read)
    render.forget()


@pytest.mark.parametrize(
    "how",
    ["another jinja2", "missing", "", "# made of\n", "name = 'other'\n"],
)
def test_without_code_the_text_gives_the_same(
    how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = bound(PAGE).modules[0]
    kept = render.render_module(module)
    _without_code(how, monkeypatch)
    text = resource_text("templates", "package/module.py.jinja")
    assert kept_code("package/module.py.jinja", text) is None
    assert render.render_module(module) == kept


def test_an_error_names_the_template() -> None:
    class Odd:
        def __getattr__(self, name: str) -> object:
            raise RuntimeError(name)

    with pytest.raises(RuntimeError) as raised:
        render.render_module(Odd())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    places = [Path(each.path).as_posix() for each in raised.traceback]
    assert any(place.endswith("package_module_py_jinja.py") for place in places)
