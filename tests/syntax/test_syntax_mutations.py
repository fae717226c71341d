"""Nothing gets lost in silence: what a damaged page no longer declares is reported.

Tokens of the real pages are dropped, doubled and swapped at random, always the same
ones. That a name or a whole line is another one, no parser can know.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from minidoc.diagnostics import Severity
from minidoc.pages import page_from_text
from minidoc.syntax import Parsed, parse
from minidoc.syntax.nodes import Class, Constructor, DocComment, Enum, Function, Method

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 100
TOKEN = re.compile(r"\w+|\n+|[ \t]+|/\*\*|\*/|#+|---|.")
NOT_CODE = re.compile(r"/\*\*.*?\*/|\A---\n.*?\n---\n", re.DOTALL)

ODD_PAGE = """\
---
url: https://example.org/docs/API/Odd
title: 'Odd'
minidoc-source: dart
---

Lamps give light, and [Lamp.dim](/API/#Lamp__dim) dims them.

## findLamp
Future<Lamp>findLamp({required String room, int? count})

## Kind
/** Sorts of lamps. */
enum Kind {
/** Hangs. */
hanging,

standing
}

<Callout>
<details style={{margin: 4}}>

## Lamp
/** One lamp.
```dart
Lamp()
}
``` */
class Lamp {
/** Dims.
@param level How much
@param after When. Default = now
@deprecated Use [Lamp.off]
@return Nothing */
Future<void>dim(int level, [Duration? after])

void Function(Lamp? lamp)? onLamp;

Lamp(Map<String, dynamic>json)

Lamp.named({String name = 'a'})
}
</details>
</Callout>
"""

PAGES = {path.name: path.read_text("utf-8") for path in (ROOT / "spec").glob("*.md")}
PAGES["Odd.md"] = ODD_PAGE


def read(text: str) -> Parsed:
    return parse(page_from_text("Page.md", text))


def tags_of(owner: str, doc: DocComment | None) -> Iterator[str]:
    """Name the tags of one comment; a comment itself counts as one."""
    if doc is None:
        return
    yield f"{owner} /**"
    for tag in doc.tags:
        yield f"{owner} @{tag.name} {tag.argument or ''}"


def declared(parsed: Parsed) -> set[str]:
    """Name everything that a page declares: members, parameters, tags."""
    names: set[str] = set()
    for item in parsed.document.items if parsed.document is not None else ():
        if not isinstance(item, Class | Enum | Function):
            continue
        members = item.members if isinstance(item, Class) else ()
        names.update(tags_of(item.name, item.doc), [item.name])
        if isinstance(item, Enum):
            names.update(f"{item.name}.{each.name}" for each in item.constants)
        for member in (item, *members):
            owner = item.name if member is item else f"{item.name}.{member.name}"
            names.update([owner], tags_of(owner, member.doc))
            if isinstance(member, Method | Function | Constructor):
                names.update(f"{owner}({each.name})" for each in member.parameters)
    return names


def warned(parsed: Parsed) -> bool:
    return any(each.severity is not Severity.NOTE for each in parsed.diagnostics)


def drop(tokens: list[str], at: int) -> str:
    return "".join(tokens[:at] + tokens[at + 1 :])


def double(tokens: list[str], at: int) -> str:
    return "".join(tokens[: at + 1] + tokens[at:])


def swap(tokens: list[str], at: int) -> str:
    return "".join([*tokens[:at], *tokens[at : at + 2][::-1], *tokens[at + 2 :]])


def drop_rest_of_line(tokens: list[str], at: int) -> str:
    end = next((i for i in range(at, len(tokens)) if "\n" in tokens[i]), len(tokens))
    return "".join(tokens[:at] + tokens[end:])


MUTATIONS: dict[str, Callable[[list[str], int], str]] = {
    "drop": drop,
    "double": double,
    "swap": swap,
    "drop-rest-of-line": drop_rest_of_line,
}


def kind_of(name: str) -> str:
    return (
        "/" if " /**" in name else "@" if " @" in name else "(" if "(" in name else ""
    )


def renamed(lost: set[str], gained: set[str]) -> bool:
    """Tell whether names only became other ones, which no parser can know."""
    return all(
        sum(kind_of(name) == kind for name in lost)
        <= sum(kind_of(name) == kind for name in gained)
        for kind in ("/", "@", "(", "")
    )


def removes_a_line(tokens: list[str], at: int, mutation: str) -> bool:
    """Tell whether a whole line would go: that is how pages are edited."""
    if not mutation.startswith("drop"):
        return False
    starts = at == 0 or tokens[at - 1].startswith("\n")
    ends = at + 1 == len(tokens) or tokens[at + 1].startswith("\n")
    return starts and (ends or mutation == "drop-rest-of-line")


@pytest.mark.parametrize("mutation", MUTATIONS)
@pytest.mark.parametrize("name", sorted(PAGES))
def test_what_vanishes_is_reported(name: str, mutation: str) -> None:
    text = PAGES[name]
    tokens = TOKEN.findall(text)
    before = declared(read(text))
    chosen = random.Random(f"{name} {mutation}")
    for _ in range(ROUNDS):
        at = chosen.randrange(len(tokens))
        if removes_a_line(tokens, at, mutation):
            continue
        damaged = MUTATIONS[mutation](tokens, at)
        parsed = read(damaged)
        after = declared(parsed)
        lost = before - after
        if lost and not warned(parsed) and not renamed(lost, after - before):
            context = "".join(tokens[max(0, at - 8) : at + 8])
            pytest.fail(f"{mutation} of {tokens[at]!r} in {context!r} lost {lost}")
