"""What all pages say together: found once, and looked up while each page is bound.

In: the API model. Out: tables. Whatever a page needs of the others is here, so that
binding takes as long as the pages are many, and not the square of it.
"""

from __future__ import annotations

from collections.abc import Mapping

from minidoc.ir.bindings import Topic
from minidoc.ir.model import Api
from minidoc.ir.types import TypeRef
from minidoc.ir.unbound import listener_classes
from minidoc.python.deprecation import deprecated_names
from minidoc.python.followed import followed_types
from minidoc.python.old_names import renamed_functions
from minidoc.python.symbols import Symbols
from minidoc.values import frozen


@frozen
class Overview:
    """Facts about the whole API.

    Attributes:
        followed: What each subscription class delivers, by class name.
        listeners: Classes whose objects end the listening to errors.
        topics: By name, in the model's order.
        ranks: Where each topic stands in that order.
        deprecated: Names of what imports of it are reported for: classes, enums and
            functions that are deprecated, or are functions under names of before.
    """

    followed: Mapping[str, tuple[TypeRef, ...]]
    listeners: frozenset[str]
    topics: Mapping[str, Topic]
    ranks: Mapping[str, int]
    deprecated: frozenset[str]

    def joined(self, topic: Topic) -> list[Topic]:
        """Return the topics that one is joined with, in the model's order."""
        names = {join.topic for join in topic.joins} & self.ranks.keys()
        return [self.topics[name] for name in sorted(names, key=self.ranks.__getitem__)]


def overview(api: Api, symbols: Symbols) -> Overview:
    """Look at the whole API."""
    return Overview(
        followed=followed_types(symbols.classes.values()),
        listeners=listener_classes(api),
        topics={topic.name: topic for topic in api.topics},
        ranks={topic.name: rank for rank, topic in enumerate(api.topics)},
        deprecated=deprecated_names(api) | renamed_functions(api),
    )
