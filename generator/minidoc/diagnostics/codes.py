"""The one list of diagnostic codes. A code is stable: scripts and baselines name it."""

from __future__ import annotations

from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters: errors stop the run, `--strict` adds warnings."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Code(StrEnum):
    """Every kind of finding, by its stable name."""

    # Reading pages.
    CANNOT_READ = "cannot-read"
    WRONG_ENCODING = "wrong-encoding"
    FILE_TOO_LARGE = "file-too-large"
    DUPLICATE_PAGE = "duplicate-page"
    # Front matter.
    MISSING_FRONT_MATTER = "missing-front-matter"
    INVALID_FRONT_MATTER = "invalid-front-matter"
    MISSING_SOURCE = "missing-minidoc-source"
    UNSUPPORTED_SOURCE = "unsupported-minidoc-source"
    UNKNOWN_FRONT_MATTER_KEY = "unknown-front-matter-key"
    # Parsing declarations.
    SYNTAX_ERROR = "syntax-error"
    UNTERMINATED_COMMENT = "unterminated-comment"
    MISSING_BRACE = "missing-brace"
    MALFORMED_TYPE = "malformed-type"
    UNSUPPORTED_CONSTRUCT = "unsupported-construct"
    NESTING_TOO_DEEP = "nesting-too-deep"
    TOO_MANY = "too-many"
    PROSE_LOOKS_LIKE_CODE = "prose-looks-like-code"
    PROSE_BEFORE_DECLARATION = "prose-before-declaration"
    HEADING_MISMATCH = "heading-mismatch"
    # Parsing doc comments.
    MALFORMED_TAG = "malformed-tag"
    UNKNOWN_TAG = "unknown-tag"
    UNCLOSED_FENCE = "unclosed-fence"
    # Lowering.
    DUPLICATE_DECLARATION = "duplicate-declaration"
    DUPLICATE_MEMBER = "duplicate-member"
    DUPLICATE_PARAMETER = "duplicate-parameter"
    UNDECLARED_TYPE = "undeclared-type"
    DANGLING_REFERENCE = "dangling-reference"
    UNKNOWN_PARAMETER = "unknown-parameter"
    UNDOCUMENTED_PARAMETER = "undocumented-parameter"
    PRIVATE_NAME = "private-name"
    UNBOUND_METHOD = "unbound-method"
    LOST_TEXT = "lost-text"
    # Overlay and configuration.
    INVALID_OVERLAY = "invalid-overlay"
    OVERLAY_NO_MATCH = "overlay-no-match"
    OVERLAY_NO_EFFECT = "overlay-no-effect"
    OVERLAY_SET_ASIDE = "overlay-set-aside"
    OVERLAY_UNCHECKED = "overlay-unchecked"
    OLD_NAME_EXPIRED = "old-name-expired"
    INVALID_CONFIG = "invalid-config"
    # Fetching pages.
    INVALID_ADDRESS = "invalid-address"
    REFUSED_REDIRECT = "refused-redirect"
    CANNOT_FETCH = "cannot-fetch"
    NOT_A_PAGE = "not-a-page"
    EDITED_PAGE = "edited-page"
    PAGE_MOVED = "page-moved"
    LINKED_PAGE = "linked-page"
    LOCK_MISMATCH = "lock-mismatch"
    INVALID_LOCK = "invalid-lock"
    # Binding to Python.
    INVALID_NAME = "invalid-name"
    NAME_COLLISION = "name-collision"
    RENAMED = "renamed"
    # Comparing.
    MISSING_BASE = "missing-base"
    PAGE_GONE = "page-gone"
    INVALID_ACCEPTED = "invalid-accepted"
    ACCEPTED_UNUSED = "accepted-unused"
    ACCEPTED_EXPIRED = "accepted-expired"
    # Releasing.
    INVALID_RELEASE = "invalid-release"
    OLD_NAME_LOST = "old-name-lost"
    # Output.
    UNSAFE_OUTPUT = "unsafe-output"
    FOREIGN_OUTPUT = "foreign-output"
    CANNOT_WRITE = "cannot-write"
    VERSION_MISMATCH = "version-mismatch"
    DRIFT = "drift"
    CHANGED_BY_HAND = "changed-by-hand"

    @property
    def severity(self) -> Severity:
        """Severity that every diagnostic with this code has."""
        if self in _NOTES:
            return Severity.NOTE
        return Severity.WARNING if self in _WARNINGS else Severity.ERROR


_WARNINGS = frozenset(
    {
        Code.UNKNOWN_FRONT_MATTER_KEY,
        Code.PROSE_LOOKS_LIKE_CODE,
        Code.PROSE_BEFORE_DECLARATION,
        Code.HEADING_MISMATCH,
        Code.MALFORMED_TAG,
        Code.UNKNOWN_TAG,
        Code.UNCLOSED_FENCE,
        Code.UNDECLARED_TYPE,
        Code.DANGLING_REFERENCE,
        Code.UNKNOWN_PARAMETER,
        Code.PRIVATE_NAME,
        Code.UNBOUND_METHOD,
        Code.LOST_TEXT,
        Code.OVERLAY_UNCHECKED,
        Code.PAGE_GONE,
        Code.OLD_NAME_LOST,
        Code.PAGE_MOVED,
        Code.LOCK_MISMATCH,
        Code.INVALID_LOCK,
    }
)
_NOTES = frozenset(
    {
        Code.OVERLAY_SET_ASIDE,
        Code.RENAMED,
        Code.UNDOCUMENTED_PARAMETER,
        Code.LINKED_PAGE,
    }
)
