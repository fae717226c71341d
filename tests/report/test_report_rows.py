"""Two versions of a file side by side: pairs, marks, numbers, bounds."""

from __future__ import annotations

import random

import pytest

from minidoc.report.rows import MOST_LINES, Row, side_by_side
from minidoc.report.words import Piece, Pieces, condensed, marked


def _plain(pieces: Pieces) -> str:
    return "".join(f"[{p.text}]" if p.is_marked else p.text for p in pieces)


def _said(row: Row) -> str:
    if row.kind == "gap":
        return f"... {row.skipped}"
    left = f"{row.old_number or ''} {_plain(row.old)}".strip()
    right = f"{row.new_number or ''} {_plain(row.new)}".strip()
    return f"{row.kind}: {left} | {right}"


def _rows(old: str | None, new: str | None, most: int = 100) -> list[str]:
    made = side_by_side(old, new, most)
    assert made is not None
    return [_said(row) for row in made.rows]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("a\n", "a\n", []),
        ("x = 1\n", "x = 2\n", ["differs: 1 x = [1] | 1 x = [2]"]),
        ("red\n", "blue\n", ["differs: 1 red | 1 blue"]),
        (None, "a\n", ["differs:  | 1 a"]),
        ("a\n", None, ["differs: 1 a |"]),
        ("a\n", "a", ["differs: 1 a | 1 a ⟨no line end⟩"]),
        # A line that is alike is found beside its partner, not by its number.
        (
            "def f(a):\n",
            "@new\ndef f(b):\n",
            ["differs:  | 1 @new", "differs: 1 def f([a]): | 2 def f([b]):"],
        ),
        ("a\x0cb\u2028c\n", "a\n", ["differs: 1 a\x0cb\u2028c | 1 a"]),
    ],
)
def test_pairs(old: str | None, new: str | None, expected: list[str]) -> None:
    assert [line.strip() for line in _rows(old, new)] == [e.strip() for e in expected]


def test_what_is_alike_is_left_out_and_counted() -> None:
    old = [f"{n}\n" for n in range(1, 31)]
    new = [*old[:14], "new\n", *old[15:]]
    made = side_by_side("".join(old), "".join(new), 100)
    assert made is not None
    said = [_said(row) for row in made.rows]
    assert said[0] == "... 11"
    assert said[1] == "same: 12 12 | 12 12"
    assert said[4] == "differs: 15 15 | 15 new"
    assert said[-1] == "... 12"
    assert (made.added, made.removed, made.left_out) == (1, 1, 0)


def test_nothing_is_lost_or_made_up() -> None:
    """The rows of each side are the side, whatever changed."""
    draw = random.Random(7)
    for _ in range(200):
        old, new = (
            [draw.choice(["a = 1", "a = 2", "b(c)", "b(d)", ""]) for _ in range(9)]
            for _ in range(2)
        )
        made = side_by_side("\n".join(old) + "\n", "\n".join(new) + "\n", 999)
        assert made is not None
        seen_old = {r.old_number: _text(r.old) for r in made.rows if r.old_number}
        seen_new = {r.new_number: _text(r.new) for r in made.rows if r.new_number}
        assert all(old[n - 1] == text for n, text in seen_old.items())
        assert all(new[n - 1] == text for n, text in seen_new.items())
        for rows, numbers in (("old", seen_old), ("new", seen_new)):
            assert list(numbers) == sorted(numbers), rows
        differing = [row for row in made.rows if row.kind == "differs"]
        assert made.removed == sum(r.old_number is not None for r in differing)
        assert made.added == sum(r.new_number is not None for r in differing)


def _text(pieces: Pieces) -> str:
    return "".join(piece.text for piece in pieces)


def test_rows_have_an_end() -> None:
    old = "".join(f"a {n}\n" for n in range(500))
    made = side_by_side(old, old.replace("a", "b"), 40)
    assert made is not None
    assert len(made.rows) == 40
    assert (made.added, made.removed, made.left_out) == (500, 500, 460)


def test_too_long_is_not_compared() -> None:
    assert side_by_side("a\n" * (MOST_LINES + 1), "a\n", 10) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n" * 19_000, "x\n" * 19_000),
        ("a\nb\n" * 9_000, "b\na\n" * 9_000),
        (("a b " * 199 + "\n") * 300, ("b a " * 199 + "\n") * 300),
        (('"' * 790 + "\n") * 300, ("\"'" * 395 + "\n") * 300),
        ("a " * 500_000, "b " * 500_000),
    ],
    ids=["blank", "alternating", "words", "quotes", "one line"],
)
def test_repetition_is_no_work(old: str, new: str) -> None:
    """Each takes minutes if the search is not kept from it."""
    made = side_by_side(old, new, 400)
    assert made is not None
    assert 0 < len(made.rows) <= 400


def test_marks_run_through_spaces() -> None:
    old, new = marked("it does a b here", "it does c d here", most=100)
    assert (_plain(old), _plain(new)) == ("it does [a b] here", "it does [c d] here")


def test_repetition_has_no_marks() -> None:
    old, new = '"' * 200, "\"'" * 100
    assert marked(old, new, most=900) == ((Piece(old),), (Piece(new),))


def test_what_differs_in_all_has_no_marks() -> None:
    assert marked("one", "two", most=9) == ((Piece("one"),), (Piece("two"),))


def test_the_middle_goes_first() -> None:
    pieces = (Piece("a" * 90), Piece("x", is_marked=True), Piece("b" * 90))
    short = condensed(pieces, around=5, most=100)
    assert [p.text for p in short] == [" … aaaaa", "x", "bbbbb … "]
    assert condensed(pieces, around=5, most=4)[0].text == " … a…"
