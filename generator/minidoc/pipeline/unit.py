"""From the model of some pages to the texts of their modules, checked.

What comes out is text and names only: it can be kept, and put together with others.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from minidoc import render, resources
from minidoc.diagnostics import Diagnostic, raise_for_errors
from minidoc.formatting import format_rendered
from minidoc.gate import check_module
from minidoc.ir.carried_parts import CarriedModel, carry
from minidoc.ir.expired import expired_names
from minidoc.pipeline.read import Modelled
from minidoc.python.bind import bind
from minidoc.python.model import PyModule, PyPart
from minidoc.render import render_module
from minidoc.values import frozen

# More modules than any package has; as much memory as their texts.
_MODULES = 64


@frozen
class Unit:
    """What becomes of pages that refer to no others.

    Attributes:
        texts: Text of each module, by the name of its file.
        part: What the package says of them.
        model: What the carried API model says of them.
        diagnostics: Everything that was found, none of it an error.
    """

    texts: Mapping[str, str]
    part: PyPart
    model: CarriedModel
    diagnostics: tuple[Diagnostic, ...]


def make_unit(modelled: Modelled, package: str, version: str = "") -> Unit:
    """Turn an API model into modules.

    Args:
        modelled: The model.
        package: Import name of the package.
        version: Its version, if that is known: old names may have to go.

    Raises:
        GenerationError: With everything found, if any of it is an error.
    """
    bound = bind(modelled.api, package)
    expired = expired_names(modelled.api, version)
    found = (*modelled.diagnostics, *bound.diagnostics, *expired)
    raise_for_errors(found)
    assert bound.part is not None, "binding gives a part or an error"
    texts = {f"{module.name}.py": _module(module) for module in bound.modules}
    return Unit(texts, bound.part, carry(modelled.api), found)


def check_bound(modelled: Modelled, package: str) -> None:
    """Check that Python can have every name of the model, without making files.

    Raises:
        GenerationError: With everything found, if any of it is an error.
    """
    raise_for_errors(bind(modelled.api, package).diagnostics)


def forget() -> None:
    """Let templates and runtime be read anew: somebody works on them."""
    _module.cache_clear()
    render.forget()
    resources.forget()


# Equal modules give equal texts: under --watch only the changed page costs its time.
@lru_cache(maxsize=_MODULES)
def _module(module: PyModule) -> str:
    text = format_rendered(render_module(module))
    check_module(module, text)
    return text
