"""Path templates of the overlay: `/users/{id}`, and which names they ask for."""

from __future__ import annotations

import re

PATH_HINT = "write it as `/users/{id}`: fixed text or one placeholder between slashes"
TEMPLATE_HINT = "write a placeholder as `{id}`"

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_NAME = r"(?:session\.)?[A-Za-z$][A-Za-z0-9_$]*"
_SEGMENT = re.compile(rf"\{{{_NAME}\}}|[A-Za-z0-9._~-]+")
_TEMPLATE = re.compile(rf"(?:\{{{_NAME}\}}|[^{{}}])*")


def placeholders(template: str) -> set[str]:
    """Return the names between braces."""
    return set(_PLACEHOLDER.findall(template))


def path_fault(path: str) -> str:
    """Return what is wrong with a path template, or an empty text.

    A segment is either fixed text or one placeholder, so that encoding a value can
    never make two segments of one.
    """
    if not path.startswith("/"):
        return f"the path `{path}` does not begin with `/`"
    for segment in path[1:].split("/"):
        if not _SEGMENT.fullmatch(segment) or segment in {".", ".."}:
            return (
                f"`{segment}` of the path `{path}` is neither fixed text nor one "
                "placeholder"
            )
    return ""


def template_fault(template: str) -> str:
    """Return what is wrong with a template of a value, or an empty text."""
    if _TEMPLATE.fullmatch(template):
        return ""
    return f"the braces of `{template}` do not hold one name each"


def value_fault(template: str) -> str:
    """Return what is wrong with the value of an argument, or an empty text.

    It is either fixed text or one placeholder: nothing would put the parts together.
    """
    if fault := template_fault(template):
        return fault
    if _PLACEHOLDER.search(template) and not _PLACEHOLDER.fullmatch(template):
        return f"`{template}` is neither fixed text nor one placeholder"
    return ""
