"""What changed in the docs and what it means to callers, class by class.

Comes in: changes. Goes out: what the page says of each, as plain text.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from minidoc.changes import Change, Impact
from minidoc.changes.catalog import CHANGES
from minidoc.report.checked import Checked
from minidoc.report.words import Pieces, condensed, marked, whole
from minidoc.values import frozen

MOST_CHANGES = 200
"""Changes of one class that are shown."""

_COMPARED, _SHOWN, _AROUND = 4000, 1200, 100
_TITLES = {
    Impact.BREAKING: ("Breaking", "a caller's code or types fail"),
    Impact.BEHAVIOUR: ("Changed behaviour", "the same call means something else"),
    Impact.DEPRECATION: ("Deprecated", "works, and is announced to go"),
    Impact.ADDITIVE: ("Added", "new and compatible"),
    Impact.DOCS: ("Wording", "the documentation says it differently"),
    Impact.FORMAT: ("Pages only", "nothing that a caller sees"),
}


@frozen
class ChangeView:
    """One change.

    Attributes:
        python: What is affected, as callers write it.
        code: Its stable code.
        message: One sentence, with its full stop.
        before: What stood there; empty for nothing.
        after: What stands there now; empty for nothing.
        has_values: Whether there is a before or an after at all.
        place: Page and line.
        address: Where the page is published, empty if that is no web address.
        fix: What to do about it.
    """

    python: str
    code: str
    message: str
    before: Pieces
    after: Pieces
    has_values: bool
    place: str
    address: str
    fix: str


@frozen
class ChangeGroup:
    """All changes of one class.

    Attributes:
        impact: Name of the class.
        title: Its title.
        meaning: What it means, in a few words.
        count: How many there are.
        changes: Those that are shown.
    """

    impact: str
    title: str
    meaning: str
    count: int
    changes: tuple[ChangeView, ...]

    @property
    def is_folded(self) -> bool:
        """Whether somebody who has two minutes need not see them."""
        return self.impact in {Impact.DOCS.value, Impact.FORMAT.value}

    @property
    def left_out(self) -> int:
        """How many are not shown."""
        return self.count - len(self.changes)


def change_groups(checked: Checked) -> tuple[ChangeGroup, ...]:
    """Group changes by class, the strongest first; classes without any are left out."""
    return tuple(_groups(checked))


def _groups(checked: Checked) -> Iterator[ChangeGroup]:
    for impact in Impact:
        own = [each for each in checked.changes or () if each.impact is impact]
        if own:
            views = (_view(change, checked) for change in islice(own, MOST_CHANGES))
            title, meaning = _TITLES[impact]
            yield ChangeGroup(impact.value, title, meaning, len(own), tuple(views))


def _view(change: Change, checked: Checked) -> ChangeView:
    before, after = _values(change)
    return ChangeView(
        python=change.python,
        code=change.code.value,
        message=_sentence(change.message),
        before=before,
        after=after,
        has_values=change.before is not None or change.after is not None,
        place=f"{change.page}:{change.line}" if change.line else change.page,
        address=web_address(checked.addresses.get(change.page, "")),
        fix=CHANGES[change.code].fix,
    )


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _values(change: Change) -> tuple[Pieces, Pieces]:
    old, new = _flat(change.before), _flat(change.after)
    both = marked(old, new, most=_COMPARED) if old and new else (whole(old), whole(new))
    before, after = (condensed(pieces, _AROUND, _SHOWN) for pieces in both)
    return before, after


def _flat(text: str | None) -> str:
    return " ".join((text or "").split())


def web_address(text: str) -> str:
    """Return an address if it leads to the web, and nothing if it is anything else."""
    is_plain = text.isascii() and text.isprintable() and " " not in text
    return text if is_plain and text.startswith(("https://", "http://")) else ""
