"""Which paths and texts a tree takes: attacks.md's rows on paths, both ways."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from minidoc.diagnostics import Code, GenerationError
from minidoc.tree import FileTree
from minidoc.tree.paths import fold, violations

BAD_PATHS = [
    "",
    "/abs",
    "/",
    "../x",
    "x/../../y",
    "x/..",
    ".",
    "./x",
    "x//y",
    "x/",
    "..\\x",
    "x\\y",
    "C:\\x",
    "C:x",
    "x:stream",
    "a\0b",
    "a\nb",
    "a\x7fb",
    "a\u202eb",
    "a\u200bb",
    "a\ufeffb",
    "a\u2028b",
    "a\u00a0b",
    "a\ud800b",
    "x.",
    "x ",
    " x",
    "x./y",
    "x /y",
    "CON",
    "con.py",
    "aux.tar.gz",
    "sub/NUL",
    "nul/x",
    "COM1",
    "lpt9.txt",
    "com¹.py",
    "aux .py",
    "CONIN$",
    "a*b",
    "a?b",
    'a"b',
    "a<b",
    "a>b",
    "a|b",
    "x" * 256,
    "é" * 128,
    "sub/" + "x" * 256,
]

GOOD_PATHS = [
    "__init__.py",
    ".gitattributes",
    "py.typed",
    "_runtime/session.py",
    "a/b/c/d.py",
    "con_.py",
    "console.py",
    "com.py",
    "com10.py",
    "x" * 255,
    "é" * 127,
    "name with space.md",
    "...x",
]


@pytest.mark.parametrize("path", BAD_PATHS)
def test_refuses_a_path_that_is_not_safe_everywhere(path: str) -> None:
    with pytest.raises(GenerationError) as caught:
        FileTree.of({path: ""})
    assert [d.code for d in caught.value.diagnostics] == [Code.UNSAFE_OUTPUT]
    assert caught.value.diagnostics[0].hint


@pytest.mark.parametrize("path", GOOD_PATHS)
def test_takes_an_ordinary_path(path: str) -> None:
    assert dict(FileTree.of({path: "x"})) == {path: "x"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("users.py", "Users.py"),
        ("file.py", "\ufb01le.py"),
        ("\u00b5.py", "\u03bc.py"),
        ("e\u0301.py", "\u00e9.py"),
        ("stra\u00dfe.py", "STRASSE.py"),
        ("a/x.py", "A/y.py"),
        ("a/b/x.py", "a/B/y.py"),
        ("\u210c.py", "h.py"),
    ],
)
def test_refuses_two_paths_that_some_file_system_takes_for_one(
    one: str, other: str
) -> None:
    with pytest.raises(GenerationError, match="are one path"):
        FileTree.of({one: "", other: ""})


@pytest.mark.parametrize(
    ("one", "other"), [("a", "a/b"), ("a", "A/b"), ("a/b", "a/b/c/d")]
)
def test_refuses_a_file_that_is_also_a_folder(one: str, other: str) -> None:
    with pytest.raises(GenerationError, match="a file and a folder"):
        FileTree.of({one: "", other: ""})


def test_reports_every_violation_not_only_the_first() -> None:
    with pytest.raises(GenerationError) as caught:
        FileTree.of({"../x": "", "ok.py": "\r", "/y": ""})
    messages = [d.message for d in caught.value.diagnostics]
    assert messages == [
        "the path '../x' has the part '..'",
        "the path '/y' is absolute",
        "the text of 'ok.py' has a carriage return",
    ]


@pytest.mark.parametrize(
    "name", ["_manifest.json", "_MANIFEST.json", "_manifest.sha256"]
)
def test_refuses_a_file_in_the_place_of_the_manifest(name: str) -> None:
    with pytest.raises(GenerationError, match="name of the manifest"):
        FileTree.of({name: "{}"})


@pytest.mark.parametrize("text", ["a\r\nb", "a\rb", "\ud800"])
def test_refuses_a_text_that_would_not_come_back(text: str) -> None:
    with pytest.raises(GenerationError, match="the text of"):
        FileTree.of({"a.py": text})


def test_messages_never_carry_the_controls_of_a_path() -> None:
    (message,) = violations(["a\x1b[2J\u202e"])
    assert message.isprintable()


def test_a_tree_is_sorted_and_immutable() -> None:
    source = {"b.py": "2", "a.py": "1"}
    tree = FileTree.of(source)
    source["c.py"] = "3"
    assert list(tree) == ["a.py", "b.py"]
    assert len(tree) == 2
    assert repr(tree) == "FileTree(['a.py', 'b.py'])"
    with pytest.raises(TypeError):
        tree["a.py"] = "x"  # type: ignore[index]  # pyright: ignore[reportIndexIssue]


@given(st.dictionaries(st.text(max_size=8), st.just(""), max_size=4))
def test_what_is_taken_stays_below_the_folder(files: dict[str, str]) -> None:
    try:
        tree = FileTree.of(files)
    except GenerationError:
        return
    for path in tree:
        parts = path.split("/")
        assert ".." not in parts
        assert all(parts)
        assert path.isprintable()
    assert len({fold(path) for path in tree}) == len(tree)
