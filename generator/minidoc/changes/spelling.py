"""What callers write for what a page declares: `UserRef.set(name=...)`.

In: an API model. Out: texts for people. The names themselves come from the stage that
binds; where it refuses one, the page's own stands in.
"""

from __future__ import annotations

from dataclasses import field

from minidoc.ir.model import Api, Parameter
from minidoc.python.symbols import Symbols, collect
from minidoc.values import frozen


@frozen
class Spelling:
    """Python's names for one API model."""

    api: Api
    symbols: Symbols = field(init=False)

    def __post_init__(self) -> None:
        """Name everything once."""
        object.__setattr__(self, "symbols", collect(self.api))

    def module(self, page: str) -> str:
        """Return the name of the module that a page becomes."""
        return str(self.symbols.modules.get(page, page))

    def declaration(self, name: str) -> str:
        """Return the name of a class, an enum, an alias or a function."""
        found = self.symbols.types.get(name) or self.symbols.functions.get(name)
        return str(found.name) if found else name

    def twin(self, function: str) -> str:
        """Return the name of the asynchronous twin of a function."""
        found = self.symbols.functions.get(function)
        return str(found.twin) if found and found.twin else function

    def has_twin(self, type_name: str) -> bool:
        """Tell whether a type has an asynchronous twin."""
        return self.symbols.has_twin(type_name)

    def member_name(self, owner: str, member: str) -> str:
        """Return the name of a field, a method or a constant, by itself."""
        return str(self.symbols.members.get((owner, member), member))

    def member(self, owner: str, member: str) -> str:
        """Return `UserRef.get`; without an owner it is a function."""
        if not owner:
            return self.declaration(member)
        return f"{self.declaration(owner)}.{self.member_name(owner, member)}"

    def parameter_name(self, owner: str, method: str, parameter: str) -> str:
        """Return the name of a parameter, by itself."""
        known = self.symbols.parameters
        return str(known.get((owner, method, parameter), parameter))

    def parameter(self, owner: str, method: str, parameter: Parameter) -> str:
        """Return `UserRef.set(name=...)`, or `UserRef.delete_fields(fields)`."""
        name = self.parameter_name(owner, method, parameter.name)
        given = f"{name}=..." if parameter.kind == "named" else name
        return f"{self.member(owner, method)}({given})"
