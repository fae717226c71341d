"""Random lines of code, each with the code around it that makes a whole file."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st
from random_code import calls, constants, forward, names, paths, strings, types, values


@dataclass(frozen=True, slots=True)
class RandomLine:
    """One line of a file that needs no formatting but for this line."""

    before: str
    line: str
    after: str

    @property
    def source(self) -> str:
        """The whole file."""
        return f"{self.before}{self.line}{self.after}"


_INSIDE = ("", "class A:\n", "class A:\n    def f(self) -> None:\n")
_OPENED = {"(": ")", "[": "]", "{": "}"}


def _at(depth: int, text: str, after: str = "\n") -> RandomLine:
    pad = "    " * depth
    return RandomLine(
        _INSIDE[depth], f"{pad}{text}", after.replace("\n", f"\n{pad}").rstrip(" ")
    )


depths = st.integers(0, 2)


@st.composite
def signatures(draw: st.DrawFn) -> RandomLine:
    """A signature, of a function or a method, with a body or without."""
    parameters = ["self"] if draw(st.booleans()) else []
    named = draw(st.integers(0, 4))
    has_default = False
    for number in range(draw(st.integers(0, 4))):
        if number == named:
            parameters.append("*")
            has_default = False
        has_default = has_default or draw(st.booleans())
        default = f" = {draw(constants)}" if has_default else ""
        parameters.append(f"{draw(names)}: {draw(types)}{default}")
    start = draw(st.sampled_from(["def", "async def"]))
    result = draw(st.sampled_from(["None"]) | names | types)
    text = f"{start} {draw(names)}({', '.join(parameters)}) -> {result}:"
    if draw(st.booleans()):
        return _at(draw(depths), f"{text} ...")
    return _at(draw(depths), text, "\n    pass\n")


@st.composite
def imports(draw: st.DrawFn) -> RandomLine:
    """An import of names, some of them as themselves."""
    found = draw(st.lists(names, min_size=1, max_size=4))
    spelled = [f"{n} as {n}" if draw(st.booleans()) else n for n in found]
    dots = draw(st.sampled_from(["", ".", ".."]))
    return _at(draw(depths), f"from {dots}{draw(paths)} import {', '.join(spelled)}")


@st.composite
def statements(draw: st.DrawFn) -> RandomLine:
    """A statement that stands in one line, or the head of a class or decorator."""
    depth = draw(depths)
    match draw(st.integers(0, 7)):
        case 0:
            return _at(depth, f"{draw(paths)} = {draw(values)}")
        case 1:
            return _at(depth, f"{draw(names)}: {draw(types)} = {draw(values | calls)}")
        case 2:
            return _at(depth, f"{draw(names)}: {draw(types)}")
        case 3:
            wait = draw(st.sampled_from(["", "await "]))
            return _at(2, f"return {wait}{draw(calls)}")
        case 4:
            return _at(2, f"return {draw(values)}")
        case 5:
            return _at(depth, f"class {draw(names)}({draw(types | forward)}):", _PASS)
        case 6:
            return _at(depth, f"@{draw(calls)}", "\nclass A:\n    pass\n")
        case _:
            start = draw(st.sampled_from(["raise ", "await ", ""]))
            return _at(2, f"{start}{draw(calls)}")


_PASS = "\n    pass\n"


@st.composite
def parts(draw: st.DrawFn) -> RandomLine:
    """One part of a call, list or dict that the template has broken already."""
    opening = draw(st.sampled_from(sorted(_OPENED)))
    lead = {"(": f"{draw(names)}=", "[": "", "{": f"{draw(strings)}: "}[opening]
    start = "return cls" if opening == "(" else "return "
    before = f"def f() -> None:\n    {start}{opening}\n"
    after = f"\n    {_OPENED[opening]}\n"
    return RandomLine(before, f"        {lead}{draw(values)},", after)


lines = st.one_of(signatures(), imports(), statements(), parts())
