"""Rules about values of the overlay, beside their types: for pydantic, and without it.

A rule stands in the annotation. pydantic asks it for the marker of its own that means
the same, and is not loaded for less; `accept` asks whether a value plainly holds it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import field
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, cast, dataclass_transform

from minidoc.values import frozen, frozen_by_name

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

T = TypeVar("T")


@frozen
class Rule:
    """What a value has to be, beside being of its type.

    Attributes:
        holds: Tells it of a value of the type. False may be wrong, True never: whoever
            gets False asks pydantic.
        marker: Makes what pydantic knows the rule as.
    """

    holds: Callable[[Any], bool]
    marker: Callable[[], object]

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Let pydantic see its own marker."""
        return handler.generate_schema(Annotated[source, self.marker()])


def matching(pattern: str) -> Rule:
    """Return the rule that a text has the pattern in it; `$` is its very end."""
    # In Python `$` is before a final line end too, for pydantic it is not.
    exact = re.compile(re.sub(r"\$$", r"\\Z", pattern))

    def marker() -> object:
        from pydantic import StringConstraints

        return StringConstraints(pattern=pattern)

    return Rule(lambda text: exact.search(text) is not None, marker)


def _not_empty() -> object:
    from pydantic import Field

    return Field(min_length=1)


def _strict() -> object:
    from pydantic import Strict

    return Strict()


def _scalar() -> object:
    from pydantic import BeforeValidator

    return BeforeValidator(_require_scalar)


def _is_scalar(value: object) -> bool:
    return isinstance(value, bool | int | str)


def _require_scalar(value: object) -> object:
    if not _is_scalar(value):
        raise ValueError("has to be a string, an integer, true or false")
    return value


NOT_EMPTY = Rule(bool, _not_empty)
"""A list with something in it."""

STRICT = Rule(lambda _: True, _strict)
"""The very type, not what can be made into it: `accept` makes nothing in any case."""

SCALAR = Rule(_is_scalar, _scalar)
"""A string, an integer or a truth value, said in these words."""

KEYS = {"is_async": "async", "type_text": "is"}
"""Keys of the file that Python has other uses for, by the attribute they become."""


def key_of(attribute: str) -> str:
    """Return the key that an attribute of a table has in the file."""
    return KEYS.get(attribute, attribute)


@dataclass_transform(
    frozen_default=True, kw_only_default=True, field_specifiers=(field,)
)
def table(cls: type[T]) -> type[T]:
    """Make `cls` a frozen keyword-only dataclass for a table of the file.

    A key that the class does not have is an error.
    """
    made = frozen_by_name(cls)
    config = {"extra": "forbid", "alias_generator": key_of}
    cast("Any", made).__pydantic_config__ = config
    return made
