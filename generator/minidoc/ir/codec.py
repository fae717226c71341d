"""The API model as JSON text and back, and the JSON Schema of that text."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, cast

from minidoc.diagnostics import Code, Diagnostic, GenerationError
from minidoc.ir.model import SCHEMA_VERSION, Api

if TYPE_CHECKING:
    from pydantic import TypeAdapter, ValidationError


def to_json(api: Api) -> str:
    """Write the model as indented JSON in the model's order, with a final newline."""
    return _adapter().dump_json(api, indent=2).decode("utf-8") + "\n"


def from_json(text: str) -> Api:
    """Read a model that `to_json` wrote; the result equals the model it was made from.

    Raises:
        GenerationError: With CANNOT_READ for what is no such model, naming the place
            inside it, and with VERSION_MISMATCH for a model of another version.
    """
    # Late: a run that only writes models does not pay for it.
    from pydantic import ValidationError

    try:
        return _adapter().validate_json(text)
    except ValidationError as error:
        raise GenerationError(_refusals(text, error)) from None


def json_schema() -> dict[str, object]:
    """Return the JSON Schema of the text."""
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": dialect, **_adapter().json_schema(mode="serialization")}


@cache
def _adapter() -> TypeAdapter[Api]:
    from pydantic import TypeAdapter

    return TypeAdapter(Api)


def _refusals(text: str, error: ValidationError) -> list[Diagnostic]:
    version = _version(text)
    if version is not None and version != SCHEMA_VERSION:
        message = f"the API model has version {version!r}, not {SCHEMA_VERSION}"
        hint = "read it with the generator that wrote it, or write it anew"
        return [Diagnostic(Code.VERSION_MISMATCH, message, None, hint)]
    hint = "the text has to be what `minidoc ir` prints"
    return [
        Diagnostic(Code.CANNOT_READ, _message(detail["loc"], detail["msg"]), None, hint)
        for detail in error.errors(include_url=False, include_input=False)
    ]


def _message(place: tuple[int | str, ...], reason: str) -> str:
    path = ".".join(str(part) for part in place) or "the text"
    return f"no API model: {path}: {reason[:1].lower()}{reason[1:]}"


def _version(text: str) -> object:
    try:
        data: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict):
        return None
    return cast("dict[str, object]", data).get("schema_version")
