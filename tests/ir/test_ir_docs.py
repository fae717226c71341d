"""Comments: blocks, sections, references and what their sentences state."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from minidoc.diagnostics import Code, Diagnostic
from minidoc.ir import docs
from minidoc.ir.docs import Doc, DocText, Symbol
from minidoc.ir.lowered import Lowered
from minidoc.ir.model import ClassDecl, EnumDecl
from minidoc.ir.names import close_match
from minidoc.ir.walk import find

LowerPages = Callable[[str | dict[str, str]], Lowered]

PAGE = """\
## A
class A {{
/** The id */
final String id;

/** {comment} */
Future<void>set({{String? name, int? size}})

/** Reads it */
Future<A?>get()

A.fromJson(Map<String, dynamic> json)
}}

## E
enum E {{ one, two }}

## f
void f()
"""


@pytest.fixture
def read(lower_pages: LowerPages) -> Callable[[str], tuple[Doc, list[Diagnostic]]]:
    """Lower the comment of `A.set`."""

    def run(comment: str) -> tuple[Doc, list[Diagnostic]]:
        lowered = lower_pages(PAGE.format(comment=comment))
        class_ = lowered.api.pages[0].declarations[0]
        assert isinstance(class_, ClassDecl)
        doc = class_.methods[0].doc
        assert doc is not None
        hidden = {Code.UNDOCUMENTED_PARAMETER}
        return doc, [d for d in lowered.diagnostics if d.code not in hidden]

    return run


Read = Callable[[str], tuple[Doc, list[Diagnostic]]]


def plain(text: DocText | None) -> list[str]:
    """Write blocks down briefly."""
    assert text is not None
    lines: list[str] = []
    for block in text.blocks:
        match block:
            case docs.Paragraph():
                lines.append("".join(i.text for i in block.inlines))
            case docs.ListItem():
                words = "".join(i.text for i in block.inlines)
                lines.append(f"{block.marker}|{words}")
            case docs.CodeBlock():
                lines.append(f"{block.info}:{block.text!r}")
            case docs.Table():
                lines += ["".join(i.text for i in row.inlines) for row in block.rows]
            case docs.Section():
                raise AssertionError("comments have no sections")
    return lines


def test_blocks(read: Read) -> None:
    comment = (
        "First line\n  second line  \n\n- one `a`\n* two\n+ three\n10. ten\n2) two\n"
        "**bold** no item\n-no item\n```dart\n}\n  x\n```\nAfter"
    )
    doc, found = read(comment)
    assert plain(doc.body) == [
        "First line",
        "second line",
        "-|one a",
        "*|two",
        "+|three",
        "10.|ten",
        "2)|two",
        "**bold** no item",
        "-no item",
        "dart:'}\\n  x'",
        "After",
    ]
    assert found == []


def test_sections(read: Read) -> None:
    comment = (
        "Body\n@remarks More body\n@param name The name\nand more\n@param size\n"
        "@return Nothing\n@deprecated Use [A.get]\n@throws StateError When old\n"
        "@throws If it is too large.\n@see [A]\n@see https://a.example/\n"
        "@example Title\n```dart\nx\n```\n@since 2.0"
    )
    doc, found = read(comment)
    assert plain(doc.body) == ["Body", "More body"]
    names = [(p.name, plain(p.text)) for p in doc.parameters]
    assert names == [("name", ["The name", "and more"]), ("size", [])]
    assert plain(doc.returns) == ["Nothing"]
    assert plain(doc.deprecated) == ["Use A.get"]
    assert [(t.name, plain(t.text)) for t in doc.throws] == [
        ("StateError", ["When old"]),
        ("", ["If it is too large."]),
    ]
    raised = [s.text for t in doc.throws for s in t.text.statements]
    assert raised == ["old", "it is too large"]
    assert [plain(text) for text in doc.see] == [["A"], ["https://a.example/"]]
    assert [plain(text) for text in doc.examples] == [["Title", "dart:'x'"]]
    assert [(o.name, plain(o.text)) for o in doc.others] == [("since", ["2.0"])]
    assert found == []


@pytest.mark.parametrize("dash", ["", "- ", " - ", "\u2013 "])
def test_the_dash_of_a_param_is_no_list(read: Read, dash: str) -> None:
    doc, _ = read(f"Body\n@param name {dash}The name\n@throws AnError {dash}When old")
    assert plain(doc.parameters[0].text) == ["The name"]
    assert plain(doc.throws[0].text) == ["When old"]


def test_a_param_without_a_name_keeps_its_text(read: Read) -> None:
    doc, _ = read("Body\n@param - what")
    assert [(o.name, plain(o.text)) for o in doc.others] == [("param", ["-|what"])]


@pytest.mark.parametrize(
    ("comment", "message"),
    [
        (
            "B\n@param name x\n@param name y",
            "`@param name` occurs twice, first at 13:1",
        ),
        ("B\n@return x\n@returns y", "`@returns` occurs twice, first at 13:1"),
        (
            "B\n@deprecated x\n@deprecated y",
            "`@deprecated` occurs twice, first at 13:1",
        ),
    ],
)
def test_double_tag_keeps_both_texts(read: Read, comment: str, message: str) -> None:
    doc, (found,) = read(comment)
    assert (found.code, found.message) == (Code.MALFORMED_TAG, message)
    assert found.span is not None
    assert (found.span.line, found.span.column) == (14, 1)
    parameter = doc.parameters[0].text if doc.parameters else None
    assert plain(doc.returns or doc.deprecated or parameter) == ["x", "y"]


@pytest.mark.parametrize(
    ("comment", "body", "expected"),
    [
        ("Deprecated: use X", [], ["use X"]),
        ("Deprecated: use X\nDoes it.", ["Does it."], ["use X"]),
        ("Does it. Deprecated: use X.", ["Does it."], ["use X."]),
        ("First\n**Deprecated:** use `X` now", ["First"], ["use X now"]),
        ("**Deprecated**: use [A.get] now\nMore", ["More"], ["use A.get now"]),
        ("Deprecated:", [], []),
        ("First\nDeprecated:\nuse X\nMore", ["First", "More"], ["use X"]),
        ("Deprecated:\n```\nx\n```", [":'x'"], []),
        ("See [A]. Deprecated: no", ["See A."], ["no"]),
        (
            "x\n@deprecated tag\n@remarks Deprecated: text",
            ["x", "Deprecated: text"],
            ["tag"],
        ),
        ("This is not Deprecated: really", None, None),
        ("`a`Deprecated: no", None, None),
        ("Deprecated things", None, None),
    ],
)
def test_deprecated(
    read: Read, comment: str, body: list[str] | None, expected: list[str] | None
) -> None:
    doc, _ = read(comment)
    if body is None:
        assert doc.deprecated is None
        assert plain(doc.body) == [comment.replace("`", "")]
    else:
        assert (plain(doc.body), plain(doc.deprecated)) == (body, expected)


@pytest.mark.parametrize(
    ("reference", "symbol"),
    [
        ("A", ("A", None)),
        ("A.id", ("A", "id")),
        ("A.get", ("A", "get")),
        ("A.fromJson", ("A", "fromJson")),
        ("id", ("A", "id")),
        ("get", ("A", "get")),
        ("E", ("E", None)),
        ("E.two", ("E", "two")),
        ("f", ("f", None)),
    ],
)
def test_reference(read: Read, reference: str, symbol: tuple[str, str | None]) -> None:
    doc, found = read(f"See [{reference}].")
    (used,) = find(doc, docs.ReferenceText)
    assert used.text == reference
    assert used.symbol == Symbol(page="Page.md", name=symbol[0], member=symbol[1])
    assert found == []


def test_reference_to_a_parameter_is_code(read: Read) -> None:
    doc, found = read("Gives [name].\n@return [size]")
    assert list(find(doc, docs.CodeText)) == [
        docs.CodeText(text="name", raw="`name`"),
        docs.CodeText(text="size", raw="`size`"),
    ]
    assert found == []


@pytest.mark.parametrize(
    ("reference", "hint"),
    [
        ("Nowhere", "add the page"),
        ("A.gets", "did you mean `A.get`?"),
        ("E.three", "add the page"),
        ("f.x", "add the page"),
        ("two", "add the page"),
        ("a", "did you mean"),
    ],
)
def test_dangling_reference(read: Read, reference: str, hint: str) -> None:
    doc, (found,) = read(f"See [{reference}] and [{reference}].")
    assert [r.symbol for r in find(doc, docs.ReferenceText)] == [None, None]
    assert found.code is Code.DANGLING_REFERENCE
    assert found.message == (
        f"the reference [{reference}] leads to nothing on the given pages"
    )
    assert found.span is not None
    assert (found.span.line, found.span.column) == (12, 9)
    assert found.hint.startswith(hint) or reference == "a"


def test_dangling_is_reported_once_for_each_page(lower_pages: LowerPages) -> None:
    page = "See [X].\n\n## {0}\n/** [X] [Y] */\nclass {0} {{\nfinal int a;\n}}"
    found = lower_pages({"P.md": page.format("P"), "Q.md": page.format("Q")})
    assert [
        (d.span and d.span.file, d.span and d.span.line) for d in found.diagnostics
    ] == [
        ("P.md", 7),
        ("P.md", 10),
        ("Q.md", 7),
        ("Q.md", 10),
    ]


def test_dangling_is_reported_at_its_first_place(lower_pages: LowerPages) -> None:
    page = "## A\nclass A {\n/** [X] */\nvoid m()\n\n/** [X] */\nfinal int a;\n}"
    (found,) = lower_pages(page).diagnostics
    assert found.span is not None
    assert found.span.line == 9


def test_names_too_long_to_be_meant_have_no_hint() -> None:
    assert close_match("a" * 150, ["a" * 149])
    assert close_match("a" * 250, ["a" * 249]) == ""


def test_members_of_another_class_need_its_name(lower_pages: LowerPages) -> None:
    page = "## A\nclass A {\nfinal int a;\n}\n\n## f\n/** [a] */\nvoid f()"
    (found,) = lower_pages(page).diagnostics
    assert found.code is Code.DANGLING_REFERENCE


def test_private_members_are_nothing_to_refer_to(lower_pages: LowerPages) -> None:
    page = "## A\n/** [A._b] */\nclass A {\nfinal int a;\n\nfinal int _b;\n}"
    codes = [d.code for d in lower_pages(page).diagnostics]
    assert codes == [Code.DANGLING_REFERENCE, Code.PRIVATE_NAME]


def test_constants_have_documentation(lower_pages: LowerPages) -> None:
    page = "## E\nenum E {\n/** See [two] */\none,\n/** Last */\ntwo\n}"
    lowered = lower_pages(page)
    (enum,) = lowered.api.pages[0].declarations
    assert isinstance(enum, EnumDecl)
    assert [plain(c.doc.body) for c in enum.constants if c.doc] == [
        ["See two"],
        ["Last"],
    ]
    assert lowered.diagnostics == ()


def test_statements_have_the_place_of_their_sentence(read: Read) -> None:
    doc, _ = read(
        "Sets it. If [A.id] is `null`, this does nothing.\n"
        "@param name Some. Default = no [name](/x) yet\n"
        "@param size - Must be between 1 and 9"
    )
    statements = [
        *doc.body.statements,
        *(s for p in doc.parameters for s in p.text.statements),
    ]
    places = [
        (s.kind, s.text, s.span.line, s.span.column, s.span.end_column)
        for s in statements
    ]
    assert places == [
        ("null", "If A.id is null, this does nothing", 12, 14, 53),
        ("no_op", "A.id is null", 12, 14, 53),
        ("default", "no name yet", 13, 19, 46),
        ("range", "1 and 9", 14, 15, 38),
    ]


def test_links_of_comments(read: Read) -> None:
    doc, _ = read("[a](/dashboard) [b](javascript:x) [A](/y) [A.id](#A__id)")
    assert [(link.text, link.url) for link in find(doc, docs.LinkText)] == [
        ("a", "https://example.org/dashboard"),
        ("b", ""),
        ("A", "https://example.org/y"),
        ("A.id", "https://example.org/docs/API/Page#A__id"),
    ]
