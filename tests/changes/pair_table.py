"""What a row of the table of changes is: two states, what is found, a caller's program.

`use` is code of a caller. Of a handle it is written for both worlds, `WAIT` standing
for `await ` in the asynchronous one; of a value it reads `snapshot`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from minidoc.changes import Bump, Changes, compare
from minidoc.changes.catalog.entry import FRONT_MATTER, State
from minidoc.ir.model import Api
from minidoc.pages import page_from_text
from minidoc.pipeline import Modelled, Source, model_to_compare

HANDLE = """\
from PACKAGE import AsyncUserRef, UserRef
from PACKAGE._runtime import AsyncSession, Session


def main(session: Session) -> None:
    user = UserRef(session, id="u")
    SYNC


async def main_async(session: AsyncSession) -> None:
    user = AsyncUserRef(session, id="u")
    ASYNC
"""
VALUE = """\
from PACKAGE import UserSnapshot
from PACKAGE._runtime import Session


def main(session: Session) -> None:
    snapshot = UserSnapshot.from_json({"id": "u", **JSON})
    USE
"""


@dataclass(frozen=True, slots=True)
class Pair:
    """One row.

    Attributes:
        name: What the row is about.
        before: What the package was made from.
        after: What it is made from now.
        codes: The changes that are found, in their order.
        bump: What they mean for the next version.
        program: A caller's module, `PACKAGE` in place of the package's name; empty
            where nothing that a program does can show the change.
        kept: The state of now with what the advice says to add to the overlay.
    """

    name: str
    before: State
    after: State
    codes: tuple[str, ...]
    bump: Bump
    program: str = ""
    kept: State | None = None

    @property
    def reversed(self) -> Pair:
        """The same row the other way round, its expectations left out."""
        return replace(self, before=self.after, after=self.before)


def of_handle(use: str) -> str:
    """Write a program that uses a `UserRef`, in both worlds."""
    lines = use.strip().replace("\n", "\n    ")
    program = HANDLE.replace("ASYNC", lines.replace("WAIT", "await "))
    return program.replace("SYNC", lines.replace("WAIT", ""))


def of_value(use: str, json: str = "{}") -> str:
    """Write a program that reads a `UserSnapshot`, made from JSON."""
    lines = use.strip().replace("\n", "\n    ")
    return VALUE.replace("**JSON", f"**{json}").replace("USE", lines)


def of_import(name: str, use: str = "") -> str:
    """Write a program that imports a name and prints it, or something of it."""
    return (
        f"from PACKAGE import {name}\n\n\ndef main(session: object) -> None:\n"
        f"    print({use or name})\n"
    )


def with_more(state: State, text: str) -> State:
    """Add declarations at the end of the page."""
    return replace(state, page=f"{state.page}\n{text}")


def body(text: str) -> State:
    """Make a state of what follows the front matter."""
    return State(FRONT_MATTER + text)


def modelled(state: State) -> Modelled:
    """Read a state into the API model."""
    pages = [page_from_text(name, text) for name, text in state.pages.items()]
    overlay = Source("overlay.toml", state.overlay) if state.overlay else None
    return model_to_compare(pages, overlay)


def api_of(state: State) -> Api:
    """Return the API model of a state."""
    return modelled(state).api


def changes_of(pair: Pair) -> Changes:
    """Compare the two states of a row."""
    return compare(api_of(pair.before), api_of(pair.after))


def named(pairs: Iterable[Pair]) -> list[Pair]:
    """Check that no two rows have the same name."""
    rows = list(pairs)
    assert len({row.name for row in rows}) == len(rows)
    return rows


# The same call with an object of parameters, and with the parameters themselves.
PARAMETERS = """\
## UserRef
class UserRef {
final String id;

/** Changes it */
Future<void>set({String? name, Map<String, String?>? custom, List<String>? email})
}
"""
OBJECT = """\
## UserRef
class UserRef {
final String id;

/** Changes it */
Future<void>set(SetUserParams data)
}

## SetUserParams
/** What to change */
class SetUserParams {
String? name;

Map<String, String?>? custom;

List<String>? email;

SetUserParams({String? name, Map<String, String?>? custom, List<String>? email})
}
"""
