"""The Python model: final identifiers, annotations, defaults, docstrings and imports.

After this stage no decision is left: a template only puts the parts into their places.
Everything is `Code`, an `Identifier`, or `Text` that an encoder still has to turn into
one. Docstrings are the exact text that `ast.get_docstring` must give back.
"""

from __future__ import annotations

from dataclasses import field

from minidoc.python.code import Code, Text
from minidoc.python.names import Identifier
from minidoc.values import frozen


@frozen
class PyImport:
    """`from module import names`, or `import module` when there are no names."""

    module: Code
    names: tuple[Code, ...] = ()


@frozen
class PyParameter:
    """A parameter; `default` is None for a required one."""

    name: Identifier
    annotation: Code
    default: Code | None
    keyword_only: bool


@frozen
class PyFunction:
    """A function, a method, or a property when the decorators say so.

    Attributes:
        body: One statement.
        on_self: Has `self` as its first parameter.
        decorators: Without the `@`.
        overloads: What type checkers see in its place, each without a docstring.
    """

    name: Identifier
    parameters: tuple[PyParameter, ...]
    returns: Code
    body: Code
    docstring: Text | None = None
    is_async: bool = False
    on_self: bool = True
    decorators: tuple[Code, ...] = ()
    overloads: tuple[PyFunction, ...] = ()

    @property
    def positional(self) -> tuple[PyParameter, ...]:
        """Parameters that may be given by position."""
        return tuple(p for p in self.parameters if not p.keyword_only)

    @property
    def keywords(self) -> tuple[PyParameter, ...]:
        """Parameters that must be given by name."""
        return tuple(p for p in self.parameters if p.keyword_only)

    @property
    def is_stub(self) -> bool:
        """Whether nothing but `...` follows the signature."""
        return self.body == "..." and self.docstring is None


@frozen
class PyField:
    """A field of a dataclass, or an attribute that `__init__` sets."""

    name: Identifier
    annotation: Code
    default: Code | None
    docstring: Text | None


@frozen
class PyPair:
    """A key and an expression: an argument of `cls(...)` or an entry of a dict."""

    key: Code
    value: Code


@frozen
class PyWireForm:
    """How a data class is read from JSON and written as JSON.

    Attributes:
        classmethod: Spelling of the decorator.
        from_json: Signature and docstring; its body is `reader` and `decode`.
        reader: Expression that makes the reader.
        decode: Arguments of the constructor call.
        to_json: Signature and docstring; its body is `encode`.
        encode: Entries of the dict.
        rest: Spelling of the function for the fields that are not known.
    """

    classmethod: Code
    from_json: PyFunction
    reader: Code
    decode: tuple[PyPair, ...]
    to_json: PyFunction
    encode: tuple[PyPair, ...]
    rest: Code


@frozen
class PyData:
    """A frozen dataclass; `wire` is None when it has no wire form."""

    name: Identifier
    docstring: Text | None
    decorators: tuple[Code, ...]
    fields: tuple[PyField, ...]
    wire: PyWireForm | None
    methods: tuple[PyFunction, ...]


@frozen
class PyTypedDictKey:
    """A key; its annotation says when a call without it is an error."""

    name: Identifier
    annotation: Code


@frozen
class PyTypedDict:
    """The named parameters of one method, for `Unpack`.

    `total` when each key must be given.
    """

    name: Identifier
    base: Code
    total: bool
    docstring: Text
    keys: tuple[PyTypedDictKey, ...]


@frozen
class PyHandle:
    """A class that acts through the session.

    Attributes:
        base: What it derives from, None for nothing.
        session: Name and annotation of the session argument; None when the base has it.
        attributes: What `__init__` takes and keeps.
        final: Spelling of `Final`.
        members: Properties first, then methods.
    """

    name: Identifier
    base: Code | None
    docstring: Text | None
    decorators: tuple[Code, ...]
    session: PyParameter | None
    attributes: tuple[PyField, ...]
    final: Code
    members: tuple[PyFunction, ...]

    @property
    def slots(self) -> tuple[str, ...]:
        """Names of all that an instance keeps."""
        session = ("_session",) if self.session is not None else ()
        return (*session, *(attribute.name for attribute in self.attributes))


@frozen
class PyEnumMember:
    """One constant and its wire value as a literal."""

    name: Identifier
    value: Code
    docstring: Text | None


@frozen
class PyEnum:
    """An enum that keeps unknown wire values."""

    name: Identifier
    base: Code
    docstring: Text | None
    decorators: tuple[Code, ...]
    members: tuple[PyEnumMember, ...]


@frozen
class PyAlias:
    """`Name: TypeAlias = value`."""

    name: Identifier
    annotation: Code
    value: Code
    docstring: Text


@frozen
class PyOldName:
    """A class under its name of before.

    Attributes:
        name: The old name.
        module: The module that has it, as an alias.
        notice: What the warning says, as a string literal.
    """

    name: Identifier
    module: Code
    notice: Code


@frozen
class PyModule:
    """One file of the package.

    Attributes:
        imports: From the standard library; what comes from the package is in `own`.
        old_names: Classes under names of before; not among the exports.
        wire: Private functions that say what travels on the wire.
        exports: Public names, sorted.
        permits_deprecated: It declares or mentions something deprecated.
    """

    name: Identifier
    docstring: Text
    imports: tuple[PyImport, ...]
    own: tuple[PyImport, ...]
    exports: tuple[Identifier, ...]
    aliases: tuple[PyAlias, ...] = ()
    enums: tuple[PyEnum, ...] = ()
    data: tuple[PyData, ...] = ()
    typed_dicts: tuple[PyTypedDict, ...] = ()
    handles: tuple[PyHandle, ...] = ()
    functions: tuple[PyFunction, ...] = ()
    old_names: tuple[PyAlias, ...] = ()
    wire: tuple[PyFunction, ...] = ()
    permits_deprecated: bool = False


@frozen
class PyExport:
    """A public name of the package and the module that has it."""

    name: Identifier
    module: Code


@frozen
class PyPageLink:
    """Where a module comes from, for the README of the distribution.

    Attributes:
        page: File name of the page; pages are sorted by it.
        title: What the page calls itself.
        url: Its address.
        module: What became of it.
    """

    page: str
    title: Text
    url: Text
    module: Identifier


@frozen
class PyPart:
    """What pages bring to a package, besides their modules.

    Attributes:
        exports: Public names of the modules.
        old_names: Names of before, which are found, and listed nowhere.
        pages: In the order of the pages.
        claims: Every name that no other module or public name may have.
        permits_deprecated: One of the exports is deprecated.
    """

    exports: tuple[PyExport, ...]
    old_names: tuple[PyOldName, ...]
    pages: tuple[PyPageLink, ...]
    claims: frozenset[str]
    permits_deprecated: bool


@frozen
class PyPackage:
    """The package around the modules.

    Attributes:
        name: Dotted import name (`talkjs`, `acme.vendor.talkjs`).
        docstring: Of `__init__`.
        imports: What `__init__` imports for type checkers, by module.
        exports: Sorted by name; runtime names included.
        old_names: Names of before, which are found, and listed nowhere.
        pages: Sorted by the names of the pages.
        permits_deprecated: One of the exports is deprecated.
    """

    name: Code
    docstring: Text
    imports: tuple[PyImport, ...]
    exports: tuple[PyExport, ...]
    old_names: tuple[PyOldName, ...] = ()
    pages: tuple[PyPageLink, ...] = field(default=())
    permits_deprecated: bool = False
