"""Constructs of Dart that have no place in this dialect, recognised to be reported.

They are looked for only in code that the grammar refuses, so a pattern may be broad: it
chooses the words of a message, never whether there is one.
"""

from __future__ import annotations

import re

from minidoc.values import frozen

# A construct shows at the beginning; more is not searched, whatever a page may hold.
_LOOKED_AT = 2_000
_NO_PLACE = "pages list plain classes, enums and functions; take it out of the page"


@frozen
class Unsupported:
    """A construct found at `text[start:end]`; `what` begins a sentence."""

    what: str
    start: int
    end: int
    hint: str


@frozen
class _Pattern:
    """`pattern` marks the part to point at with its group `at`."""

    what: str
    pattern: re.Pattern[str]
    hint: str


def _pattern(what: str, pattern: str, hint: str = _NO_PLACE) -> _Pattern:
    return _Pattern(what, re.compile(pattern, re.MULTILINE), hint)


# In this order; the first that fits is reported. `\A` is where the code begins.
_PATTERNS = (
    _pattern(
        "a comment that is no `/** ... */`",
        r"^[ \t]*(?P<at>//|/\*(?!\*))",
        "write it as `/** ... */`, or remove it",
    ),
    _pattern("an annotation", r"^[ \t]*(?P<at>@\w+)", "remove the annotation"),
    _pattern(
        "a typedef", r"\A\s*(?P<at>typedef)\b", "write the type out where it is used"
    ),
    _pattern("an extension", r"\A\s*(?P<at>extension)\b"),
    _pattern("a mixin", r"\A\s*(?:base[ \t]+)?(?P<at>mixin)\b"),
    _pattern(
        "a class modifier",
        r"\A\s*(?P<at>abstract|sealed|base|final|interface)"
        r"(?=[ \t]+(?:\w+[ \t]+)*class\b)",
        "write `class Name {`",
    ),
    _pattern(
        "a generic class",
        r"\A\s*(?:\w+[ \t]+)*(?:class|enum)[ \t]+[\w$]+[ \t]*(?P<at><)",
        "write `class Name {`; type parameters of classes are not read",
    ),
    _pattern(
        "a superclass",
        r"\A\s*(?:\w+[ \t]+)*(?:class|enum)\b[^\n{]*?"
        r"\b(?P<at>extends|implements|with)\b",
        "write `class Name {`, and list the inherited members in it",
    ),
    _pattern("a static member", r"\A\s*(?P<at>static)\b", "write a top-level function"),
    _pattern(
        "a factory", r"\A\s*(?:const[ \t]+)?(?P<at>factory)\b", "write `Class(...)`"
    ),
    _pattern("a const member", r"\A\s*(?P<at>const)\b", "leave `const` out"),
    _pattern(
        "a modifier of this kind",
        r"\A\s*(?P<at>abstract|external|late|covariant|augment)\b",
        "leave the modifier out",
    ),
    _pattern("a field without a type", r"\A\s*(?P<at>var)\b", "write `Type name;`"),
    _pattern("an operator", r"(?P<at>\boperator)(?![\w$])", "leave operators out"),
    _pattern(
        "a getter",
        r"^[^(\n]*?(?P<at>\bget)[ \t]+[\w$]+[ \t]*(?:=>|;|\{|$)",
        "write a field, `Type name;`",
    ),
    _pattern("a setter", r"\A\s*(?:void[ \t]+)?(?P<at>set)[ \t]+[\w$]+[ \t]*\("),
    _pattern(
        "a parameter written as `this.name` or `super.name`",
        r"(?P<at>\b(?:this|super)\.)",
        "write `Type name`",
    ),
    _pattern("a method with a body", r"\)[^()\n]*?(?P<at>=>|\{)", "leave the body out"),
    _pattern("a record type", r"(?:\A\s*(?:final[ \t]+)?|[<,(][ \t]*)(?P<at>\()"),
    _pattern(
        "a generic method",
        r"(?<=[>? \t])[\w$]++[ \t]*+(?P<at><)[\w$, \t]*>[ \t]*\(",
        "write the types out; type parameters of methods are not read",
    ),
    _pattern(
        "a field with a value",
        r"\A[^(){}\n]*?[\w$][ \t]*(?P<at>=)(?![=>])",
        "write `Type name;` and say the value in the comment",
    ),
)


def find_unsupported(text: str, skip: int = 0) -> Unsupported | None:
    """Return the first construct that explains why `text[skip:]` is refused."""
    code = text[skip : skip + _LOOKED_AT]
    for pattern in _PATTERNS:
        match = pattern.pattern.search(code)
        if match is not None:
            start, end = match.span("at")
            return Unsupported(pattern.what, start + skip, end + skip, pattern.hint)
    return None
