"""The carried API model in parts, which can be made and kept one by one.

In: a model, or the parts of several that share nothing. Out: its text, the same whether
it was made as a whole or put together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from minidoc.ir.carried import WIDTH, lay_out
from minidoc.ir.model import SCHEMA_VERSION, Api


@dataclass(frozen=True, slots=True)
class CarriedPart:
    """One record of a list of the model.

    Attributes:
        name: What the list is sorted by, or ordered by from outside.
        short: The record on one line, None if it is too long for that.
        laid: The record as it stands in the list.
    """

    name: str
    short: str | None
    laid: str


@dataclass(frozen=True, slots=True)
class CarriedModel:
    """The parts of a model, list by list."""

    pages: tuple[CarriedPart, ...]
    topics: tuple[CarriedPart, ...]
    undeclared: tuple[CarriedPart, ...]
    old_names: tuple[CarriedPart, ...]


def carry(api: Api) -> CarriedModel:
    """Write every record of a model."""
    return CarriedModel(
        pages=tuple(_part(page.name, page) for page in api.pages),
        topics=tuple(_part(topic.name, topic) for topic in api.topics),
        undeclared=tuple(_part(each.name, each) for each in api.undeclared),
        old_names=tuple(_part(each.name, each) for each in api.old_names),
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
    pairs = [_Pair("schema_version", str(SCHEMA_VERSION), str(SCHEMA_VERSION))]
    pairs += [_list(name, parts) for name, parts in lists.items() if parts]
    return _object(pairs) + "\n"


@dataclass(frozen=True, slots=True)
class _Pair:
    name: str
    short: str | None
    laid: str


def _part(name: str, record: object) -> CarriedPart:
    short, laid = lay_out(record, 2)
    return CarriedPart(name, short, laid)


def _list(name: str, parts: Iterable[CarriedPart]) -> _Pair:
    found = tuple(parts)
    short = _short("[]", [part.short for part in found])
    if short is not None and len(short) + 1 <= WIDTH:
        return _Pair(name, short, short)
    inside = ",\n".join(f"  {part.laid}" for part in found)
    return _Pair(name, short, f"[\n{inside}\n ]")


def _object(pairs: Sequence[_Pair]) -> str:
    shorts = [p.short and f'"{p.name}": {p.short}' for p in pairs]
    short = _short("{}", shorts)
    if short is not None:
        return short
    inside = ",\n".join(f' "{pair.name}": {pair.laid}' for pair in pairs)
    return f"{{\n{inside}\n}}"


def _short(brackets: str, texts: Sequence[str | None]) -> str | None:
    if any(text is None for text in texts):
        return None
    short = ", ".join(text or "" for text in texts).join(brackets)
    return short if len(short) <= WIDTH else None


def _name(part: CarriedPart) -> str:
    return part.name
