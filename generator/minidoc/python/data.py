"""Binding of values: data classes with their wire form, enums, aliases."""

from __future__ import annotations

from collections.abc import Mapping

from minidoc.ir.model import AliasDecl, ClassDecl, EnumDecl, FieldDecl
from minidoc.ir.types import ListType, MapType, NamedType, TypeRef
from minidoc.python.code import Code, Text, string_literal
from minidoc.python.constructors import constructor_parameter
from minidoc.python.deprecation import deprecation
from minidoc.python.docstrings import docstring, plain
from minidoc.python.literals import literal_of
from minidoc.python.model import (
    PyAlias,
    PyData,
    PyEnum,
    PyEnumMember,
    PyField,
    PyFunction,
    PyPair,
    PyParameter,
    PyWireForm,
)
from minidoc.python.names import USED_BUILTINS, Identifier, identifier
from minidoc.python.spelling import Speller
from minidoc.python.symbols import TypeName, named_types
from minidoc.python.types import (
    TypeContext,
    always_has_hash,
    annotation,
    decoder,
    is_plain,
)
from minidoc.values import frozen

_UNKNOWN = identifier("_unknown")
_IN_CLASS = 4
_IN_METHOD = 8


@frozen
class DataBinder:
    """Binds the values of one module."""

    types: TypeContext
    speller: Speller

    def enum(self, enum: EnumDecl) -> PyEnum:
        """Bind an enum; each constant keeps its wire value."""
        names = self.speller.members(enum.name)
        members = tuple(
            PyEnumMember(
                self.types.symbols.members[enum.name, constant.name],
                wire_literal(constant.wire),
                docstring(
                    constant.doc,
                    self.speller.context(False, f"`{names[constant.name]}`.", names),
                    _IN_CLASS,
                ),
            )
            for constant in enum.constants
        )
        found = self.types.symbols.types[enum.name]
        base = self.types.scope.runtime("OpenEnum")
        context = self.speller.context(False, f"`{found.name}`.", names)
        doc = docstring(enum.doc, context, _IN_CLASS)
        doc = doc or plain(f"Values of {found.name}.", _IN_CLASS)
        decorators = deprecation(enum.doc, context, self.types.scope)
        return PyEnum(found.name, base, doc, decorators, members)

    def alias(self, alias: AliasDecl) -> PyAlias:
        """Bind a type of the overlay; an opaque one may be any object."""
        found = self.types.symbols.types[alias.name]
        value = self.types.scope.builtin("object", frozenset())
        if alias.type is not None:
            quoted = annotation(alias.type, self.types, "result")
            value = Code(f'"{quoted}"')
        context = self.speller.context(False, f"`{found.name}`.")
        text = f"{found.name}, of which the pages show no more."
        return PyAlias(
            found.name,
            self.types.scope.use("typing", "TypeAlias"),
            value,
            docstring(alias.doc, context, 0) or plain(text, 0),
        )

    def opaque(self, found: TypeName) -> PyAlias:
        """Bind a type that no given page declares."""
        text = f"A type that the documentation uses but does not declare: {found.name}."
        annotation_ = self.types.scope.use("typing", "TypeAlias")
        value = self.types.scope.builtin("object", frozenset())
        return PyAlias(found.name, annotation_, value, plain(text, 0))

    def data(self, cls: ClassDecl, methods: tuple[PyFunction, ...]) -> PyData:
        """Bind a value: frozen, slotted, keyword-only, with or without a wire form."""
        found = self.types.symbols.types[cls.name]
        names = self.speller.members(cls.name)
        context = self.speller.context(False, f"`{found.name}`.", names)
        binder = _Fields(self, cls, hidden_builtins(names))
        has_wire = cls.name not in self.types.symbols.wireless
        fields = [binder.field(field) for field in cls.fields]
        if has_wire:
            fields.append(binder.unknown())
        return PyData(
            name=found.name,
            docstring=docstring(cls.doc, context, _IN_CLASS),
            decorators=self._decorators(cls),
            fields=tuple(fields),
            wire=binder.wire_form(found.name) if has_wire else None,
            methods=methods,
        )

    def _decorators(self, cls: ClassDecl) -> tuple[Code, ...]:
        make = self.types.scope.use("dataclasses", "dataclass")
        frozen = Code(f"{make}(frozen=True, slots=True, kw_only=True)")
        context = self.speller.context(False)
        return (*deprecation(cls.doc, context, self.types.scope), frozen)


@frozen
class _Fields:
    """Binds the fields of one data class."""

    binder: DataBinder
    cls: ClassDecl
    hidden: frozenset[str]

    @property
    def _types(self) -> TypeContext:
        types = self.binder.types
        return TypeContext(types.symbols, types.scope, False, self.hidden)

    def field(self, field: FieldDecl) -> PyField:
        """Bind a field; what may be absent has a default."""
        name = self._name(field)
        context = self.binder.speller.context(
            False, f"`{name}`.", self.binder.speller.members(self.cls.name)
        )
        return PyField(
            name,
            annotation(field.type, self._types, "result"),
            self._default(field),
            docstring(field.doc, context, _IN_CLASS),
        )

    def unknown(self) -> PyField:
        """Return the private field that keeps what the wire form had besides."""
        mapping = self._types.scope.use("collections.abc", "Mapping")
        value = self._types.scope.runtime("JSONValue")
        text = self._types.scope.builtin("str", self.hidden)
        factory = self._types.scope.runtime("FrozenDict")
        # Without a field of its own a value is what it keeps: it then compares by that.
        aside = ", compare=False" if self.cls.fields else ""
        default = (
            f"{self._field_function()}(default_factory={factory}[{text}, {value}],"
            f" repr=False{aside})"
        )
        return PyField(
            _UNKNOWN, Code(f"{mapping}[{text}, {value}]"), Code(default), None
        )

    def wire_form(self, name: Identifier) -> PyWireForm:
        """Bind `from_json` and `to_json`."""
        scope = self._types.scope
        reader = scope.runtime("Reader")
        decode = [self._decoded(field) for field in self.cls.fields]
        decode.append(PyPair(_UNKNOWN, Code("wire.unknown()")))
        return PyWireForm(
            classmethod=scope.builtin("classmethod", self.hidden),
            from_json=self._from_json(name),
            reader=Code(f"{reader}({string_literal(name)}, json)"),
            decode=tuple(decode),
            to_json=self._to_json(),
            encode=tuple(self._encoded(field) for field in self.cls.fields),
            rest=scope.runtime("encode_fields"),
        )

    def _from_json(self, name: Identifier) -> PyFunction:
        scope = self._types.scope
        mapping = scope.use("collections.abc", "Mapping")
        text = scope.builtin("str", self.hidden)
        value = scope.runtime("JSONValue")
        parameter = PyParameter(
            identifier("json"), Code(f"{mapping}[{text}, {value}]"), None, False
        )
        doc = """Read the value from its wire form.

Fields that this version does not know are kept for `to_json`."""
        raises = "DecodeError: If a field is missing or has another type."
        body = plain(doc, _IN_METHOD).value + f"\n\nRaises:\n    {raises}"
        return PyFunction(
            name=identifier("from_json"),
            parameters=(parameter,),
            returns=name,
            body=Code(""),
            docstring=Text(body),
        )

    def _to_json(self) -> PyFunction:
        scope = self._types.scope
        value = scope.runtime("JSONValue")
        text = scope.builtin("str", self.hidden)
        returns = f"{scope.builtin('dict', self.hidden)}[{text}, {value}]"
        doc = "Return the wire form as a new dict, nulls and unknown fields included."
        return PyFunction(
            name=identifier("to_json"),
            parameters=(),
            returns=Code(returns),
            body=Code(""),
            docstring=self._page_doc("toJson") or plain(doc, _IN_METHOD),
        )

    def _page_doc(self, method: str) -> Text | None:
        """Return what the page says of a method that every value has."""
        context = self.binder.speller.context(False, "`to_json`.")
        for found in self.cls.methods:
            if found.name == method:
                return docstring(found.doc, context, _IN_METHOD)
        return None

    def _name(self, field: FieldDecl) -> Identifier:
        return self._types.symbols.members[self.cls.name, field.name]

    def _field_function(self) -> Code:
        return self._types.scope.use("dataclasses", "field")

    def _default(self, field: FieldDecl) -> Code | None:
        """Write what stands behind a field: its default, and whether it is hashed."""
        absent = self._absent(field)
        has_hash = always_has_hash(field.type, self._types.symbols)
        if has_hash and absent is not None:
            return absent[1]
        parts = [] if absent is None else [f"{absent[0]}={absent[1]}"]
        parts += [] if has_hash else ["hash=False"]
        return Code(f"{self._field_function()}({', '.join(parts)})") if parts else None

    def _absent(self, field: FieldDecl) -> tuple[str, Code] | None:
        """Write a field's default: what the constructor says, or what may be absent.

        A default that has to be made anew goes with a type that has no hash.
        """
        given = constructor_parameter(self.cls, field)
        # Pages lose the brackets of what may be left out, so only names count.
        required = given is not None and given.kind == "named" and given.required
        if given is not None and given.default is not None:
            literal = literal_of(given.default, field.type)
            if literal is not None:
                return "default", literal
        if required:
            return None
        if field.type.nullable:
            return "default", Code("None")
        if isinstance(field.type, ListType):
            return "default", Code("()")
        if isinstance(field.type, MapType):
            return "default_factory", self._empty(field.type)
        return None

    def _empty(self, type_: MapType) -> Code:
        """Write what makes an empty map; it runs before later classes exist."""
        key = annotation(type_.key, self._types, "result")
        value = annotation(type_.value, self._types, "result")
        if any(named_types(type_.value)):
            value = self._types.scope.use("typing", "Any")
        if any(named_types(type_.key)):
            key = self._types.scope.use("typing", "Any")
        return Code(f"{self._types.scope.runtime('FrozenDict')}[{key}, {value}]")

    def _decoded(self, field: FieldDecl) -> PyPair:
        wire = string_literal(wire_name(field))
        read = "optional" if field.type.nullable else "required"
        found = decoder(field.type, self._types)
        return PyPair(self._name(field), Code(f"wire.{read}({wire}, {found})"))

    def _encoded(self, field: FieldDecl) -> PyPair:
        own = f"self.{self._name(field)}"
        if is_plain(field.type):
            value = own
        elif self._is_record(field.type):
            value = f"{own}.to_json()"
        else:
            value = f"{self._types.scope.runtime('encode')}({own})"
        return PyPair(string_literal(wire_name(field)), Code(value))

    def _is_record(self, type_: TypeRef) -> bool:
        if not isinstance(type_, NamedType) or type_.nullable:
            return False
        return type_.name in self._types.symbols.classes


def wire_literal(value: bool | int | str | None) -> Code:
    """Write a wire value as a Python literal."""
    if isinstance(value, str):
        return string_literal(value)
    return Code(repr(value))


def wire_name(field: FieldDecl) -> str:
    """Name of a field on the wire, which is the page's."""
    return field.name


def hidden_builtins(names: Mapping[str, str]) -> frozenset[str]:
    """Return the members that hide builtins from the annotations of their class."""
    return frozenset(names.values()) & USED_BUILTINS
