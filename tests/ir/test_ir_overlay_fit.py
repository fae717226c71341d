"""Bindings that no package could keep are refused; suggestions are none of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from minidoc.diagnostics import Severity
from minidoc.ir.lowered import Lowered
from minidoc.ir.model import MethodDecl
from minidoc.ir.overlay.suggest import suggest
from minidoc.ir.walk import find
from minidoc.pages import page_from_text
from minidoc.pipeline import Source, generate, model

ApplyText = Callable[[dict[str, str], str], Lowered]

PAGE = """\
## ARef
class ARef {
final String id;

final String? other;

final int number;

%s
}

## BRef
class BRef {
final String id;

Future<void>touch()
}

## S
class S {
final String name;
}

## Sub
class Sub {
final Future<void>connected;

final Future<void>terminated;

Future<void>unsubscribe()
}

## App
class App {
Future<void>touch()
}

"""

TOPIC = """
[[topic]]
page = "P.md"
reason = "r"
name = "s"
path = "/s/{id}"
snapshot = "S"
"""

READ = 'read = { topic = "s" }'
SUBSCRIBE = 'subscribe = { topic = "s" }'
WRITE = 'write = { method = "PUT", path = "/a/{id}" }'
CLEAR = 'clear = { method = "PUT", path = "/a", like = "BRef.touch" }'
MAKE = 'reference = { arguments = { id = "{id}" } }'
VALUE = 'session = { value = "appId" }'


def of(target: str, keys: str) -> str:
    text = f'[[bind]]\npage = "P.md"\nreason = "r"\ntarget = "{target}"\n{keys}\n'
    return (TOPIC if "topic =" in keys else "") + text


def errors(found: Lowered) -> list[str]:
    return [d.message for d in found.diagnostics if d.severity is Severity.ERROR]


def write(path: str) -> str:
    return WRITE.replace("/a/{id}", path)


ACCEPTED = [
    ("Future<S?>f()", READ),
    ("Future<S?>f(String id)", READ),
    ("Sub f(void Function(S? s) on)", SUBSCRIBE),
    ("Sub f(void Function(S? s)? on)", SUBSCRIBE),
    ("Future<void>f({String? x})", WRITE),
    ("Future<void>f(List<String>x)", CLEAR),
    ("BRef f()", MAKE),
    ("Future<BRef>f(String id)", MAKE),
    ("BRef f()", 'reference = { arguments = { id = "fixed" } }'),
    ("BRef f()", 'reference = { arguments = { id = "{session.userId}" } }'),
    ("String f()", VALUE),
]

REFUSED = [
    ("Future<S>f()", READ, "has to be `Future<S?>`"),
    ("S? f()", READ, "has to be `Future<S?>`"),
    ("Future<List<S>>f()", READ, "has to be `Future<S?>`"),
    ("Future<void>f()", READ, "has to be `Future<S?>`"),
    ("Future<S?>f(int x)", READ, "no use for the parameter `x`"),
    ("Future<S?>f(int id)", READ, "`id` does not always hold"),
    ("Future<S?>f({String? id})", READ, "`id` does not always hold"),
    ("Sub f()", SUBSCRIBE, "the callback has to take one `S?`"),
    ("Sub f(void Function() on)", SUBSCRIBE, "the callback has to take one"),
    ("Sub f(void Function(S s) on)", SUBSCRIBE, "the callback has to take one"),
    ("Sub f(void Function(List<S>s) on)", SUBSCRIBE, "the callback has to take"),
    ("Sub f(void Function(S? s, int n) on)", SUBSCRIBE, "the callback has to take"),
    ("Sub f(void Function(S? s) a, void Function(S? s) b)", SUBSCRIBE, "one `S?`"),
    ("Sub f(void Function(S? s) on, int x)", SUBSCRIBE, "no use for the parameter"),
    ("Sub? f(void Function(S? s) on)", SUBSCRIBE, "is no subscription"),
    ("BRef f(void Function(S? s) on)", SUBSCRIBE, "is no subscription"),
    ("void f(void Function(S? s) on)", SUBSCRIBE, "is no subscription"),
    ("void f()", WRITE, "has to be `Future<void>`"),
    ("Future<int>f()", WRITE, "has to be `Future<void>`"),
    ("Future<void>f(void Function() on)", WRITE, "`on` holds nothing to send"),
    ("Future<void>f()", write("/{other}"), "`other` does not always hold"),
    ("Future<void>f()", write("/{number}"), "`number` does not always hold"),
    ("void f(List<String>x)", CLEAR, "has to be `Future<void>`"),
    ("Future<void>f(List<int>x)", CLEAR, "a required `List<String>`"),
    ("Future<void>f(List<String>? x)", CLEAR, "a required `List<String>`"),
    ("Future<void>f({List<String>x})", CLEAR, "a required `List<String>`"),
    ("BRef? f()", MAKE, "no class that could be made"),
    ("S f()", MAKE, "no class that could be made"),
    ("BRef f(int id)", MAKE, "`id` does not always hold"),
    ("ARef f()", MAKE, "`ARef` needs its field `other`"),
    ("BRef f()", MAKE.replace("{id}", "k:{id}"), "neither fixed text nor one"),
    ("BRef f()", MAKE.replace("{id}", "{id}{id}"), "neither fixed text nor one"),
    ("ARef f()", MAKE.replace("id =", "number ="), "`ARef.number` is no `String`"),
    ("int f()", VALUE, "the values of a session are `String`"),
    ("String f()", "open = {}", "methods take no `open`"),
]


@pytest.mark.parametrize(("method", "keys"), ACCEPTED)
def test_accepted(apply_text: ApplyText, method: str, keys: str) -> None:
    assert errors(apply_text({"P.md": PAGE % method}, of("ARef.f", keys))) == []


@pytest.mark.parametrize(("method", "keys", "message"), REFUSED)
def test_refused(apply_text: ApplyText, method: str, keys: str, message: str) -> None:
    found = errors(apply_text({"P.md": PAGE % method}, of("ARef.f", keys)))
    assert any(message in text for text in found), found


@pytest.mark.parametrize("keys", [READ, SUBSCRIBE, WRITE, CLEAR])
def test_fields_take_no_requests(apply_text: ApplyText, keys: str) -> None:
    found = errors(apply_text({"P.md": PAGE % "void f()"}, of("ARef.id", keys)))
    assert found == [f"fields take no `{keys.split(maxsplit=1)[0]}`"]


@pytest.mark.parametrize("keys", [READ, SUBSCRIBE, WRITE, CLEAR, MAKE, VALUE])
def test_functions_take_open_only(apply_text: ApplyText, keys: str) -> None:
    page = PAGE % "void f()" + "## go\nFuture<void>go(String id)\n"
    found = errors(apply_text({"P.md": page}, of("go", keys)))
    assert found == [f"functions take no `{keys.split(maxsplit=1)[0]}`"]


IDS = "required String appId, required String userId"


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (f"App go({{{IDS}}})", ""),
        (f"Future<App>go({{{IDS}, String? token}})", ""),
        (f"App go({{{IDS}, String? port}})", "no use for the parameter `port`"),
        (f"App go({{{IDS}, int? token}})", "`token` is no `String`"),
        ("App go({required String appId})", "needs a parameter `userId`"),
        ("App go({String? appId, String? userId})", "needs a parameter"),
        (f"App? go({{{IDS}}})", "no class that could be a session"),
        (f"S go({{{IDS}}})", "no class that could be a session"),
        (f"BRef go({{{IDS}}})", "nothing gives `BRef.id`"),
    ],
)
def test_open(apply_text: ApplyText, function: str, message: str) -> None:
    page = PAGE % "void f()" + f"## go\n{function}\n"
    found = errors(apply_text({"P.md": page}, of("go", "open = {}")))
    assert bool(found) == bool(message)
    assert all(message in text for text in found), found


@pytest.mark.parametrize("key", ["optional = true", "default = \"'x'\""])
@pytest.mark.parametrize(
    ("parameters", "is_refused"),
    [("String a, String b", True), ("String b, String a", False)],
)
def test_only_the_last_can_be_left_out(
    apply_text: ApplyText, key: str, parameters: str, is_refused: bool
) -> None:
    text = of("ARef.f(a)", key).replace("[[bind]]", "[[correct]]")
    found = errors(apply_text({"P.md": PAGE % f"void f({parameters})"}, text))
    message = "`a` cannot be left out: `b` follows it"
    assert found == ([message] if is_refused else [])


def test_what_is_added_behind_must_not_be_required(apply_text: ApplyText) -> None:
    correction = of("ARef.f(a)", "default = \"'x'\"").replace("[[bind]]", "[[correct]]")
    keys = 'name = "c", type = "int", kind = "positional", required = true'
    addition = of("ARef.f", f"parameter = {{ {keys} }}").replace("[[bind]]", "[[add]]")
    page = {"P.md": PAGE % "void f(String a, String? b)"}
    assert errors(apply_text(page, correction)) == []
    lowered = apply_text(page, addition + correction)
    assert errors(lowered) == ["`a` cannot be left out: `c` follows it"]
    method = next(m for m in find(lowered.api, MethodDecl) if m.name == "f")
    assert [p.name for p in method.parameters] == ["a", "b", "c"]


REFERENCES = """\
---
url: https://example.org/docs/API/P
title: 'P'
minidoc-source: dart
---

## ConversationRef
class ConversationRef {
final String id;

Future<MessageRef>message(String messageId)
}

## MessageRef
class MessageRef {
final String id;

final String conversationId;

Future<void>delete()

Future<int>deleteAll()
}
"""


def test_a_suggested_reference_works() -> None:
    page = page_from_text("P.md", REFERENCES)
    more = suggest(model([page]).api)
    assert 'arguments = { id = "{messageId}", conversationId = "{id}" }' in more
    reason = "the result of `deleteAll` has to be `Future<void>`"
    assert f"# MessageRef.deleteAll (P.md): {reason}." in more
    modelled = model([page], Source("overlay.toml", more))
    text = generate(modelled, "p").files["p.py"]
    body = "MessageRef(self._session, id=message_id, conversation_id=self.id)"
    assert f"return {body}" in text
    assert f"return Async{body}" in text


@pytest.mark.parametrize(
    ("doc", "shown"),
    [("doc = 'What it is.'", "What it is."), ("", "Tag, of which the pages show")],
)
def test_the_text_of_a_type(doc: str, shown: str) -> None:
    page = page_from_text("P.md", REFERENCES.replace("<int>", "<Tag>"))
    entry = '[[type]]\npage = "P.md"\nreason = "r"\nname = "Tag"\nis = "List<int>"\n'
    modelled = model([page], Source("overlay.toml", entry + doc))
    text = generate(modelled, "p").files["p.py"]
    assert f'"""{shown}' in text
    assert "List<int>" not in text
