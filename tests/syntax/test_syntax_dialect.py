"""Every construct that the pages were seen to use, or may come to use, as nodes.

The identifiers name the construct; the numbers are those of the dialect's description.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from syrupy.assertion import SnapshotAssertion

from minidoc.diagnostics import has_errors
from minidoc.syntax import Parsed


def a_class(members: str) -> str:
    """Put members into a class of their own."""
    return f"## Lamp\nclass Lamp {{\n{members}\n}}"


SEEN = {
    "04-intro": "\nLamps give light.\nOne for each room.\n\n## Lamp\nclass Lamp {\n}",
    "05-prose-wrapped-inside-a-sentence": (
        "\nSee the part on bulbs for lamp\nsockets.\n\nMore."
    ),
    "06-heading-comment-class": "\n## Lamp\n/** One lamp. */\nclass Lamp {\n}",
    "07-function": (
        "\n## findLamp\n/** Finds it. */\nFuture<Lamp>findLamp({required String room})"
    ),
    "08-class-without-comment": "\n## Lamp\nclass Lamp {\n}",
    "09-comment-over-lines": a_class(
        "/** The room.\nFixed: it stays. */\nfinal String id;"
    ),
    "10-paragraph-on-one-line": a_class("/** One. Two. Three.\nFour. */\nfinal int a;"),
    "11-param-and-12-return": a_class(
        "/** Dims.\n@param level How much\n@return The lamp */\nLamp dim(int level)"
    ),
    "12-returns-of-the-other-dialect": a_class("/** D\n@returns It */\nLamp dim()"),
    "13-param-over-lines": a_class(
        "/** Sets.\n@param tints A Map of tints.\nKeys are `'a:b'`\nDefault = none */\n"
        "Future<void>set({Map<String, bool?>? tints})"
    ),
    "14-default-then-one-more-line": a_class(
        "/** Sets.\n@param a One Default = nothing\n(always true) */\n"
        "void set({bool? a})"
    ),
    "15-default-glued-on": a_class(
        "/** S\n@param a See [Lamp.dim] Default = no light */\nvoid set({bool? a})"
    ),
    "17-references": a_class("/** [Lamp.id], [Lamp], [findLamp] */\nfinal int a;"),
    "18-references-to-undeclared": a_class("/** In [DeadState]. */\nfinal int a;"),
    "19-bare-mentions": a_class("/** Call `.off` on the Lamp */\nfinal int a;"),
    "20-absolute-link": a_class(
        "/** An [IETF tag](https://example.org/a/b/) */\nfinal int a;"
    ),
    "21-root-relative-link": a_class("/** The [panel](/panel) */\nfinal int a;"),
    "22-link-in-prose": "\nCall [Lamp.dim](/API/Lamps/#Lamp__dim) first.",
    "24-link-that-looks-like-a-reference": a_class(
        "/** [Lamp.dim](/API/#Lamp__dim) [Lamp.dim] */\nfinal int a;"
    ),
    "25-bold-and-code": a_class('/** The **Wall** page, `code`, "x" */\nfinal int a;'),
    "26-list": a_class(
        '/** Kinds:\n- `type: "bulb"` ([Bulb])\n- other */\nfinal int a;'
    ),
    "27-fence": a_class(
        "/** Such as:\n```dart\nLamp(\nbulbs: [\n],\n)\n}\n```\nDone. */\nfinal int a;"
    ),
    "28-glued-quote": a_class("/** If one typed:>*This bit* is so */\nfinal int a;"),
    "29-jsx": (
        "\n## Lamp\nclass Lamp {\n}\n\n<Callout>\n<details style={{margin: 4}}>\n"
        "<summary>All of it</summary>\n\n## Bulb\nclass Bulb {\n}\n</details>\n"
        "</Callout>\n"
    ),
    "31-ends": a_class("final String id;\n\nFuture<Lamp?>get()\n\nLamp(int a)"),
    "32-no-space-after-generics": a_class(
        "final Map<String, String>custom;\n\nList<String>? email;\n\n"
        "Future<void>set(Map<String, List<int>>a)"
    ),
    "34-nullable": a_class(
        "final Map<String, bool?>? a;\n\nFuture<Lamp?>get()\n\nString? b;"
    ),
    "35-final-or-not": a_class("final String a;\n\nString? b;"),
    "36-named-parameters": a_class("void set({required String a, int? b})"),
    "37-positional-parameters": a_class("Lamp at(String id)\n\nvoid del(List<int>a)"),
    "38-no-parameters": a_class("Future<void>off()\n\nLamp()"),
    "39-function-typed-parameter": a_class(
        "Sub watch(void Function(List<Lamp>? lamps, bool all) onLamps)"
    ),
    "41-constructor": a_class("Lamp(Map<String, dynamic>json)"),
    "42-constructor-with-named": a_class("Lamp({required List<Object>bulbs})"),
    "43-dynamic": a_class("Map<String, dynamic>toJson()"),
    "44-method-without-comment": a_class("Map<String, dynamic>toJson()"),
    "46-subscription": a_class("LampSubscription watch(int a)"),
    "47-field-without-value": a_class("final String type;"),
    "50-no-newline-at-the-end": "\n## Lamp\nclass Lamp {\nfinal int a;\n}",
}

EXPECTED = {
    "enum-on-one-line": "\n## Kind\nenum Kind { web, rest, import, email }",
    "enum-over-lines": (
        "\n## Kind\n/** K */\nenum Kind {\n/** A */\na,\n\nb,\n\n/** C */\nc\n}"
    ),
    "enum-without-separators": "\n## Kind\nenum Kind {\na\nb;\n}",
    "awkward-names": a_class(
        "void get()\n\nvoid set({String? type, int? required})\n\nfinal int import;\n\n"
        "bool operator(int Function)"
    ),
    "optional-positional": a_class("Future<void>more([int? count])"),
    "default-value": a_class(
        "void more([int count = 20, List<int> a = const [1, 2]])\n\n"
        "void all({String a = 'x, y', Map<String, int> b = const {}, double c = -1.5})"
    ),
    "field-that-is-not-final": a_class("String filename;"),
    "named-constructors": a_class("Lamp.fromJson(Map<String, dynamic> json)\n\nLamp()"),
    "tags": a_class(
        "/** Lit.\n@example Title\n```dart\nx();\n```\n@throws If it breaks.\n"
        "@throws StateError when off\n@deprecated Use [Lamp.dim]\n@see [Lamp]\n"
        "@remarks More. */\nvoid on()"
    ),
    "throws-in-plain-text": a_class("/** Lit.\nThrows If it is off. */\nvoid on()"),
    "end-of-comment-inside-a-fence": a_class(
        "/** X\n```c\n/* a */ } */\n```\n */\nfinal int a;"
    ),
    "comment-inside-a-fence": a_class(
        "/** X\n```dart\n/** Inner. */\nclass Y {}\n```\n */\nfinal int a;"
    ),
    "code-span-with-backticks": a_class("/** Say ` ```text``` ` here */\nfinal int a;"),
    "link-with-parentheses": a_class(
        "/** [Lamp](https://example.org/Lamp_(light)) */\nfinal int a;"
    ),
    "emoji": a_class("/** 👍🏽 and ☎️ [Lamp] */\nfinal String a;"),
    "link-tag-stays": a_class("/** See {@link Lamp.dim} now */\nfinal int a;"),
    "nullable-function-field": a_class(
        "void Function(Lamp? lamp)? onLamp;\n\nFuture<String> Function()? fetch;"
    ),
    "stream": a_class("Stream<Lamp>lamps()"),
    "semicolon-after-method": a_class("Future<void> set(int a);\n\nLamp(int a);"),
    "wrapped-parameters": a_class(
        "Future<void> set({\nrequired String name,\n\nint? level,\n})"
    ),
    "indented": "\n## Lamp\n  class Lamp {\n    /** A */\n    final int a;\n  }",
    "function-without-comment": (
        "\n## findLamp\nFuture<Lamp>findLamp(String id)\n\nText."
    ),
    "prose-that-mentions-a-function": "\n## Overview\n\nCall foo(bar) to do it.",
    "class-shown-in-a-prose-fence": (
        "\nSo:\n\n```dart\nclass X {\nfinal int a;\n}\n```\n"
    ),
    "mdx": (
        "\nimport A from '@site/a'\nimport { B,\n C } from './b';\n\n{/* hidden */}\n\n"
        '<Foo\n  a="1"\n  b={2}\n/>\n\nText with <b>tags</b>.\n'
    ),
    "non-ascii-names": a_class("final int größe;\n\nfinal int ﬁle;"),
    "empty-comment": a_class("/** */\nfinal int a;\n\n/***/\nfinal int b;"),
    "type-before-function": a_class("List<int> Function(int) Function({int a}) f;"),
    "unclosed-marks": a_class("/** An [open and a ` tick [x.y.z] [0] */\nfinal int a;"),
}


@pytest.mark.parametrize("body", SEEN.values(), ids=SEEN.keys())
def test_what_pages_were_seen_to_use(
    body: str,
    parse_body: Callable[[str], Parsed],
    show: Callable[[Parsed], str],
    snapshot: SnapshotAssertion,
) -> None:
    parsed = parse_body(body)
    assert parsed.diagnostics == ()
    assert show(parsed) == snapshot


@pytest.mark.parametrize("body", EXPECTED.values(), ids=EXPECTED.keys())
def test_what_pages_may_come_to_use(
    body: str,
    parse_body: Callable[[str], Parsed],
    show: Callable[[Parsed], str],
    snapshot: SnapshotAssertion,
) -> None:
    parsed = parse_body(body)
    assert not has_errors(parsed.diagnostics)
    assert show(parsed) == snapshot
