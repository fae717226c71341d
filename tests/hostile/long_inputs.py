"""Pages of any length of one kind of text that is long, deep or repeated.

Each takes a number of bytes and gives the body of a page of about that size.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

Long: TypeAlias = Callable[[int], str]

FRONT = "---\nurl: https://example.org/a\ntitle: 'A'\nminidoc-source: dart\n---\n"


def page_of(kind: str, size: int) -> str:
    """Return a page of a kind."""
    return FRONT + LONG[kind](size)


def _repeated(unit: str) -> Long:
    return lambda size: unit * (size // len(unit))


def _numbered(unit: str) -> Long:
    """Repeat a unit with a number of its own each time."""
    return lambda size: "".join(
        unit.replace("#", f"{number}") for number in range(size // (len(unit) + 5))
    )


def _in_class(inside: Long) -> Long:
    return lambda size: f"## Lamp\nclass Lamp {{\n{inside(size)}\n}}\n"


def _in_comment(inside: Long) -> Long:
    return _in_class(lambda size: f"/** {inside(size)} */\nfinal int a;")


def _in_method(inside: Long) -> Long:
    return _in_class(lambda size: f"void a({inside(size)})")


def _runs(size: int) -> str:
    """Return runs of backticks, none as long as another one."""
    count = int((2 * size) ** 0.5)
    return " ".join("`" * length for length in range(1, count))


def _nested(size: int) -> str:
    return "List<" * (size // 6) + "int" + ">" * (size // 6) + " a"


# As prose, and inside of a comment.
_TEXTS: Mapping[str, Long] = {
    "one word": _repeated("a"),
    "words": _repeated("word "),
    "backslashes": _repeated("\\"),
    "quotes": _repeated('"'),
    "line ends": _repeated("\n"),
    "lines": _repeated("x\n"),
    "brackets": _repeated("["),
    "references": _repeated("[a]"),
    "references in brackets": _repeated("[[a]"),
    "open references": _repeated("[a\n"),
    "open links": _repeated("[a]("),
    "links": _repeated("[a](b) "),
    "backticks": _repeated("`"),
    "runs of backticks": _runs,
    "code spans": _repeated("`a` "),
    "stars": _repeated("*"),
    "list items": _repeated("- a\n"),
    "one deep quote": _repeated("> "),
    "one deep list": _repeated("- "),
    "deep lists": lambda size: "\n".join(
        " " * n + "- a" for n in range(int(size**0.5))
    ),
    "table": _repeated("| a | b |\n"),
    "fences": _repeated("```x\n```\n"),
    "open fences": _repeated("```x\n"),
    "tags": _repeated("@see a\n"),
    "unknown tags": _repeated("@x a\n"),
    "parentheses": _repeated("("),
    "calls": _repeated("(a)!\n"),
    "angles": _repeated("<"),
    "markup": _repeated("<b>\n\n"),
    "semicolons": _repeated("a; "),
    "code lines": _repeated("final int a;\n"),
    "defaults": _repeated("Default = 1\n"),
    "sentences": _repeated("Will fail if a. "),
    "marks": _repeated("e\u0301"),
    "wide letters": _repeated("\u540d "),
    "unseen": _repeated("\u202e"),
    "addresses": _repeated("https://example.org/ "),
    "blanks": _repeated(" "),
}
LONG: Mapping[str, Long] = {
    **{f"prose: {name}": text for name, text in _TEXTS.items()},
    **{f"comment: {name}": _in_comment(text) for name, text in _TEXTS.items()},
    "headings": _numbered("## A#\n"),
    "fields": _in_class(_numbered("int a#;\n\n")),
    "fields on a line": _in_class(_numbered("int a#; ")),
    "methods": _in_class(_numbered("void a#()\n\n")),
    "comments and fields": _in_class(_numbered("/** A [b#] */\nint a#;\n\n")),
    "comments and methods": _in_class(_numbered("/** A `a#` */\nvoid a#()\n\n")),
    "comments and overloads": _in_class(
        _numbered("/** A [a#]\n * @param b `a#` */\nvoid a#(int b)\n\n")
    ),
    "fields of one name": _in_class(_repeated("int a;\n\n")),
    "classes": _numbered("## A#\nclass A# {\nint a;\n}\n\n"),
    "classes of one name": _repeated("## A\nclass A {\nint a;\n}\n\n"),
    "constants": lambda size: f"## A\nenum A {{ {_numbered('a#, ')(size)} b }}\n",
    "functions": _numbered("/** A */\nvoid a#()\n\n"),
    "undeclared types": _in_class(_numbered("A# a#;\n\n")),
    "parameters": _in_method(lambda size: _numbered("int a#, ")(size) + "int b"),
    "named parameters": _in_method(
        lambda size: "{" + _numbered("int? a#, ")(size) + "int? b}"
    ),
    "default of brackets": _in_method(lambda size: "{int a = " + "[" * size + "})"),
    "nested types": _in_class(_nested),
    "open types": _in_class(_repeated("List<")),
    "open parentheses": _in_method(_repeated("(")),
    "open braces": _in_class(_repeated("{")),
    "closing braces": _repeated("}\n"),
    "open classes": _repeated("class A {\n"),
    "open comments": _in_class(_repeated("/** a\n")),
    "plain comments": _in_class(_repeated("/* a\n")),
    "errors": _in_class(_repeated("int\n\n")),
    "errors on a line": _in_class(_repeated("int int ")),
    "open strings": _in_class(_repeated("'\n")),
    "controls": _in_class(_repeated("\x07")),
    "markup: open tags": _repeated("<a \n"),
    "markup: open quotes": _repeated("<a '\n"),
    "markup: open braces": _repeated("<a {"),
    "markup: open comments": _repeated("<!--\n"),
    "markup: closed": _repeated("<a></a>\n"),
    "imports": _repeated("import {\n"),
}  # fmt: skip
