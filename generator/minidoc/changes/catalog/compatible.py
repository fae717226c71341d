"""Changes that break nobody: deprecation, additions, wording, page machinery."""

from __future__ import annotations

from minidoc.changes.catalog.entry import (
    PUT,
    Meaning,
    State,
    entry,
    enum,
    handle,
    page,
    value,
)
from minidoc.changes.catalog.names import DECLARED_TYPE
from minidoc.changes.codes import ChangeCode

_NOTHING = "Nothing has to be done."
_SET = "Future<void>set({String? name})"
_TOUCH = "/** Says that somebody is there */\nFuture<void>touch()"
_OLD = _TOUCH.replace(" */", "\n@deprecated Use [UserRef.set] */")
_LINK = "/** Says that somebody is there, see [presence]({}) */\nFuture<void>touch()"
_ORDER = "final String name;\n\nfinal int age;"
_ONE = "## One\nclass One {\nfinal int size;\n}\n\n"
_TEAM = "## Two\nclass Two {\nfinal One one;\n}\n"
_TWO = _ONE + _TEAM
_TEAMS = page("## Team\nclass Team {\nfinal String name;\n}\n\n").page
_FUNCTION = (
    "\n## getUser\n/** Finds a user */\nFuture<UserSnapshot>getUser(String id)\n"
)

_WAVE = _TOUCH.replace("touch", "touchNow")
_KEPT = entry("alias", 'name = "touch"\nuntil = "2.0"', "UserRef.touchNow")

DEPRECATION = {
    ChangeCode.DEPRECATED: Meaning(
        title="Something is deprecated",
        meaning=(
            "It works as before, and the page announces that it will go. Type checkers"
            " report its use, and so does a warning when the program runs."
        ),
        before=handle(_TOUCH),
        after=handle(_OLD),
        fix="Move to what the page recommends.",
    ),
    ChangeCode.RENAMED_KEPT: Meaning(
        title="Something has another name, and the old one still works",
        meaning=(
            "It is called otherwise, and an `[[alias]]` entry of the overlay keeps the"
            " old name until a version. Type checkers report its use, and so does a"
            " warning when the program runs; old names of classes only the latter."
        ),
        before=handle(_TOUCH),
        after=handle(_WAVE, _KEPT),
        fix="Move to the new name before the old one goes.",
    ),
}

ADDITIVE = {
    ChangeCode.ADDED_DECLARATION: Meaning(
        title="There is a new class, enum or function",
        meaning="A page declares something new. Nothing that exists is affected.",
        before=value(""),
        after=value("", _FUNCTION),
        fix=_NOTHING,
    ),
    ChangeCode.ADDED_OLD_NAME: Meaning(
        title="Something can be called by an old name as well",
        meaning=(
            "An `[[alias]]` entry of the overlay gives it a second name until a"
            " version, which the state of before did not know it by."
        ),
        before=handle(_WAVE),
        after=handle(_WAVE, _KEPT),
        fix=_NOTHING,
    ),
    ChangeCode.ADDED_MEMBER: Meaning(
        title="There is a new field or method",
        meaning=(
            "A class has a member that it did not have. Tests that make such a value by"
            " hand may have to give it; values that the service sends have it."
        ),
        before=handle(_TOUCH),
        after=handle(f"{_TOUCH}\n\n{_SET}"),
        fix=_NOTHING,
    ),
    ChangeCode.ADDED_CONSTANT: Meaning(
        title="An enum has a new constant",
        meaning=(
            "The service may send a value that was unknown until now. Values that are"
            " not known are kept, so that older code has met it already."
        ),
        before=enum("read, write"),
        after=enum("read, write, own"),
        fix="Handle it where all constants are told apart.",
    ),
    ChangeCode.ADDED_PARAMETER: Meaning(
        title="There is a new parameter that may be left out",
        meaning="A call takes something new. Calls without it do what they did before.",
        before=handle(_SET),
        after=handle("Future<void>set({String? name, String? locale})"),
        fix=_NOTHING,
    ),
    ChangeCode.NOW_OPTIONAL: Meaning(
        title="A parameter may be left out",
        meaning=(
            "A parameter had to be given and no longer has to. Calls that give it go"
            " on."
        ),
        before=handle("Future<void>set({required String name})"),
        after=handle(_SET),
        fix=_NOTHING,
    ),
    ChangeCode.POSITIONAL_TOO: Meaning(
        title="A parameter may be given by its place as well",
        meaning=(
            "A parameter had to be named and no longer has to. Calls that name it go"
            " on."
        ),
        before=handle(_SET),
        after=handle("Future<void>set(String? name)"),
        fix=_NOTHING,
    ),
    ChangeCode.WIDENED_PARAMETER: Meaning(
        title="A parameter takes more than before",
        meaning=(
            "Callers may give values that were not accepted until now. That is so as"
            " well where a callback is called with less."
        ),
        before=handle("Future<void>set(String name)"),
        after=handle("Future<void>set(String? name)"),
        fix=_NOTHING,
    ),
    ChangeCode.NARROWED_RESULT: Meaning(
        title="A result is less than it might have been",
        meaning=(
            "Callers are no longer handed some of the values that they had to expect."
            " Code that still expects them goes on."
        ),
        before=value("final String? locale;"),
        after=value("final String locale;"),
        fix="Code for what no longer comes may go.",
    ),
    ChangeCode.GAINED_RESULT: Meaning(
        title="A call gives a result now",
        meaning=(
            "The call gave nothing and gives something now. Nobody used a result that"
            " was not there."
        ),
        before=handle("Future<void>touch()"),
        after=handle("Future<bool>touch()"),
        fix=_NOTHING,
    ),
    ChangeCode.DECLARED_TYPE: DECLARED_TYPE,
    ChangeCode.NOW_CLEARABLE: Meaning(
        title="A parameter takes CLEAR",
        meaning=(
            "The overlay says that the service takes null for this parameter. Callers"
            " may give `CLEAR` to reset the field."
        ),
        before=handle("Future<void>set({String? name, String? locale})", PUT),
        after=handle(
            "Future<void>set({String? name, String? locale})",
            PUT + entry("correct", 'clearable = ["locale"]'),
        ),
        fix=_NOTHING,
    ),
    ChangeCode.GAINED_BINDING: Meaning(
        title="A call does something now",
        meaning=(
            "The method was generated without anything on the wire, and raised"
            " `NotImplementedError`. The overlay binds it now."
        ),
        before=handle(_SET),
        after=handle(_SET, PUT),
        fix=_NOTHING,
    ),
}

DOCS = {
    ChangeCode.CHANGED_TEXT: Meaning(
        title="A text says the same in other words",
        meaning=(
            "The documentation of something changed, and none of its sentences states a"
            " default, a condition or a range that is another one. A person may still"
            " want to read it."
        ),
        before=handle(_TOUCH),
        after=handle(_TOUCH.replace("somebody", "the user")),
        fix=_NOTHING,
    ),
    ChangeCode.CHANGED_PROSE: Meaning(
        title="The prose of a page changed",
        meaning=(
            "Text outside of doc comments changed. It is the docstring of the page's"
            " module, and says nothing of a single call."
        ),
        before=page("Users send messages.\n\n" + _TWO),
        after=page("Users send and receive messages.\n\n" + _TWO),
        fix=_NOTHING,
    ),
    ChangeCode.DEPRECATION_CHANGED: Meaning(
        title="A deprecation says something else",
        meaning=(
            "Something that is deprecated still is, and the page gives other advice."
            " The warning that callers see has a new text."
        ),
        before=handle(_OLD),
        after=handle(_OLD.replace("Use [UserRef.set]", "Will go in autumn")),
        fix="Read the new advice.",
    ),
    ChangeCode.DEPRECATION_WITHDRAWN: Meaning(
        title="Something is no longer deprecated",
        meaning=(
            "The page no longer announces that it will go. Callers no longer get a"
            " warning."
        ),
        before=handle(_OLD),
        after=handle(_TOUCH),
        fix=_NOTHING,
    ),
}

FORMAT = {
    ChangeCode.MOVED_DECLARATION: Meaning(
        title="A declaration has moved to another page",
        meaning=(
            "The page of a declaration gives the name of its module. The package itself"
            " has every name as well, and those imports stay."
        ),
        before=State(page(_TWO).page, second=_TEAMS),
        after=State(page(_ONE).page, second=_TEAMS + _TEAM),
        fix="Import names from the package, and not from its modules.",
    ),
    ChangeCode.MOVED_PAGE: Meaning(
        title="A page has moved",
        meaning=(
            "The page has another address, or its file another name, and declares the"
            " same. Links in docstrings lead to the new address."
        ),
        before=page(_TWO),
        after=State(page(_TWO).page.replace("Flutter/Users", "Dart/Users")),
        fix=_NOTHING,
    ),
    ChangeCode.MOVED_LINK: Meaning(
        title="A link leads elsewhere",
        meaning=(
            "The words of a text are the same, and a link in it has another target."
            " Docstrings have the new one."
        ),
        before=handle(_LINK.format("/docs/Presence")),
        after=handle(_LINK.format("/docs/Online")),
        fix=_NOTHING,
    ),
    ChangeCode.FRONT_MATTER: Meaning(
        title="The front matter of a page changed",
        meaning=(
            "The title or another key above the page is another one. Nothing that the"
            " page declares is affected."
        ),
        before=page(_TWO),
        after=State(page(_TWO).page.replace("'Users'", "'All users'")),
        fix=_NOTHING,
    ),
    ChangeCode.REORDERED: Meaning(
        title="The same contents in another order",
        meaning=(
            "A page, a class or an enum has the same contents in another order. Callers"
            " use names, so that they do not see it."
        ),
        before=value(_ORDER),
        after=value("final int age;\n\nfinal String name;"),
        fix=_NOTHING,
    ),
    ChangeCode.RESPELLED: Meaning(
        title="Another spelling of the same thing",
        meaning=(
            "The page spells a name or a type otherwise, and Python spells both alike."
            " Callers do not see it."
        ),
        before=enum("read, readWrite"),
        after=enum("Read, ReadWrite"),
        fix=_NOTHING,
    ),
    ChangeCode.WEAK_EVIDENCE: Meaning(
        title="Something differs that these pages lose",
        meaning=(
            "The pages lose `final`, the brackets of optional parameters and the names"
            " of constructors, so that their absence says nothing. Brackets decide what"
            " the package accepts: the overlay can keep a parameter optional."
        ),
        before=value("final String name;"),
        after=value("String name;"),
        fix="Where brackets are lost, add `optional = true` in a [[correct]] entry.",
    ),
}
