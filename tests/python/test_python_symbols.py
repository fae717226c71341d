"""Collisions: every kind is found, with both places; and what is renamed is said."""

from __future__ import annotations

import pytest
from python_builders import SUBSCRIPTION, modelled, module, package, source

from minidoc.diagnostics import Code, GenerationError
from minidoc.python.symbols import collect


def clashes(pages: str | dict[str, str], overlay: str = "") -> list[str]:
    """Return what collides, each with its own line and the other's place."""
    try:
        found = collect(modelled(pages, overlay).api).diagnostics
    except GenerationError as error:
        found = list(error.diagnostics)
    return [
        f"{d.span.file}:{d.span.line}: {d.message}"
        for d in found
        if d.code is Code.NAME_COLLISION and d.span is not None
    ]


CLASS = "## A\nclass A {\nfinal int x;\n}\n"
REF = "## A\nclass A {\nvoid m();\n}\n"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(
            "## A\nclass A {\nfinal int photoUrl;\nfinal int photo_url;\n}",
            "Page.md:10: 'photo_url' becomes photo_url, which is taken by 'photoUrl' at"
            " Page.md:9:11",
            id="fields",
        ),
        pytest.param(
            "## A\nclass A {\nfinal int aB;\nvoid a_b();\n}",
            "Page.md:10: 'a_b' becomes a_b, which is taken by 'aB' at Page.md:9:11",
            id="field and method",
        ),
        pytest.param(
            "## A\nclass A {\nfinal int ﬁle;\nfinal int file;\n}",
            "Page.md:10: 'file' becomes file, which is taken by 'ﬁle' (U+FB01) at"
            " Page.md:9:11",
            id="NFKC",
        ),
        pytest.param(
            "## A\nclass A {\nfinal int from;\nfinal int from_;\n}",
            "Page.md:10: 'from_' becomes from_, which is taken by 'from' at"
            " Page.md:9:11",
            id="renamed",
        ),
        pytest.param(
            "## A\nclass A {\nvoid m(int aB, int a_b);\n}",
            "Page.md:9: 'a_b' becomes a_b, which is taken by 'aB' at Page.md:9:12",
            id="parameters",
        ),
        pytest.param(
            "## f\nint f(int aB, {int a_b})",
            "Page.md:8: 'a_b' becomes a_b, which is taken by 'aB' at Page.md:8:11",
            id="parameters of a function",
        ),
        pytest.param(
            "## E\nenum E { readWrite, read_write }",
            "Page.md:8: 'read_write' becomes READ_WRITE, which is taken by"
            " 'readWrite' at Page.md:8:10",
            id="constants",
        ),
        pytest.param(
            f"{REF}\n## AsyncA\nclass AsyncA {{\nfinal int x;\n}}",
            "Page.md:13: 'AsyncA' becomes AsyncA, which is taken by 'A' at Page.md:8:7",
            id="twin of a class",
        ),
        pytest.param(
            "## getX\nFuture<int> getX()\n\n## getAsyncX\nFuture<int> getAsyncX()",
            "Page.md:11: 'getAsyncX' becomes get_async_x, which is taken by 'getX' at"
            " Page.md:8:13",
            id="twin of a function",
        ),
        pytest.param(
            "## aB\nint aB()\n\n## a_b\nint a_b()",
            "Page.md:11: 'a_b' becomes a_b, which is taken by 'aB' at Page.md:8:5",
            id="functions",
        ),
        pytest.param(
            "## page\nint page()",
            "Page.md:8: 'page' becomes page, which is taken by 'Page.md' at"
            " Page.md:1:1",
            id="function and module",
        ),
        pytest.param(
            "## page\nclass page {\nfinal int x;\n}",
            "Page.md:8: 'page' becomes page, which is taken by 'Page.md' at"
            " Page.md:1:1",
            id="class and module",
        ),
        pytest.param(
            "## ARef\nclass ARef {\nvoid set({int x});\n}\n"
            "## ASetParams\nclass ASetParams {\nfinal int x;\n}",
            "Page.md:9: 'ARef.set' becomes ASetParams, which is taken by"
            " 'ASetParams' at Page.md:12:7",
            id="parameters and a class",
        ),
        pytest.param(
            "## ARef\nclass ARef {\nvoid set({int x});\n}\n"
            "## A\nclass A {\nvoid set({int x});\n}",
            "Page.md:13: 'A.set' becomes ASetParams, which is taken by 'ARef.set' at"
            " Page.md:9:6",
            id="parameters of two methods",
        ),
    ],
)
def test_collision(page: str, expected: str) -> None:
    assert clashes(page) == [expected]


@pytest.mark.parametrize(
    ("one", "other", "module_name"),
    [
        ("Users.md", "users.md", "users"),
        ("TalkSession.md", "talk_session.md", "talk_session"),
        ("TalkSession.md", "talk-session.md", "talk_session"),
        ("Straße.md", "Strasse.md", "strasse"),
        ("ﬁle.md", "file.md", "file"),
    ],
)
def test_modules_that_a_file_system_takes_for_one(
    one: str, other: str, module_name: str
) -> None:
    found = clashes({one: "Text.\n", other: "Text.\n"})
    assert len(found) == 1
    assert "which is taken by" in found[0]
    assert f"becomes {module_name}" in found[0] or "straße" in found[0]


def test_all_collisions_in_one_run() -> None:
    page = "## A\nclass A {\nfinal int aB;\nfinal int a_b;\nvoid m(int xY, int x_y);\n}"
    assert len(clashes(page)) == 2


def test_case_alone_is_no_collision_of_members() -> None:
    assert clashes("## A\nclass A {\nfinal int x;\nvoid m(int url, int uRL);\n}") == []


def renamed(page: str) -> list[str]:
    found = package(page).diagnostics
    return [d.message for d in found if d.code is Code.RENAMED]


@pytest.mark.parametrize(
    ("page", "python"),
    [
        ("## A\nclass A {\nfinal int from;\n}", "from_"),
        ("## A\nclass A {\nfinal int fromJson;\n}", "from_json_"),
        ("## A\nclass A {\nvoid m(int self, int lambda);\n}", "self_ lambda_"),
        ("## A\nclass A {\nfinal int self;\nvoid m();\n}", "self_"),
        ("## A\nclass A {\nvoid import();\n}", "import_"),
        ("## None\nclass None {\nfinal int x;\n}", "None_"),
        ("## super\nclass super {\nfinal int x;\n}", "super_"),
        ("## sorted\nint sorted()", "sorted_"),
        ("## Watch\n" + SUBSCRIPTION.strip()[len("## Watch\n") :].replace(
            "}", "final int state;\n}"), "state_"),
        # These stay as they are.
        ("## A\nclass A {\nfinal int set;\nfinal int type;\nfinal int match;\n}", ""),
        ("## A\nclass A {\nvoid toJson();\nfinal int self;\n}", ""),
        ("## A\nclass A {\nvoid close();\n}", ""),
    ],
)  # fmt: skip
def test_renamed_names_are_noted(page: str, python: str) -> None:
    found = renamed(page)
    assert [message.split("'")[-2] for message in found] == python.split()
    assert all("is reserved in Python and becomes" in message for message in found)


OPEN = """
[[bind]]
page = "Page.md"
target = "getSession"
reason = "x"
open = {}
"""


def test_names_of_an_owner() -> None:
    page = (
        "## S\nclass S {\nvoid close();\n}\n\n"
        "## getSession\nS getSession({required String appId, required String userId})"
    )
    text = source(page, OPEN)
    assert "def close_(self)" in text
    assert "class AsyncS(AsyncSessionOwner)" in text


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("## A\nclass A {\nfinal int a$b;\n}", "'a$b' is not an identifier"),
        ("## A\nclass A$ {\nfinal int x;\n}", "'A$' is not an identifier"),
        ("## f\nint f(int a$)", "'a$' is not an identifier"),
        ("## E\nenum E { a$ }", "'a$' is not an identifier"),
        (f"## A\nclass A {{\nfinal int {'x' * 256};\n}}", "256 characters"),
    ],
)
def test_invalid_names(page: str, message: str) -> None:
    with pytest.raises(GenerationError, match=message.replace("$", r"\$")) as caught:
        package(page)
    codes = {d.code for d in caught.value.diagnostics if d.span}
    assert Code.INVALID_NAME in codes


def test_long_names_are_no_reason_to_fail() -> None:
    long, other = "n" * 255, "m" * 255
    page = f"## {long}\nclass {long} {{\nvoid {other}({{int? {long}}});\n}}"
    assert f"class Async{long}" in source(page)


RENAME = """
[[correct]]
page = "Page.md"
target = "{target}"
rename = "{name}"
reason = "x"
"""


@pytest.mark.parametrize(
    ("target", "name", "expected"),
    [
        ("A", "Better", "class Better:"),
        ("A", "Better", "class AsyncBetter:"),
        ("A.m", "goOn", "def go_on(self, *, a_b: int | None = None) -> None:"),
        ("A.m", "goOn", "class AGoOnParams(TypedDict, total=False):"),
        ("A.m(aB)", "url", "def m(self, *, url: int | None = None) -> None:"),
        ("V.x", "better", "    better: int\n"),
        ("V.x", "better", 'better=wire.required("x", integer)'),
        ("V.x", "better", '"x": self.better'),
        ("E.a", "best", '    BEST = "a"'),
        ("f", "better", "def better(x: int) -> int:"),
        ("f(x)", "from", "def f(from_: int) -> int:"),
    ],
)
def test_names_that_the_overlay_gives(target: str, name: str, expected: str) -> None:
    page = (
        "## A\n/** See [V.x], [A.m] and [E.a]. */\nclass A {\nvoid m({int? aB});\n}\n"
        "## V\nclass V {\nfinal int x;\n}\n## E\nenum E { a }\n## f\nint f(int x)\n"
    )
    text = source(page, RENAME.format(target=target, name=name))
    assert expected in text
    if target == "V.x":
        assert "[`V.better`][]" in text


def test_a_rename_mends_a_collision() -> None:
    page = "## A\nclass A {\nfinal int aB;\nfinal int a_b;\n}"
    assert len(clashes(page)) == 1
    assert clashes(page, RENAME.format(target="A.a_b", name="other")) == []


def test_wire_functions_of_one_name_stay_two() -> None:
    """`User.refGet` and `UserRef.get` would both be said by `_user_ref_get`."""
    page = (
        "## S\nclass S {\nfinal String id;\n}\n\n"
        "## User\nclass User {\nfinal String id;\nFuture<void> refSet({int? a});\n}\n\n"
        "## UserRef\nclass UserRef {\nfinal String id;\nFuture<void> set({int? b});\n}"
    )
    bind = """
[[bind]]
page = "Page.md"
target = "{}"
reason = "x"
write = {{ method = "PUT", path = "/{}/{{id}}" }}
"""
    overlay = bind.format("User.refSet", "one") + bind.format("UserRef.set", "two")
    found = module(page, overlay)
    assert [f.name for f in found.wire] == ["_user_ref_set", "_user_ref_set_"]
    text = source(page, overlay)
    assert "_user_ref_set(self.id, a=a)" in text
    assert "_user_ref_set_(self.id, b=b)" in text
