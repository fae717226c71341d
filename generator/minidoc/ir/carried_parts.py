"""The carried API model in parts, which can be made and kept one by one.

In: a model, or the parts of several that share nothing. Out: its text, the same whether
it was made as a whole or put together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from minidoc.ir.carried import LINE, enclosed, text_at
from minidoc.ir.model import SCHEMA_VERSION, Api
from minidoc.values import frozen


@frozen
class CarriedPart:
    """One record of a list of the model.

    Attributes:
        name: What the list is sorted by, or ordered by from outside.
        text: The record as it stands in the list.
    """

    name: str
    text: str


@frozen
class CarriedModel:
    """The parts of a model, list by list."""

    pages: tuple[CarriedPart, ...]
    topics: tuple[CarriedPart, ...]
    undeclared: tuple[CarriedPart, ...]
    old_names: tuple[CarriedPart, ...]


def carry(api: Api) -> CarriedModel:
    """Write every record of a model."""
    return CarriedModel(
        pages=tuple(CarriedPart(page.name, text_at(page, 2)) for page in api.pages),
        topics=tuple(CarriedPart(each.name, text_at(each, 2)) for each in api.topics),
        undeclared=tuple(
            CarriedPart(each.name, text_at(each, 2)) for each in api.undeclared
        ),
        old_names=tuple(
            CarriedPart(each.name, text_at(each, 2)) for each in api.old_names
        ),
    )


def join(models: Sequence[CarriedModel], topics: Sequence[str] = ()) -> str:
    """Write the text that the API of all models together has.

    Args:
        models: They share no page, topic or type; one at most has old names.
        topics: Names of topics in the order of the overlay; as they come without it.
    """
    order = {name: number for number, name in enumerate(topics)}
    lists = {
        "pages": sorted((p for m in models for p in m.pages), key=_name),
        "topics": sorted(
            (p for m in models for p in m.topics),
            key=lambda part: order.get(part.name, len(order)),
        ),
        "undeclared": sorted((p for m in models for p in m.undeclared), key=_name),
        "old_names": [p for m in models for p in m.old_names],
    }
    pairs = [[f'"schema_version": {SCHEMA_VERSION}']]
    for name, parts in lists.items():
        if parts:
            pairs.append([f'"{name}": ', *_list([part.text for part in parts])])
    if all(len(pieces) <= _SHORT for pieces in pairs):
        return enclosed("{}", ["".join(pieces) for pieces in pairs], 0) + "\n"
    # In one step: a model of a thousand pages is not copied with each bracket.
    return "".join(["{\n ", *_between(",\n ", pairs), "\n}\n"])


# The name of a list and the list, where that may fit on one line.
_SHORT = 2


def _list(texts: list[str]) -> list[str]:
    if len(texts) <= 1 or sum(map(len, texts)) < LINE:
        return [enclosed("[]", texts, 1)]
    return ["[\n  ", *_between(",\n  ", [[text] for text in texts]), "\n ]"]


def _between(separator: str, groups: Sequence[Sequence[str]]) -> Iterator[str]:
    for number, pieces in enumerate(groups):
        if number:
            yield separator
        yield from pieces


def _name(part: CarriedPart) -> str:
    return part.name
