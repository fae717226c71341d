"""Sentences that carry meaning which no signature shows, found in plain text.

In: the text of one physical line, without markup. Out: what it states and where. Only
the line is known here, neither the page nor what the line documents.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from minidoc.ir.docs import StatementKind
from minidoc.values import frozen


@frozen
class Found:
    """One statement; `start` and `end` are offsets of its sentence in the line."""

    kind: StatementKind
    text: str
    start: int
    end: int


@frozen
class _Sentence:
    text: str
    before: str
    start: int
    end: int


def find_statements(line: str) -> tuple[Found, ...]:
    """Return what the sentences of `line` state, in their order.

    A default runs to the end of the line, since pages glue it to the sentence before
    it without a full stop.
    """
    if not _has_one(_WATCHED, line):
        return ()
    default = _DEFAULT.search(line)
    rest = line[: default.start()] if default else line
    found = [
        Found(kind, text, sentence.start, sentence.end)
        for sentence in _sentences(rest)
        for kind, words, read in _READERS
        if _has_one(words, sentence.text) and (text := read(sentence)) is not None
    ]
    if default:
        text = _plain(line[default.end() :])
        found.append(Found("default", text, default.start(), len(line.rstrip())))
    return tuple(found)


def _has_one(words: tuple[str, ...], text: str) -> bool:
    """Tell whether one of the words is in a text, in any case.

    Letters beyond ASCII may be one of these in another case: there it is always so.
    """
    lower = text.lower()
    return any(word in lower for word in words) or not text.isascii()


# "Default = no photo", also glued to what stands before it.
_DEFAULT = re.compile(r"\bDefault\s*=(?!=)\s*")

# A sentence ends at a stop that a space and no lower-case letter follow.
_SENTENCE_END = re.compile(r"[.!?][)\"']*\s+(?![a-z\s])")


def _sentences(text: str) -> Iterator[_Sentence]:
    start, before = 0, ""
    for end in [match.end() for match in _SENTENCE_END.finditer(text)] + [len(text)]:
        piece = text[start:end]
        # Single spaces only, so that no pattern can run long on a run of them.
        words = " ".join(piece.split())
        if words:
            first = start + len(piece) - len(piece.lstrip())
            yield _Sentence(words, before, first, start + len(piece.rstrip()))
            before = words
        start = end


def _plain(text: str) -> str:
    """Return `text` with single spaces and without the stop at its end."""
    words = " ".join(text.split())
    return words[:-1].rstrip() if words.endswith(".") else words


_NULL = re.compile(
    r"\b(?:that|which|whatever|value|parameter|argument|property|field)s?"
    r"\s+(?:is|are)\s+null\b"
    r"|\b(?:when|if|while)\s+\S+\s+(?:is|are)\s+null\b"
    r"|\b(?:pass|passing|set to|setting to)\s+null\b",
    re.IGNORECASE,
)
_NULL_RESULT = re.compile(r"\bnull,?\s+(?:if|when|unless|for|until)\b.*", re.IGNORECASE)


def _null(sentence: _Sentence) -> str | None:
    if _NULL.search(sentence.text):
        return _plain(sentence.text)
    result = _NULL_RESULT.search(sentence.text)
    return _plain(result.group()) if result else None


_REQUIRED = re.compile(r"\brequired\s+(?:when|if|unless)\b", re.IGNORECASE)


def _required(sentence: _Sentence) -> str | None:
    # The whole sentence: what is required stands in front of the word.
    return _plain(sentence.text) if _REQUIRED.search(sentence.text) else None


# "throws" and "rejects" are one thing; tenses differ inside one class.
_FAILS = re.compile(
    r"\b(?:will\s+)?(?:rejects?|throws?)\b(?![\s-]away)\s*(?P<rest>.*)", re.IGNORECASE
)
_IF = re.compile(
    r"^(?:[^,.]*?\s)??(?:if|when|whenever)\s+(?P<condition>.+)", re.IGNORECASE
)
_EXCEPT = re.compile(r"^(?:unless|without)\s+.+", re.IGNORECASE)
_LEADING = re.compile(r"^(?:if|when|whenever)\s+(?P<condition>.+?),\s", re.IGNORECASE)
_NEGATED = re.compile(r"(?:\bnot|\bnever|n't|n\u2019t)\s$", re.IGNORECASE)


def _raises(sentence: _Sentence) -> str | None:
    fails = _FAILS.search(sentence.text)
    if not fails or _NEGATED.search(sentence.text[: fails.start()]):
        return None
    rest = fails["rest"]
    if after := _IF.match(rest):
        return _plain(after["condition"])
    if _EXCEPT.match(rest):
        return _plain(rest)
    return _condition_before(sentence, sentence.text[: fails.start()])


def _condition_before(sentence: _Sentence, before: str) -> str | None:
    """Find the condition in front: "If X, it rejects", "X, or else it rejects"."""
    if leading := _LEADING.match(before):
        return _plain(leading["condition"])
    if match := re.search(r",? or else\b", before, re.IGNORECASE):
        return _plain(before[: match.start()])
    return _plain(sentence.before) or _plain(sentence.text)


_NO_OP = re.compile(r"\b(?:no-op|(?:does|do|will do)\s+nothing)\b", re.IGNORECASE)
_IGNORED = re.compile(
    r"\b(?:ha(?:s|ve)\s+no\s+effect|(?:is|are)\s+ignored)\b", re.IGNORECASE
)


def _no_op(sentence: _Sentence) -> str | None:
    if _IGNORED.search(sentence.text):
        # The whole sentence: it says which parameter it is.
        return _plain(sentence.text)
    nothing = _NO_OP.search(sentence.text)
    if not nothing:
        return None
    if after := re.match(r"\s+(?:if|when)\s+(.+)", sentence.text[nothing.end() :]):
        return _plain(after[1])
    leading = _LEADING.match(sentence.text[: nothing.start()])
    return _plain(leading["condition"] if leading else sentence.text)


_RANGE = re.compile(
    r"\bmust\s+be\s+(?:between\s+(?P<between>.+)|(?P<bound>(?:at\s+(?:least|most)"
    r"|(?:less|greater|more|fewer)\s+than|no\s+(?:more|less|longer)\s+than)\s+.+))",
    re.IGNORECASE,
)


def _range(sentence: _Sentence) -> str | None:
    match = _RANGE.search(sentence.text)
    return _plain(match["between"] or match["bound"]) if match else None


# Each reader needs one of its words, and most sentences have none of them.
_READERS: tuple[
    tuple[StatementKind, tuple[str, ...], Callable[[_Sentence], str | None]], ...
] = (
    ("null", ("null",), _null),
    ("required", ("required",), _required),
    ("raises", ("reject", "throw"), _raises),
    ("no_op", ("no-op", "nothing", "effect", "ignored"), _no_op),
    ("range", ("must",), _range),
)
_WATCHED = ("default", *(word for _, words, _ in _READERS for word in words))
