"""Black's rules for a line that is too long, as far as the binding writes such lines.

A line breaks at the last brackets that hold something; what was inside stands in one
line of its own or, where that is still too long, in one line for each part. Around the
value of an assignment or `return`, and around annotations, black puts brackets where
no others help. A first or last line that is still too long makes black try again; that
is left to black, and so is everything that `line` does not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from minidoc.layout.line import (
    Breaks,
    breaks,
    check_expression,
    check_parameters,
    is_display,
)
from minidoc.layout.width import LINE_LENGTH, UncertainError, fits

_STEP = "    "
_QUOTES = ('"', "'")
_NAME = r"[^\W\d]\w*+"
_PATH = rf"{_NAME}(?:\.{_NAME})*+"
_DEFINITION = re.compile(rf"(?:async )?def {_NAME}\(")
_RETURNS = re.compile(r"\) -> (.+):(?: \.\.\.)?")
_IMPORT = re.compile(rf"(from \.*(?:{_PATH})? import )(.+)")
_IMPORTED = re.compile(rf"{_NAME}(?: as {_NAME})?")
_LEAD = re.compile(r"raise |@|(?:await )?")
_TARGET = re.compile(rf"({_PATH})(: | = )")
_PARAMETER = re.compile(rf"({_NAME}: )(.+)")
_ONE_PIECE = re.compile(r"\w+|\.\.\.|\"(?:[^\"\\]|\\.)*+\"|'(?:[^'\\]|\\.)*+'")


def split(line: str) -> list[str]:
    """Split one line, indented and without its line end, as black does.

    Raises:
        UncertainError: If that is not certain.
    """
    text = line.lstrip(" ")
    if fits(line) or text.startswith("# "):
        return [line]
    pad = line[: len(line) - len(text)]
    return list(_statement(text, pad))


def _statement(text: str, pad: str) -> Iterator[str]:
    """Tell statements apart by how they begin."""
    if text.endswith(","):
        check_expression(text)
        return _part(text, pad)
    if definition := _DEFINITION.match(text):
        return _definition(text, definition.end() - 1, pad)
    if imported := _IMPORT.fullmatch(text):
        return _import(imported[1], imported[2].split(", "), pad)
    if text.startswith("class "):
        check_expression(text[len("class ") :].removesuffix(":"))
        return _bracketed(text, pad)
    if text.startswith("return "):
        value = text[len("return ") :]
        check_expression(value.removeprefix("await "))
        return _valued("return ", value, pad)
    if target := _TARGET.match(text):
        return _assignment(target[1], target[2], text[target.end() :], pad)
    lead = _LEAD.match(text)
    check_expression(text[lead.end() :] if lead else text)
    return _bracketed(text, pad)


def _definition(text: str, opening: int, pad: str) -> Iterator[str]:
    """Split a signature at its parameters, or around its result if it has none."""
    closing = text.rfind(") -> ")
    parameters, tail = text[opening + 1 : closing], text[closing:]
    returns = _RETURNS.fullmatch(tail)
    if returns is None or closing < opening:
        raise UncertainError("a signature without a result")
    check_parameters(parameters)
    result = returns[1]
    check_expression(result)
    if result.startswith(_QUOTES):
        raise UncertainError("a result in quotes")
    head, inside = text[: opening + 1], pad + _STEP
    start, end = returns.span(1)
    if not parameters:
        body = _comma_free(_body(result, inside))
        return _around(f"{head}{tail[:start]}(", body, f"){tail[end:]}", pad)
    lines = _parameters(parameters, inside)
    if fits(pad + tail):
        return _around(head, lines, tail, pad)
    rest = _annotated(tail[:start], result, tail[end:], pad)
    return chain(_first(head, pad), lines, _comma_free(rest))


def _comma_free(result: Iterable[str]) -> list[str]:
    """Refuse commas at the ends of lines: black's second run breaks at them first."""
    lines = list(result)
    if any(line.endswith(",") for line in lines):
        raise UncertainError("a long result with commas")
    return lines


def _parameters(text: str, pad: str) -> Iterator[str]:
    """Set parameters on one line or, with a comma behind each, on one line each."""
    commas = breaks(text).commas
    if not commas:
        if "," in text.partition(" = ")[2]:
            raise UncertainError("a default with commas")
        text += ","
    if fits(pad + text):
        yield pad + text
        return
    for part in _cut(text, commas, 1):
        yield from _parameter(part, pad)


def _parameter(text: str, pad: str) -> Iterator[str]:
    found = _PARAMETER.fullmatch(text.removesuffix(","))
    if found is None or fits(pad + text):
        yield pad + text
        return
    annotation, equals, default = found[2].partition(" = ")
    if breaks(default).last_group():
        raise UncertainError("a default with brackets")
    inside = breaks(annotation)
    if not (inside.bars or inside.last_group()):
        # Elsewhere black puts brackets around a single name as well.
        yield pad + text
        return
    yield from _annotated(found[1], annotation, f"{equals}{default},", pad)


def _import(lead: str, names: list[str], pad: str) -> Iterator[str]:
    """Set the names of an import on one line each, however long the first line is."""
    if not all(map(_IMPORTED.fullmatch, names)):
        raise UncertainError("an import of something else than names")
    inside = (f"{pad}{_STEP}{name}," for name in names)
    return chain([f"{pad}{lead}("], inside, [f"{pad})"])


def _assignment(name: str, sign: str, rest: str, pad: str) -> Iterator[str]:
    if sign == " = ":
        check_expression(rest)
        return _valued(f"{name} = ", rest, pad)
    annotation, equals, value = rest.partition(" = ")
    check_expression(annotation)
    if not equals:
        return _annotated(f"{name}: ", annotation, "", pad)
    check_expression(value)
    return _annotated_value(f"{name}: ", annotation, value, pad)


def _valued(lead: str, value: str, pad: str) -> Iterator[str]:
    """Split a value: at its own brackets, otherwise with brackets around it."""
    found = breaks(value)
    _refuse_operators(found, value)
    if found.last_group() or value.startswith("("):
        return _bracketed(lead + value, pad)
    if _ONE_PIECE.fullmatch(value) and not fits(pad + _STEP + value):
        return iter([pad + lead + value])
    return _around(f"{lead}(", _body(value, pad + _STEP), ")", pad)


def _annotated_value(name: str, annotation: str, value: str, pad: str) -> Iterator[str]:
    """Split an assignment with an annotation, which is itself a place to split."""
    found = breaks(value)
    _refuse_operators(found, value)
    lead = f"{name}{annotation} = "
    group = found.last_group()
    if not fits(pad + lead, LINE_LENGTH - 1) or value == "()":
        if group or not breaks(annotation).last_group():
            raise UncertainError("a long annotation")
        return _annotated(name, annotation, f" = {value}", pad)
    if group is None:
        return _around(f"{lead}(", _body(value, pad + _STEP), ")", pad)
    head = value[: group[0] + 1]
    if fits(pad + lead + head):
        return _bracketed(lead + value, pad)
    if any(sign in head for sign in ")]}"):
        raise UncertainError("a value with two pairs of brackets")
    return _around(f"{lead}(", _body(value, pad + _STEP), ")", pad)


def _annotated(name: str, annotation: str, rest: str, pad: str) -> Iterator[str]:
    """Split an annotation: at its own brackets unless it is a union."""
    found = breaks(annotation)
    group = found.last_group()
    if annotation.startswith("(") or found.commas or found.strings:
        raise UncertainError("an annotation that is no type")
    if group and not found.bars:
        opening, closing = group
        head, tail = name + annotation[: opening + 1], annotation[closing:] + rest
        body = _body(annotation[opening + 1 : closing], pad + _STEP)
        return _around(head, body, tail, pad)
    if _ONE_PIECE.fullmatch(annotation) and not fits(pad + _STEP + annotation):
        return iter([pad + name + annotation + rest])
    return _around(f"{name}(", _body(annotation, pad + _STEP), f"){rest}", pad)


def _refuse_operators(found: Breaks, value: str) -> None:
    dots = sum(value.startswith(".", closing + 1) for _, closing in found.groups)
    if found.bars or found.strings or found.commas or dots > 1:
        raise UncertainError("a value with operators")


def _bracketed(text: str, pad: str) -> Iterator[str]:
    """Split at the last brackets that hold something, if there are any."""
    group = breaks(text).last_group()
    if group is None:
        return iter([pad + text])
    opening, closing = group
    body = text[opening + 1 : closing]
    inside = pad + _STEP
    commas = breaks(body).commas
    if commas and is_display(text, opening):
        lines = _parts(_cut(body, commas, 1), inside)
    else:
        lines = _body(body, inside)
    return _around(text[: opening + 1], lines, text[closing:], pad)


def _around(head: str, body: Iterable[str], tail: str, pad: str) -> Iterator[str]:
    return chain(_first(head, pad), body, _first(tail, pad))


def _first(line: str, pad: str) -> Iterator[str]:
    """Set the first or last line of a split, which has to fit.

    Raises:
        UncertainError: If it does not: black looks for another place then.
    """
    if not fits(pad + line):
        raise UncertainError("a long first or last line")
    yield pad + line


def _body(text: str, pad: str) -> Iterator[str]:
    """Set what stands inside brackets: in one line, otherwise in its parts."""
    return iter([pad + text]) if fits(pad + text) else _part(text, pad)


def _parts(parts: Iterable[str], pad: str) -> Iterator[str]:
    for part in parts:
        yield from _body(part, pad)


def _part(text: str, pad: str) -> Iterator[str]:
    """Split what stands inside brackets at whatever binds least."""
    found = breaks(text)
    if found.commas:
        return _parts(_cut(text, found.commas, 1), pad)
    if found.strings and found.bars:
        raise UncertainError("strings between operators")
    if found.strings or found.bars:
        return _parts(_cut(text, found.strings or found.bars, 0), pad)
    _refuse_operators(found, text)
    return _bracketed(text, pad)


def _cut(text: str, places: list[int], taken: int) -> Iterator[str]:
    """Cut before each place, or behind it if one sign is taken along.

    Parts that end with a comma all do.
    """
    start = 0
    for place in places:
        yield text[start : place + taken].strip(" ")
        start = place + taken
    rest = text[start:].strip(" ")
    yield rest if not taken or rest.endswith(",") else f"{rest},"
