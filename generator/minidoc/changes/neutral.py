"""Types of both models in one form, so that they can be compared.

In: a type and the model that it stands in. Out: the type with aliases resolved, opaque
types opened, and names of before replaced by those of now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace

from minidoc.diagnostics import Span
from minidoc.ir import types as ir
from minidoc.ir.model import AliasDecl, Api
from minidoc.ir.walk import find
from minidoc.values import frozen

_NOWHERE = Span("", 0, 0, 0, 0)
_OBJECT = ir.PrimitiveType(name="Object")
# An alias of an alias of an alias; one that leads to itself must end somewhere.
_DEEPEST = 8


@frozen
class Neutral:
    """One of the two models, as far as types are concerned.

    Attributes:
        api: The model.
        renamed: Names of before -> names of now; empty for the model of now.
    """

    api: Api
    renamed: Mapping[str, str] = field(default_factory=dict[str, str])
    aliases: dict[str, AliasDecl] = field(init=False)

    def __post_init__(self) -> None:
        """Find the aliases once."""
        aliases = {alias.name: alias for alias in find(self.api, AliasDecl)}
        object.__setattr__(self, "aliases", aliases)

    def type(self, type_: ir.TypeRef, depth: int = 0) -> ir.TypeRef:
        """Return the type as it is compared; equal ones mean the same."""
        match type_:
            case ir.NamedType():
                return self._named(type_, depth)
            case ir.ListType() | ir.StreamType():
                return replace(type_, item=self.type(type_.item, depth))
            case ir.FutureType():
                return replace(type_, value=self.type(type_.value, depth))
            case ir.MapType():
                key, value = self.type(type_.key, depth), self.type(type_.value, depth)
                return replace(type_, key=key, value=value)
            case ir.FunctionType():
                return self._function(type_, depth)
            case ir.PrimitiveType():
                return type_

    def _named(self, type_: ir.NamedType, depth: int) -> ir.TypeRef:
        alias = self.aliases.get(type_.name)
        if alias is None:
            name = self.renamed.get(type_.name, type_.name)
            return replace(type_, name=name, page=None, span=_NOWHERE)
        if alias.type is None or depth == _DEEPEST:
            return _OBJECT
        meant = self.type(alias.type, depth + 1)
        return replace(meant, nullable=True) if type_.nullable else meant

    def _function(self, type_: ir.FunctionType, depth: int) -> ir.TypeRef:
        # Nobody passes the arguments of a callback by name.
        arguments = tuple(
            ir.FunctionArgument(name="", type=self.type(argument.type, depth))
            for argument in type_.arguments
        )
        return replace(
            type_, arguments=arguments, returns=self.type(type_.returns, depth)
        )
