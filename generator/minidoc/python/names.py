"""Identifiers: from the page's spelling to Python's, checked, never silently renamed.

An `Identifier` can only be made here. It is NFKC-normalised, as the interpreter would
do it anyway, so that two names which Python folds into one are equal here as well.
"""

from __future__ import annotations

import keyword
import re
import unicodedata

from minidoc.python.code import Code

MAX_LENGTH = 255
# The longest name that is made of a module's: bytecode, as it is being written, which
# is `<module>.cpython-311.opt-1.pyc.<number>` and has to fit into 255 bytes.
MAX_MODULE_BYTES = 200

# Members that Python gives to every object or that our own classes bring along.
# Anything here gets a trailing underscore; dunder names are refused altogether.
RESERVED_PARAMETERS = frozenset({"self", "cls"})
RESERVED_DATA = frozenset({"from_json", "to_json"})
RESERVED_SUBSCRIPTION = frozenset({"state"})
RESERVED_OWNER = frozenset({"close", "aclose", "health"})

# Names outside classes that a generated file uses itself, in the bodies of methods or
# in `__init__`; a class or a function of such a name would be taken for them.
RESERVED_EXPORTS = frozenset(
    {
        "AttributeError",
        "TYPE_CHECKING",
        "annotations",
        "cls",
        "getattr",
        "globals",
        "json",
        "self",
        "sorted",
        "super",
        "wire",
    }
)

# What `__init__` calls, and what it exports of the runtime: a module of such a name,
# once imported, would stand in its place.
RESERVED_MODULES = frozenset({"getattr", "globals", "sign_token", "sorted"})

# File names that some system reserves, whatever their ending.
RESERVED_FILES = frozenset(
    {"con", "prn", "aux", "nul"}
    | {f"{device}{number}" for device in ("com", "lpt") for number in range(10)}
)

# Builtins that generated annotations and decorators use. A member of such a name hides
# the builtin from the rest of its class, so the class then says `builtins.str`.
USED_BUILTINS = frozenset(
    {
        "bool",
        "bytes",
        "classmethod",
        "dict",
        "Exception",
        "float",
        "int",
        "object",
        "property",
        "str",
        "super",
        "tuple",
    }
)


class Identifier(Code):
    """A checked Python identifier."""

    __slots__ = ()


class BadNameError(ValueError):
    """Raised when a page's name cannot be a Python name; the text says why."""


def identifier(name: str) -> Identifier:
    """Check a name that is to be used as it stands, after NFKC.

    Raises:
        BadNameError: If it is no identifier, is a dunder name, or is too long.
    """
    normal = unicodedata.normalize("NFKC", name)
    if not normal.isidentifier():
        raise BadNameError(f"{name!r} is not an identifier")
    if len(normal) > MAX_LENGTH:
        raise BadNameError(f"a name of {len(normal)} characters is too long")
    if normal.startswith("__"):
        raise BadNameError(f"{name!r} is reserved by Python")
    return Identifier(normal)


def public_name(name: str, reserved: frozenset[str] = frozenset()) -> Identifier:
    """Check a name; keywords and reserved names get a trailing underscore.

    Raises:
        BadNameError: As `identifier` does.
    """
    checked = identifier(name)
    if keyword.iskeyword(checked) or checked in reserved:
        return Identifier(f"{checked}_")
    return checked


_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def snake(name: str) -> str:
    """Spell a camel-case name with underscores: `photoUrl` becomes `photo_url`."""
    return _HUMP.sub("_", name).lower()


def member_name(name: str, reserved: frozenset[str] = frozenset()) -> Identifier:
    """Name of a field, a method, a parameter or a function.

    Raises:
        BadNameError: As `identifier` does.
    """
    return public_name(snake(identifier(name)), reserved)


def class_name(name: str) -> Identifier:
    """Name of a class or a type, which keeps the page's spelling.

    Raises:
        BadNameError: As `identifier` does.
    """
    return public_name(name, RESERVED_EXPORTS)


def constant_name(name: str) -> Identifier:
    """Name of an enum constant: `readWrite` and `ReadWrite` give `READ_WRITE`.

    Raises:
        BadNameError: As `identifier` does.
    """
    return public_name(snake(identifier(name)).upper())


def derived(name: str) -> Identifier:
    """Name that is made of checked names, and so may be longer than they may.

    Raises:
        BadNameError: If it is no identifier.
    """
    joined = normal(name)
    if not joined.isidentifier():
        raise BadNameError(f"{name!r} is not an identifier")
    return Identifier(joined)


def async_class_name(name: Identifier) -> Identifier:
    """Name of the asynchronous twin of a class."""
    return derived(f"Async{name}")


def async_function_name(name: Identifier) -> Identifier:
    """Name of the asynchronous twin of a function: `get_x` gives `get_async_x`."""
    head, _, tail = name.partition("_")
    return derived(f"get_async_{tail}" if head == "get" and tail else f"async_{name}")


def typed_dict_name(owner: Identifier, method: str) -> Identifier:
    """Name of the parameters of a method: `UserRef.set` gives `UserSetParams`."""
    stem = owner.removesuffix("Ref") or owner
    return derived(f"{stem}{method[:1].upper()}{method[1:]}Params")


def module_name(file: str) -> Identifier:
    """Name of the module that a page becomes: `TalkSession.md` gives `talk_session`.

    Raises:
        BadNameError: If what precedes the ending is no identifier, is too long for a
            file, or begins with an underscore, which is kept for our own modules.
    """
    stem = file.rpartition(".")[0] or file
    checked = identifier(snake(identifier(re.sub(r"[-. ]", "_", stem))))
    if checked.startswith("_"):
        raise BadNameError(f"{file!r} begins with an underscore")
    if (length := len(checked.encode())) > MAX_MODULE_BYTES:
        raise BadNameError(
            f"a module's name of {length} bytes is too long, {MAX_MODULE_BYTES} fit"
        )
    reserved = RESERVED_FILES | RESERVED_MODULES
    if keyword.iskeyword(checked) or checked.casefold() in reserved:
        return Identifier(f"{checked}_")
    return checked


def package_parts(name: str) -> tuple[Identifier, ...]:
    """Check a dotted package name such as `acme.vendor.talkjs`.

    Raises:
        BadNameError: If a part is no identifier or is a keyword.
    """
    parts = tuple(identifier(part) for part in name.split("."))
    for part in parts:
        if keyword.iskeyword(part):
            raise BadNameError(f"{part!r} is a keyword")
    return parts


def normal(name: str) -> str:
    """Return the name as the interpreter reads it."""
    return unicodedata.normalize("NFKC", name)


def fold(name: str) -> str:
    """Key under which two names of modules or exports count as one."""
    return unicodedata.normalize("NFKC", name).casefold()
