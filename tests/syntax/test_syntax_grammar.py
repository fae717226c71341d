"""The grammar files, held against the nodes and against the traps of lark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lark.exceptions import UnexpectedInput

from minidoc.resources import grammar_text, resource_path
from minidoc.syntax.grammars import (
    PAGE_NODES,
    GrammarError,
    build,
    page_parser,
    parse_code,
    terminal,
)

PAGE = ("type", "declaration", "page")


def test_a_rule_without_a_node_is_an_error() -> None:
    grammar = "\n".join(map(grammar_text, PAGE)) + '\nextra: "x"\n'
    with pytest.raises(GrammarError, match="extra"):
        build(grammar, ["body", "members", "type", "extra"], PAGE_NODES)


def test_a_node_without_a_rule_is_an_error() -> None:
    with pytest.raises(GrammarError, match="gone"):
        build('start: "x"', ["start"], {"start": str, "gone": str})


def accepted_after(text: str, start: str = "body") -> set[str]:
    """Name what the lexer would take next at the end of the text."""
    with pytest.raises(UnexpectedInput) as caught:
        parse_code(text + "\n\x00", start)
    return {str(name) for name in getattr(caught.value, "allowed", None) or ()} | {
        str(name) for name in getattr(caught.value, "expected", None) or ()
    }


def test_prose_is_not_acceptable_behind_a_method() -> None:
    after = accepted_after("## A\nclass A {\nint a()")
    assert "CLOSE_BRACE" in after
    assert not after & {"PROSE", "HEADING", "MARKUP", "PROSE_FENCE"}


def test_prose_is_acceptable_behind_a_function() -> None:
    tree = parse_code("## a\n/** A */\nint a()\n\nText.", "body")
    assert [getattr(each, "type", "tree") for each in tree.children] == [
        "HEADING",
        "tree",
        "PROSE",
    ]


def test_every_terminal_is_a_valid_pattern_with_groups_of_its_own() -> None:
    names = [each.name for each in page_parser().terminals]
    groups = [group for name in names for group in terminal(name).groupindex]
    assert len(groups) == len(set(groups))


def test_no_group_is_captured_inside_a_possessive_repetition() -> None:
    """Python 3.11 raises SystemError for that on some matches, and only on some."""
    comment = "/** a\n```\n*/x\n```" + "\n```\n*/x\n```" * 50 + " */"
    match = terminal("COMMENT").match(comment)
    assert match is not None
    assert match.end() == len(comment)


def test_the_files_name_every_trap() -> None:
    for name in (*PAGE, "doc"):
        text = grammar_text(name)
        assert text.startswith("//")
        assert re.search(r"^// .*$", text, re.MULTILINE)


def test_data_folders_of_a_checkout() -> None:
    root = Path(__file__).resolve().parents[2]
    assert resource_path("grammar") == root / "grammar"
    assert (resource_path("grammar") / "page.lark").is_file()


def test_data_folders_of_a_wheel_win(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "minidoc" / "_data").mkdir(parents=True)
    monkeypatch.setattr("minidoc.resources._PACKAGE", tmp_path / "minidoc")
    assert resource_path("grammar") == tmp_path / "minidoc" / "_data" / "grammar"
