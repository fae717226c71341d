"""The one list of kinds of change. A code is stable: scripts and exceptions name it."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum


class Impact(StrEnum):
    """What a change means to callers, the strongest first."""

    BREAKING = "breaking"
    BEHAVIOUR = "behaviour"
    DEPRECATION = "deprecation"
    ADDITIVE = "additive"
    DOCS = "docs"
    FORMAT = "format"

    @property
    def rank(self) -> int:
        """0 for the strongest."""
        return list(Impact).index(self)


class ChangeCode(StrEnum):
    """Every kind of change, by its stable name; the code fixes the class."""

    # Breaking: a caller's code or types fail.
    REMOVED_DECLARATION = "removed-declaration"
    REMOVED_MEMBER = "removed-member"
    REMOVED_CONSTANT = "removed-constant"
    REMOVED_PARAMETER = "removed-parameter"
    RENAMED_DECLARATION = "renamed-declaration"
    RENAMED_MEMBER = "renamed-member"
    RENAMED_CONSTANT = "renamed-constant"
    RENAMED_PARAMETER = "renamed-parameter"
    MOVED_MEMBER = "moved-member"
    OBJECT_INLINED = "parameter-object-inlined"
    OBJECT_INTRODUCED = "parameter-object-introduced"
    ADDED_REQUIRED_PARAMETER = "added-required-parameter"
    NOW_REQUIRED = "now-required"
    KEYWORD_ONLY = "keyword-only"
    REORDERED_PARAMETERS = "reordered-parameters"
    NARROWED_PARAMETER = "narrowed-parameter"
    WIDENED_RESULT = "widened-result"
    CHANGED_TYPE = "changed-type"
    LOST_RESULT = "lost-result"
    BECAME_ASYNC = "became-async"
    BECAME_SYNC = "became-sync"
    CHANGED_KIND = "changed-kind"
    DECLARED_PARAMETER_TYPE = "declared-parameter-type"
    NO_LONGER_CLEARABLE = "no-longer-clearable"
    LOST_BINDING = "lost-binding"
    REMOVED_OLD_NAME = "removed-old-name"
    # Behaviour: the same signature means something else.
    CHANGED_DEFAULT = "changed-default"
    CHANGED_DEFAULT_TEXT = "changed-default-text"
    CHANGED_NULL = "changed-null-meaning"
    CHANGED_REQUIREMENT = "changed-requirement"
    CHANGED_FAILURE = "changed-failure"
    CHANGED_NO_OP = "changed-no-op"
    CHANGED_RANGE = "changed-range"
    CHANGED_BINDING = "changed-binding"
    CHANGED_TOPIC = "changed-topic"
    CHANGED_WIRE_NAME = "changed-wire-name"
    CHANGED_WIRE_VALUE = "changed-wire-value"
    # Deprecation: works, and is announced to go.
    DEPRECATED = "newly-deprecated"
    RENAMED_KEPT = "renamed-and-kept"
    # Additive: new and compatible.
    ADDED_DECLARATION = "added-declaration"
    ADDED_MEMBER = "added-member"
    ADDED_CONSTANT = "added-constant"
    ADDED_PARAMETER = "added-parameter"
    ADDED_OLD_NAME = "added-old-name"
    NOW_OPTIONAL = "now-optional"
    POSITIONAL_TOO = "positional-too"
    WIDENED_PARAMETER = "widened-parameter"
    NARROWED_RESULT = "narrowed-result"
    GAINED_RESULT = "gained-result"
    DECLARED_TYPE = "declared-type"
    NOW_CLEARABLE = "now-clearable"
    GAINED_BINDING = "gained-binding"
    # Docs: wording only.
    CHANGED_TEXT = "changed-text"
    CHANGED_PROSE = "changed-prose"
    DEPRECATION_CHANGED = "deprecation-changed"
    DEPRECATION_WITHDRAWN = "deprecation-withdrawn"
    # Format: page machinery, nothing that a caller sees.
    MOVED_DECLARATION = "moved-declaration"
    MOVED_PAGE = "moved-page"
    MOVED_LINK = "moved-link"
    FRONT_MATTER = "changed-front-matter"
    REORDERED = "reordered"
    RESPELLED = "respelled"
    WEAK_EVIDENCE = "weak-evidence"

    @property
    def impact(self) -> Impact:
        """The class of every change with this code."""
        return _IMPACTS[self]


def _impacts() -> Iterator[tuple[ChangeCode, Impact]]:
    """Give each code the class under whose first code it stands in the list."""
    firsts = {
        ChangeCode.REMOVED_DECLARATION: Impact.BREAKING,
        ChangeCode.CHANGED_DEFAULT: Impact.BEHAVIOUR,
        ChangeCode.DEPRECATED: Impact.DEPRECATION,
        ChangeCode.ADDED_DECLARATION: Impact.ADDITIVE,
        ChangeCode.CHANGED_TEXT: Impact.DOCS,
        ChangeCode.MOVED_DECLARATION: Impact.FORMAT,
    }
    impact = Impact.BREAKING
    for code in ChangeCode:
        impact = firsts.get(code, impact)
        yield code, impact


_IMPACTS = dict(_impacts())
