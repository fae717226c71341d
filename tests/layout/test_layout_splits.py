"""A line that is too long becomes what black makes of it, or black is asked."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from random_lines import RandomLine, lines

from minidoc.formatting import format_python
from minidoc.layout.splits import split
from minidoc.layout.width import UncertainError

N20, N40, N60, N80 = ("n" * length for length in (20, 40, 60, 80))
WIDE = "ユーザー" * 5
FIELD = "field(default_factory=dict, repr=False, compare=False)"

# At least one for each rule; what becomes of it is black's to say.
STATEMENTS = {
    "signature on three lines": f"def f(self, {N40}: A, *, b: {N40} = 1) -> A: ...",
    "signature, one parameter a line": f"def f(a: {N40}, b: {N40}, c: A) -> A: ...",
    "signature, one parameter": f"def {N40}(a: {N40} | None = None) -> None: ...",
    "signature, one type with a comma": f"def f(a: dict[{N40}, {N40}]) -> None: ...",
    "signature, self alone": f"def {N60}(self) -> dict[{N20}, int]: ...",
    "signature without parameters": f"async def {N60}() -> {N40}: ...",
    "signature, long result": f"def f(a: A) -> list[{N60}{N20}]: ...",
    "signature, long union": f"def f(self) -> {N40} | {N40} | None: ...",
    "parameter, long union": f"def f({N40}: {N20} | {N40} = 1, b: A = 2) -> A: ...",
    "parameter, long subscript": f"def f({N40}: dict[{N20}, {N40}] = 1) -> None: ...",
    "parameter, long name": f"def f({N60}: {N40} = 1, b: int = 2) -> None: ...",
    "import": f"from .a import {N20} as {N20}, {N40}",
    "import from afar": f"from .{N80}.a import {N20}, a",
    "import of one": f"from ..a import {N40} as {N40}",
    "import, long name": f"from . import {N60} as {N60}",
    "base class": f'class {N40}(A["{N40} | None"]):\n    pass',
    "decorator": f'@d(a=("x", "{N80}"), b="c")\nclass A: ...',
    "decorator, strings side by side": f'@d("{N40}" " " "{N40}")\nclass A: ...',
    "raise": f'raise E("{N80}")',
    "call": f"a.b(c(self.id, {N40}={N40}, x=x))",
    "call on one inner line": f"await {N20}({N40}, x={N20}, y=1)",
    "return a call": f"return {N20}({N40}, self.x, {N20})",
    "return a name": f"return {N40}.{N40}.x",
    "return a tuple": f"return ({N40}, {N20}, {N20})",
    "assign a list": f'a = ["{N20}", "{N20}", "{N20}", "{N20}"]',
    "assign a list of one": f'a = ["x{N80}"]',
    "assign a tuple of one": f"a = (x{N80},)",
    "assign a dict": f'a.b = {{"a": {N40}, "b": {N40}, "c": 1}}',
    "assign a string": f'{N20} = "x{N60}x"',
    "field": f"_unknown: Mapping[str, {N20}] = {FIELD}",
    "field, value below": f"{N20}: Mapping[str, {N40}] = {FIELD}",
    "field, name below": f"x{N20}: {N40} = x{N20}x",
    "field, empty tuple": f"x{N20}: tuple[{N40}, ...] | None = ()",
    "field, empty tuple, subscript": f"{N20}: tuple[{N60}, ...] = ()",
    "annotation": f"{N20}: Mapping[{N40}, {N20}]",
    "annotation, union": f"{N20}: {N40} | {N20} | None",
    "annotation, name": f"{N40}: {N60}",
    "wide characters": f'a.{WIDE}("{WIDE}", b="{N20}")',
}
# The same with a name of every length, through all places where a rule begins to hold.
GROWING = (
    "@: str = None",
    "x: @ = None",
    "x: @ = (1, 2)",
    "x: @ = f(a, bb)",
    "x: @ = F[int](a)",
    "x: tuple[@, ...] = None",
    "x: tuple[@, ...] = ()",
    "x: tuple[@, ...] = f(a, bb)",
    "x: @ | None = None",
    "x: dict[@, @]",
    "x.y = @",
    "x.y = @.z",
    'a.long_name = "@"',
    "@(a, b, ccc)",
    "f(@)(a, b)",
    "return @.a(b, c)",
    "return f(@, [a, @], {@: @})".replace("{@", '{"@"'),
    "raise E(@, @, @)",
    "def @(a: A, *, b: B = 1) -> C: ...",
    "def f(a: @, *, b: B = 1) -> C: ...",
    "def f(a: A, *, b: @ = 1) -> C: ...",
    "def f(a: A, *, b: dict[@, C] = 1) -> C: ...",
    "def f(a: @) -> C: ...",
    "def f(a: A, *, b: B = 1) -> @: ...",
    "def f(a: A, *, b: B = 1) -> @ | None: ...",
    "def f(a: A, *, b: B = 1) -> tuple[@, ...]: ...",
    "def f(self) -> list[@]: ...",
    "def f() -> @: ...",
    "def f() -> tuple[@, ...]: ...",
    "from .a import @ as @, b as b",
    "from .a.@ import b",
)
PARTS = {
    "argument": f'{N20}=wire.required("{N20}", list_of(record({N20}.from_json)))',
    "argument, string": f'{N20}="{N80}"',
    "argument, dict": f'known={{"{N40}": "{N20}", "a": "b", "{N20}": "c"}}',
    "argument, dict of one": f'{N40}={{"{N40}": "a"}}',
    "argument, tuples": f'a=(E("{N40}", "a"), E("{N40}", "b"))',
    "argument, method of a call": f"{N20}=super().{N40}({N20})",
    "argument, subscript": f"{N20}=F[{N40}, {N20}]()",
}
UNKNOWN = {
    "two statements": f"{N40}(); {N60}()",
    "spaces within brackets": f"{N40}( {N60} )",
    "no space after a comma": f"{N40}({N20},{N40})",
    "two spaces": f"{N40}({N20},  {N40})",
    "an operator": f"return {N40}({N20} + {N40})",
    "a comparison": f"return {N40}({N20} < {N40})",
    "a condition": f"return {N40}({N20} if {N40} else 1)",
    "a lambda": f"return {N40}(lambda: {N60})",
    "a keyword before brackets": f"return {N40}(not({N60}))",
    "strings that touch": f'{N40}("{N20}""{N40}")',
    "a comprehension": f"return {N40}([x for x in {N60}])",
    "brackets around one value": f"return {N40}(({N60}))",
    "a comma before the bracket": f"return {N40}({N60},)",
    "brackets that stay open": f"return {N40}({N20}, {N60}(",
    "brackets that do not match": f"return {N40}({N20}, {N60}]",
    "an import in brackets": f"from .a import ({N40}, {N40})",
    "a comment behind code": f"{N40}({N20})  # {N40}",
    "a prefix of a string": f'{N40}(b"{N60}")',
    "a number in hexadecimal": f"x{N40}({N40}, 0XFF)",
    "an exponent with a plus": f"{N40}({N40}, 1e+99)",
    "a long first line": f"{N80}.{N80}(1)",
    "a result in quotes": f'def {N40}(self, a: int) -> "{N40}": ...',
    "a result of long parts": f"def {N40}() -> dict[{N40}, {N60}]: ...",
    "the same behind parameters": f"def f(a: A) -> dict[{N40}, {N60}]: ...",
    "no result": f"def {N40}({N20}: int, {N20}: int): ...",
    "a union as a value": f"a = {N40}[int] | {N40}[str]",
    "two bracketed trailers": f"a: {N20} = {N40}[{N20}]({N20})",
    "a default with commas": f'def {N40}(a: {N20} = "x,{N20}") -> None: ...',
    "a default with brackets": f"def f(a: {N40} = ({N40}, 1), b: int = 1) -> None: ...",
    "a chain of calls": f"return a({N20}).b({N20}).c({N20}).d({N20})",
    "strings in a union": f'{N40}("{N20}" "{N40}" | {N20})',
    "a width that is not settled": f'{N40}.{N20}("{"™" * 20}")',
}


@pytest.mark.parametrize("line", STATEMENTS.values(), ids=STATEMENTS)
@pytest.mark.parametrize("depth", [1, 2])
def test_a_statement(line: str, depth: int) -> None:
    heads = "class A:\n", "    def f(self) -> None:\n"
    line, _, after = f"{'    ' * depth}{line}".partition("\n")
    after = f"\n{'    ' * depth}{after}" if after else ""
    assert compare(RandomLine("".join(heads[:depth]), line, f"{after}\n")) == "split"


@pytest.mark.slow
@pytest.mark.parametrize("line", GROWING)
def test_every_length(line: str) -> None:
    seen: Counter[str] = Counter()
    for length in range(1, 96):
        longer = line.replace("@", "n" * length)
        head = "class A:\n    def f(self) -> None:\n"
        seen[compare(RandomLine(head, f"        {longer}", "\n"))] += 1
    assert seen["whole"] > 0
    assert seen["split"] > 0


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_a_part_that_stands_between_brackets(part: str) -> None:
    random = RandomLine("f(\n", f"    {part},", "\n)\n")
    assert compare(random) == ("whole" if part.endswith('n"') else "split")


@pytest.mark.parametrize("line", UNKNOWN.values(), ids=UNKNOWN)
def test_what_is_left_to_black(line: str) -> None:
    with pytest.raises(UncertainError):
        split(line)


@pytest.mark.parametrize(
    "line",
    [
        f"# {N80} {N80}",
        f"return {N40}{N60}",
        f"{N40}.{N60}()",
        f"@{N80}{N80}",
        f"a.x{N80} = ()",
    ],
)
def test_what_cannot_be_split(line: str) -> None:
    after = "\nclass A:\n    pass\n" if "@" in line else "\n"
    assert compare(RandomLine("", line, after)) == "whole"


@pytest.mark.slow
def test_what_is_certain_is_what_black_makes_of_it() -> None:
    counts: Counter[str] = Counter()

    @settings(
        max_examples=max(600, settings().max_examples),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(lines)
    def check(random: RandomLine) -> None:
        counts[compare(random)] += 1

    check()
    assert counts["split"] > 200
    assert counts["split"] > counts["unknown"]


def compare(random: RandomLine) -> str:
    """Compare one line with what black makes of its file; return what happened."""
    wanted = format_python(random.source)
    try:
        made = "\n".join(split(random.line))
    except UncertainError:
        return "unknown"
    assert f"{random.before}{made}{random.after}" == wanted
    return "whole" if made == random.line else "split"
