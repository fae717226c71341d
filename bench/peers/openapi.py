"""The API of the corpus as OpenAPI: a schema a class, an operation a method."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from bench.peers.api import (
    arguments,
    operations,
    text_of,
    text_of_parameter,
)
from minidoc.ir.model import ClassDecl, MethodDecl
from minidoc.ir.types import (
    FutureType,
    ListType,
    MapType,
    NamedType,
    PrimitiveType,
    TypeRef,
)

Json = dict[str, Any]
_PRIMITIVES = {"String": "string", "bool": "boolean", "int": "integer"}


def openapi(classes: Iterable[ClassDecl]) -> str:
    """Return the document; its bodies are schemas with names, as its classes are."""
    schemas: Json = {}
    paths: Json = {}
    for declared in classes:
        schemas[declared.name] = _class_schema(declared)
        for method in operations(declared):
            if arguments(method):
                schemas[body_name(declared, method)] = _body_schema(method)
            path = f"/{declared.name}/{{id}}/{method.name}"
            paths[path] = {"post": _operation(declared, method)}
    return json.dumps(
        {
            "openapi": "3.1.0",
            "info": {"title": "Users", "version": "1.0.0"},
            "paths": paths,
            "components": {"schemas": schemas},
        }
    )


def body_name(declared: ClassDecl, method: MethodDecl) -> str:
    """Return what the schema of a method's arguments is called."""
    return f"{declared.name}{method.name[0].upper()}{method.name[1:]}Body"


def _class_schema(declared: ClassDecl) -> Json:
    return {
        "type": "object",
        "description": text_of(declared.doc),
        "properties": {
            each.name: _schema(each.type) | {"description": text_of(each.doc)}
            for each in declared.fields
        },
        "required": [each.name for each in declared.fields if not each.type.nullable],
    }


def _body_schema(method: MethodDecl) -> Json:
    return {
        "type": "object",
        "properties": {
            each.name: _schema(each.type)
            | {"description": text_of_parameter(method, each.name)}
            for each in arguments(method)
        },
        "required": [each.name for each in arguments(method) if each.required],
    }


def _operation(declared: ClassDecl, method: MethodDecl) -> Json:
    identity = {"name": "id", "in": "path", "required": True}
    made: Json = {
        "operationId": f"{declared.name}_{method.name}",
        "tags": [declared.name],
        "description": text_of(method.doc),
        "parameters": [identity | {"schema": {"type": "string"}}],
        "responses": _responses(method.returns),
    }
    if arguments(method):
        content = _json_of(_reference(body_name(declared, method)))
        made["requestBody"] = {"required": True, "content": content}
    return made


def _responses(returns: TypeRef) -> Json:
    if isinstance(returns, PrimitiveType) and returns.name == "void":
        return {"204": {"description": "Done"}}
    return {"200": {"description": "Done", "content": _json_of(_schema(returns))}}


def _json_of(schema: Json) -> Json:
    return {"application/json": {"schema": schema}}


def _reference(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _schema(type_: TypeRef) -> Json:
    match type_:
        case ListType():
            found: Json = {"type": "array", "items": _schema(type_.item)}
        case MapType():
            values = _schema(type_.value)
            found = {"type": "object", "additionalProperties": values}
        case NamedType():
            found = _reference(type_.name)
        case FutureType():
            # Whether it has come true; JSON has nothing that is waited for.
            found = {"type": "boolean"}
        case PrimitiveType():
            found = {"type": _PRIMITIVES[type_.name]}
        case _:
            raise NotImplementedError(f"the page on users has no {type_.kind}")
    return _nullable(found) if type_.nullable else found


def _nullable(schema: Json) -> Json:
    if "$ref" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    return schema | {"type": [schema["type"], "null"]}
