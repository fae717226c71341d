"""What counts as a change of a vendored file: tokens and docstrings, no formatting."""

from __future__ import annotations

import ast
import io
import keyword
import shutil
import subprocess
import sys
import tokenize
from collections import Counter
from pathlib import Path

import pytest

from minidoc.resources import runtime_files
from minidoc.vendor import carried, contents_of
from minidoc.vendor.sameness import same_bytes, same_tokens, token_sum

WANTED = '''\
# SPDX-License-Identifier: MIT
"""One.

Two.
"""

from __future__ import annotations

import os  # noqa: F401
from .b import (
    D as D,
    C,
)

# About f.
@final
def f(a: int, *, b: str = "x") -> float:
    """Say it."""
    if a == 0x1F and (a + 1) * 2 > 3:
        return g(a, b, 1.5)  # type: ignore[no-any-return]
    first = a
    second = b
    return f"{first!r}{second}"


class E: ...
'''


def _same(found: str, path: str = "m.py") -> bool:
    return same_tokens(path, found.encode(), WANTED)


FORMATTED = {
    "line ends": ("\n", "\r\n"),
    "quotes": ('"x"', "'x'"),
    "escapes": ('"x"', r"'\x78'"),
    "implicit concatenation": ('"x"', '"" "x"'),
    "parentheses": ("return g(a, b, 1.5)", "return (g(a, (b), 1.5))"),
    "needless parentheses go": ("if a == 0x1F and", "if (a == 0x1F) and"),
    "a trailing comma": ("g(a, b, 1.5)", "g(\n            a,\n            b, 1.5,)"),
    "a trailing comma goes": ("    D as D,\n    C,\n", "    D as D, C"),
    "a name at a time": ("from .b import (", "from .b import C\nfrom .b import ("),
    "the order of imports": (
        "import os  # noqa: F401\nfrom .b import (",
        "from .b import (",
    ),
    "case of a number": ("0x1F", "0X1f"),
    "spaces": ("first = a", "first  =  a"),
    "a comment's space": ("# About f.", "#About f."),
    "blank lines": ("    first = a\n", "\n    first = a\n\n"),
    "a joined line": ("class E: ...", "class E:\n    ..."),
    "docstring, spaces at the end": ("One.\n\nTwo.\n", "One.  \n   \nTwo. \n\n"),
    "docstring, indented": ('"""One.\n\nTwo.\n', '"""\n    One.\n\n    Two.\n'),
    "docstring, quotes": ('"""Say it."""', "'''Say it. '''"),
    "a licence above": ("# SPDX", "# Copyright ACME\n#\n# All rights.\n\n# SPDX"),
    "a licence between": ('MIT\n"""', 'MIT\n#\n# Copyright ACME\n\n"""'),
}


@pytest.mark.parametrize("name", FORMATTED)
def test_formatting_is_no_change(name: str) -> None:
    old, new = FORMATTED[name]
    assert old in WANTED
    found = WANTED.replace(old, new)
    if name == "the order of imports":
        found = found.replace("    C,\n)\n", "    C,\n)\nimport os  # noqa: F401\n")
    assert found != WANTED
    assert _same(found)
    assert token_sum("m.py", found) == token_sum("m.py", WANTED)
    assert not same_bytes("m.py", found.encode(), WANTED)


CHANGED = {
    "a name": ("first = a", "first = b"),
    "a keyword": ("class E: ...", "class E: pass"),
    "an operator": ("> 3", ">= 3"),
    "a number": ("0x1F", "0x1E"),
    "the spelling of a number": ("0x1F", "31"),
    "a string": ('"x"', '"y"'),
    "a string's type": ('"x"', 'b"x"'),
    "a formatted string": ("{first!r}", "{first!s}"),
    "a word of a docstring": ("Say it.", "Say so."),
    "a word of the module's": ("Two.", "Three."),
    "lines of a docstring": ("One.\n\nTwo.", "One.\nTwo."),
    "a decorator": ("@final\n", "@typing.final\n"),
    "no decorator": ("@final\n", ""),
    "an import": ("import os", "import io"),
    "a name that is imported": ("    C,\n", "    F,\n"),
    "an alias": ("D as D", "D"),
    "where from": ("from .b", "from ..b"),
    "one import fewer": ("import os  # noqa: F401\n", ""),
    "statements": ("first = a\n    second = b", "second = b\n    first = a"),
    "one statement fewer": ("    second = b\n", ""),
    "what brackets group": ("(a + 1) * 2", "a + 1 * 2"),
    "a tuple": ("first = a\n", "first = a,\n"),
    "an annotation": ("a: int", "a: str"),
    "a default": (', *, b: str = "x"', ", *, b: str"),
    "keyword-only": ("a: int, *, b", "a: int, b"),
    "a comment": ("# type: ignore[no-any-return]", "# type: ignore"),
    "a comment that goes": ("  # type: ignore[no-any-return]", ""),
    "a comment that moves": (
        "1.5)  # type: ignore[no-any-return]\n    first = a\n",
        "1.5)\n    first = a  # type: ignore[no-any-return]\n",
    ),
    "a comment of an import": ("  # noqa: F401", ""),
    "a new comment": ("    second = b\n", "    # second\n    second = b\n"),
    "an order above everything": ("# SPDX", "# mypy: ignore-errors\n# SPDX"),
    "the licence": ("# SPDX-License-Identifier: MIT\n", "# Copyright ACME\n"),
    "what does not parse": ("def f(", "def f("[:-1]),
    "what cannot be read": ("One.", "One.\0"),
    "brackets that stay open": ("class E: ...", "x = ("),
}


@pytest.mark.parametrize("name", CHANGED)
def test_a_token_is_a_change(name: str) -> None:
    old, new = CHANGED[name]
    assert WANTED.count(old) == 1, "the table is about one place"
    found = WANTED.replace(old, new)
    assert not _same(found)
    # A licence above is a hook's to change: an update puts ours back.
    if name != "the licence":
        assert token_sum("m.py", found) != token_sum("m.py", WANTED)


def test_no_text_is_a_change() -> None:
    assert not same_tokens("m.py", b"\xff", WANTED)
    assert not same_tokens("NOTICE", b"\xff", "a\n")


@pytest.mark.parametrize(
    ("found", "is_same"),
    [("a\nb", True), ("a \r\nb\n\n", True), ("a\n\nb\n", False), (" a\nb\n", False)],
)
def test_other_files_are_compared_by_lines(found: str, is_same: bool) -> None:
    assert same_tokens("NOTICE", found.encode(), "a\nb\n") == is_same
    same_sum = token_sum("NOTICE", found) == token_sum("NOTICE", "a\nb\n")
    # Line ends are put right before a sum is taken.
    assert same_sum == is_same or "\r" in found


_OTHER_OPERATOR = {
    "+": "-",
    "-": "+",
    "*": "/",
    "|": "&",
    "=": "==",
    "==": "!=",
    ">": "<",
    "<": ">",
    ":": ";",
    ".": ",",
    "->": ":",
    "@": "+",
}


def _other(token: tokenize.TokenInfo) -> str:
    """Return the smallest change of one token."""
    text = token.string
    match token.type:
        case tokenize.NAME:
            return "nope" if keyword.iskeyword(text) else f"{text}_"
        case tokenize.NUMBER:
            return f"{text}1"
        case tokenize.STRING:
            end = text[-3:] if text.endswith('"""') else text[-1:]
            return f"{text[: -len(end)]}x{end}"
        case tokenize.COMMENT:
            return f"{text} x"
        case _:
            return _OTHER_OPERATOR.get(text, "")


def _mutants(source: str) -> list[tuple[int, str, str]]:
    """Change each token of a source, one at a time: kind, token, changed source."""
    lines = source.split("\n")
    found: list[tuple[int, str, str]] = []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if not token.string.strip():
            continue
        (row, begin), (last, end) = token.start, token.end
        before = "\n".join([*lines[: row - 1], lines[row - 1][:begin]])
        after = "\n".join([lines[last - 1][end:], *lines[last:]])
        found.append((token.type, token.string, before + _other(token) + after))
    return found


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="f-strings are other tokens")
@pytest.mark.parametrize("path", ["topics.py"])
def test_every_single_token_counts(path: str) -> None:
    source = dict(runtime_files())[path]
    kinds: Counter[int] = Counter()
    for kind, token, mutant in _mutants(source):
        kinds[kind] += 1
        is_same = same_tokens(path, mutant.encode(), source)
        # A comma or a bracket less may leave the same program.
        is_fine = token in {",", "(", ")"} and _same_program(mutant, source)
        assert is_same == is_fine, f"{token!r} in {path}"
    assert kinds[tokenize.NAME] > 40
    assert kinds[tokenize.OP] > 20
    assert kinds[tokenize.STRING] > 3


def _same_program(one: str, other: str) -> bool:
    try:
        return ast.dump(ast.parse(one)) == ast.dump(ast.parse(other))
    except SyntaxError:
        return False


_SUMS = """
import hashlib, importlib.util, pathlib, sys

def load(name):
    path = pathlib.Path(sys.argv[1], f"{name}.py")
    spec = importlib.util.spec_from_file_location(name, path)
    sys.modules[name] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module

words, shape = load("words"), load("shape")
for path in sorted(pathlib.Path(sys.argv[2]).rglob("*.py")):
    text = path.read_text(encoding="utf-8")
    text = "\\n".join([*words.words_of(text).body, shape.shape_of(text)])
    print(hashlib.sha256(text.encode()).hexdigest())
"""


@pytest.mark.parametrize("name", ["python3.12", "python3.13", "python3.14"])
def test_sums_are_the_same_on_every_python(
    name: str, repository: Path, clean_env: dict[str, str]
) -> None:
    """Who vendors and who checks may have different ones."""
    package = repository / "generated/talkjs"

    def run(python: str, program: str) -> subprocess.CompletedProcess[str]:
        source = repository / "generator/minidoc/vendor"
        return subprocess.run(
            [python, "-c", program, str(source), str(package)],
            env=clean_env,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    found = shutil.which(name)
    if found is None or run(found, "").returncode:
        pytest.skip(f"there is no {name} that runs")
    ours = run(sys.executable, _SUMS).stdout.split()
    other = run(found, _SUMS)
    assert (other.stderr, other.stdout.split()) == ("", ours)
    paths = sorted(package.rglob("*.py"))
    sums = [token_sum("m.py", path.read_text(encoding="utf-8")) for path in paths]
    assert sums == ours


RUFF = [sys.executable, "-m", "ruff"]
ISORT = [sys.executable, "-m", "isort", "--quiet", "--line-length=100"]
BLACK = [sys.executable, "-m", "black", "--quiet", "--line-length=60", "."]
HOSTS: dict[str, list[list[str]]] = {
    "ruff format and isort": [
        [*ISORT, "--profile=black", "--force-sort-within-sections", "."],
        [*RUFF, "format", "--quiet", "--line-length=100", "."],
    ],
    "ruff alone": [
        [*RUFF, "check", "--quiet", "--fix", "--select=I", "--line-length=100", "."],
        [*RUFF, "format", "--quiet", "--line-length=100", "."],
    ],
    "single quotes": [
        [*RUFF, "format", "--quiet", "--config=format.quote-style='single'", "."],
    ],
    "one import a line": [[*ISORT, "--profile=google", "."], BLACK],
}


@pytest.mark.slow
@pytest.mark.parametrize("host", HOSTS)
def test_formatters_leave_what_counts(
    host: str, tmp_path: Path, clean_env: dict[str, str]
) -> None:
    """The whole package, after the tools that hosts run, with a licence above."""
    files = contents_of(carried(), "talkjs").files
    for path, text in files.items():
        place = tmp_path / path
        place.parent.mkdir(parents=True, exist_ok=True)
        above = "# Copyright ACME\n\n" if path.endswith(".py") else ""
        place.write_text(above + text, encoding="utf-8")
    for command in HOSTS[host]:
        subprocess.run(command, cwd=tmp_path, env=clean_env, check=True, timeout=120)
    texts = {path: (tmp_path / path).read_text("utf-8") for path in files}
    plain = {p: t.removeprefix("# Copyright ACME\n\n") for p, t in texts.items()}
    changed = [path for path in files if plain[path] != files[path]]
    assert len(changed) > 3, "the tools had nothing to do"
    for path, text in files.items():
        data = (tmp_path / path).read_bytes()
        assert same_tokens(path, data, text), path
        assert token_sum(path, data.decode()) == token_sum(path, text), path
