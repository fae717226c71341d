"""Random pages of random declarations, each with what its package must hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias
from unicodedata import category

from hypothesis import strategies as st

Members: TypeAlias = dict[str, tuple[str, ...]]
"""Member -> its parameters; of a field none."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A class, an enum or a function, in the page's spelling."""

    kind: str
    name: str
    members: Members
    text: str


@dataclass(frozen=True, slots=True)
class RandomPage:
    """A page and its declarations."""

    name: str
    text: str
    declared: tuple[Declared, ...]


# Text that tries to become something else, of every kind: quotes, escapes, line ends,
# controls, templates, Python, markup, tags, references.
HOSTILE = (
    '"', "'", '"""', "'''", '""""', '\\"""', "'\"\"\"", 'ends with "', "\\", "\\\\",
    '\\"', "\\N{BULLET}", "\\N{NOT A NAME}", "\\U0000000", "\\x4", "\\u12", "\\ud800",
    "\r", "\r\n", "\x85", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\u2028", "\u2029",
    "\x07", "\x1b[31m", "\x7f", "\ufeff", "\uffff", "\u0378", "\t", "\u202e", "\u2066",
    "\u200d", "\xad", "🦜", "❤️", "{{ 7*7 }}", "{% raw %}", "{# #}", "{x!r}", "%s",
    "${x}", "{", "}", "{{'{{'}}", "# type: ignore", "# noqa", "# fmt: off", ">>> 1",
    "# -*- coding: utf-7 -*-", "from __future__ import x", '__import__("os")', "Args:",
    "Returns:", ":param x:", ".. raw:: html", ":func:`x`", "`", "``", "```x```",
    "<b>", "</script>", "&amp;", "<!--", "/**", "/*", "//", "[Unclosed", "[x](y", "](",
    "[a](javascript:alert(1))", "[X.y.z]", "[ ]", "[[X]]", "null", "`null`", "`a b`",
    "Default = 1", "Default = ", "---", "***", "## Heading", "class X {", "enum Y {",
    "{@link X}", "1. one", "- two", "> three", "| a | b |", "\\_", "*", "**", "_", "~~",
)  # fmt: skip
WORDS = ("a", "user", "of", "the", "UserRef", "conversation.", "x" * 90, "id,", "Ünï")
TAGS = (
    "@return what", "@returns", "@deprecated", "@deprecated use", "@throws Exception",
    "@throws if", "@see [X]", "@see", "@example", "@since 2", "@param", "@param x y",
)  # fmt: skip
AWKWARD = (
    "class", "def", "None", "True", "self", "cls", "import", "lambda", "async", "await",
    "match", "case", "type", "print", "list", "dict", "str", "int", "object", "bool",
    "bytes", "float", "tuple", "property", "super", "id", "set", "field", "dataclass",
    "annotations", "typing", "builtins", "asyncio", "json", "wire", "name", "value",
    "mro", "fromJson", "from_json", "toDict", "copy", "state", "close", "aclose",
    "session", "user", "kind", "encode", "string", "read", "write", "clear", "record",
    "photoURL", "photoUrlX", "URLPath", "x1", "été", "名前", "café", "ſelf", "Reader",  # noqa: RUF001
)  # fmt: skip
TYPE_NAMES = (
    "UserRef", "Session", "Mapping", "Sequence", "Callable", "Any", "Future", "Literal",
    "Reader", "JSONValue", "OpenEnum", "Operation", "Topic", "Final", "Self", "None",
    "Subscription", "Clear", "DecodeError", "FrozenDict", "Typed", "X", "Ä", "Async",
    "AsyncX", "TypeAlias", "Exception2", "Params", "XSetParams", "Record", "A", "B",
)  # fmt: skip
UNDECLARED = ("Nowhere", "Unknown", "ConversationRef")
PRIMITIVES = (
    "String",
    "int",
    "double",
    "num",
    "bool",
    "dynamic",
    "Object",
    "Exception",
)

identifiers = st.one_of(
    st.sampled_from(AWKWARD),
    st.from_regex(r"[a-z][a-zA-Z0-9]{0,11}", fullmatch=True),
)


def folded(name: str) -> str:
    """Key under which the strategies count two names as one."""
    return name.replace("_", "").casefold()


@st.composite
def texts(draw: st.DrawFn, *, lines: int = 3) -> str:
    """Text of one or more lines, without the end of a comment."""
    pieces = st.lists(
        st.sampled_from(WORDS + HOSTILE) | st.text(max_size=8), max_size=9
    )
    separator = st.sampled_from([" ", " ", " ", ""])
    made = [
        draw(separator).join(draw(pieces)) for _ in range(draw(st.integers(0, lines)))
    ]
    return without_ends("\n".join(made))


def without_ends(text: str) -> str:
    """Drop what would end a comment, and what no page in UTF-8 can hold."""
    safe = text.encode("utf-8", "replace").decode().replace("\0", "")
    while "*/" in safe:
        safe = safe.replace("*/", "")
    return safe


@st.composite
def comments(draw: st.DrawFn, parameters: tuple[str, ...] = ()) -> str:
    """A doc comment, or none, with tags for some of the parameters."""
    if draw(st.integers(0, 5)) == 0:
        return ""
    lines = [draw(texts())]
    told = [name for name in parameters if draw(st.booleans())]
    lines += [f"@param {name} {draw(texts(lines=1))}" for name in told]
    lines += draw(st.lists(st.sampled_from(TAGS), max_size=2))
    body = without_ends("\n".join(lines).lstrip("/"))
    # A line that begins a comment means that the end of this one is missing.
    body = "\n".join(line for line in body.split("\n") if "/**" not in line)
    return f"/** {body} */\n"


def types(names: tuple[str, ...]) -> st.SearchStrategy[str]:
    """A type, nested."""
    leaves = st.sampled_from((*PRIMITIVES, "Uint8List", *names, *UNDECLARED))
    nullable = st.sampled_from(["", "", "?"])

    def extend(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.one_of(
            inner.map("List<{}>".format),
            inner.map("Map<String, {}>".format),
            st.tuples(inner, inner).map(
                lambda two: "void Function({} a, {} b)".format(*two)
            ),
        )

    nested = st.recursive(leaves, extend, max_leaves=3)
    return st.tuples(nested, nullable).map(_with_mark)


def _with_mark(parts: tuple[str, str]) -> str:
    text, mark = parts
    return text if text in ("dynamic", "Object") else text + mark


@dataclass(frozen=True, slots=True)
class _Parameter:
    name: str
    text: str


@st.composite
def parameter_lists(
    draw: st.DrawFn, names: tuple[str, ...]
) -> tuple[str, tuple[str, ...]]:
    """Text between parentheses, and the names in it."""
    found = draw(st.lists(identifiers, max_size=4, unique_by=folded))
    split = draw(st.integers(0, len(found)))
    positional = [f"{draw(types(names))} {name}" for name in found[:split]]
    named = [
        _named(draw(types(names)), name, draw(st.booleans())) for name in found[split:]
    ]
    groups = positional + (["{" + ", ".join(named) + "}"] if named else [])
    return ", ".join(groups), tuple(found)


def _named(type_: str, name: str, required: bool) -> str:
    if required:
        return f"required {type_} {name}"
    optional = (
        type_ if type_.endswith("?") or type_ in ("dynamic", "Object") else f"{type_}?"
    )
    return f"{optional} {name}"


@st.composite
def methods(draw: st.DrawFn, names: tuple[str, ...], name: str) -> tuple[str, Members]:
    """One method."""
    inside, found = draw(parameter_lists(names))
    comment = draw(comments(found))
    returns = draw(st.sampled_from(["void", "Future<void>"]) | _results(names))
    return f"{comment}{returns} {name}({inside})\n", {name: found}


def _results(names: tuple[str, ...]) -> st.SearchStrategy[str]:
    future = types(names).map("Future<{}>".format)
    return st.one_of(types(names), future, types(names).map("Stream<{}>".format))


@st.composite
def fields(draw: st.DrawFn, names: tuple[str, ...], name: str) -> tuple[str, Members]:
    """One field."""
    comment = draw(comments())
    final = draw(st.sampled_from(["final ", ""]))
    return f"{comment}{final}{draw(types(names))} {name};\n", {name: ()}


@st.composite
def classes(draw: st.DrawFn, names: tuple[str, ...], name: str) -> Declared:
    """A class of some role: values, a subscription, or one that acts."""
    role = draw(st.sampled_from(["data", "subscription", "handle", "plain"]))
    members: Members = {}
    parts: list[str] = []
    for member in draw(st.lists(identifiers, max_size=5, unique_by=folded)):
        is_method = role in ("handle", "subscription") and draw(st.booleans())
        text, more = draw((methods if is_method else fields)(names, member))
        parts.append(text)
        members |= more
    parts += _role_members(role, name)
    for extra in {"subscription": ("connected", "terminated", "unsubscribe")}.get(
        role, ()
    ):
        members.pop(extra, None)
        members[extra] = ()
    body = "\n".join(parts)
    text = f"{draw(comments())}class {name} {{\n{body}}}"
    return Declared("class", name, members, text)


def _role_members(role: str, name: str) -> Iterator[str]:
    if role == "data":
        yield f"{name}(Map<String, dynamic>json)\n"
        yield "Map<String, dynamic>toJson()\n"
    if role == "subscription":
        yield "/** Begins */\nfinal Future<void>connected;\n"
        yield "final Future<void>terminated;\n"
        yield "Future<void>unsubscribe()\n"


@st.composite
def enums(draw: st.DrawFn, name: str) -> Declared:
    """An enum."""
    found = draw(st.lists(identifiers, min_size=1, max_size=4, unique_by=folded))
    constants = ",\n".join(draw(comments()) + constant for constant in found)
    text = f"{draw(comments())}enum {name} {{\n{constants}\n}}"
    return Declared("enum", name, dict.fromkeys(found, ()), text)


@st.composite
def functions(draw: st.DrawFn, names: tuple[str, ...], name: str) -> Declared:
    """A function of the page; without a comment it would be prose."""
    inside, found = draw(parameter_lists(names))
    comment = draw(comments(found)) or "/** Does it */\n"
    text = f"{comment}{draw(_results(names))} {name}({inside})"
    return Declared("function", name, {name: found}, text)


@st.composite
def pages(draw: st.DrawFn) -> tuple[RandomPage, ...]:
    """One or two pages that know each other's types."""
    files = draw(
        st.lists(
            st.sampled_from(["Users.md", "Message_Content.md", "Types.md", "class.md"]),
            min_size=1,
            max_size=2,
            unique=True,
        )
    )
    names = tuple(
        draw(st.lists(st.sampled_from(TYPE_NAMES), max_size=5, unique_by=folded))
    )
    functions_ = draw(st.lists(identifiers, max_size=2, unique_by=folded))
    declared = [draw(_type(names, name)) for name in names]
    declared += [draw(functions(names, name)) for name in functions_]
    split = draw(st.integers(0, len(declared))) if len(files) == 2 else len(declared)
    shares = (declared[:split], declared[split:])
    return tuple(
        draw(_page(file, tuple(share)))
        for file, share in zip(files, shares, strict=False)
    )


@st.composite
def _type(draw: st.DrawFn, names: tuple[str, ...], name: str) -> Declared:
    if draw(st.integers(0, 4)) == 0:
        return draw(enums(name))
    return draw(classes(names, name))


@st.composite
def _page(draw: st.DrawFn, file: str, declared: tuple[Declared, ...]) -> RandomPage:
    # A title with a control character is refused, and the rest of the page with it.
    title = "".join(c for c in draw(texts(lines=1)) if category(c)[0] not in "CZ")
    title = title.replace("'", "''")
    front = f"---\nurl: https://example.org/docs/{file}\ntitle: 'A {title}'\n"
    prose = draw(texts()).replace("/**", "").replace(" {", "")
    body = "\n\n".join(f"## {each.name}\n{each.text}" for each in declared)
    text = f"{front}minidoc-source: dart\n---\n\n{prose}\n\n{body}\n"
    return RandomPage(file, text, declared)
