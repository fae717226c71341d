"""The API of the corpus as the peers are given it: its classes, and text for each part.

In: minidoc's own model of every page. Out: what OpenAPI and GraphQL both have.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from bench.corpus import one_copy, page_name
from minidoc.ir.bindings import ReadBinding, SubscribeBinding
from minidoc.ir.docs import (
    Block,
    Doc,
    DocText,
    Inline,
    LinkText,
    ListItem,
    NamedText,
    Paragraph,
    ReferenceText,
)
from minidoc.ir.model import ClassDecl, MethodDecl, Parameter
from minidoc.ir.types import FunctionType, TypeRef
from minidoc.pages import page_from_text
from minidoc.pipeline import Source, model


@cache
def classes_of(copies: int) -> tuple[ClassDecl, ...]:
    """Return the classes of all copies of the page, as minidoc models them."""
    return tuple(each for number in range(copies) for each in _classes(number))


def _classes(number: int) -> Iterator[ClassDecl]:
    text, overlay = one_copy(number)
    page = page_from_text(page_name(number), text)
    for declared in model([page], Source("overlay.toml", overlay)).api.pages:
        for each in declared.declarations:
            assert isinstance(each, ClassDecl), "the page declares nothing else"
            yield each


def operations(declared: ClassDecl) -> tuple[MethodDecl, ...]:
    """Return what goes over the wire; `toJson` is the peers' own business."""
    return tuple(each for each in declared.methods if each.name != "toJson")


def arguments(method: MethodDecl) -> tuple[Parameter, ...]:
    """Return what is sent; the callback of a subscription is not."""
    return tuple(
        each for each in method.parameters if not isinstance(each.type, FunctionType)
    )


def is_read(method: MethodDecl) -> bool:
    """Tell whether a call only asks."""
    return isinstance(method.binding, ReadBinding)


def followed(method: MethodDecl) -> TypeRef | None:
    """Return what a subscription delivers; None for any other call."""
    if not isinstance(method.binding, SubscribeBinding):
        return None
    [callback] = [each.type for each in method.parameters]
    assert isinstance(callback, FunctionType), "a subscription has a callback"
    return callback.arguments[0].type


def text_of(doc: Doc | None) -> str:
    """Return what a comment says, as Markdown; empty without one."""
    return _text(doc.body) if doc else ""


def text_of_parameter(method: MethodDecl, name: str) -> str:
    """Return what the comment of a method says about a parameter."""
    named: tuple[NamedText, ...] = method.doc.parameters if method.doc else ()
    return "".join(_text(each.text) for each in named if each.name == name)


def _text(text: DocText) -> str:
    return "\n".join(_line(block) for block in text.blocks)


def _line(block: Block) -> str:
    if isinstance(block, Paragraph | ListItem):
        return "".join(_inline(each) for each in block.inlines)
    raise NotImplementedError(f"the page on users has no {block.kind}")


def _inline(inline: Inline) -> str:
    if isinstance(inline, LinkText):
        return f"[{inline.text}]({inline.url})"
    if isinstance(inline, ReferenceText):
        return f"`{inline.text}`"
    return inline.raw if inline.kind == "code" else inline.text
