"""Programs of callers for the examples of the catalogue, by the code of the example."""

from __future__ import annotations

from pair_table import of_handle, of_value

_PRINT = (
    "from PACKAGE import {0}\n\n\ndef main(session: object) -> None:\n    print({0})\n"
)
_ACCESS = (
    "from PACKAGE import Access\n\n\ndef main(session: object) -> None:\n"
    "    print(Access.{0})\n"
)
_TOUCH = of_handle("WAITuser.touch()")
_SET = of_handle('WAITuser.set(name="x")')

PROGRAMS = {
    "removed-declaration": _PRINT.format("UserState"),
    "removed-member": _TOUCH,
    "removed-constant": _ACCESS.format("OWN"),
    "removed-parameter": of_handle('WAITuser.set(locale="x")'),
    "renamed-declaration": _PRINT.format("UserSnapshot"),
    "renamed-member": _TOUCH,
    "renamed-constant": _ACCESS.format("READ"),
    "renamed-parameter": of_handle('WAITuser.set(photo_url="x")'),
    "moved-member": _TOUCH,
    "parameter-object-inlined": """\
from PACKAGE import UserParams, UserRef
from PACKAGE._runtime import Session


def main(session: Session) -> None:
    UserRef(session, id="u").set(UserParams(name="x"))
""",
    "parameter-object-introduced": _SET,
    "added-required-parameter": _SET,
    "now-required": of_handle("WAITuser.set()"),
    "keyword-only": of_handle('WAITuser.set("x")'),
    "reordered-parameters": of_handle('WAITuser.move("a", 3)'),
    "narrowed-parameter": of_handle("WAITuser.set(None, 3)"),
    "widened-result": of_value(
        "locale: str = snapshot.locale\nprint(locale)", '{"locale": "de"}'
    ),
    "changed-type": of_value("age: str = snapshot.age\nprint(age)", '{"age": "3"}'),
    "lost-result": of_handle("print(WAITuser.touch() is True)"),
    "became-async": (
        "from PACKAGE import AsyncUserRef\nfrom PACKAGE._runtime import AsyncSession\n"
        "\n\nasync def main_async(session: AsyncSession) -> None:\n"
        '    age: int = AsyncUserRef(session, id="u").age()\n    print(age)\n'
    ),
    "became-sync": of_handle("WAITuser.age()"),
    "changed-kind": (
        "from PACKAGE import UserRef\n\n\ndef main(session: object) -> None:\n"
        "    print(UserRef)\n\n\ndef use(user: UserRef) -> bool:\n"
        "    active: bool = user.active\n    return active\n"
    ),
    "declared-parameter-type": of_handle('WAITuser.grant("read")'),
    "no-longer-clearable": of_handle(
        "from PACKAGE import CLEAR\n\nWAITuser.set(locale=CLEAR)"
    ),
    "lost-binding": _SET,
    "removed-old-name": of_handle("WAITuser.greet()"),
    "added-old-name": of_handle("WAITuser.touch_now()"),
    "added-declaration": _PRINT.format("UserSnapshot"),
    "added-member": _TOUCH,
    "added-constant": _ACCESS.format("READ"),
    "added-parameter": _SET,
    "now-optional": _SET,
    "positional-too": _SET,
    "widened-parameter": of_handle('WAITuser.set(name="x")'),
    "narrowed-result": of_value("print(snapshot.locale)", '{"locale": "de"}'),
    "gained-result": _TOUCH,
    "declared-type": of_value("print(snapshot.access)", '{"access": "read"}'),
    "now-clearable": of_handle('WAITuser.set(name="x", locale="de")'),
    # Its only effect is that a call which raised no longer does.
    "gained-binding": "",
    "changed-text": _TOUCH,
    "changed-prose": _PRINT.format("Two"),
    # Type checkers report the use of what is deprecated, before and now.
    "deprecation-changed": "",
    "deprecation-withdrawn": "",
    "moved-declaration": _PRINT.format("Two"),
    "moved-page": _PRINT.format("Two"),
    "moved-link": _TOUCH,
    "changed-front-matter": _PRINT.format("Two"),
    "reordered": of_value(
        "print(snapshot.name, snapshot.age)", '{"name": "n", "age": 3}'
    ),
    "respelled": _ACCESS.format("READ_WRITE"),
    "weak-evidence": of_value("print(snapshot.name)", '{"name": "n"}'),
}
