"""The kept tables: in step with the grammars, and used for nothing else."""

from __future__ import annotations

from typing import Any, cast

import lark
import lark.lexer
import pytest

from minidoc.resources import resource_path
from minidoc.syntax import tables
from minidoc.syntax.grammars import DOC, PAGE, Grammar, doc_patterns
from minidoc.syntax.tables import FILE, kept_parser, kept_patterns, patterns_of

PARSED = pytest.mark.parametrize("grammar", [PAGE], ids=lambda grammar: grammar.name)


def test_the_patterns_are_in_step_with_the_grammar() -> None:
    kept = kept_patterns(DOC.name, DOC.text)
    assert kept == patterns_of(DOC.build()), "run `make tables`"
    assert doc_patterns() == kept


def test_patterns_of_another_text_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = kept_patterns(DOC.name, DOC.text)
    assert kept_patterns(DOC.name, DOC.text + "\n") is None
    assert kept_patterns(PAGE.name, PAGE.text) is None
    assert kept_parser(DOC.name, DOC.text) is None
    monkeypatch.setattr(lark, "__version__", "1.99.0")
    assert kept_patterns(DOC.name, DOC.text) is None
    doc_patterns.cache_clear()
    try:
        assert doc_patterns() == kept
    finally:
        doc_patterns.cache_clear()


@PARSED
def test_the_tables_are_in_step_with_the_grammars(grammar: Grammar) -> None:
    """`make tables` makes them again; how lark numbers the states differs each time."""
    built, kept = grammar.build(), kept_parser(grammar.name, grammar.text)
    assert kept is not None, "run `make tables`"
    assert kept.rules == built.rules
    assert [_terminal(each) for each in kept.terminals] == [
        _terminal(each) for each in built.terminals
    ]
    for start in grammar.start:
        _assert_same_states(_table(kept), _table(built), start)


def _terminal(terminal: lark.lexer.TerminalDef) -> tuple[object, ...]:
    pattern = terminal.pattern
    flags = frozenset(pattern.flags)
    return terminal.name, pattern.to_regexp(), flags, terminal.priority


def _table(parser: lark.Lark) -> Any:
    return cast("Any", parser).parser.parser._parse_table


def _assert_same_states(one: Any, other: Any, start: str) -> None:
    """Walk both tables side by side, from where parsing starts."""
    waiting = [(one.start_states[start], other.start_states[start])]
    pairs: dict[int, int] = {}
    while waiting:
        state, partner = waiting.pop()
        if state in pairs:
            assert pairs[state] == partner
            continue
        pairs[state] = partner
        actions, others = one.states[state], other.states[partner]
        assert actions.keys() == others.keys()
        for symbol, (action, argument) in actions.items():
            kind, expected = others[symbol]
            assert action.name == kind.name
            if action.name == "Shift":
                waiting.append((argument, expected))
            else:
                assert argument == expected
    assert pairs[one.end_states[start]] == other.end_states[start]


@PARSED
def test_tables_are_used(grammar: Grammar, monkeypatch: pytest.MonkeyPatch) -> None:
    def build(grammar: Grammar) -> None:
        pytest.fail("the grammar was built, although its tables are kept")

    monkeypatch.setattr(Grammar, "build", build)
    assert grammar.parser().rules


@PARSED
def test_a_changed_grammar_has_no_tables(grammar: Grammar) -> None:
    assert kept_parser(grammar.name, grammar.text) is not None
    assert kept_parser(grammar.name, grammar.text + "\n") is None
    assert kept_parser("other", grammar.text) is None


@PARSED
def test_another_lark_has_no_tables(
    grammar: Grammar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lark, "__version__", "1.99.0")
    assert kept_parser(grammar.name, grammar.text) is None
    assert grammar.parser().rules


@PARSED
@pytest.mark.parametrize("text", ["", "{", "[]", '{"page": 1, "doc": null}'])
def test_unreadable_tables_are_none(
    grammar: Grammar, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(folder: str, path: str) -> str:
        return text

    monkeypatch.setattr(tables, "resource_text", read)
    tables._kept_tables.cache_clear()
    try:
        assert kept_parser(grammar.name, grammar.text) is None
        assert grammar.parser().rules
    finally:
        tables._kept_tables.cache_clear()


def test_the_tables_are_part_of_the_data() -> None:
    assert resource_path("grammar").joinpath(FILE).is_file()
