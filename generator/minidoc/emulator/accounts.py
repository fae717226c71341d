"""Rules about users that both the socket and the REST API go by.

Comes in: bodies and ids. Goes out: answers. Which of the two asks is not known here.
"""

from __future__ import annotations

from collections.abc import Iterator

from minidoc.emulator.contract import Contract, Operation
from minidoc.emulator.json_values import JsonObject, as_object, is_text
from minidoc.emulator.state import App

CREATE = ("POST", "/users/{id}")
SET = ("PUT", "/users/{id}")


def body_problems(operation: Operation, body: JsonObject) -> list[str]:
    """Return what is wrong with a user's body, by the model and by the page's prose."""
    return operation.problems(body) or list(_push_token_problems(body))


def _push_token_problems(body: JsonObject) -> Iterator[str]:
    """The page: keys are `provider:token_id`, a value is true (null unregisters)."""
    for key, value in (as_object(body.get("pushTokens")) or {}).items():
        provider, colon, token_id = key.partition(":")
        if provider not in {"fcm", "apns"} or not colon or not token_id:
            yield f"pushTokens.{key}: must be fcm:TOKEN or apns:TOKEN"
        if value is False:
            yield f"pushTokens.{key}: must be true, or null to unregister"


def write_problems(
    contract: Contract, app: App, user_id: str, body: JsonObject
) -> list[str]:
    """Return what keeps a body from being merged into a user who may not exist."""
    found = body_problems(contract.operations[SET], body)
    if not is_text(user_id) or not user_id:
        found.append("id: must be a string of valid Unicode, and not empty")
    if not found and user_id not in app.users and "name" not in body:
        found.append("name: is required, since the user does not exist")
    return found
