"""The classes of the golden packages in use: values, handles, calls, all of them."""

from __future__ import annotations

import asyncio
import copy
import dataclasses
import importlib
import inspect
import pickle
import sys
import types
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from golden_cases import CASES, Case, lay_out
from hypothesis import HealthCheck, given, settings, strategies as st

# Deprecated classes and methods are used here like all others.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module", params=CASES, ids=lambda case: case.name)
def package(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[types.ModuleType]:
    """One golden package, imported under a name that nothing else has."""
    case: Case = request.param
    name = f"golden_{case.name}"
    folder = tmp_path_factory.mktemp("golden")
    lay_out(case, folder / name)
    with imported(name, folder) as module:
        yield module


class imported:  # noqa: N801
    """Imports a package from a folder; forgets it at the end."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self.folder = name, str(folder)

    def __enter__(self) -> types.ModuleType:
        sys.path.insert(0, self.folder)
        importlib.invalidate_caches()
        return importlib.import_module(self.name)

    def __exit__(self, *exc_info: object) -> None:
        sys.path.remove(self.folder)
        for name in [n for n in sys.modules if n.partition(".")[0] == self.name]:
            del sys.modules[name]


def classes(package: types.ModuleType) -> list[type]:
    """Return the public classes that come from the pages."""
    found = [getattr(package, name) for name in package.__all__]
    return [
        value
        for value in found
        if isinstance(value, type)
        and value.__module__.startswith(f"{package.__name__}.")
        and "._runtime" not in value.__module__
    ]


def records(package: types.ModuleType) -> list[Any]:
    """Return the classes of values."""
    return [cls for cls in classes(package) if dataclasses.is_dataclass(cls)]


def handles(package: types.ModuleType) -> list[Any]:
    """Return the classes that act: they take a session."""
    return [
        cls
        for cls in classes(package)
        if not is_record(cls) and not issubclass(cls, Enum | dict)
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=2).map(tuple)
    | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=4,
)
SCALARS: dict[object, st.SearchStrategy[Any]] = {
    str: st.text(),
    int: st.integers(),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
    bytes: st.binary(),
    object: st.text(),
    type(None): st.none(),
    Exception: st.builds(ValueError, st.text()),
}


def values_of(hint: Any) -> st.SearchStrategy[Any]:
    """Make values of a type as the annotations of the packages spell it."""
    if hint in SCALARS:
        return SCALARS[hint]
    if is_record(hint):
        # One strategy for each class, also for those that hold themselves.
        return st.deferred(lambda: records_of(hint))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(list(hint)) | st.text(min_size=1).map(hint)
    arguments = typing.get_args(hint)
    match origin(hint):
        case "union" if any("JSONValue" in repr(each) for each in arguments):
            return JSON
        case "union":
            return st.one_of(*(values_of(each) for each in reversed(arguments)))
        case "sequence":
            return st.lists(values_of(arguments[0]), max_size=2).map(tuple)
        case "mapping":
            return st.dictionaries(st.text(), values_of(arguments[1]), max_size=2)
        case _:
            raise AssertionError(f"no values of {hint!r}")


def is_record(hint: Any) -> bool:
    return isinstance(hint, type) and dataclasses.is_dataclass(hint)


def origin(hint: Any) -> str:
    """Tell what kind of type a generic one is."""
    found: Any = typing.get_origin(hint)
    if found in (types.UnionType, typing.Union):
        return "union"
    for base, name in ((Mapping, "mapping"), (Sequence, "sequence")):
        if isinstance(found, type) and issubclass(found, base):
            return name
    return "callback" if found is Callable else ""


@cache
def records_of(cls: Any) -> st.SearchStrategy[Any]:
    """Make values of a data class, by keyword."""
    hints = typing.get_type_hints(cls)
    fields = {
        field.name: values_of(hints[field.name])
        for field in dataclasses.fields(cls)
        if field.name != "_unknown"
    }
    return st.builds(cls, **fields)


def argument(hint: Any) -> Any:
    """Return one value that a parameter of that type takes."""
    arguments = typing.get_args(hint)
    samples: dict[Any, Any] = {int: 1, float: 1.5, bool: True, bytes: b"a"}
    if hint is str:
        return "locale"  # The name of a field, where one is wanted.
    if isinstance(hint, type) and issubclass(hint, Enum):
        return next(iter(hint))
    match origin(hint):
        case "union":
            return argument(arguments[0])
        case "mapping":
            return {"a": argument(arguments[1])}
        case "sequence":
            return (argument(arguments[0]),)
        case "callback":
            return print
        case _:
            return samples.get(hint)


def call(function: Any) -> Any:
    """Call with a value for every parameter, by keyword where that is possible."""
    hints = typing.get_type_hints(function)
    positional: list[Any] = []
    named: dict[str, Any] = {}
    for parameter in inspect.signature(function).parameters.values():
        value = argument(hints[parameter.name])
        if parameter.kind is parameter.KEYWORD_ONLY:
            named[parameter.name] = value
        else:
            positional.append(value)
    return function(*positional, **named)


class Scripted:
    """A transport that answers every request with success, and remembers them."""

    def __init__(self, package: types.ModuleType) -> None:
        self.answer = importlib.import_module(f"{package.__name__}._runtime").Response
        self.requests: list[Any] = []

    def request(self, request: Any) -> Any:
        self.requests.append(request)
        return self.answer(200, {})

    def close(self) -> None:
        """Do nothing."""


class AsyncScripted(Scripted):
    """The same for the asynchronous world."""

    async def request(self, request: Any) -> Any:
        return super().request(request)

    async def close(self) -> None:  # type: ignore[override]
        """Do nothing."""


def session(package: types.ModuleType, is_async: bool) -> tuple[Any, Scripted]:
    """Make a session on a scripted transport."""
    runtime = importlib.import_module(f"{package.__name__}._runtime")
    transport = AsyncScripted(package) if is_async else Scripted(package)
    kind = runtime.AsyncSession if is_async else runtime.Session
    return kind(app_id="app", user_id="me", transport=transport), transport


def make(cls: Any, owner: Any) -> Any:
    """Construct a handle as the generated code does: the session, then keywords."""
    parameters = list(inspect.signature(cls.__init__).parameters)[2:]
    hints = typing.get_type_hints(cls.__init__)
    return cls(owner, **{name: argument(hints[name]) for name in parameters})


def is_subscription(cls: Any) -> bool:
    return any(base.__name__.endswith("Subscription") for base in cls.__bases__)


def outcomes(handle: Any) -> dict[str, object]:
    """Call every method of a handle; `unbound` stands for NotImplementedError."""
    found: dict[str, object] = {}
    for name, value in inspect.getmembers(handle, inspect.ismethod):
        if not name.startswith("_"):
            found[name] = outcome(value)
    return found


def outcome(method: Any) -> object:
    try:
        return asyncio.run(_result(method))
    except NotImplementedError as error:
        return "unbound" if "has no wire binding" in str(error) else error


async def _result(method: Any) -> Any:
    value = call(method)
    return await value if inspect.isawaitable(value) else value


def test_annotations_can_be_read_at_run_time(package: types.ModuleType) -> None:
    for cls in classes(package):
        typing.get_type_hints(cls)
        for value in vars(cls).values():
            if inspect.isfunction(value) and value.__module__ == cls.__module__:
                typing.get_type_hints(value)


def test_every_value_survives_the_wire(package: types.ModuleType) -> None:
    for cls in records(package):
        if hasattr(cls, "from_json"):
            check_round_trip(cls)


def check_round_trip(cls: Any) -> None:
    @settings(
        max_examples=10,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(records_of(cls))
    def check(value: Any) -> None:
        wire = value.to_json()
        assert cls.from_json(wire) == value
        assert cls.from_json({**wire, "unknown key": [1]}).to_json()["unknown key"]
        assert cls.from_json(wire).to_json() == wire

    check()


def test_every_value_can_be_copied_and_pickled(package: types.ModuleType) -> None:
    for cls in records(package):
        value = example(cls)
        assert copy.copy(value) == copy.deepcopy(value) == value
        assert pickle.loads(pickle.dumps(value)) == value
        first = dataclasses.fields(cls)[0].name
        if first != "_unknown":
            same = dataclasses.replace(value, **{first: getattr(value, first)})
            assert same == value
            with pytest.raises(dataclasses.FrozenInstanceError):
                setattr(value, first, None)


def example(cls: Any) -> Any:
    """Make one value, by keyword."""
    hints = typing.get_type_hints(cls)
    values = {
        field.name: _value(hints[field.name])
        for field in dataclasses.fields(cls)
        if field.name != "_unknown" and field.default is dataclasses.MISSING
    }
    return cls(**values)


def _value(hint: Any) -> Any:
    return example(hint) if is_record(hint) else argument(hint)


@pytest.mark.parametrize("is_async", [False, True], ids=["sync", "async"])
def test_every_handle_can_be_made_and_called(
    package: types.ModuleType, is_async: bool
) -> None:
    called = 0
    for cls in handles(package):
        if cls.__name__.startswith("Async") == is_async and not is_subscription(cls):
            owner, transport = session(package, is_async)
            found = outcomes(make(cls, owner))
            called += len(found)
            bound = [name for name, result in found.items() if result != "unbound"]
            assert bound or not transport.requests, cls
    assert called


def test_the_methods_of_users_send_requests(package: types.ModuleType) -> None:
    if package.__name__ not in ("golden_talkjs", "golden_family"):
        pytest.skip("bound only with the overlay")
    for is_async in (False, True):
        owner, transport = session(package, is_async)
        cls = package.AsyncUserRef if is_async else package.UserRef
        found = outcomes(make(cls, owner))
        assert "unbound" not in found.values()
        methods = {request.method for request in transport.requests}
        assert {"PUT", "POST"} <= methods
