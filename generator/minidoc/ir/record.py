"""How every value of the API model is made: frozen, slotted, closed.

Plain dataclasses: type checkers and tests hold what the stages make. Text from outside
is validated where it comes in (`codec`, `overlay`), by pydantic, which finds here what
it has to know; no run loads it that reads no such text.
"""

from __future__ import annotations

from dataclasses import field
from inspect import get_annotations
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, cast, dataclass_transform

from minidoc.values import frozen_by_name

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

T = TypeVar("T")


@dataclass_transform(
    frozen_default=True, kw_only_default=True, field_specifiers=(field,)
)
def record(cls: type[T]) -> type[T]:
    """Make `cls` a frozen keyword-only dataclass that pydantic can validate.

    A key that the class does not have is an error there, so that a model written by a
    newer generator is refused and not read by halves.
    """
    made = frozen_by_name(cls)
    cast("Any", made).__pydantic_config__ = {"extra": "forbid"}
    return made


def types_of(kind: type) -> dict[str, Any]:
    """Return what the fields of a record are annotated with, rules included.

    `typing.get_type_hints` checks each part of each annotation, which the type checkers
    have done, and takes three times as long.
    """
    return {
        name: annotation
        for owner in reversed(kind.__mro__)
        for name, annotation in get_annotations(owner, eval_str=True).items()
    }


class ByKind:
    """Marks a union of records that are told apart by their `kind`."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Let pydantic look at `kind`, so that it complains of one record only."""
        from pydantic import Field

        return handler.generate_schema(Annotated[source, Field(discriminator="kind")])
