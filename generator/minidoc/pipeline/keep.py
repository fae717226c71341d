"""Units as texts that may be kept, and back.

In: a unit. Out: JSON, and from JSON an equal unit. What is not ours is no unit.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from minidoc.diagnostics import Code as DiagnosticCode, Diagnostic, Span
from minidoc.ir.carried_parts import CarriedModel, CarriedPart
from minidoc.pipeline.unit import Unit
from minidoc.python.code import Text
from minidoc.python.model import PyExport, PyPageLink, PyPart
from minidoc.python.names import identifier
from minidoc.values import frozen

# Findings whose hints name what is alike on other pages.
_HINTED = frozenset({DiagnosticCode.UNDECLARED_TYPE, DiagnosticCode.DANGLING_REFERENCE})


@frozen
class Facts:
    """What some units depend on besides their own pages and entries.

    Attributes:
        names: Digest of all declared names: hints name those that are alike.
        lines: Digest of the lines that the entries stand at: findings name them.
    """

    names: str
    lines: str


def kept_text(unit: Unit, facts: Facts, overlay: str) -> str | None:
    """Write a unit; None for one that is not kept.

    Old names are code that is written around the words of an overlay. They are rare:
    such a unit is made anew.

    Args:
        unit: The unit.
        facts: What it was made under.
        overlay: Name of the overlay in findings.
    """
    part = unit.part
    if part.old_names:
        return None
    data = {
        "names": facts.names if _names_others(unit) else None,
        "lines": facts.lines if speaks_of(unit, overlay) else None,
        "texts": dict(unit.texts),
        "exports": [[each.name, each.module] for each in part.exports],
        "pages": [
            [each.page, each.title.value, each.url.value, each.module]
            for each in part.pages
        ],
        "claims": sorted(part.claims),
        "permits_deprecated": part.permits_deprecated,
        "model": {
            name: [[each.name, each.text] for each in parts]
            for name, parts in _lists(unit.model)
        },
        "diagnostics": [_diagnostic_json(each) for each in unit.diagnostics],
    }
    return json.dumps(data, ensure_ascii=True)


def read_kept(text: str | None, facts: Facts) -> Unit | None:
    """Read what `kept_text` wrote; None for anything else, or under other facts."""
    if text is None:
        return None
    try:
        data: Any = json.loads(text)
        is_same = data["names"] in (None, facts.names)
        return _unit(data) if is_same and data["lines"] in (None, facts.lines) else None
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        return None


def _names_others(unit: Unit) -> bool:
    return any(each.code in _HINTED for each in unit.diagnostics)


def speaks_of(unit: Unit, overlay: str) -> bool:
    """Tell whether a finding stands in the overlay."""
    spans = (each.span for each in unit.diagnostics)
    return any(span is not None and span.file == overlay for span in spans)


def _unit(data: Any) -> Unit:
    part = PyPart(
        exports=tuple(
            PyExport(identifier(name), identifier(module))
            for name, module in data["exports"]
        ),
        old_names=(),
        pages=tuple(
            PyPageLink(page, Text(title), Text(url), identifier(module))
            for page, title, url, module in data["pages"]
        ),
        claims=frozenset(data["claims"]),
        permits_deprecated=data["permits_deprecated"] is True,
    )
    lists = {
        name: tuple(CarriedPart(*each) for each in parts)
        for name, parts in data["model"].items()
    }
    found = tuple(_diagnostic(each) for each in data["diagnostics"])
    return Unit(dict(data["texts"]), part, CarriedModel(**lists), found)


def _lists(model: CarriedModel) -> Iterable[tuple[str, tuple[CarriedPart, ...]]]:
    return [(field.name, getattr(model, field.name)) for field in fields(model)]


def _diagnostic_json(found: Diagnostic) -> list[object]:
    span = found.span
    place = None
    if span is not None:
        place = [span.file, span.line, span.column, span.end_line, span.end_column]
    return [found.code.value, found.message, place, found.hint]


def _diagnostic(data: Any) -> Diagnostic:
    code, message, place, hint = data
    span = None if place is None else Span(*place)
    return Diagnostic(DiagnosticCode(code), message, span, hint)
