"""`[[alias]]`: what is kept, and each entry that cannot be, at its line and column."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from minidoc.diagnostics import Code, GenerationError
from minidoc.ir.expired import expired_names
from minidoc.ir.lowered import Lowered
from minidoc.ir.overlay import load_overlay

ApplyText = Callable[[str | dict[str, str], str], Lowered]

PAGE = """\
## RoomRef
class RoomRef {
final String id;

Future<void>set({String? name, int? size})
}

## Size
enum Size { small, big }

## findRoom
RoomRef findRoom(String name)
"""


def entry(target: str, name: str, until: str = "2.0", page: str = "Page.md") -> str:
    return (
        f'[[alias]]\npage = "{page}"\ntarget = "{target}"\nname = "{name}"\n'
        f'until = "{until}"\nreason = "It was called so."\n'
    )


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("RoomRef", "ChatRef"),
        ("RoomRef.set", "update"),
        ("RoomRef.set(name)", "title"),
        ("RoomRef.id", "key"),
        ("Size", "Extent"),
        ("findRoom", "getRoom"),
        ("findRoom(name)", "title"),
        # Elsewhere it may be somebody's name.
        ("RoomRef.set", "findRoom"),
        ("RoomRef.set(name)", "id"),
        ("findRoom", "set"),
    ],
)
def test_what_can_have_an_old_name(
    apply_text: ApplyText, target: str, name: str
) -> None:
    applied = apply_text(PAGE, entry(target, name))
    assert not [d for d in applied.diagnostics if d.span and "overlay" in d.span.file]
    (old,) = applied.api.old_names
    assert (old.page, old.target, old.name) == ("Page.md", target, name)
    assert (old.until, old.reason) == ("2.0", "It was called so.")
    assert (old.span.file, old.span.line) == ("overlay.toml", 4)


@pytest.mark.parametrize(
    ("text", "code", "line", "message"),
    [
        (
            entry("ChatRef", "RoomRef"),
            Code.OVERLAY_NO_MATCH,
            3,
            "declares no `ChatRef`",
        ),
        (entry("RoomRef.sit", "x"), Code.OVERLAY_NO_MATCH, 3, "no member `sit`"),
        (
            entry("RoomRef.set(nam)", "x"),
            Code.OVERLAY_NO_MATCH,
            3,
            "no parameter `nam`",
        ),
        (entry("RoomRef.id(x)", "y"), Code.OVERLAY_NO_MATCH, 3, "no parameter `x`"),
        (entry("Size.big", "huge"), Code.INVALID_OVERLAY, 3, "one name only"),
        (entry("RoomRef.set", "id"), Code.INVALID_OVERLAY, 4, "in `RoomRef` today"),
        (
            entry("RoomRef.set(name)", "size"),
            Code.INVALID_OVERLAY,
            4,
            "in `RoomRef.set` today",
        ),
        (entry("RoomRef", "Size"), Code.INVALID_OVERLAY, 4, "something else today"),
        (entry("RoomRef", "RoomRef"), Code.INVALID_OVERLAY, 4, "is called today"),
        (
            entry("RoomRef", "A") + entry("Size", "A"),
            Code.INVALID_OVERLAY,
            10,
            "is the old name of something already",
        ),
        (
            entry("RoomRef", "A", page="Gone.md"),
            Code.OVERLAY_SET_ASIDE,
            2,
            "for Gone.md, which is not given",
        ),
    ],
)
def test_what_cannot(
    apply_text: ApplyText, text: str, code: Code, line: int, message: str
) -> None:
    found = [
        each
        for each in apply_text(PAGE, text).diagnostics
        if each.span and each.span.file == "overlay.toml"
    ]
    assert [(each.code, each.span and each.span.line) for each in found] == [
        (code, line)
    ]
    assert message in found[0].message
    assert found[0].hint


@pytest.mark.parametrize(
    ("until", "is_good"),
    [("2", True), ("2.0", True), ("0.10.3", True), ("2.0rc1", False), ("", False)],
)
def test_the_end_is_a_version(until: str, is_good: bool) -> None:
    text = entry("RoomRef", "ChatRef", until)
    if is_good:
        load_overlay(text, "overlay.toml")
        return
    with pytest.raises(GenerationError, match="has to be a version") as caught:
        load_overlay(text, "overlay.toml")
    (found,) = caught.value.diagnostics
    assert found.span is not None
    assert (found.code, found.span.line) == (Code.INVALID_OVERLAY, 5)


@pytest.mark.parametrize("key", ["page", "target", "name", "until", "reason"])
def test_every_key_is_needed(key: str) -> None:
    lines = entry("RoomRef", "ChatRef").splitlines()
    text = "\n".join(line for line in lines if not line.startswith(key))
    with pytest.raises(GenerationError, match=f"has no `{key}`"):
        load_overlay(text, "overlay.toml")


def test_an_end_that_is_reached(apply_text: ApplyText) -> None:
    text = entry("RoomRef", "ChatRef", "2.0") + entry("RoomRef.set", "update", "3.0")
    api = apply_text(PAGE, text).api
    assert expired_names(api, "1.9.0") == ()
    (found,) = expired_names(api, "2.1.0")
    assert found.span is not None
    assert (found.code, found.span.line) == (Code.OLD_NAME_EXPIRED, 4)
    assert found.hint
    # Of a release candidate nothing can be said.
    assert expired_names(api, "2.1.0rc1") == ()
