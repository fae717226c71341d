"""What comments say: changed meaning, deprecation, wording, links. In this order.

In: two comments of the same thing. Out: changes. A sentence of meaning that changed is
never reported as wording as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest

from minidoc.changes.codes import ChangeCode
from minidoc.changes.context import Comparison, Place
from minidoc.changes.words import Part, Sentence, Stated, Words, plain, sentences
from minidoc.ir.docs import Doc, LinkText, StatementKind
from minidoc.ir.walk import find
from minidoc.values import frozen

MEANINGS: dict[StatementKind, tuple[ChangeCode, str]] = {
    "null": (ChangeCode.CHANGED_NULL, "what null means"),
    "default": (ChangeCode.CHANGED_DEFAULT_TEXT, "the default"),
    "required": (ChangeCode.CHANGED_REQUIREMENT, "when it is required"),
    "raises": (ChangeCode.CHANGED_FAILURE, "when it fails"),
    "no_op": (ChangeCode.CHANGED_NO_OP, "when it does nothing"),
    "range": (ChangeCode.CHANGED_RANGE, "which values are allowed"),
}

PlaceOf = Callable[[Part], Place]
"""Where a part of the comment belongs: to the member, or to one of its parameters."""


@frozen
class Comments:
    """Two comments to compare.

    Attributes:
        old: That of before.
        new: That of now.
        words: Decides what is the same.
        place: The member.
        place_of: The place of each part.
        gone: Parameters of before whose end is a change of its own.
        come: Parameters of now whose beginning is one.
    """

    old: Doc | None
    new: Doc | None
    words: Words
    place: Place
    place_of: PlaceOf
    gone: frozenset[str] = frozenset()
    come: frozenset[str] = frozenset()

    def sentences(self) -> tuple[list[Sentence], list[Sentence]]:
        """Return what both say, texts of such parameters left out."""
        return (
            [s for s in sentences(self.old) if not _is_about(s, self.gone)],
            [s for s in sentences(self.new) if not _is_about(s, self.come)],
        )


def _is_about(sentence: Sentence, parameters: frozenset[str]) -> bool:
    return sentence.part[0] == "parameter" and sentence.part[1] in parameters


def compare_comments(c: Comparison, comments: Comments) -> None:
    """Report what the comments say differently."""
    _deprecation(c, comments)
    old, new = unmatched(*comments.sentences(), comments.words)
    told = _meanings(c, comments, old, new)
    before = [each.text for each in old if id(each) not in told]
    after = [each.text for each in new if id(each) not in told]
    if before or after:
        message = f"the text of `{comments.place.path}` changed"
        values = (" ".join(before) or None, " ".join(after) or None)
        c.report(ChangeCode.CHANGED_TEXT, _at(comments, new), message, values)
    elif not told:
        _links(c, comments)


def unmatched(
    old: Sequence[Sentence], new: Sequence[Sentence], words: Words
) -> tuple[list[Sentence], list[Sentence]]:
    """Return the sentences of both sides that the other one does not have."""
    rest = list(new)
    left: list[Sentence] = []
    for sentence in old:
        same = next((s for s in rest if _is_same(sentence, s, words)), None)
        if same is None:
            left.append(sentence)
        else:
            rest = [s for s in rest if s is not same]
    return left, rest


def _is_same(old: Sentence, new: Sentence, words: Words) -> bool:
    # A default is about the parameter that it stands with; all else is the method's.
    is_default = any(each.kind == "default" for each in old.stated)
    same_part = old.part[0] == new.part[0] and words.same(old.part[1], new.part[1])
    return words.same(old.text, new.text) and (same_part or not is_default)


def _at(comments: Comments, new: Iterable[Sentence]) -> Place:
    spans = [each.span for each in new]
    if spans:
        return comments.place.at(spans[0])
    doc = comments.new or comments.old
    return comments.place.at(doc.span) if doc else comments.place


def _meanings(
    c: Comparison, comments: Comments, old: list[Sentence], new: list[Sentence]
) -> set[int]:
    """Report changed statements; return the sentences that have been told so."""
    events: list[tuple[StatementKind, Event]] = [
        (kind, pair)
        for kind in MEANINGS
        for pair in _side_by_side(
            *_without_shared(_stated(old, kind), _stated(new, kind), comments.words),
            comments.words,
        )
    ]
    parts = Counter(_part(pair) for _, pair in events)
    told: set[int] = set()
    for kind, pair in events:
        around = parts[_part(pair)] == 1
        texts = tuple(
            _around(said, side, _part(pair)) if around else _alone(said)
            for said, side in zip(pair, (old, new), strict=True)
        )
        _meaning(c, comments, kind, (pair, texts))
        told |= {id(sentence) for text in texts for sentence in text}
    return told


Said = tuple[Sentence, Stated]
Event = tuple[Said | None, Said | None]


def _stated(found: list[Sentence], kind: StatementKind) -> list[Said]:
    return [(s, each) for s in found for each in s.stated if each.kind == kind]


def _without_shared(
    old: list[Said], new: list[Said], words: Words
) -> tuple[list[Said], list[Said]]:
    """Leave out what both sides state, in whatever sentence."""
    rest = list(new)
    left: list[Said] = []
    for said in old:
        same = next((s for s in rest if _states_the_same(said, s, words)), None)
        if same is None:
            left.append(said)
        else:
            rest = [s for s in rest if s is not same]
    return left, rest


def _states_the_same(old: Said, new: Said, words: Words) -> bool:
    same = words.same(old[1].text, new[1].text)
    is_default = old[1].kind == "default"
    return same and (not is_default or _same_part(old, new, words))


def _same_part(old: Said, new: Said, words: Words) -> bool:
    ours, theirs = old[0].part, new[0].part
    return ours[0] == theirs[0] and words.same(ours[1], theirs[1])


def _side_by_side(old: list[Said], new: list[Said], words: Words) -> list[Event]:
    """Put a statement of before beside the one that took its place in its part."""
    pairs: list[Event] = []
    rest = list(new)
    for said in old:
        same = next((s for s in rest if _same_part(said, s, words)), None)
        rest = [s for s in rest if s is not same]
        pairs.append((said, same))
    lonely = [i for i, (_, after) in enumerate(pairs) if after is None]
    for index, after in zip_longest(lonely, rest):
        if after is None:
            continue
        if index is None:
            pairs.append((None, after))
        else:
            pairs[index] = (pairs[index][0], after)
    return pairs


def _part(pair: Event) -> Part:
    said = pair[1] or pair[0]
    assert said is not None, "one of the two says something"
    return said[0].part


def _alone(said: Said | None) -> list[Sentence]:
    return [said[0]] if said else []


def _around(said: Said | None, side: list[Sentence], part: Part) -> list[Sentence]:
    """Return the statement with what else of its part changed: it is one event."""
    own = said[0].part if said else part
    return [each for each in side if each.part == own]


def _meaning(
    c: Comparison,
    comments: Comments,
    kind: StatementKind,
    event: tuple[Event, tuple[list[Sentence], ...]],
) -> None:
    code, what = MEANINGS[kind]
    (before, after), texts = event
    said = after or before
    assert said is not None, "one of the two says something"
    place = comments.place_of(said[0].part).at(said[0].span)
    if before is None:
        message = f"the page now says {what}"
    elif after is None:
        message = f"the page no longer says {what}"
    else:
        message = f"the page says something else about {what}"
    old, new = (" ".join(each.text for each in text) or None for text in texts)
    c.report(code, place, message, (old, new))


def _deprecation(c: Comparison, comments: Comments) -> None:
    old = comments.old.deprecated if comments.old else None
    new = comments.new.deprecated if comments.new else None
    before, after = plain(old) or None, plain(new) or None
    if old is None and new is not None:
        message = f"`{comments.place.path}` is deprecated"
        place = comments.place.at(new.span)
        c.report(ChangeCode.DEPRECATED, place, message, (None, after))
    elif old is not None and new is None:
        message = f"`{comments.place.path}` is no longer deprecated"
        c.report(
            ChangeCode.DEPRECATION_WITHDRAWN, comments.place, message, (before, None)
        )
    elif new and not comments.words.same(before or "", after or ""):
        message = f"the deprecation of `{comments.place.path}` says something else"
        place = comments.place.at(new.span)
        c.report(ChangeCode.DEPRECATION_CHANGED, place, message, (before, after))


def _links(c: Comparison, comments: Comments) -> None:
    moved = moved_links(comments.old, comments.new)
    if moved:
        message = f"a link in the text of `{comments.place.path}` leads elsewhere"
        c.report(ChangeCode.MOVED_LINK, _at(comments, ()), message, moved)


def moved_links(old: object, new: object) -> tuple[str | None, str | None] | None:
    """Return the targets that differ in two texts; None if none does."""
    ours = Counter(link.target for link in find(old, LinkText))
    theirs = Counter(link.target for link in find(new, LinkText))
    if ours == theirs:
        return None
    gone, come = sorted(ours - theirs), sorted(theirs - ours)
    return " ".join(gone) or None, " ".join(come) or None
