"""Identifiers: spelled as Python does, checked after NFKC, refused rather than bent."""

from __future__ import annotations

import py_compile
from collections.abc import Callable
from pathlib import Path

import pytest

from minidoc.python import names
from minidoc.python.names import BadNameError, Identifier
from minidoc.python.package import RUNTIME_EXPORTS


@pytest.mark.parametrize(
    ("page", "python"),
    [
        ("photoUrl", "photo_url"),
        ("id", "id"),
        ("getX", "get_x"),
        ("URLValue", "url_value"),
        ("photoURL", "photo_url"),
        ("parseJSONText", "parse_json_text"),
        ("oauth2Token", "oauth2_token"),
        ("x1y2", "x1y2"),
        ("v2", "v2"),
        ("aBC", "a_bc"),
        ("already_snake", "already_snake"),
        ("trailing_", "trailing_"),
        ("größe", "größe"),
        ("ﬁle", "file"),
        ("\uff57ide", "wide"),
        ("µ", "μ"),
        # Keywords and reserved names get a trailing underscore ...
        ("from", "from_"),
        ("import", "import_"),
        ("lambda", "lambda_"),
        ("await", "await_"),
        ("class", "class_"),
        # ... soft keywords, builtins and words that only look reserved do not.
        ("match", "match"),
        ("type", "type"),
        ("case", "case"),
        ("set", "set"),
        ("list", "list"),
        ("print", "print"),
        ("None", "none"),
        ("True", "true"),
    ],
)
def test_members(page: str, python: str) -> None:
    assert names.member_name(page) == python


@pytest.mark.parametrize(
    ("reserved", "name"),
    [
        (names.RESERVED_PARAMETERS, "self"),
        (names.RESERVED_PARAMETERS, "cls"),
        (names.RESERVED_DATA, "fromJson"),
        (names.RESERVED_DATA, "toJson"),
        (names.RESERVED_SUBSCRIPTION, "state"),
        (names.RESERVED_OWNER, "close"),
        (names.RESERVED_OWNER, "aclose"),
    ],
)
def test_reserved_members(reserved: frozenset[str], name: str) -> None:
    assert names.member_name(name, reserved) == f"{names.snake(name)}_"
    assert names.member_name(name) == names.snake(name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("UserRef", "UserRef"),
        ("user", "user"),
        ("list", "list"),
        ("None", "None_"),
        ("class", "class_"),
        ("super", "super_"),
        ("TYPE_CHECKING", "TYPE_CHECKING_"),
    ],
)
def test_classes(name: str, expected: str) -> None:
    assert names.class_name(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("readWrite", "READ_WRITE"),
        ("ReadWrite", "READ_WRITE"),
        ("READ", "READ"),
        ("x", "X"),
        ("none", "NONE"),
        ("straße", "STRASSE"),
    ],
)
def test_constants(name: str, expected: str) -> None:
    assert names.constant_name(name) == expected


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "not an identifier"),
        (" ", "not an identifier"),
        ("1a", "not an identifier"),
        ("a-b", "not an identifier"),
        ("a b", "not an identifier"),
        ("a\nb", "not an identifier"),
        ("a\x00", "not an identifier"),
        ("a$b", "not an identifier"),
        ("a\u200db", "not an identifier"),
        ("a.b", "not an identifier"),
        ("../x", "not an identifier"),
        ("__class__", "reserved by Python"),
        ("__x", "reserved by Python"),
        ("\uff3f\uff3finit", "reserved by Python"),
        ("a" * 256, "256 characters is too long"),
    ],
)
@pytest.mark.parametrize(
    "make", [names.identifier, names.member_name, names.class_name, names.constant_name]
)
def test_refused(make: Callable[[str], Identifier], name: str, why: str) -> None:
    with pytest.raises(BadNameError, match=why):
        make(name)


def test_the_longest_name() -> None:
    longest = "a" * names.MAX_LENGTH
    assert names.identifier(longest) == longest
    # What is made of names that have been checked may be longer.
    assert len(names.async_class_name(names.class_name(longest))) > names.MAX_LENGTH
    with pytest.raises(BadNameError):
        names.derived("a-b")


@pytest.mark.parametrize(
    ("name", "twin"),
    [
        ("get_talk_session", "get_async_talk_session"),
        ("get", "async_get"),
        ("getter", "async_getter"),
        ("open_it", "async_open_it"),
    ],
)
def test_twins_of_functions(name: str, twin: str) -> None:
    assert names.async_function_name(names.identifier(name)) == twin


@pytest.mark.parametrize(
    ("owner", "method", "expected"),
    [
        ("UserRef", "set", "UserSetParams"),
        ("UserRef", "createIfNotExists", "UserCreateIfNotExistsParams"),
        ("TalkSession", "open", "TalkSessionOpenParams"),
        ("Ref", "set", "RefSetParams"),
    ],
)
def test_names_of_parameters(owner: str, method: str, expected: str) -> None:
    assert names.typed_dict_name(names.class_name(owner), method) == expected


@pytest.mark.parametrize(
    ("file", "module"),
    [
        ("Users.md", "users"),
        ("TalkSession.md", "talk_session"),
        ("Message_Content.md", "message_content"),
        ("talk-session.md", "talk_session"),
        ("a.b.md", "a_b"),
        ("Users", "users"),
        ("import.md", "import_"),
        ("con.md", "con_"),
        ("AUX.md", "aux_"),
        ("nul.md", "nul_"),
        ("com1.md", "com1_"),
        ("LPT9.md", "lpt9_"),
        ("com.md", "com"),
        ("typing.md", "typing"),
        ("globals.md", "globals_"),
        ("GetAttr.md", "get_attr"),
        ("getattr.md", "getattr_"),
        ("Sorted.md", "sorted_"),
    ],
)
def test_modules(file: str, module: str) -> None:
    assert names.module_name(file) == module


def test_bytecode_of_the_longest_module_can_be_written(tmp_path: Path) -> None:
    module = names.module_name("a" * names.MAX_MODULE_BYTES + ".md")
    source = tmp_path / f"{module}.py"
    source.write_text("", encoding="utf-8")
    compiled = py_compile.compile(str(source), doraise=True, optimize=1)
    assert compiled is not None
    assert Path(compiled).is_file()


def test_no_module_hides_what_the_package_exports_of_the_runtime() -> None:
    assert [names.module_name(f"{name}.md") for name in RUNTIME_EXPORTS] == [
        f"{name}_" if name.islower() else names.snake(name) for name in RUNTIME_EXPORTS
    ]


@pytest.mark.parametrize(
    "file",
    [
        "_runtime.md",
        "-x.md",
        "__init__.md",
        "1.md",
        "../x.md",
        "a/b.md",
        "a\\b.md",
        "C:x.md",
        ".md",
        "%2e%2e.md",
        "x\x00.md",
        "a" * 256 + ".md",
        "a" * 201 + ".md",
        "\u00e9" * 101 + ".md",
        "aB" * 80 + ".md",
        "\u3300" * 20 + ".md",
    ],
)
def test_refused_modules(file: str) -> None:
    with pytest.raises(BadNameError):
        names.module_name(file)


@pytest.mark.parametrize("name", ["talkjs", "acme.vendor.talkjs", "a1._b"])
def test_packages(name: str) -> None:
    assert ".".join(names.package_parts(name)) == name


@pytest.mark.parametrize(
    "name", ["", ".", "a.", ".a", "a..b", "a-b", "a.import", "class", "a/b", "../a"]
)
def test_refused_packages(name: str) -> None:
    with pytest.raises(BadNameError):
        names.package_parts(name)


def test_folding() -> None:
    assert names.fold("Straße") == names.fold("STRASSE")
    assert names.fold("ﬁle") == names.fold("File")
    assert names.normal("ﬁle") == "file"
