"""Open enums: ordinary members, exact values, and unknown values that survive."""

from __future__ import annotations

import copy
import gc
import json
import pickle
from threading import Thread
from typing import Any

import pytest
from runtime_samples import Access

from minidoc.runtime import CLEAR, Clear, OpenEnum, encode, enums as enums_module


def test_members_are_ordinary() -> None:
    assert list(Access) == [Access.READ, Access.WRITE, Access.YES, Access.NO]
    assert Access("Read") is Access.READ
    assert Access["READ"] is Access.READ
    assert Access(Access.READ) is Access.READ
    assert Access.READ.is_known
    assert repr(Access.READ) == "<Access.READ: 'Read'>"


def test_classes_can_be_made_by_a_call_as_with_every_enum() -> None:
    make: Any = OpenEnum
    made = make("Made", {"A": "a"})
    assert made("a") is made.A
    assert not made("b").is_known


def test_values_are_told_apart_by_type() -> None:
    values: list[object] = [True, 1, 1.0, "True", "true", "1"]
    members = [Access(value) for value in values]
    assert [member.is_known for member in members] == [True] + [False] * 5
    assert len(set(members)) == 6
    assert [type(member.value) for member in members] == [type(v) for v in values]


def test_an_unknown_value_is_like_a_member() -> None:
    later = Access("Later")
    assert isinstance(later, Access)
    assert later == Access("Later")
    assert later != Access("Other")
    assert later != Access.READ
    assert hash(later) == hash(Access("Later"))
    assert later.value == "Later"
    assert not later.is_known
    assert repr(later) == "<Access unknown: 'Later'>"
    assert later not in list(Access)


def test_an_unknown_value_that_is_spelled_like_a_name_is_unknown() -> None:
    assert not Access("READ").is_known
    assert Access("READ") is not Access.READ


def test_it_survives_copies_and_the_way_back() -> None:
    for member in (Access("Later"), Access(1), Access.YES):
        for twin in (
            copy.copy(member),
            copy.deepcopy(member),
            pickle.loads(pickle.dumps(member)),
        ):
            assert twin is member
        assert json.dumps(encode(member)) == json.dumps(member.value)


def test_classes_do_not_share_unknown_values() -> None:
    class Other(OpenEnum):
        A = "a"

    later: object = Other("Later")
    assert later != Access("Later")


@pytest.mark.parametrize("value", [None, [], {}, b"a", (1,)])
def test_what_is_no_scalar_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="cannot be a value of Access"):
        Access(value)


def test_unknown_values_take_memory_only_while_in_use() -> None:
    kept = Access("kept")
    for number in range(1000):
        Access(f"unknown {number}")
    gc.collect()
    held = {key[2] for key in enums_module._unknown._made if key[0] is Access}
    assert "kept" in held
    assert not {value for value in held if str(value).startswith("unknown")}
    assert kept is Access("kept")


def test_threads_agree_on_the_object() -> None:
    found: list[Access] = []

    def look() -> None:
        found.extend(Access(f"raced {number}") for number in range(200))

    threads = [Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(member) for member in found}) == 200


def test_a_match_takes_no_branch_for_an_unknown_value() -> None:
    def name(access: Access) -> str:
        match access:
            case Access.READ:
                return "read"
            case Access.YES:
                return "yes"
            case _:
                return "other"

    assert [name(Access(v)) for v in ("Read", True, 1)] == ["read", "yes", "other"]


def test_clear_is_one_object() -> None:
    assert repr(CLEAR) == "CLEAR"
    assert CLEAR is Clear.CLEAR
    assert copy.deepcopy(CLEAR) is CLEAR
    assert pickle.loads(pickle.dumps(CLEAR)) is CLEAR
