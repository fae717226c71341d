"""Import cycles between modules, against the definition that takes its time."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given, strategies as st

from minidoc.python.names import Identifier
from minidoc.python.scope import late_modules
from minidoc.python.symbols import OPAQUE_MODULE

MODULES = [Identifier(name) for name in "abcdefg"]
GRAPHS = st.dictionaries(
    st.sampled_from(MODULES), st.sets(st.sampled_from([*MODULES, OPAQUE_MODULE]))
)


@given(GRAPHS)
def test_modules_of_a_cycle_are_those_that_reach_each_other(
    edges: dict[Identifier, set[Identifier]],
) -> None:
    reach = {module: _reachable(module, edges) for module in edges}
    late = {
        module: {
            other
            for other in reached - {module}
            if module in reach.get(other, set[Identifier]())
        }
        for module, reached in reach.items()
    }
    assert late_modules(edges) == late


def _reachable(
    start: Identifier, edges: Mapping[Identifier, set[Identifier]]
) -> set[Identifier]:
    seen: set[Identifier] = set()
    waiting = [start]
    while waiting:
        ahead = edges.get(waiting.pop(), set[Identifier]()) - seen - {OPAQUE_MODULE}
        seen |= ahead
        waiting.extend(ahead)
    return seen
