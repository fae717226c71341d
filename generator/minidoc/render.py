"""Stage 5: one jinja2 template and one module of the Python model give one file's text.

Templates cannot decide and cannot leak: a name that is missing is an error, and only
`Code` may be put out. Untrusted text has to pass one of the named filters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from functools import cache
from typing import Any

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    Template,
    TemplateNotFound,
)
from markupsafe import Markup

from minidoc import template_code
from minidoc.python.code import (
    Code,
    Text,
    docstring_literal,
    markdown_text,
    markdown_url,
    string_literal,
    toml_string,
)
from minidoc.python.model import PyFunction, PyModule, PyPackage, PyParameter
from minidoc.resources import resource_path, resource_text
from minidoc.values import frozen

_FOLDERS = ("macros", "package", "distribution")
"""Where the templates are that are rendered here."""


@frozen
class Distribution:
    """What the files beside the package say.

    Attributes:
        name: Name of the distribution on a package index.
        version: Its version.
        description: One line.
        folder: Folder of the package inside the distribution.
    """

    name: Text
    version: Text
    description: Text
    folder: Text


def render_module(module: PyModule) -> str:
    """Render the file of one page."""
    return _render("package/module.py.jinja", {"module": module})


def render_init(package: PyPackage) -> str:
    """Render `__init__.py`."""
    return _render("package/__init__.py.jinja", {"package": package})


def render_static(name: str) -> str:
    """Return a file of the package that is the same for every API."""
    return resource_text("templates", f"package/{name}")


def render_distribution(
    name: str, package: PyPackage, distribution: Distribution
) -> str:
    """Render a file that stands beside the package: `pyproject.toml`, `README.md`."""
    values = {"package": package, "distribution": distribution}
    return _render(f"distribution/{name}.jinja", values)


class _Loader(BaseLoader):
    """Finds templates among the resources, in a checkout and in a wheel."""

    def get_source(
        self, environment: Environment, template: str  # noqa: ARG002
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        try:
            return resource_text("templates", template), template, lambda: True
        except FileNotFoundError as error:
            raise TemplateNotFound(template) from error

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002
    ) -> Template:
        text, _, up_to_date = self.get_source(environment, name)
        code = template_code.kept_code(name, text)
        if code is None:
            return super().load(environment, name, globals)
        kind = environment.template_class
        return kind.from_code(environment, code, globals or {}, up_to_date)


def compiled_templates() -> dict[str, str]:
    """Return what templates/compiled has to hold now: texts by path."""
    made: dict[str, str] = {}
    for folder in _FOLDERS:
        for path in sorted((resource_path("templates") / folder).glob("*.jinja")):
            name, text = f"{folder}/{path.name}", path.read_text(encoding="utf-8")
            code = _environment().compile(text, name, name, raw=True)
            made[template_code.code_path(name)] = template_code.code_text(text, code)
    return made


def forget() -> None:
    """Let the templates be read anew, once `resources.forget` was called."""
    _environment.cache_clear()


def _render(name: str, values: Mapping[str, object]) -> str:
    # jinja2 leaves the arguments of `render` without types.
    template: Any = _environment().get_template(name)
    return str(template.render(values))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=_Loader(),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=_only_code,
        keep_trailing_newline=True,
    )
    # jinja2 gives both tables the types of what it puts there itself.
    filters: dict[str, Any] = {
        "docstring": docstring_literal,
        "listed": _listed,
        "parameters": _parameters,
        "quoted": string_literal,
        "quoted_list": _quoted_list,
        "toml": toml_string,
        "markdown": markdown_text,
        "url": markdown_url,
    }
    functions: dict[str, Any] = {"pad": _pad}
    environment.filters = filters
    environment.globals = functions
    return environment


def _only_code(value: object) -> object:
    """Let code through, and what macros made of code; anything else is a mistake."""
    if isinstance(value, Code | Markup):
        return value
    raise TypeError(f"a template may not put out {type(value).__name__}")


def _pad(columns: int) -> Code:
    return Code(" " * columns)


def _listed(items: Iterable[Code]) -> Code:
    return _joined(", ", items)


def _quoted_list(names: Iterable[str]) -> Code:
    return _listed(map(string_literal, names))


def _parameters(function: PyFunction) -> Code:
    """Write what stands between the brackets of a signature.

    Half of what a module puts out are parameters: a template would take twice as long.
    """
    first = [Code("self")] if function.on_self else []
    star = [Code("*")] if function.keywords else []
    positional = map(_parameter, function.positional)
    return _listed([*first, *positional, *star, *map(_parameter, function.keywords)])


def _parameter(parameter: PyParameter) -> Code:
    named = _joined(": ", (parameter.name, parameter.annotation))
    if parameter.default is None:
        return named
    return _joined(" = ", (named, parameter.default))


def _joined(separator: str, items: Iterable[Code]) -> Code:
    found = list(items)
    for item in found:
        _only_code(item)
    return Code(separator.join(found))
