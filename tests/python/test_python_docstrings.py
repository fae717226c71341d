"""Docstrings: the page's words, set for Python, and read back unharmed."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, reject, settings, strategies as st
from python_builders import PLAIN, doc_of, docs, source

from minidoc.diagnostics import GenerationError
from minidoc.ir.docs import (
    CodeBlock,
    CodeText,
    DocText,
    LinkText,
    ReferenceText,
    Section,
    Table,
    TextRun,
)
from minidoc.ir.walk import find
from minidoc.python.docstrings import DocContext, docstring

NAMES = {"photoUrl": "photo_url", "deleteFields": "delete_fields", "id": "id"}
WORD = "word"


def set_doc(comment: str, indent: int = 8) -> str | None:
    context = DocContext(PLAIN.reference, NAMES.get, "`m`.")
    parameters = {"photoUrl": "photo_url", "id": "id"}
    text = docstring(doc_of(comment), context, indent, parameters)
    return text.value if text else None


def lines(comment: str, indent: int = 8) -> list[str]:
    return (set_doc(comment, indent) or "").split("\n")


def test_one_line() -> None:
    assert set_doc("Does it.") == "Does it."
    assert set_doc("  Does it.   ") == "Does it."


def test_a_docstring_asks_for_its_own_names_only() -> None:
    """A class may have thousands of names, and as many docstrings."""
    asked: list[str] = []

    def spell(name: str) -> str | None:
        asked.append(name)
        return NAMES.get(name)

    context = DocContext(PLAIN.reference, spell)
    doc = doc_of("Sets `photoUrl`, not `x.y()`; see `id`.")
    first = docstring(doc, context, 8)
    assert first is not None
    assert first.value == "Sets `photo_url`, not `x.y()`; see `id`."
    assert set(asked) == {"photoUrl", "x", "id"}
    asked.clear()
    assert docstring(doc, context, 8) is first
    assert sorted(asked) == ["id", "photoUrl", "x"]


def test_a_docstring_that_is_kept_follows_its_names() -> None:
    names = dict(NAMES)
    context = DocContext(PLAIN.reference, names.get)
    doc = doc_of("Sets `photoUrl`.")
    spelled: list[str] = []
    for name in ("photo_url", "photo", None, "photo_url"):
        names.pop("photoUrl", None)
        if name is not None:
            names["photoUrl"] = name
        found = docstring(doc, context, 8)
        assert found is not None
        spelled.append(found.value)
    assert spelled == [
        "Sets `photo_url`.", "Sets `photo`.", "Sets `photoUrl`.", "Sets `photo_url`.",
    ]  # fmt: skip


def test_the_first_sentence_stands_alone_when_there_is_more() -> None:
    text = f"Does it. Then {'word ' * 20}."
    assert lines(text)[:3] == ["Does it.", "", f"Then {' '.join([WORD] * 15)}"]
    assert lines("Does it. Short.") == ["Does it. Short."]
    assert lines("Does it.\nMore.") == ["Does it.", "", "More."]


@pytest.mark.parametrize(
    "text",
    [
        f"Uses e.g. Dart or i.e. Python, etc. And so on {'word ' * 15}end.",
        f"Version 1.2. of it {'word ' * 18}end.",
    ],
)
def test_stops_that_end_no_sentence(text: str) -> None:
    first = lines(text)[0]
    assert not first.endswith((". And", "1.2."))
    assert len(first) > 60


def test_sections() -> None:
    comment = f"""Does it.

@param photoUrl {'word ' * 20}
second paragraph
@param id the id
@returns a thing
@throws NotFoundException when it is gone
@throws when it fails
@see [A.deleteFields]
@example
```dart
a.m();
```
"""
    assert set_doc(comment) == """\
Does it.

Args:
    photo_url: word word word word word word word word word word word word word
        word word word word word word word

        second paragraph
    id: the id

Returns:
    a thing

Raises:
    NotFoundException: when it is gone
    TalkJSError: when it fails

See Also:
    [`A`][]

Examples:
    ```dart
    a.m();
    ```"""


def test_sections_alone_get_a_first_line() -> None:
    assert set_doc("@returns a thing") == "`m`.\n\nReturns:\n    a thing"
    assert set_doc("@param id x") == "`m`.\n\nArgs:\n    id: x"


def test_a_first_line_that_ends_in_a_colon_is_no_section() -> None:
    comment = f"{'word ' * 14}these: {'word ' * 5}"
    assert (set_doc(comment) or "").startswith("word word")


def test_a_parameter_that_does_not_exist_keeps_its_text() -> None:
    assert (
        set_doc("Does it.\n@param token the token") == "Does it.\n\n`token`: the token"
    )


def test_unknown_tags_keep_their_text() -> None:
    assert set_doc("Does it.\n@since 2.0 of it") == "Does it.\n\n`@since` 2.0 of it"


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("@deprecated Use it not.", "Does it.\n\nDeprecated: Use it not."),
        ("@deprecated", "Does it.\n\nDeprecated."),
    ],
)
def test_deprecation(tag: str, expected: str) -> None:
    assert set_doc(f"Does it.\n{tag}") == expected


@pytest.mark.parametrize(
    ("page", "python"),
    [
        ("`null`", "`None`"),
        ("``null``", "``None``"),
        ("`nullable`", "`nullable`"),
        ("`photoUrl`", "`photo_url`"),
        ("`photoUrl.KEY`", "`photo_url.KEY`"),
        ("`.photoUrl`", "`.photo_url`"),
        ("`.deleteFields()`", "`.delete_fields()`"),
        ("`deleteFields()`", "`delete_fields()`"),
        ("`deleteFields(photoUrl)`", "`deleteFields(photoUrl)`"),
        ("`x.photoUrl`", "`x.photoUrl`"),
        ("`photoUrls`", "`photoUrls`"),
        ("`true`", "`true`"),
        ("null and photoUrl", "null and photoUrl"),
        ("[A.deleteFields]", "[`A`][]"),
        ("[Nothing.here]", "`Nothing.here`"),
        ("[a link](https://x.example/y)", "[a link](https://x.example/y)"),
        ("[a link](javascript:x)", "a link"),
    ],
)
def test_spelling(page: str, python: str) -> None:
    assert set_doc(f"See {page} there.") == f"See {python} there."


def test_nothing_is_torn() -> None:
    span = "`a code span with spaces`"
    link = "[a link with spaces](https://example.org/x)"
    for fill in range(40, 80):
        text = set_doc(f"{'w' * fill} {span} {'w' * 9} {link} {'w' * 9} `b c d e`.")
        assert text is not None
        for part in (span, link, "`b c d e`"):
            assert part in text
        assert all(len(line) <= 80 for line in text.split("\n"))


def test_list_items_stay_together() -> None:
    comment = f"Does it:\n- one {'word ' * 18}\n- two\n\n1. three\n2. four\n\nDone."
    assert set_doc(comment) == f"""\
Does it:

- one {' '.join([WORD] * 15)}
  word word word
- two
1. three
2. four

Done."""


def test_an_item_alone_is_what_python_reads() -> None:
    text = set_doc(f"- one {'word ' * 20}")
    assert text is not None
    assert text == inspect.cleandoc(text)


def test_code_is_kept_line_by_line() -> None:
    code = '  if (x) {\n\n    y("""a\\b""");   \n}\n# no heading'
    text = set_doc(f"Does it.\n```dart\n{code}\n```\nEnd.")
    kept = code.replace("   \n", "\n")
    assert text == f"Does it.\n\n```dart\n{kept}\n```\n\nEnd."


def test_no_prompt_for_a_doctest() -> None:
    text = set_doc("Does it.\n>>> import os\n```\n>>> import os\n```")
    assert text == "Does it.\n\n\\>>> import os\n\n```\n\\>>> import os\n```"


def test_tabs_become_spaces() -> None:
    assert "\t" not in (set_doc("A\tb.\n```\n\tcode\n```") or "")


HOSTILE = [
    'ends with a quote "',
    '"begins with one',
    '"""',
    "ends with a backslash \\",
    'ends with both \\"',
    "\\N{NOT A NAME} \\U00110000 \\x4 \\",
    "a\u202eb\u2066c\x00d\x1be\u2028f\x85g\ufeffh",
    "\u3000begins wide\n\u3000and again\n\n\u3000and again",
    "\xa0begins wide\n\xa0and again\n\n\xa0and again",
    "{{ 7*7 }} {% raw %} %s ${x} {x!r}",
    '""" + __import__("os").system("id") + """',
    "# -*- coding: utf-7 -*-\n# type: ignore\n# fmt: off",
    "\x1fbegins odd\n\x1fand again",
    "- item alone " + "word " * 30,
    "@see this",
    "@example\n    indented",
    "@throws x",
    "```\nopen fence",
    "Args:\n    x: y",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize(
    "page",
    [
        "## A\n/** {} */\nclass A {{\n/** {} */\nfinal int x;\n}}",
        "## A\n/** {} */\nclass A {{\n/** {} */\nfinal int x;\nvoid m();\n}}",
        "## A\nclass A {{\n/** {} */\nvoid m();\n/** {} */\nvoid n(int a);\n}}",
        "## E\n/** {} */\nenum E {{\n/** {} */\na, b }}",
        "## f\n/** {} */\nint f(int x)\n\n## g\n/** {} */\nint g()",
    ],
)
def test_hostile_text_in_every_place(text: str, page: str) -> None:
    """The gate compares every docstring with the model; so generating is the test."""
    assert "Generated by minidoc" in source(page.format(text, text))


# No word of a page is lost: comments of words, marks and tags in any order.
PIECES = st.sampled_from(
    [
        "word", "Two words.", "`photoUrl`", "`null`", "`a b`", "[A.deleteFields]",
        "[Gone.x]", "[a link](/docs/x)", "e.g.", "-", "1.", "**bold**", "*it*", ">>>",
        'quote"', "back\\slash", "漢字", "https://x.example/y?z=1", "@", "{{x}}", "|",
        "#", "x" * 90, "Ends. Begins", "tab\tbed", "\u202ebidi",
    ]
)  # fmt: skip
LINES = st.lists(PIECES, min_size=1, max_size=14).map(" ".join)
STARTS = st.sampled_from(
    [
        "",
        "",
        "",
        "- ",
        "* ",
        "2. ",
        "@param id ",
        "@param gone ",
        "@returns ",
        "@throws X ",
        "@see ",
        "@since ",
        "@deprecated ",
    ]
)
COMMENTS = st.lists(st.tuples(STARTS, LINES).map("".join), min_size=1, max_size=8)


@given(COMMENTS.map("\n".join))
@settings(max_examples=150)
def test_no_word_is_lost(comment: str) -> None:
    try:
        doc = doc_of(comment)
    except GenerationError:
        reject()
    found = docstring(doc, DocContext(PLAIN.reference, NAMES.get), 8, {"id": "id"})
    said = (found.value if found else "").replace("\\>>>", ">>>").split()
    for text in find(doc, DocText):
        wanted = list(_words(text))
        assert _contains(said, wanted), (wanted, said)
    assert found is None or inspect.cleandoc(found.value) == found.value


def _words(text: DocText) -> Iterator[str]:
    """Words of a text as a docstring spells them, pieces that touch joined."""
    for block in text.blocks:
        match block:
            case CodeBlock() | Section():
                yield from block.text.split()
            case Table():
                for row in block.rows:
                    yield from "".join(map(_spelled, row.inlines)).split()
            case _:
                yield from re.split(r"[ \t\n]+", "".join(map(_spelled, block.inlines)))


def _spelled(inline: TextRun | CodeText | LinkText | ReferenceText) -> str:
    match inline:
        case TextRun():
            return inline.text
        case CodeText():
            new = {"null": "None", **NAMES}.get(inline.text, inline.text)
            return inline.raw.replace(inline.text, new)
        case LinkText():
            return f"[{inline.text}]({inline.url})" if inline.url else inline.text
        case ReferenceText(symbol=None):
            return f"`{inline.text}`"
        case ReferenceText():
            return f"[`{inline.symbol.name}`][]" if inline.symbol else ""


def _contains(said: Sequence[str], wanted: Sequence[str]) -> bool:
    """Tell whether `wanted` stands in `said`, in its order."""
    rest = iter(said)
    return all(any(word == other for other in rest) for word in filter(None, wanted))


def test_docstrings_of_a_module() -> None:
    text = source("Some prose.\n\n## A\n/** The class. */\nclass A {\nvoid m();\n}")
    assert docs(text) == {
        "": "Page.\n\nSome prose.\n\nGenerated by minidoc from"
        " https://example.org/docs/API/Page. Do not edit.",
        "A": "The class.",
        "A.__init__": None,
        "A.m": None,
        "AsyncA": "The class.",
        "AsyncA.__init__": None,
        "AsyncA.m": None,
    }


TABLE = "| Limit | Value |\n|---|:--:|\n| Pages | `null` [A] |"
SET_TABLE = "| Limit | Value |\n|---|:--:|\n| Pages | `None` [`A`][] |"


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        (f"Does it.\n{TABLE}\nMore.", f"Does it.\n\n{SET_TABLE}\n\nMore."),
        ("Does it.\na | b\n--- | ---\n1 | 2", "Does it.\n\na | b\n--- | ---\n1 | 2"),
        (f"Does it.\n| a\n{TABLE}", f"Does it.\n\n| a\n\n{SET_TABLE}"),
        ("Does it.\n| a |\n| b |", "Does it.\n\n| a |\n\n| b |"),
        ("Does it.\n| a |\n```\n|-|\n```", "Does it.\n\n| a |\n\n```\n|-|\n```"),
        ("Does it.\n| a | b |\n| | - |", "Does it.\n\n| a | b |\n\n| | - |"),
        (
            f"Does it.\n| {'word ' * 30}|\n|-|",
            f"Does it.\n\n| {'word ' * 30}|\n|-|",
        ),
    ],
)
def test_tables_keep_their_lines(comment: str, expected: str) -> None:
    assert set_doc(comment) == expected


def test_a_table_of_a_parameter_begins_below_its_name() -> None:
    table = SET_TABLE.replace("\n", "\n        ")
    assert set_doc(f"Does it.\n@param id\n{TABLE}\nMore.") == (
        f"Does it.\n\nArgs:\n    id:\n        {table}\n\n        More."
    )


def test_tables_of_prose_stay_apart() -> None:
    page = f"First\nline.\n\n{TABLE}\n\n{TABLE}\n\n## A\nclass A {{ int x; }}\n"
    top = (docs(source(page))[""] or "").split("\n\n")
    assert top[1:4] == ["First line.", SET_TABLE, SET_TABLE]
