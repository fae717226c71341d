"""The stages in order, and nothing else: pages in, API model or files out.

Everything is a pure function of its arguments; what was found comes back as
diagnostics, and `GenerationError` is raised between stages when one is an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from minidoc import render, resources
from minidoc.diagnostics import (
    Code,
    Diagnostic,
    GenerationError,
    has_errors,
    raise_for_errors,
)
from minidoc.formatting import format_rendered
from minidoc.gate import check_init, check_module
from minidoc.ir.carried import to_carried
from minidoc.ir.docs import LinkText
from minidoc.ir.expired import expired_names
from minidoc.ir.lower import lower
from minidoc.ir.model import Api
from minidoc.ir.overlay import Overlay, apply_overlay, load_overlay
from minidoc.ir.walk import find
from minidoc.pages import Page
from minidoc.python.bind import bind, check_names
from minidoc.python.model import PyModule, PyPackage
from minidoc.render import (
    Distribution,
    render_distribution,
    render_init,
    render_module,
    render_static,
)
from minidoc.resources import runtime_files
from minidoc.syntax import parse, parse_type
from minidoc.tree import FileTree

STATIC = (".gitattributes", "py.typed")
MODEL = "_api.json"
"""The file of the package that holds the API model it was made from."""
DISTRIBUTION = ("README.md", "pyproject.toml")
# More modules than any package has; as much memory as their texts.
_MODULES = 64


@dataclass(frozen=True, slots=True)
class Source:
    """The overlay as it was read.

    Attributes:
        name: File name, for spans.
        text: Its TOML.
        is_complete: The run has all pages of the project, so that an entry for another
            one is a mistake.
    """

    name: str
    text: str
    is_complete: bool = False


@dataclass(frozen=True, slots=True)
class Modelled:
    """The API model and everything found on the way."""

    api: Api
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Generated:
    """The files of a package, those that stand beside it, and what was found."""

    files: FileTree
    distribution: FileTree
    diagnostics: tuple[Diagnostic, ...]


def model(pages: Sequence[Page], overlay: Source | None = None) -> Modelled:
    """Read pages into the API model.

    Raises:
        GenerationError: With everything found, if any of it is an error.
    """
    api, found = _applied(pages, overlay)
    raise_for_errors(found)
    return Modelled(api, tuple(found))


def _applied(
    pages: Sequence[Page], overlay: Source | None
) -> tuple[Api, list[Diagnostic]]:
    """Lower the pages and apply the overlay; mistakes of its entries are not raised."""
    parsed = [parse(page) for page in pages]
    found = [diagnostic for result in parsed for diagnostic in result.diagnostics]
    documents = [result.document for result in parsed if result.document is not None]
    lowered = lower(documents)
    entries, problems = _entries(overlay)
    if has_errors([*found, *lowered.diagnostics, *problems]):
        found += [*lowered.diagnostics, *problems]
        raise GenerationError([*found, *_more(check_names(lowered.api), found)])
    is_complete = overlay is not None and overlay.is_complete
    applied = apply_overlay(
        lowered, entries, parse_type=parse_type, is_complete=is_complete
    )
    return applied.api, [*found, *applied.diagnostics]


def model_to_compare(pages: Sequence[Page], overlay: Source | None = None) -> Modelled:
    """Read pages into the API model, although the overlay may be behind them.

    A comparison is wanted most when the pages have changed and the overlay has not:
    entries that no longer apply are left aside, each with a note.

    Raises:
        GenerationError: With everything found, if any of the rest is an error.
    """
    modelled, found = _applied(pages, overlay)
    kept = [_aside(each) if _is_stale(each, overlay) else each for each in found]
    raise_for_errors(kept)
    return Modelled(modelled, tuple(kept))


def _is_stale(found: Diagnostic, overlay: Source | None) -> bool:
    here = found.span is not None and overlay and found.span.file == overlay.name
    return bool(here) and has_errors([found])


def _aside(found: Diagnostic) -> Diagnostic:
    message = f"left aside in this comparison: {found.message}"
    return Diagnostic(Code.OVERLAY_SET_ASIDE, message, found.span, found.hint)


def _more(
    names: Iterable[Diagnostic], found: Sequence[Diagnostic]
) -> Iterable[Diagnostic]:
    """Leave out what an earlier stage has said about the same place."""
    known = {(each.code, each.span) for each in found}
    return [each for each in names if (each.code, each.span) not in known]


def _entries(overlay: Source | None) -> tuple[Overlay, tuple[Diagnostic, ...]]:
    """Read the overlay; its errors are reported together with those of the pages."""
    if overlay is None:
        return load_overlay("", "overlay.toml"), ()
    try:
        return load_overlay(overlay.text, overlay.name), ()
    except GenerationError as error:
        return load_overlay("", "overlay.toml"), error.diagnostics


@dataclass(frozen=True, slots=True)
class Outline:
    """What a page says of itself and of others, whether or not it has errors.

    Attributes:
        name: File name of the page.
        url: Its address by its front matter; an empty text if there is none.
        links: Where its links lead: absolute addresses in the page's order.
    """

    name: str
    url: str
    links: tuple[str, ...]


def outline(
    pages: Sequence[Page],
) -> tuple[tuple[Outline, ...], tuple[Diagnostic, ...]]:
    """Read of each page what can be said without the others.

    Returns:
        An outline for each page of which anything could be made, and what was found.
    """
    parsed = [parse(page) for page in pages]
    found = tuple(each for result in parsed for each in result.diagnostics)
    documents = [result.document for result in parsed if result.document is not None]
    outlines = tuple(
        Outline(page.name, page.url, tuple(link.url for link in find(page, LinkText)))
        for page in lower(documents).api.pages
    )
    return outlines, found


def check_input(
    pages: Sequence[Page], overlay: Source | None = None
) -> tuple[Diagnostic, ...]:
    """Find what can be said of single files, when others could not be read.

    Nothing is looked up across pages: what is missing would seem undeclared.
    """
    found = [diagnostic for page in pages for diagnostic in parse(page).diagnostics]
    return (*found, *_entries(overlay)[1])


def generate(
    modelled: Modelled, package: str, distribution: Distribution | None = None
) -> Generated:
    """Turn the API model into files.

    Raises:
        GenerationError: With everything found, if any of it is an error.
    """
    bound = bind(modelled.api, package)
    found = (*modelled.diagnostics, *bound.diagnostics)
    if distribution is not None:
        found += expired_names(modelled.api, distribution.version.value)
    raise_for_errors(found)
    assert bound.package is not None, "binding gives a package or an error"
    files = dict(_files(bound.package))
    files[MODEL] = to_carried(modelled.api)
    beside: dict[str, str] = {}
    if distribution is not None:
        for name in DISTRIBUTION:
            beside[name] = render_distribution(name, bound.package, distribution)
    return Generated(FileTree.of(files), FileTree.of(beside), found)


def forget() -> None:
    """Let templates and runtime be read anew: somebody works on them."""
    _module.cache_clear()
    render.forget()
    resources.forget()


def check_bound(modelled: Modelled, package: str) -> None:
    """Check that Python can have every name of the model, without making files.

    Raises:
        GenerationError: With everything found, if any of it is an error.
    """
    raise_for_errors(bind(modelled.api, package).diagnostics)


def _files(package: PyPackage) -> Iterable[tuple[str, str]]:
    for name in STATIC:
        yield name, render_static(name)
    for path, text in runtime_files():
        yield f"_runtime/{path}", text
    init = format_rendered(render_init(package))
    check_init(package, init)
    yield "__init__.py", init
    for module in package.modules:
        yield f"{module.name}.py", _module(module)


# Equal modules give equal texts: under --watch only the changed page costs its time.
@lru_cache(maxsize=_MODULES)
def _module(module: PyModule) -> str:
    text = format_rendered(render_module(module))
    check_module(module, text)
    return text
