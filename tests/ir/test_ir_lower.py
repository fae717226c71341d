"""Declarations and members: what is kept, what is left out, what is reported."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from minidoc.diagnostics import Code, Severity
from minidoc.ir import docs
from minidoc.ir.lowered import Lowered
from minidoc.ir.model import ClassDecl, EnumDecl, FunctionDecl, Parameter
from minidoc.ir.walk import find

LowerPages = Callable[[str | Mapping[str, str]], Lowered]

FUTURES = "final Future<void>connected;\n\nfinal Future<void>terminated;\n\n"


def only_class(lowered: Lowered) -> ClassDecl:
    (declared,) = lowered.api.pages[0].declarations
    assert isinstance(declared, ClassDecl)
    return declared


def found_in(lowered: Lowered) -> list[tuple[str, int, int]]:
    return [
        (d.code.value, d.span.line, d.span.column)
        for d in lowered.diagnostics
        if d.span is not None
    ]


@pytest.mark.parametrize(
    ("members", "role"),
    [
        (FUTURES + "Future<void>unsubscribe()", "subscription"),
        (FUTURES + "Future<void>unsubscribe()\n\nvoid loadMore()", "subscription"),
        (FUTURES + "A(int x)", "data"),
        (FUTURES + "void other()", "handle"),
        ("final Future<void>connected;\n\nvoid unsubscribe()", "handle"),
        (FUTURES.replace("<void>", "<int>") + "void unsubscribe()", "handle"),
        ("void unsubscribe()", "handle"),
        ("final String a;\n\nMap<String, dynamic>toJson()", "data"),
        ("A()\n\nMap<String, dynamic>toJson()", "data"),
        ("Map<String, dynamic>toJson()\n\nvoid m()", "data"),
        ("final String a;\n\nA({String a})", "data"),
        ("final String a;", "data"),
        ("", "data"),
        ("final Future<void>done;", "handle"),
        ("final Stream<int>changes;", "handle"),
        ("final void Function() call;", "handle"),
        ("final String a;\n\nvoid m()", "handle"),
        ("A()\n\nvoid m()", "handle"),
        ("A()\n\nvoid _m()", "data"),
    ],
)
def test_role(lower_pages: LowerPages, members: str, role: str) -> None:
    page = f"## A\nclass A {{\n{members}\n}}"
    assert only_class(lower_pages(page)).role == role


def test_parameters(lower_pages: LowerPages) -> None:
    page = (
        "## f\nvoid f(int a, [int? b, int c = 2])\n\n"
        "## g\nvoid g(int a, {required int b, int? c, int d = 4})"
    )
    parameters = find(lower_pages(page).api, Parameter)
    assert [(p.name, p.kind, p.required, p.default) for p in parameters] == [
        ("a", "positional", True, None),
        ("b", "optional", False, None),
        ("c", "optional", False, "2"),
        ("a", "positional", True, None),
        ("b", "named", True, None),
        ("c", "named", False, None),
        ("d", "named", False, "4"),
    ]


def test_double_declaration_names_both_places(lower_pages: LowerPages) -> None:
    pages = {
        "B.md": "## X\nclass X {\nfinal int b;\n}",
        "A.md": "## X\nenum X { a }\n\n## Y\nclass Y {\nfinal X x;\n}",
    }
    lowered = lower_pages(pages)
    (found,) = lowered.diagnostics
    assert found.code is Code.DUPLICATE_DECLARATION
    assert found.severity is Severity.ERROR
    assert found.message == "`X` is declared twice, first at A.md:8:6"
    assert found.span is not None
    assert (found.span.file, found.span.line, found.span.column) == ("B.md", 8, 7)
    assert isinstance(lowered.api.pages[0].declarations[0], EnumDecl)
    assert lowered.api.pages[1].declarations == ()


@pytest.mark.parametrize("name", ["String", "List", "Future", "dynamic"])
def test_a_type_of_dart_cannot_be_declared(lower_pages: LowerPages, name: str) -> None:
    lowered = lower_pages(f"## {name}\nclass {name} {{\nfinal int a;\n}}")
    assert [d.code for d in lowered.diagnostics] == [Code.DUPLICATE_DECLARATION]
    assert lowered.api.pages[0].declarations == ()


@pytest.mark.parametrize(
    ("members", "place"),
    [
        ("final int a;\n\nfinal String a;", (11, 14)),
        ("final int a;\n\nvoid a()", (11, 6)),
        ("void a()\n\nvoid a(int x)", (11, 6)),
        ("X()\n\nX(int a)", (11, 1)),
        ("X.of()\n\nX.of(int a)", (11, 3)),
    ],
)
def test_double_member(
    lower_pages: LowerPages, members: str, place: tuple[int, int]
) -> None:
    lowered = lower_pages(f"## X\nclass X {{\n{members}\n}}")
    assert found_in(lowered) == [("duplicate-member", *place)]
    x = only_class(lowered)
    assert len(x.fields) + len(x.methods) + len(x.constructors) == 1


def test_double_constant_and_parameter(lower_pages: LowerPages) -> None:
    page = "## X\nenum X { a, b, a }\n\n## f\nvoid f(int x, {int? x})"
    lowered = lower_pages(page)
    assert found_in(lowered) == [
        ("duplicate-member", 8, 16),
        ("duplicate-parameter", 11, 21),
    ]
    enum, function = lowered.api.pages[0].declarations
    assert isinstance(enum, EnumDecl)
    assert [(c.name, c.wire) for c in enum.constants] == [("a", "a"), ("b", "b")]
    assert isinstance(function, FunctionDecl)
    assert [p.kind for p in function.parameters] == ["positional"]


def test_private_names_are_left_out(lower_pages: LowerPages) -> None:
    page = (
        "## X\nclass X {\nfinal int _a;\n\nfinal int b;\n\nvoid _m()\n\nX._()\n}\n\n"
        "## _Y\nclass _Y {\nfinal int a;\n}\n\n"
        "## _f\nvoid _f()\n\n## E\nenum E { _a, b }"
    )
    lowered = lower_pages(page)
    assert {d.code for d in lowered.diagnostics} == {Code.PRIVATE_NAME}
    assert [d.message.split("`")[1] for d in lowered.diagnostics] == [
        "X._a",
        "X._m",
        "X._",
        "_Y",
        "_f",
        "E._a",
    ]
    x, e = lowered.api.pages[0].declarations
    assert isinstance(x, ClassDecl)
    assert ([f.name for f in x.fields], x.methods, x.constructors) == (["b"], (), ())
    assert isinstance(e, EnumDecl)
    assert [c.name for c in e.constants] == ["b"]


def test_page(lower_pages: LowerPages) -> None:
    page = (
        "One line,\nand its rest.\n\nSee [it](/X/).\n\n## Notes\n- one\nmore\n- two\n\n"
        "```dart\nclass No {\n```\n\n## A\nclass A {\nfinal int a;\n}\n\nThe end."
    )
    (lowered,) = lower_pages({"P.md": page}).api.pages
    assert (lowered.name, lowered.title) == ("P.md", "P")
    assert lowered.url == "https://example.org/docs/API/P"
    assert len(lowered.sha256) == 64
    assert lowered.prose == (
        docs.Paragraph(inlines=(docs.TextRun(text="One line, and its rest."),)),
        docs.Paragraph(
            inlines=(
                docs.TextRun(text="See "),
                docs.LinkText(
                    text="it", target="/X/", url="https://example.org/docs/X/"
                ),
                docs.TextRun(text="."),
            )
        ),
        docs.Section(level=2, text="Notes"),
        docs.ListItem(marker="-", inlines=(docs.TextRun(text="one more"),)),
        docs.ListItem(marker="-", inlines=(docs.TextRun(text="two"),)),
        docs.CodeBlock(info="dart", text="class No {"),
        docs.Paragraph(inlines=(docs.TextRun(text="The end."),)),
    )


def test_a_link_that_was_wrapped(lower_pages: LowerPages) -> None:
    page = "See [the\nguide](/Guide/) and [two](/a)\n[three](/b), \\[no](/c)."
    (lowered,) = lower_pages(page).api.pages
    links = [(x.text, x.url) for x in find(lowered, docs.LinkText)]
    site = "https://example.org/docs"
    assert links == [
        ("the guide", f"{site}/Guide/"),
        ("two", f"{site}/a"),
        ("three", f"{site}/b"),
    ]
    text = "".join(x.text for x in find(lowered, docs.TextRun))
    assert text == "See  and  , \\[no](/c)."


def test_words_between_tags_are_kept(lower_pages: LowerPages) -> None:
    page = (
        "import X from 'y';\n\n<Callout>\n<summary>All <b>about</b> it</summary>\n\n"
        "Prose.\n\n</Callout>\n\n{/* a comment */}\n"
    )
    lowered = lower_pages(page)
    texts = [x.text for x in find(lowered.api, docs.TextRun)]
    assert texts == ["All about it", "Prose."]
    assert lowered.diagnostics == ()


def test_markup_that_is_not_understood_is_reported(lower_pages: LowerPages) -> None:
    lowered = lower_pages("<Tabs items={() => [1]}>\n\nProse.\n")
    assert [d.code for d in lowered.diagnostics] == [Code.LOST_TEXT]


@pytest.mark.parametrize(
    ("params", "signature", "expected"),
    [
        ("@param a x", "int a", []),
        ("", "int a", []),
        ("@param a x", "int a, int b", [("undocumented-parameter", 10, 19)]),
        ("@param a", "int a", [("undocumented-parameter", 10, 12)]),
        ("@param c x", "", [("unknown-parameter", 9, 8)]),
    ],
)
def test_documented_parameters(
    lower_pages: LowerPages,
    params: str,
    signature: str,
    expected: list[tuple[str, int, int]],
) -> None:
    page = f"## f\n/** Does it\n{params} */\nvoid f({signature})"
    page = page if params else page.replace("\n */", " */")
    lowered = lower_pages(page)
    assert found_in(lowered) == expected


def test_unknown_parameter_keeps_its_text_and_has_a_hint(
    lower_pages: LowerPages,
) -> None:
    page = "## f\n/** Does it\n@param fotoUrl x */\nvoid f({String? photoUrl})"
    lowered = lower_pages(page)
    by_code = {d.code: d for d in lowered.diagnostics}
    assert by_code[Code.UNKNOWN_PARAMETER].hint == "did you mean `photoUrl`?"
    function = lowered.api.pages[0].declarations[0]
    assert isinstance(function, FunctionDecl)
    assert function.doc is not None
    assert [p.name for p in function.doc.parameters] == ["fotoUrl"]


@pytest.mark.parametrize(
    ("page", "hint"),
    [
        ("## A\n/** x\n@param b y */\nclass A {\nfinal int a;\n}", "there are no"),
        ("## A\n/** x\n@param a y */\nclass A {\nfinal int a;\n}", "the field `a`"),
        ("## A\nclass A {\n/** x\n@param b y */\nfinal int a;\n}", "there are no"),
        ("## E\n/** x\n@param b y */\nenum E { a, b }", "there are no"),
        ("## E\nenum E {\n/** x\n@param b y */\na\n}", "there are no"),
        (
            "## A\nclass A {\n/** x\n@param b y */\nfinal void Function(int a) on;\n}",
            "the parameters are `a`",
        ),
    ],
)
def test_a_parameter_where_there_can_be_none(
    lower_pages: LowerPages, page: str, hint: str
) -> None:
    (found,) = lower_pages(page).diagnostics
    assert found.code is Code.UNKNOWN_PARAMETER
    assert hint in found.hint
    assert found.span is not None
    line = page.split("\n")[found.span.line - 7]
    assert line.startswith("@param")
    assert found.span.column == len("@param ") + 1


def test_a_field_that_is_called_has_parameters(lower_pages: LowerPages) -> None:
    page = "## A\nclass A {\n/** x\n@param a y */\nfinal void Function(int a) on;\n}"
    assert lower_pages(page).diagnostics == ()
