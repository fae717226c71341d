"""The same work: every tool's output is held against the model, name by name."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bench.peers import expected, graphql
from bench.peers.api import classes_of
from bench.peers.courses import PEERS
from bench.peers.openapi import openapi
from bench.race import WrongWorkError
from bench.work import check_work, found_in

OUTPUT = """
@dataclass
class UserRef:
    photo_url: str

    def __init__(self, id):
        self.id = id

    @property
    def connected(self): ...

    async def delete_fields(self): ...

def sync_detailed(): ...
"""


def test_names_are_found(tmp_path: Path) -> None:
    file = tmp_path / "user_ref_get.py"
    file.write_text(OUTPUT, encoding="utf-8")
    assert found_in([file]) == {
        "userref",
        "userref.photourl",
        "userref.id",
        "userref.connected",
        "userref.deletefields()",
        "userrefget.syncdetailed()",
    }


def test_work_is_counted(tmp_path: Path) -> None:
    (tmp_path / "user_ref_get.py").write_text(OUTPUT, encoding="utf-8")
    wanted = frozenset({"userref", "userref.id", "userref.deletefields()"})
    facts = check_work(tmp_path, wanted)
    assert facts == {"classes": 1, "fields": 1, "operations": 1}


@pytest.mark.parametrize("lost", ["usersnapshot", "userref.name", "userref.get()"])
def test_missing_work_is_an_error(tmp_path: Path, lost: str) -> None:
    (tmp_path / "user_ref_get.py").write_text(OUTPUT, encoding="utf-8")
    with pytest.raises(WrongWorkError, match=re.escape(lost)):
        check_work(tmp_path, frozenset({"userref", lost}))


def test_our_package_does_all_of_it(repository: Path) -> None:
    wanted = expected.of_minidoc(classes_of(1))
    facts = check_work(repository / "generated/talkjs", wanted)
    # Two values; two subscriptions and a handle for each of both worlds.
    assert facts["classes"] == 2 + 2 * 3
    assert facts["operations"] == 2 + 2 * (6 + 2)


@pytest.mark.parametrize("name", PEERS)
def test_what_is_expected_grows_with_the_corpus(name: str) -> None:
    one, three = (PEERS[name].expected(classes_of(n)) for n in (1, 3))
    assert one < three
    assert len(three) == 3 * len(one)


def test_the_openapi_document_has_everything() -> None:
    text = openapi(classes_of(2))
    document: dict[str, Any] = json.loads(text)
    schemas = document["components"]["schemas"]
    assert len(document["paths"]) == 2 * 8
    assert len(schemas) == 2 * (5 + 3)
    references = _references(text)
    assert references
    assert references <= {f"#/components/schemas/{name}" for name in schemas}
    snapshot = schemas["User1Snapshot"]
    assert snapshot["description"].startswith("A snapshot of a user's attributes")
    assert list(snapshot["properties"]) == [
        *("id", "name", "custom", "role", "locale", "photoUrl", "welcomeMessage")
    ]
    assert snapshot["required"] == ["id", "name", "custom", "role"]
    sent = schemas["UserRefCreateIfNotExistsBody"]
    assert sent["required"] == ["name"]
    assert all(each["description"] for each in sent["properties"].values())


def _references(text: str) -> set[str]:
    return set(re.findall(r'"\$ref": "([^"]+)"', text))


def test_the_graphql_schema_has_everything() -> None:
    schema = graphql.schema(classes_of(2))
    assert len(re.findall(r"^type User\w+ {", schema, re.MULTILINE)) == 2 * 5
    assert len(re.findall(r"^input User\w+ {", schema, re.MULTILINE)) == 2 * 3
    assert "  user1RefGet(id: ID!): User1Snapshot\n".strip() in schema
    assert "A snapshot of a user's attributes" in schema


def test_every_operation_is_asked_for_once() -> None:
    queries = graphql.queries(classes_of(2))
    found = re.findall(r"^(query|mutation|subscription) (\w+)", queries, re.MULTILINE)
    assert len(set(found)) == len(found) == 2 * 8
    assert sorted({kind for kind, _ in found}) == ["mutation", "query", "subscription"]
    nested = (
        "{ user { id name custom role locale photoUrl welcomeMessage } isConnected }"
    )
    assert queries.count(nested) == 2
