"""Default values: Dart literals become Python literals, and nothing else ever does.

A default is page text; taking it for an expression would let a page run code. So only
literals that fit the parameter's type are read, digit by digit and escape by escape.
"""

from __future__ import annotations

import math
import re

from minidoc.ir.types import ListType, PrimitiveType, TypeRef
from minidoc.python.code import Code, string_literal

# Dart's integers have 64 bits, which also stays far below Python's limit on digits.
_INTEGER = re.compile(r"-?(?:[0-9]{1,19}|0[xX][0-9a-fA-F]{1,16})")
_NUMBER = re.compile(r"-?[0-9]{1,40}(?:\.[0-9]{1,40})?(?:[eE][+-]?[0-9]{1,4})?")
_STRING = re.compile(r"""(r?)(?:'([^'\\\n]|\\.)*'|"([^"\\\n]|\\.)*")""")
_ESCAPE = re.compile(
    r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|([^xu]))"
)
_SHORT = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v"}
_BOOLEANS = {"true": Code("True"), "false": Code("False")}
_EMPTY_LIST = re.compile(r"(?:const\s*)?(?:<[\w\s<>?,]*>)?\s*\[\s*\]")


def literal_of(text: str, type_: TypeRef) -> Code | None:
    """Turn the source of a default into a literal of its type; None when it is none."""
    if text == "null":
        return Code("None") if type_.nullable else None
    if isinstance(type_, ListType):
        return Code("()") if _EMPTY_LIST.fullmatch(text) else None
    if not isinstance(type_, PrimitiveType):
        return None
    match type_.name:
        case "int":
            return _integer(text)
        case "double" | "num":
            return _number(text)
        case "bool":
            return _BOOLEANS.get(text)
        case "String":
            return _string(text)
        case _:
            return None


def _integer(text: str) -> Code | None:
    if not _INTEGER.fullmatch(text):
        return None
    return Code(str(int(text, 16 if "x" in text.lower() else 10)))


def _number(text: str) -> Code | None:
    if not _NUMBER.fullmatch(text):
        return None
    value = float(text)
    # black leaves a plus in front of an exponent out.
    return Code(repr(value).replace("e+", "e")) if math.isfinite(value) else None


def _string(text: str) -> Code | None:
    match = _STRING.fullmatch(text)
    if match is None:
        return None
    if match[1]:
        return string_literal(text[2:-1]) if "\\" not in text else None
    body = text[1:-1]
    # `$` begins an interpolation, which is an expression.
    if re.search(r"(?<!\\)(?:\\\\)*\$", body):
        return None
    parts = _ESCAPE.split(body)[::5]
    if any("\\" in part for part in parts):
        return None
    return _text(_ESCAPE.sub(_unescape, body))


def _text(units: str) -> Code | None:
    """Write text; Dart's strings are UTF-16, and two escapes may make one character."""
    try:
        text = units.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError:
        return None
    return string_literal(text)


def _unescape(match: re.Match[str]) -> str:
    digits = match[1] or match[2] or match[3]
    if digits is None:
        return _SHORT.get(match[4], match[4])
    point = int(digits, 16)
    # Half a character where Dart has none: `_text` refuses it.
    return chr(point) if point <= 0x10FFFF else "\ud800"
