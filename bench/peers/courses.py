"""The peers as courses: their input, their fastest honest settings, their output."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.environment import Environment
from bench.peers import expected, graphql
from bench.peers.api import classes_of
from bench.peers.openapi import openapi
from bench.race import Course
from bench.work import Names, check_work
from minidoc.ir.model import ClassDecl

OPENAPI_PYTHON_CLIENT = "openapi-python-client"
ARIADNE = "ariadne-codegen"
DATAMODEL = "datamodel-code-generator"
CLIENTS = (OPENAPI_PYTHON_CLIENT, ARIADNE)

Classes = tuple[ClassDecl, ...]


@dataclass(frozen=True, slots=True)
class Peer:
    """One other generator.

    Attributes:
        files: Its input and settings, by file name.
        command: Its program and arguments.
        made: What it writes; removed before each run.
        expected: What has to be in there.
    """

    files: Callable[[Classes], Mapping[str, str]]
    command: tuple[str, ...]
    made: str
    expected: Callable[[Classes], Names]


def course(name: str, environment: Environment, folder: Path, copies: int) -> Course:
    """Write the input of a peer, and return how it is run."""
    peer, classes = PEERS[name], classes_of(copies)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for file, text in peer.files(classes).items():
        (folder / file).write_text(text, encoding="utf-8")
    program, *arguments = peer.command
    made = folder / peer.made
    return Course(
        (environment.program(program), *arguments),
        folder,
        before=partial(_remove, made),
        after=partial(check_work, made, peer.expected(classes)),
    )


def _remove(made: Path) -> None:
    if made.is_dir():
        shutil.rmtree(made)
    else:
        made.unlink(missing_ok=True)


def _openapi(classes: Classes) -> Mapping[str, str]:
    return {"openapi.json": openapi(classes)}


def _openapi_without_hooks(classes: Classes) -> Mapping[str, str]:
    # Otherwise ruff runs twice over what it has written.
    return {**_openapi(classes), "settings.json": '{"post_hooks": []}'}


def _graphql(classes: Classes) -> Mapping[str, str]:
    settings = """\
[tool.ariadne-codegen]
schema_path = "schema.graphql"
queries_path = "queries.graphql"
include_comments = "none"
"""
    return {
        "schema.graphql": graphql.schema(classes),
        "queries.graphql": graphql.queries(classes),
        "pyproject.toml": settings,
    }


PEERS: Mapping[str, Peer] = {
    OPENAPI_PYTHON_CLIENT: Peer(
        _openapi_without_hooks,
        (
            *("openapi-python-client", "generate", "--path", "openapi.json"),
            *("--config", "settings.json", "--meta", "none", "--output-path", "made"),
        ),
        "made",
        expected.of_openapi_python_client,
    ),
    ARIADNE: Peer(
        _graphql, ("ariadne-codegen",), "graphql_client", expected.of_ariadne
    ),
    DATAMODEL: Peer(
        _openapi,
        (
            *("datamodel-codegen", "--input", "openapi.json"),
            *("--input-file-type", "openapi", "--output", "models.py"),
            *("--formatters", "builtin", "--disable-warnings", "--disable-timestamp"),
        ),
        "models.py",
        expected.of_models,
    ),
}
